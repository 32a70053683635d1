package org.yutang.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Counts logins that do not succeed, by account name with address, by name and by address, in the
/// database, so that several nodes count together.
///
/// An attempt is counted before the password is looked at and taken back when it was right: many
/// guesses sent at the same moment are many guesses. Names are kept as digests, because people type
/// passwords into the wrong field.
@Component
class Attempts implements Knocks {

  static final int MAX_PER_NAME_AND_ADDRESS = 8;

  /// From all addresses together: high enough that a stranger needs many addresses to keep somebody
  /// out, low enough that guessing from many addresses is hopeless.
  static final int MAX_PER_NAME = 100;

  static final int MAX_PER_ADDRESS = 300;
  static final Duration WINDOW = Duration.ofMinutes(15);

  private static final int FORGET_EVERY = 100;

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Clock clock;
  private final AtomicInteger begun = new AtomicInteger();

  Attempts(JdbcClient sql, Transactions transactions, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Counts an attempt, or refuses with [AccessRefusal#TOO_MANY_ATTEMPTS].
  void begin(String nameKey, String address) {
    if (begun.incrementAndGet() % FORGET_EVERY == 0) forgetOld();
    Instant now = clock.instant();
    List<Counted> counts =
        inPassing(
            () ->
                List.of(
                    count(byBoth(nameKey, address), MAX_PER_NAME_AND_ADDRESS, now),
                    count(byName(nameKey), MAX_PER_NAME, now),
                    count(byAddress(address), MAX_PER_ADDRESS, now)));
    counts.stream()
        .filter(Counted::isOver)
        .map(Counted::windowStart)
        .max(Comparator.naturalOrder())
        .ifPresent(start -> refuse(now, start.plus(WINDOW)));
  }

  /// It was right: the name starts afresh, the address gets this attempt back.
  void succeeded(String nameKey, String address) {
    inPassing(
        () ->
            sql.sql("delete from access.attempt where subject in (:name, :both)")
                    .param("name", byName(nameKey))
                    .param("both", byBoth(nameKey, address))
                    .update()
                + giveBack(byAddress(address)));
  }

  /// It was not looked at.
  void undone(String nameKey, String address) {
    inPassing(
        () ->
            giveBack(byBoth(nameKey, address))
                + giveBack(byName(nameKey))
                + giveBack(byAddress(address)));
  }

  @Override
  public void knock(Peer peer) {
    if (begun.incrementAndGet() % FORGET_EVERY == 0) forgetOld();
    Instant now = clock.instant();
    Counted counted = inPassing(() -> count(byAddress(peer.address()), MAX_PER_ADDRESS, now));
    if (counted.isOver()) refuse(now, counted.windowStart().plus(WINDOW));
  }

  @Override
  public void use(Peer peer, String door, int most) {
    if (begun.incrementAndGet() % FORGET_EVERY == 0) forgetOld();
    Instant now = clock.instant();
    Counted counted = inPassing(() -> count("door:" + door + " from " + peer.address(), most, now));
    if (counted.isOver()) refuse(now, counted.windowStart().plus(WINDOW));
  }

  @Override
  public void welcome(Peer peer) {
    inPassing(() -> giveBack(byAddress(peer.address())));
  }

  private void forgetOld() {
    sql.sql("delete from access.attempt where window_start < :before")
        .param("before", Sql.at(clock.instant().minus(WINDOW)))
        .update();
  }

  private static void refuse(Instant now, Instant until) {
    long seconds = Math.max(1, Duration.between(now, until).toSeconds());
    throw new Refusal(
        AccessRefusal.TOO_MANY_ATTEMPTS,
        Map.of("retryAfterSeconds", seconds, "minutes", (seconds + 59) / 60));
  }

  private Counted count(String subject, int most, Instant now) {
    return sql.sql(
            """
            insert into access.attempt as a (subject, window_start, tried) values (:subject, :now, 1)
            on conflict (subject) do update set
              tried = case when a.window_start < :over then 1 else least(a.tried + 1, :most + 1) end,
              window_start = case when a.window_start < :over then excluded.window_start else a.window_start end
            returning window_start, tried
            """)
        .param("subject", subject)
        .param("now", Sql.at(now))
        .param("over", Sql.at(now.minus(WINDOW)))
        .param("most", most)
        .query(
            (row, n) -> new Counted(Sql.instant(row, "window_start"), row.getInt("tried") > most))
        .single();
  }

  private int giveBack(String subject) {
    return sql.sql(
            "update access.attempt set tried = greatest(tried - 1, 0) where subject = :subject")
        .param("subject", subject)
        .update();
  }

  /// One short transaction that does not wait for the disk: many share the row of one address, and
  /// a crash may forget a count.
  private <T> T inPassing(Supplier<T> work) {
    return transactions.call(
        () -> {
          sql.sql("select set_config('synchronous_commit', 'off', true)")
              .query(String.class)
              .single();
          return work.get();
        });
  }

  private static String byName(String nameKey) {
    return "name:" + HexFormat.of().formatHex(Secrets.digest(nameKey));
  }

  private static String byBoth(String nameKey, String address) {
    return byName(nameKey) + " from " + address;
  }

  private static String byAddress(String address) {
    return "address:" + address;
  }

  private record Counted(Instant windowStart, boolean isOver) {}
}
