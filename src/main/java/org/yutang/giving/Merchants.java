package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Merchants in SQL; asks nobody's permission.
@Component
class Merchants {

  private static final int MAX_MERCHANTS = 20_000;

  private static final String MERCHANT =
      """
      select m.id, m.name_zh, m.name_en, m.place, m.county,
        array(select a.account::text from giving.merchant_account a where a.merchant = m.id order by 1) as accounts
      from giving.merchant m
      """;

  private final JdbcClient sql;

  Merchants(JdbcClient sql) {
    this.sql = sql;
  }

  /// False if there is one of that id.
  boolean insert(UUID id, Text name, PlaceCode place, PlaceCode county, Instant at) {
    return sql.sql(
                """
                insert into giving.merchant (id, name_zh, name_en, place, county, opened_at) values (:id, :zh, :en, :place, :county, :at)
                on conflict do nothing
                """)
            .param("id", id)
            .param("zh", name.zh())
            .param("en", name.en())
            .param("place", place.text())
            .param("county", county.text())
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  void setAccount(UUID merchant, UUID account, boolean acts) {
    sql.sql(
            acts
                ? "insert into giving.merchant_account (merchant, account) values (:merchant, :account) on conflict do nothing"
                : "delete from giving.merchant_account where merchant = :merchant and account = :account")
        .param("merchant", merchant)
        .param("account", account)
        .update();
  }

  Optional<Merchant> find(UUID id) {
    return sql.sql(MERCHANT + "where m.id = :id")
        .param("id", id)
        .query((row, number) -> merchant(row))
        .optional();
  }

  /// Waits for whoever else makes a pledge of this merchant.
  void lock(UUID id) {
    sql.sql("select id from giving.merchant where id = :id for update")
        .param("id", id)
        .query(UUID.class)
        .single();
  }

  Page<Merchant> list(Merchant.Query query, Predicate<Merchant> seen) {
    List<Merchant> all =
        sql
            .sql(
                MERCHANT
                    + """
                    where (position(lower(:text) in lower(m.name_zh)) > 0 or position(lower(:text) in lower(m.name_en)) > 0)
                      and (cast(:project as uuid) is null or exists (select 1 from giving.pledge p where p.merchant = m.id and p.project = :project))
                    order by m.name_zh %s, m.id limit :limit
                    """
                        .formatted(query.descending() ? "desc" : ""))
            .param("text", query.text())
            .param("project", query.project().orElse(null))
            .param("limit", MAX_MERCHANTS)
            .query((row, number) -> merchant(row))
            .list()
            .stream()
            .filter(seen)
            .toList();
    return new Page<>(
        all.stream().skip(query.page().offset()).limit(query.page().size()).toList(),
        all.size(),
        query.page().number(),
        query.page().size());
  }

  private static Merchant merchant(ResultSet row) throws SQLException {
    String[] accounts = (String[]) row.getArray("accounts").getArray();
    Set<UUID> ids = Arrays.stream(accounts).map(UUID::fromString).collect(Collectors.toSet());
    return new Merchant(
        row.getObject("id", UUID.class),
        new Text(row.getString("name_zh"), row.getString("name_en")),
        new PlaceCode(row.getString("place")),
        new PlaceCode(row.getString("county")),
        ids);
  }
}
