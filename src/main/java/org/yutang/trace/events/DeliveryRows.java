package org.yutang.trace.events;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.Json;
import org.yutang.trace.Schedule;

/// What subscribers have to be told, a row a chunk of events and subscriber. A row without events
/// stands for a time at which something is told in any case.
///
/// Subscribers by an address are told by any server, those with a connection by the one that holds
/// it.
@Component
class DeliveryRows {

  private static final int AT_ONCE = 100;
  private static final int MAX_TRIES = 20;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

  private static final Duration SEEN_EVERY = Duration.ofSeconds(30);

  /// A connection that nobody has seen for as long is gone.
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final JdbcClient sql;
  private final Clock clock;

  DeliveryRows(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Due(
      UUID subscription,
      Instant chunk,
      int tries,
      String query,
      String parameters,
      String address,
      byte[] secret,
      int secretKey,
      boolean reportIfEmpty,
      boolean scheduled) {

    /// What is told together has the same.
    String together() {
      return scheduled ? subscription.toString() : subscription + " " + chunk;
    }
  }

  static Optional<Schedule> schedule(@Nullable String json) {
    if (json == null) return Optional.empty();
    Map<String, String> fields = new HashMap<>();
    Map<?, ?> kept = Json.read(json, Map.class);
    kept.forEach((name, text) -> fields.put(name.toString(), text.toString()));
    return Optional.of(Schedule.of(fields));
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  /// Notes that all subscribers have to be told of a chunk.
  ///
  /// @return how many there are
  int note(Instant chunk) {
    return sql.sql(
            """
            insert into trace.delivery (subscription, chunk, tries, next_at)
            select s.id, :chunk, 0, coalesce(s.next_run, :now) from trace.subscription s
            where s.ended_at is null and (s.initial_record_time is null or s.initial_record_time <= :chunk)
            on conflict do nothing
            """)
        .param("chunk", chunk.atOffset(ZoneOffset.UTC))
        .param("now", now())
        .update();
  }

  private record Run(UUID subscription, Optional<Schedule> schedule, OffsetDateTime at) {}

  /// Moves schedules on whose time has come. Times that were missed are made up for by one.
  void tick() {
    List<Run> runs =
        sql.sql(
                """
                select id, schedule, next_run from trace.subscription where next_run <= :now and ended_at is null order by next_run limit :most
                """)
            .param("now", now())
            .param("most", AT_ONCE)
            .query(
                (row, number) ->
                    new Run(
                        row.getObject("id", UUID.class),
                        schedule(row.getString("schedule")),
                        row.getObject("next_run", OffsetDateTime.class)))
            .list();
    runs.forEach(this::tick);
  }

  private void tick(Run run) {
    OffsetDateTime next =
        run.schedule().orElseThrow().next(clock.instant()).atOffset(ZoneOffset.UTC);
    sql.sql(
            """
            with moved as (
              update trace.subscription set next_run = :next where id = :id and next_run = :at returning id, report_if_empty
            )
            insert into trace.delivery (subscription, chunk, tries, next_at) select id, :at, 0, :at from moved where report_if_empty
            on conflict do nothing
            """)
        .param("next", next)
        .param("id", run.subscription())
        .param("at", run.at())
        .update();
  }

  /// When something is due by an address next.
  Optional<Instant> next() {
    return sql.sql(
            """
            select least(
              (select min(d.next_at) from trace.delivery d join trace.subscription s on s.id = d.subscription
               where d.next_at is not null and s.seen_at is null),
              (select min(s.next_run) from trace.subscription s where s.next_run is not null and s.ended_at is null)) as t
            """)
        .query((row, number) -> CaptureRows.instant(row, "t"))
        .single();
  }

  /// Those that are due, pushed ahead to their next try, so that nobody else takes them meanwhile.
  ///
  /// @param connection of this one; empty for all subscribers by an address
  List<Due> claim(Optional<UUID> connection) {
    String whose = connection.isPresent() ? "s.id = :connection" : "s.seen_at is null";
    return sql.sql(
            """
            with due as (
              select d.subscription, d.chunk from trace.delivery d join trace.subscription s on s.id = d.subscription
              where d.next_at <= :now and %s order by d.next_at limit :most for update of d skip locked
            ), taken as (
              update trace.delivery d set tries = d.tries + 1, next_at = :now + least(:longest, 60 * power(2, d.tries)) * interval '1 second'
              from due where d.subscription = due.subscription and d.chunk = due.chunk
              returning d.subscription, d.chunk, d.tries
            )
            select t.subscription, t.chunk, t.tries, s.query, q.parameters::text as parameters, s.address, s.secret, s.secret_key, s.report_if_empty,
              s.schedule is not null as scheduled
            from taken t join trace.subscription s on s.id = t.subscription join trace.query q on q.name = s.query order by t.chunk
            """
                .formatted(whose))
        .param("connection", connection.orElse(null), Types.OTHER)
        .param("now", now())
        .param("most", AT_ONCE)
        .param("longest", LONGEST_PAUSE.toSeconds())
        .query(
            (row, number) ->
                new Due(
                    row.getObject("subscription", UUID.class),
                    row.getObject("chunk", OffsetDateTime.class).toInstant(),
                    row.getInt("tries"),
                    row.getString("query"),
                    row.getString("parameters"),
                    row.getString("address"),
                    row.getBytes("secret"),
                    row.getInt("secret_key"),
                    row.getBoolean("report_if_empty"),
                    row.getBoolean("scheduled")))
        .list();
  }

  /// @param error what went wrong; null where it was told
  void mark(Due due, @Nullable String error) {
    boolean over = error == null || due.tries() >= MAX_TRIES;
    sql.sql(
            """
            update trace.delivery set last_error = :error, delivered_at = case when :delivered then :now else delivered_at end,
              next_at = case when :over then null else next_at end
            where subscription = :subscription and chunk = :chunk
            """)
        .param("error", error, Types.VARCHAR)
        .param("delivered", error == null)
        .param("now", now())
        .param("over", over)
        .param("subscription", due.subscription())
        .param("chunk", due.chunk().atOffset(ZoneOffset.UTC))
        .update();
  }

  /// Says that a connection is still there.
  ///
  /// @return false where it has been ended
  boolean seen(UUID connection) {
    return sql.sql(
            """
            with seen as (update trace.subscription set seen_at = :now where id = :id and seen_at < :before)
            select exists (select 1 from trace.subscription where id = :id and ended_at is null)
            """)
        .param("now", now())
        .param("before", clock.instant().minus(SEEN_EVERY).atOffset(ZoneOffset.UTC))
        .param("id", connection)
        .query(Boolean.class)
        .single();
  }

  /// Takes connections away that are gone, or one of them.
  void forget(Optional<UUID> connection) {
    String which = connection.isPresent() ? "s.id = :id" : "s.seen_at < :before";
    for (String table : List.of("trace.delivery where subscription", "trace.subscription where id"))
      sql.sql(
              "delete from %s in (select s.id from trace.subscription s where s.seen_at is not null and %s)"
                  .formatted(table, which))
          .param("id", connection.orElse(null), Types.OTHER)
          .param("before", clock.instant().minus(SILENCE).atOffset(ZoneOffset.UTC))
          .update();
  }
}
