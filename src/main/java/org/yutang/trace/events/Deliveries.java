package org.yutang.trace.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.EveryMinute;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Sealing;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.document.EventWriter;

/// Tells subscribers what was captured: the outbox says which chunk, a row a subscriber remembers
/// that it has to be told, and is tried until it was. A chunk that was told and could not be marked
/// is told again.
@Component
class Deliveries implements Outbox.Listener, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int AT_ONCE = 100;
  private static final int MAX_TRIES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

  private final JdbcClient sql;
  private final EventFinder finder;
  private final Sealing sealing;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Deliveries(JdbcClient sql, EventFinder finder, Sealing sealing, Clock clock) {
    this.sql = sql;
    this.finder = finder;
    this.sealing = sealing;
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
      boolean reportIfEmpty) {}

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
                  select s.id, :chunk, 0, :now from trace.subscription s where s.ended_at is null
                  on conflict do nothing
                  """)
              .param("chunk", entry.as(EventsCaptured.class).recordTime().atOffset(ZoneOffset.UTC))
              .param("now", now())
              .update();
    if (due > 0) Thread.startVirtualThread(this::everyMinute);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  @Override
  public void everyMinute() {
    if (!running.compareAndSet(false, true)) return;
    try {
      List<Due> due = claim();
      while (!due.isEmpty()) {
        due.forEach(this::deliver);
        due = claim();
      }
    } catch (RuntimeException e) {
      LOG.warn("subscribers are told again in a minute", e);
    } finally {
      running.set(false);
    }
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
            select t.subscription, t.chunk, t.tries, s.query, q.parameters::text as parameters, s.address, s.secret, s.secret_key, s.report_if_empty
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
                    row.getBoolean("report_if_empty")))
        .list();
  }

  private void deliver(Due due) {
    String error = null;
    try {
      List<Event> events = events(due);
      if (!events.isEmpty() || due.reportIfEmpty()) error = send(due, events);
    } catch (IOException | RuntimeException e) {
      error = e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      error = "interrupted";
    }
    mark(due, error);
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

  /// @return what went wrong; null if nothing
  private @Nullable String send(Due due, List<Event> events)
      throws IOException, InterruptedException {
    EventWriter.Head head =
        new EventWriter.Head(
            now(), Optional.of(due.query()), Optional.of(due.subscription().toString()));
    byte[] body = EventWriter.json(head, events, finder.prefixes());
    String token =
        sealing.open(
            SqlSubscriptions.KEY,
            due.subscription(),
            new Sealing.Sealed(due.secret(), due.secretKey()));
    URI address = URI.create(due.address());
    if (!Destination.isAllowed(address)) return "address not allowed";
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/ld+json")
            .header("GS1-EPCIS-Version", "2.0.0")
            .header("GS1-Signature", "sha256=" + signature(token, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    return status / 100 == 2 ? null : "status " + status;
  }

  static String signature(String token, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(token.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
