package org.yutang.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Counts logins that do not succeed, by account name and by address, in the database, so that several nodes count together.
///
/// An attempt is counted before the password is looked at and taken back when it was right: many guesses sent at the same
/// moment are many guesses. Names are kept as digests, because people type passwords into the wrong field.
@Component
class Attempts {

  static final int MAX_PER_NAME = 8;
  static final int MAX_PER_ADDRESS = 300;
  static final Duration WINDOW = Duration.ofMinutes(15);

  private final JdbcClient sql;
  private final Clock clock;

  Attempts(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Counts an attempt, or refuses with [AccessRefusal#TOO_MANY_ATTEMPTS].
  void begin(String nameKey, String address) {
    count(byAddress(address), MAX_PER_ADDRESS);
    count(byName(nameKey), MAX_PER_NAME);
  }

  /// It was right: the name starts afresh, the address gets this attempt back.
  void succeeded(String nameKey, String address) {
    sql.sql("delete from access.attempt where subject = :subject").param("subject", byName(nameKey)).update();
    giveBack(byAddress(address));
  }

  /// It was not looked at.
  void undone(String nameKey, String address) {
    giveBack(byName(nameKey));
    giveBack(byAddress(address));
  }

  /// Forgets windows that are over.
  int forgetOld() {
    return sql.sql("delete from access.attempt where window_start < :before")
        .param("before", Sql.at(clock.instant().minus(WINDOW)))
        .update();
  }

  private void count(String subject, int most) {
    Instant now = clock.instant();
    Counted counted =
        sql.sql(
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
            .query((row, n) -> new Counted(Sql.instant(row, "window_start"), row.getInt("tried")))
            .single();
    if (counted.tried > most) {
      long seconds = Math.max(1, Duration.between(now, counted.windowStart.plus(WINDOW)).toSeconds());
      throw new Refusal(AccessRefusal.TOO_MANY_ATTEMPTS, Map.of("retryAfterSeconds", seconds, "minutes", (seconds + 59) / 60));
    }
  }

  private void giveBack(String subject) {
    sql.sql("update access.attempt set tried = greatest(tried - 1, 0) where subject = :subject").param("subject", subject).update();
  }

  private static String byName(String nameKey) {
    return "name:" + HexFormat.of().formatHex(Secrets.digest(nameKey));
  }

  private static String byAddress(String address) {
    return "address:" + address;
  }

  private record Counted(Instant windowStart, int tried) {}
}
