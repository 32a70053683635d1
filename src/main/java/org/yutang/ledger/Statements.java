package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;

/// Everything that reads the books without changing them.
record Statements(int shard, JdbcClient sql) {

  private static final String LINE =
      "id, kind, line, debit, credit, amount, unit, memo, business_date, recorded_at, reservation, linked";

  private static final String ACCOUNT =
      "id, name, unit, may_go_negative, most, per_holder, state, balance, reserved, expected";

  Optional<Account> find(UUID account) {
    return sql.sql(
            "select %s from ledger.account where shard_key = :shard and id = :id"
                .formatted(ACCOUNT))
        .param("shard", shard)
        .param("id", account)
        .query((row, number) -> account(row))
        .optional();
  }

  Page<Account> accounts(String name, Ledger.Sort sort, boolean descending, Page.Wanted page) {
    String order =
        switch (sort) {
          case NAME -> "name";
          case BALANCE -> "balance";
          case RESERVED -> "reserved";
        };
    List<Account> found =
        sql.sql(
                """
                select %s from ledger.account
                where shard_key = :shard and position(lower(:name) in lower(name)) > 0
                order by %s %s, name, id limit :size offset :offset
                """
                    .formatted(ACCOUNT, order, descending ? "desc" : ""))
            .param("shard", shard)
            .param("name", name)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> account(row))
            .list();
    long total =
        sql.sql(
                "select count(*) from ledger.account where shard_key = :shard and position(lower(:name) in lower(name)) > 0")
            .param("shard", shard)
            .param("name", name)
            .query(Long.class)
            .single();
    return new Page<>(found, total, page.number(), page.size());
  }

  Page<Line> statement(
      UUID account, LocalDate from, LocalDate to, boolean newestFirst, Page.Wanted page) {
    long all =
        sql.sql("select movements from ledger.account where shard_key = :shard and id = :id")
            .param("shard", shard)
            .param("id", account)
            .query(Long.class)
            .optional()
            .orElseThrow(
                () -> new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", account)));
    boolean whole = from.equals(LocalDate.MIN) && to.equals(LocalDate.MAX);
    String days = whole ? "" : " and business_date between :from and :to";
    String order = newestFirst ? "line desc" : "line";
    Map<String, Object> of = new HashMap<>(Map.of("shard", shard, "id", account));
    if (!whole) of.putAll(Map.of("from", within(from), "to", within(to)));
    String moved = "from ledger.transfer where shard_key = :shard and %s = :id and kind in (1, 3)";
    long total =
        whole
            ? all
            : sql.sql(
                    "select (select count(*) %s%s) + (select count(*) %s%s)"
                        .formatted(moved.formatted("debit"), days, moved.formatted("credit"), days))
                .params(of)
                .query(Long.class)
                .single();
    List<Line> lines =
        sql.sql(
                """
                select %1$s from (
                  (select %1$s %2$s%4$s order by %5$s limit :upTo)
                  union all
                  (select %1$s %3$s%4$s order by %5$s limit :upTo)
                ) moved order by %5$s limit :size offset :offset
                """
                    .formatted(
                        LINE, moved.formatted("debit"), moved.formatted("credit"), days, order))
            .params(of)
            .param("upTo", page.offset() + page.size())
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> line(row))
            .list();
    return new Page<>(lines, total, page.number(), page.size());
  }

  List<Line> linesAfter(UUID account, long number, int limit) {
    if (find(account).isEmpty())
      throw new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", account));
    String moved =
        "(select %s from ledger.transfer where shard_key = :shard and %s = :id and kind in (1, 3) and line > :after order by line limit :limit)";
    return sql.sql(
            "select * from (%s union all %s) moved order by line limit :limit"
                .formatted(moved.formatted(LINE, "debit"), moved.formatted(LINE, "credit")))
        .param("shard", shard)
        .param("id", account)
        .param("after", number)
        .param("limit", limit)
        .query((row, each) -> line(row))
        .list();
  }

  /// A day as the database can hold it.
  private static LocalDate within(LocalDate day) {
    LocalDate first = LocalDate.of(1, 1, 1);
    LocalDate last = LocalDate.of(9999, 12, 31);
    return day.isBefore(first) ? first : day.isAfter(last) ? last : day;
  }

  Optional<Line> findTransfer(UUID id) {
    return sql.sql(
            "select %s from ledger.transfer where shard_key = :shard and id = :id and kind <> 6"
                .formatted(LINE))
        .param("shard", shard)
        .param("id", id)
        .query((row, number) -> line(row))
        .optional();
  }

  List<UUID> openReservations(String owner, Instant madeBefore, int limit) {
    return sql.sql(
            """
            select id from ledger.reservation where shard_key = :shard and owner = :owner and made_at < :before
            order by made_at, id limit :limit
            """)
        .param("shard", shard)
        .param("owner", owner)
        .param("before", Books.utc(madeBefore))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("name"),
        new Unit(row.getString("unit")),
        Books.rules(row, 4),
        AccountState.valueOf(row.getString("state")),
        row.getLong("balance"),
        row.getLong("reserved"),
        row.getLong("expected"));
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getObject("id", UUID.class),
        LineKind.of(row.getInt("kind")).word(),
        row.getLong("line"),
        row.getObject("debit", UUID.class),
        row.getObject("credit", UUID.class),
        row.getLong("amount"),
        new Unit(row.getString("unit")),
        row.getString("memo"),
        row.getObject("business_date", LocalDate.class),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        row.getObject("reservation", UUID.class),
        row.getObject("linked", UUID.class));
  }
}
