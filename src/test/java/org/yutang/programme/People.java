package org.yutang.programme;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;

/// Households of one person each, put into the register's tables as an import leaves them, in whole
/// columns, so that a test has the very ages and statuses that it is about, by the thousand.
public final class People {

  private final JdbcClient sql;
  private final PlaceCode county;
  private final List<UUID> ids = new ArrayList<>();
  private final List<UUID> households = new ArrayList<>();
  private final List<String> villages = new ArrayList<>();
  private final List<LocalDate> born = new ArrayList<>();
  private final List<Integer> statuses = new ArrayList<>();

  public People(JdbcClient sql, PlaceCode county) {
    this.sql = sql;
    this.county = county;
  }

  public PersonId add(PlaceCode village, LocalDate birthday, PovertyStatus status) {
    UUID id = Uuids.inShard(Shards.ofCounty(county), UUID.randomUUID().toString());
    ids.add(id);
    households.add(Uuids.inShard(Shards.ofCounty(county), UUID.randomUUID().toString()));
    villages.add(village.text());
    born.add(birthday);
    statuses.add(status.ordinal());
    return new PersonId(id);
  }

  public void save() {
    UUID source = sql.sql("select id from register.source limit 1").query(UUID.class).single();
    int shard = Shards.ofCounty(county);
    JdbcClient.StatementSpec[] statements = {
      sql.sql(
          """
          insert into register.household (shard_key, id, county_code, village_code, number, size, status, source)
          select :shard, h, :county, v, h::text, 1, s, :source from unnest(:ids::uuid[], :households::uuid[], :villages::text[], :born::date[], :statuses::int[])
            as u (i, h, v, b, s)
          """),
      sql.sql(
          """
          insert into register.person (shard_key, id, household, county_code, village_code, sex, born, born_exactly, relation, head, source)
          select :shard, i, h, :county, v, 0, b, true, 0, true, :source from unnest(:ids::uuid[], :households::uuid[], :villages::text[], :born::date[], :statuses::int[])
            as u (i, h, v, b, s)
          """),
      sql.sql(
          """
          insert into register.poverty_status (shard_key, household, valid_from, status, source)
          select :shard, h, date '2014-01-01', s, :source from unnest(:ids::uuid[], :households::uuid[], :villages::text[], :born::date[], :statuses::int[])
            as u (i, h, v, b, s) where :county is not null
          """)
    };
    for (JdbcClient.StatementSpec statement : statements)
      statement
          .param("shard", shard)
          .param("county", county.text())
          .param("source", source)
          .param("ids", strings(ids))
          .param("households", strings(households))
          .param("villages", strings(villages))
          .param("born", strings(born))
          .param("statuses", statuses.toArray(Integer[]::new))
          .update();
    ids.clear();
    households.clear();
    villages.clear();
    born.clear();
    statuses.clear();
  }

  private static String[] strings(List<?> values) {
    return values.stream().map(String::valueOf).toArray(String[]::new);
  }
}
