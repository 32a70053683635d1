package org.yutang.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;

/// Everything that reads the books of one shard without changing them.
record Statements(int shard, JdbcClient sql) {

  private static final String LINE =
      "id, kind, shard_key, line, debit, credit, amount, unit, memo, business_date, recorded_at, reservation, linked";

  static final String ACCOUNT =
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

  List<Account> find(Collection<UUID> accounts) {
    return sql.sql(
            "select %s from ledger.account where shard_key = :shard and id = any (:ids)"
                .formatted(ACCOUNT))
        .param("shard", shard)
        .param("ids", accounts.toArray(UUID[]::new))
        .query((row, number) -> account(row))
        .list();
  }

  Statement statement(Statement.Query query) {
    Turnovers turnovers = new Turnovers(shard, sql);
    Account account = get(query.account());
    turnovers.catchUp(account.id(), movements(account.id()));
    return switch (query.span()) {
      case Span.Days days -> {
        Turnovers.OnDays on = turnovers.on(account.id(), days);
        Moved moved = Moved.lines(shard, account.id(), on.after(), on.upTo()).on(days);
        yield statement(query, account, on.before().net(), on.within(), moved);
      }
      case Span.Recorded recorded -> {
        long after = journal().lastLineBefore(recorded.from());
        long upTo = Math.max(after, journal().lastLineBefore(recorded.to()));
        Turnover before = turnovers.upTo(account.id(), after);
        Turnover all = turnovers.upTo(account.id(), upTo).minus(before);
        Moved moved = Moved.lines(shard, account.id(), after, upTo);
        yield statement(query, account, before.net(), all, moved);
      }
    };
  }

  private Statement statement(
      Statement.Query query, Account account, BigInteger opening, Turnover all, Moved moved) {
    Moved wanted = moved.filtered(query.memo(), query.kind());
    Turnover shown = wanted.isFiltered() ? new Turnovers(shard, sql).sum(wanted) : all;
    Page.Wanted page = query.page();
    String order = query.newestFirst() ? "line desc" : "line";
    List<Line> lines =
        wanted
            .on(
                sql,
                """
                select %1$s from (
                  (%2$s order by %4$s limit :until)
                  union all
                  (%3$s order by %4$s limit :until)
                ) moved order by %4$s limit :size offset :offset
                """
                    .formatted(
                        LINE, wanted.half(LINE, "debit"), wanted.half(LINE, "credit"), order))
            .param("until", page.offset() + page.size())
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> line(row))
            .list();
    return new Statement(
        account,
        query.span(),
        opening,
        all,
        shown,
        new Page<>(lines, shown.lines(), page.number(), page.size()));
  }

  long balanceAt(UUID account, Instant at) {
    get(account);
    Turnovers turnovers = new Turnovers(shard, sql);
    turnovers.catchUp(account, movements(account));
    return turnovers
        .upTo(account, journal().lastLineUntil(at))
        .net()
        .longValueExact(); // it was the balance, which is one
  }

  List<Line> linesAfter(UUID account, long number, int limit) {
    get(account);
    Moved moved = Moved.lines(shard, account, number, Long.MAX_VALUE);
    return moved
        .on(
            sql,
            "select * from ((%s order by line limit :limit) union all (%s order by line limit :limit)) moved order by line limit :limit"
                .formatted(moved.half(LINE, "debit"), moved.half(LINE, "credit")))
        .param("limit", limit)
        .query((row, each) -> line(row))
        .list();
  }

  /// Heads of groups are no lines to readers; each is followed by a member, so that twice as many
  /// numbers hold enough.
  List<Line> recorded(Span.Recorded span, long after, int limit) {
    long from = Math.max(after, journal().lastLineBefore(span.from()));
    long to = Math.min(journal().lastLineBefore(span.to()), from + 2L * limit);
    return sql.sql(
            """
            select %s from ledger.transfer where shard_key = :shard and line > :from and line <= :to and kind <> 6
            order by line limit :limit
            """
                .formatted(LINE))
        .param("shard", shard)
        .param("from", from)
        .param("to", to)
        .param("limit", limit)
        .query((row, number) -> line(row))
        .list();
  }

  /// Members stand right behind their head.
  List<Line> members(UUID group) {
    Optional<Long> head =
        sql.sql(
                "select line from ledger.transfer where shard_key = :shard and id = :group and kind = 6")
            .param("shard", shard)
            .param("group", group)
            .query(Long.class)
            .optional();
    if (head.isEmpty()) return List.of();
    return sql.sql(
            """
            select %s from ledger.transfer
            where shard_key = :shard and line > :head and line <= :head + :most and linked = :group order by line limit :most
            """
                .formatted(LINE))
        .param("shard", shard)
        .param("head", head.get())
        .param("most", Command.Linked.MAX_LINKED)
        .param("group", group)
        .query((row, number) -> line(row))
        .list();
  }

  Optional<Held> findHeld(UUID reservation) {
    Optional<Line> reserve =
        findTransfer(reservation).filter(line -> line.kind().equals(LineKind.RESERVE.word()));
    return reserve.map(made -> new Held(made, end(reservation), expiry(reservation)));
  }

  private Optional<Line> end(UUID reservation) {
    return sql.sql(
            "select %s from ledger.transfer where shard_key = :shard and reservation = :reservation order by line limit 1"
                .formatted(LINE))
        .param("shard", shard)
        .param("reservation", reservation)
        .query((row, number) -> line(row))
        .optional();
  }

  private Optional<Instant> expiry(UUID reservation) {
    return sql.sql(
            "select expires_at from ledger.reservation where shard_key = :shard and id = :reservation")
        .param("shard", shard)
        .param("reservation", reservation)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  Optional<JournalEntry> findEntry(long line) {
    return journal().find(line);
  }

  /// The accounts of other shards that receive here.
  Optional<SubAccount> subAccount(UUID account) {
    return sql.sql(
            "select balance, reserved, expected from ledger.account where shard_key = :shard and id = :id and part = 'SUB'")
        .param("shard", shard)
        .param("id", account)
        .query(
            (row, number) -> new SubAccount(shard, row.getLong(1), row.getLong(2), row.getLong(3)))
        .optional();
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

  private Journal journal() {
    return new Journal(shard, sql);
  }

  private Account get(UUID account) {
    return find(account)
        .orElseThrow(() -> new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", account)));
  }

  private long movements(UUID account) {
    return sql.sql("select movements from ledger.account where shard_key = :shard and id = :id")
        .param("shard", shard)
        .param("id", account)
        .query(Long.class)
        .single();
  }

  static Account account(ResultSet row) throws SQLException {
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
        row.getInt("shard_key"),
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
