package org.yutang.trace.events;

import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.store.EveryMinute;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Sealing;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.document.EventWriter;
import org.yutang.trace.events.DeliveryRows.Due;

/// Tells subscribers what was captured: the outbox says which chunk, a row a subscriber remembers
/// that it has to be told, and is tried until it was. A chunk that was told and could not be marked
/// is told again.
///
/// Whoever is told by the clock has the rows wait until the next time of the schedule; what is due
/// then is told together.
@Component
class Deliveries implements Outbox.Listener, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// As many events a message, or those of one chunk.
  private static final int MESSAGE_EVENTS = 2000;

  private final DeliveryRows rows;
  private final EventFinder finder;
  private final Sealing sealing;
  private final Webhook webhook;
  private final Clock clock;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicReference<@Nullable Instant> wakesAt = new AtomicReference<>();
  private volatile boolean stopped;

  Deliveries(DeliveryRows rows, EventFinder finder, Sealing sealing, Webhook webhook, Clock clock) {
    this.rows = rows;
    this.finder = finder;
    this.sealing = sealing;
    this.webhook = webhook;
    this.clock = clock;
  }

  /// Takes one message.
  interface Receiver {
    /// @return what went wrong; empty where it was taken
    Optional<String> take(byte[] body);
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
    for (Outbox.Entry entry : batch) due += rows.note(entry.as(EventsCaptured.class).recordTime());
    if (due > 0) wake();
  }

  @PreDestroy
  void stop() {
    stopped = true;
  }

  /// Soon, without the caller waiting.
  void wake() {
    Thread.startVirtualThread(this::everyMinute);
  }

  @Override
  public void everyMinute() {
    if (stopped || !running.compareAndSet(false, true)) return;
    try {
      rows.tick();
      rows.forget(Optional.empty());
      tell(Optional.empty(), this::byAddress);
      sleepUntilNext();
    } catch (RuntimeException e) {
      LOG.warn("subscribers are told again in a minute", e);
    } finally {
      running.set(false);
    }
  }

  /// What is due within the minute does not wait for it to be over.
  private void sleepUntilNext() {
    Instant next = rows.next().orElse(Instant.MAX);
    Instant now = clock.instant();
    if (next.isAfter(now.plus(MINUTE))) return;
    Instant before = wakesAt.get();
    boolean sooner = before == null || next.isBefore(before) || before.isBefore(now);
    if (!sooner || !wakesAt.compareAndSet(before, next)) return;
    Duration pause = Duration.between(now, next);
    Thread.startVirtualThread(
        () -> {
          try {
            if (pause.isPositive()) Thread.sleep(pause);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          wakesAt.compareAndSet(next, null);
          everyMinute();
        });
  }

  /// Tells a connection what is due for it.
  void tell(UUID connection, Receiver receiver) {
    tell(Optional.of(connection), due -> receiver);
  }

  private interface Receivers {
    Receiver of(Due due);
  }

  private void tell(Optional<UUID> connection, Receivers receivers) {
    List<Due> due = rows.claim(connection);
    while (!due.isEmpty()) {
      Map<String, List<Due>> together = new LinkedHashMap<>();
      for (Due each : due)
        together.computeIfAbsent(each.together(), key -> new ArrayList<>()).add(each);
      together.values().forEach(one -> deliver(one, receivers));
      due = rows.claim(connection);
    }
  }

  private Receiver byAddress(Due due) {
    String token =
        sealing.open(
            SqlSubscriptions.KEY,
            due.subscription(),
            new Sealing.Sealed(due.secret(), due.secretKey()));
    return body -> webhook.send(URI.create(due.address()), token, body);
  }

  /// What one subscriber is told at once, in messages that are not too large.
  private void deliver(List<Due> together, Receivers receivers) {
    List<Due> told = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    boolean any = false;
    for (Due due : together) {
      try {
        events.addAll(events(due));
      } catch (RuntimeException e) {
        rows.mark(due, e.getClass().getSimpleName());
        continue;
      }
      told.add(due);
      if (events.size() < MESSAGE_EVENTS) continue;
      tell(told, events, receivers);
      any = true;
      told.clear();
      events.clear();
    }
    if (told.isEmpty()) return;
    boolean silent = events.isEmpty() && (any || !told.getFirst().reportIfEmpty());
    if (silent) told.forEach(due -> rows.mark(due, null));
    else tell(told, events, receivers);
  }

  private void tell(List<Due> told, List<Event> events, Receivers receivers) {
    Optional<String> error;
    try {
      Due first = told.getFirst();
      error = receivers.of(first).take(message(first, events));
    } catch (RuntimeException e) {
      error = Optional.of(e.getClass().getSimpleName());
    }
    for (Due due : told) rows.mark(due, error.orElse(null));
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

  private byte[] message(Due due, List<Event> events) {
    EventWriter.Head head =
        new EventWriter.Head(
            clock.instant().atOffset(ZoneOffset.UTC),
            Optional.of(due.query()),
            Optional.of(due.subscription().toString()));
    return EventWriter.json(head, events, finder.prefixes());
  }
}
