package org.yutang.ledger;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lines that moved an account, narrowed by number, business date, memo and kind: what a statement
/// adds up and what it lists. Written as two halves, because only so each finds its index.
///
/// @param after and `upTo` bound the line's number, the second of them included
/// @param dates only these business dates, if there are any
record Moved(
    int shard,
    UUID account,
    long after,
    long upTo,
    Span.Days days,
    List<LocalDate> dates,
    Optional<String> memo,
    Optional<String> kind) {

  Moved {
    dates = List.copyOf(dates);
  }

  static Moved lines(int shard, UUID account, long after, long upTo) {
    return new Moved(
        shard, account, after, upTo, Span.ALL, List.of(), Optional.empty(), Optional.empty());
  }

  Moved on(Span.Days within) {
    return new Moved(shard, account, after, upTo, within, dates, memo, kind);
  }

  Moved on(Collection<LocalDate> only) {
    return new Moved(shard, account, after, upTo, days, List.copyOf(only), memo, kind);
  }

  Moved filtered(Optional<String> byMemo, Optional<String> byKind) {
    return new Moved(shard, account, after, upTo, days, dates, byMemo, byKind);
  }

  boolean isFiltered() {
    return memo.isPresent() || kind.isPresent();
  }

  JdbcClient.StatementSpec on(JdbcClient sql, String statement) {
    return sql.sql(statement).params(parameters());
  }

  /// The half of one side: `select COLUMNS from … where …`, open for an order.
  ///
  /// @param side `debit` or `credit`
  String half(String columns, String side) {
    return "select %s from ledger.transfer where shard_key = :shard and %s = :account and kind in (1, 3)"
            .formatted(columns, side)
        + " and line > :after and line <= :upTo"
        + (days.equals(Span.ALL) ? "" : " and business_date between :from and :to")
        + (dates.isEmpty() ? "" : " and business_date = any (cast(:dates as date[]))")
        + (memo.isEmpty() ? "" : " and memo = :memo")
        + (kind.isEmpty() ? "" : " and kind = :kind");
  }

  private Map<String, Object> parameters() {
    Map<String, Object> all = new HashMap<>();
    all.putAll(Map.of("shard", shard, "account", account, "after", after, "upTo", upTo));
    if (!days.equals(Span.ALL))
      all.putAll(Map.of("from", clamped(days.from()), "to", clamped(days.to())));
    if (!dates.isEmpty())
      all.put(
          "dates",
          dates.stream().map(LocalDate::toString).collect(Collectors.joining(",", "{", "}")));
    memo.ifPresent(text -> all.put("memo", text));
    kind.ifPresent(word -> all.put("kind", LineKind.find(word).map(found -> found.code).orElse(0)));
    return all;
  }

  /// A day as the database can hold it.
  private static LocalDate clamped(LocalDate day) {
    LocalDate first = LocalDate.of(1, 1, 1);
    LocalDate last = LocalDate.of(9999, 12, 31);
    return day.isBefore(first) ? first : day.isAfter(last) ? last : day;
  }
}
