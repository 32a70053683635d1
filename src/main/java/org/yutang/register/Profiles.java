package org.yutang.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;

/// Persons as rules see them. Reads in pages by id, each a few statements by key, with no
/// transaction in between.
@Component
class Profiles {

  private static final int LARGEST_BATCH = 10_000;
  private static final UUID FIRST = new UUID(0, 0);

  private static final String PERSON =
      """
      select p.id, p.household, p.village_code, p.county_code, p.born, p.sex, h.size,
        coalesce((select t.status from register.poverty_status t where t.shard_key = h.shard_key and t.household = h.id
          and t.valid_from <= :asOf order by t.valid_from desc limit 1), 0) status
      from register.person p join register.household h on h.shard_key = p.shard_key and h.id = p.household
      """;

  private final JdbcClient sql;

  Profiles(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<Profile> find(PersonId id, LocalDate asOf) {
    List<Row> rows =
        sql.sql(PERSON + " where p.shard_key = :shard and p.id = :id")
            .param("shard", id.shard())
            .param("id", id.value())
            .param("asOf", asOf)
            .query(Profiles::row)
            .list();
    return profiles(id.shard(), rows, asOf).stream().findFirst();
  }

  void each(PlaceCode county, LocalDate asOf, int batch, Consumer<List<Profile>> each) {
    int shard = Shards.ofCounty(county);
    int size = Math.clamp(batch, 1, LARGEST_BATCH);
    UUID after = FIRST;
    while (true) {
      List<Row> rows =
          sql.sql(
                  PERSON
                      + " where p.shard_key = :shard and p.county_code = :county and p.id > :after order by p.id limit :size")
              .param("shard", shard)
              .param("county", county.text())
              .param("after", after)
              .param("size", size)
              .param("asOf", asOf)
              .query(Profiles::row)
              .list();
      if (rows.isEmpty()) return;
      after = rows.getLast().id;
      each.accept(profiles(shard, rows, asOf));
      if (rows.size() < size) return;
    }
  }

  private record Row(
      UUID id,
      UUID household,
      String village,
      String county,
      @Nullable LocalDate born,
      int sex,
      int size,
      int status) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("household", UUID.class),
        row.getString("village_code"),
        row.getString("county_code"),
        row.getObject("born", LocalDate.class),
        row.getInt("sex"),
        row.getInt("size"),
        row.getInt("status"));
  }

  private List<Profile> profiles(int shard, List<Row> rows, LocalDate asOf) {
    Map<UUID, Map<String, Object>> facts = facts(shard, rows, asOf);
    List<Profile> profiles = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Map<String, Object> own = facts.getOrDefault(row.id, Map.of());
      Map<String, Object> all = new HashMap<>(facts.getOrDefault(row.household, Map.of()));
      all.putAll(own);
      profiles.add(
          new Profile(
              new PersonId(row.id),
              new HouseholdId(row.household),
              new PlaceCode(row.village),
              new PlaceCode(row.county),
              row.born == null || row.born.isAfter(asOf)
                  ? OptionalInt.empty()
                  : OptionalInt.of(Period.between(row.born, asOf).getYears()),
              Sex.values()[row.sex],
              PovertyStatus.values()[row.status],
              row.size,
              all));
    }
    return profiles;
  }

  /// The facts that hold on the day, by subject. They come in order of their dates, so that a later
  /// one replaces an earlier one.
  private Map<UUID, Map<String, Object>> facts(int shard, List<Row> rows, LocalDate asOf) {
    UUID[] subjects =
        rows.stream()
            .flatMap(row -> java.util.stream.Stream.of(row.id, row.household))
            .distinct()
            .toArray(UUID[]::new);
    Map<UUID, Map<String, Object>> facts = new HashMap<>();
    sql.sql(
            """
            select subject, name, kind, value, valid_to from register.fact
            where shard_key = :shard and subject = any(:subjects) and valid_from <= :asOf order by subject, name, valid_from
            """)
        .param("shard", shard)
        .param("subjects", subjects)
        .param("asOf", asOf)
        .query(
            row -> {
              Map<String, Object> ofSubject =
                  facts.computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>());
              @Nullable LocalDate ends = row.getObject(5, LocalDate.class);
              if (ends != null && !ends.isAfter(asOf)) ofSubject.remove(row.getString(2));
              else
                ofSubject.put(
                    row.getString(2), Households.factValue(row.getString(3), row.getString(4)));
            });
    return facts;
  }
}
