package org.yutang.trace.events;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.EveryMinute;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Sealing;
import org.yutang.store.Transactions;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Schedule;
import org.yutang.trace.document.EventWriter;

/// Tells subscribers what was captured: the outbox says which chunk, a row a subscriber remembers
/// that it has to be told, and is tried until it was. A chunk that was told and could not be marked
/// is told again.
///
/// Whoever is told by the clock has the rows wait until the next time of the schedule; what is due
/// then is told together. A row without a chunk of its own stands for a time at which something is
/// told in any case.
@Component
class Deliveries implements Outbox.Listener, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int AT_ONCE = 100;
  private static final int MAX_TRIES = 20;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// As many events a message, or those of one chunk.
  private static final int MESSAGE_EVENTS = 2000;

  private final JdbcClient sql;
  private final EventFinder finder;
  private final Sealing sealing;
  private final Webhook webhook;
  private final Transactions transactions;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean sleeping = new AtomicBoolean();

  Deliveries(
      JdbcClient sql,
      EventFinder finder,
      Sealing sealing,
      Webhook webhook,
      Transactions transactions,
      Clock clock) {
    this.sql = sql;
    this.finder = finder;
    this.sealing = sealing;
    this.webhook = webhook;
    this.transactions = transactions;
    this.clock = clock;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Due(
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
    Json.read(json, Map.class)
        .forEach((name, text) -> fields.put(name.toString(), text.toString()));
    return Optional.of(Schedule.of(fields));
  }

  @Override
  public String name() {
    return "trace-deliveries";
  }

  @Override
  public Set<String> topics() {
    return Set.of(EventsCaptured.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    int due = 0;
    for (Outbox.Entry entry : batch)
      due +=
          sql.sql(
                  """
                  insert into trace.delivery (subscription, chunk, tries, next_at)
                  select s.id, :chunk, 0, coalesce(s.next_run, :now) from trace.subscription s
                  where s.ended_at is null and (s.initial_record_time is null or s.initial_record_time <= :chunk)
                  on conflict do nothing
                  """)
              .param("chunk", entry.as(EventsCaptured.class).recordTime().atOffset(ZoneOffset.UTC))
              .param("now", now())
              .update();
    if (due > 0) wake();
  }

  /// Soon, without the caller waiting.
  void wake() {
    Thread.startVirtualThread(this::everyMinute);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  @Override
  public void everyMinute() {
    if (!running.compareAndSet(false, true)) return;
    try {
      tick();
      List<Due> due = claim();
      while (!due.isEmpty()) {
        Map<String, List<Due>> together = new LinkedHashMap<>();
        for (Due each : due)
          together.computeIfAbsent(each.together(), key -> new ArrayList<>()).add(each);
        together.values().forEach(this::deliver);
        due = claim();
      }
      sleepUntilNext();
    } catch (RuntimeException e) {
      LOG.warn("subscribers are told again in a minute", e);
    } finally {
      running.set(false);
    }
  }

  private record Run(UUID subscription, Optional<Schedule> schedule, OffsetDateTime at) {}

  /// Moves schedules on whose time has come. Times that were missed are made up for by one.
  private void tick() {
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
    for (Run run : runs) transactions.run(() -> tick(run));
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

  /// What is due within the minute does not wait for it to be over.
  private void sleepUntilNext() {
    Optional<Instant> next =
        sql.sql(
                """
                select min(t) as t from (select min(next_at) as t from trace.delivery where next_at is not null
                  union all select min(next_run) from trace.subscription where next_run is not null and ended_at is null) x
                """)
            .query((row, number) -> CaptureRows.instant(row, "t"))
            .single();
    if (next.isEmpty()) return;
    Duration pause = Duration.between(clock.instant(), next.get());
    if (pause.compareTo(MINUTE) > 0 || !sleeping.compareAndSet(false, true)) return;
    Thread.startVirtualThread(
        () -> {
          try {
            Thread.sleep(pause.isNegative() ? Duration.ZERO : pause);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            sleeping.set(false);
          }
          everyMinute();
        });
  }

  /// Those that are due, pushed ahead to their next try, so that nobody else takes them meanwhile.
  private List<Due> claim() {
    return sql.sql(
            """
            with due as (
              select d.subscription, d.chunk from trace.delivery d where d.next_at <= :now order by d.next_at limit :most for update skip locked
            ), taken as (
              update trace.delivery d set tries = d.tries + 1, next_at = :now + least(:longest, 60 * power(2, d.tries)) * interval '1 second'
              from due where d.subscription = due.subscription and d.chunk = due.chunk
              returning d.subscription, d.chunk, d.tries
            )
            select t.subscription, t.chunk, t.tries, s.query, q.parameters::text as parameters, s.address, s.secret, s.secret_key, s.report_if_empty,
              s.schedule is not null as scheduled
            from taken t join trace.subscription s on s.id = t.subscription join trace.query q on q.name = s.query order by t.chunk
            """)
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

  /// What one subscriber is told at once, in messages that are not too large.
  private void deliver(List<Due> together) {
    List<Due> told = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    boolean any = false;
    for (Due due : together) {
      try {
        events.addAll(events(due));
      } catch (RuntimeException e) {
        mark(due, e.getClass().getSimpleName());
        continue;
      }
      told.add(due);
      if (events.size() < MESSAGE_EVENTS) continue;
      tell(told, events);
      any = true;
      told.clear();
      events.clear();
    }
    if (told.isEmpty()) return;
    boolean silent = events.isEmpty() && (any || !told.getFirst().reportIfEmpty());
    if (silent) told.forEach(due -> mark(due, null));
    else tell(told, events);
  }

  private void tell(List<Due> told, List<Event> events) {
    Optional<String> error;
    try {
      error = send(told.getFirst(), events);
    } catch (RuntimeException e) {
      error = Optional.of(e.getClass().getSimpleName());
    }
    for (Due due : told) mark(due, error.orElse(null));
  }

  @SuppressWarnings("unchecked")
  private List<Event> events(Due due) {
    Map<String, List<String>> parameters = Json.read(due.parameters(), Map.class);
    List<Event> events = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      EventQuery.Found found =
          finder.find(
              new EventQuery(parameters, EventQuery.MAX_PAGE, page), Optional.of(due.chunk()));
      events.addAll(found.events());
      page = found.nextPage();
    } while (page.isPresent());
    return events;
  }

  /// @return what went wrong
  private Optional<String> send(Due due, List<Event> events) {
    EventWriter.Head head =
        new EventWriter.Head(
            now(), Optional.of(due.query()), Optional.of(due.subscription().toString()));
    String token =
        sealing.open(
            SqlSubscriptions.KEY,
            due.subscription(),
            new Sealing.Sealed(due.secret(), due.secretKey()));
    byte[] body = EventWriter.json(head, events, finder.prefixes());
    return webhook.send(URI.create(due.address()), token, body);
  }

  private void mark(Due due, @Nullable String error) {
    boolean over = error == null || due.tries() >= MAX_TRIES;
    sql.sql(
            """
            update trace.delivery set last_error = :error, delivered_at = case when :delivered then :now else delivered_at end,
              next_at = case when :over then null else next_at end
            where subscription = :subscription and chunk = :chunk
            """)
        .param("error", error, java.sql.Types.VARCHAR)
        .param("delivered", error == null)
        .param("now", now())
        .param("over", over)
        .param("subscription", due.subscription())
        .param("chunk", due.chunk().atOffset(ZoneOffset.UTC))
        .update();
  }
}
