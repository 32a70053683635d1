package org.yutang.trace.events;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;
import org.yutang.trace.Event;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Trace;

/// What a capture writes beside its events.
@Component
class CaptureStore {

  /// Bounds what is remembered of values that are in the database already.
  private static final int MAX_REMEMBERED = 100_000;

  private final EventRows rows;
  private final JdbcTemplate jdbc;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);
  private final Set<Noted> remembered = ConcurrentHashMap.newKeySet();

  CaptureStore(
      EventRows rows, DataSource database, Transactions transactions, Outbox outbox, Clock clock) {
    this.rows = rows;
    this.jdbc = new JdbcTemplate(database);
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Noted(String kind, String value) {}

  EventRows rows() {
    return rows;
  }

  Circles circles() {
    return new Circles(rows, jdbc);
  }

  <T> T inTransaction(Supplier<T> work) {
    return transactions.call(work);
  }

  /// Now, to the microsecond, and never twice.
  Instant nextRecordTime() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return last.updateAndGet(
        before -> now.isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS));
  }

  boolean knowsPlace(String uri) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select 1 from trace.place where uri = ?)", Boolean.class, uri));
  }

  /// Notes which words events used, and prefixes.
  void note(Collection<NewEvent> events, Map<String, String> namespaces) {
    Set<Noted> found =
        new java.util.TreeSet<>(
            java.util.Comparator.comparing(Noted::kind).thenComparing(Noted::value));
    for (NewEvent event : events) {
      Event.Base base = event.event().base();
      found.add(noted(Trace.Word.EVENT_TYPE, event.event().typeName()));
      base.bizStep().ifPresent(word -> found.add(noted(Trace.Word.BIZ_STEP, word)));
      base.disposition().ifPresent(word -> found.add(noted(Trace.Word.DISPOSITION, word)));
      base.readPoint()
          .ifPresent(p -> found.add(noted(Trace.Word.READ_POINT, Gs1Key.canonical(p.id()))));
      base.bizLocation()
          .ifPresent(p -> found.add(noted(Trace.Word.BIZ_LOCATION, Gs1Key.canonical(p.id()))));
    }
    if (!events.isEmpty())
      namespaces.forEach((prefix, uri) -> found.add(new Noted("NAMESPACE " + prefix, uri)));
    found.removeIf(remembered::contains);
    if (found.isEmpty()) return;
    for (Noted each : found)
      if (each.kind().startsWith("NAMESPACE "))
        jdbc.update(
            "insert into trace.namespace (uri, prefix) values (?, ?) on conflict do nothing",
            each.value(),
            each.kind().substring("NAMESPACE ".length()));
      else
        jdbc.update(
            "insert into trace.word (kind, value) values (?, ?) on conflict do nothing",
            each.kind(),
            each.value());
    remember(found);
  }

  private static Noted noted(Trace.Word kind, String value) {
    return new Noted(kind.name(), value);
  }

  /// Once it is committed.
  private void remember(Set<Noted> found) {
    if (remembered.size() > MAX_REMEMBERED) remembered.clear();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            remembered.addAll(found);
          }
        });
  }

  /// Tells subscribers, once it is committed, that a chunk was captured.
  void tell(Instant recordTime) {
    outbox.write(EventsCaptured.TOPIC, new EventsCaptured(recordTime));
  }
}
