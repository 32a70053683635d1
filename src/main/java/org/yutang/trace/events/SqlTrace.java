package org.yutang.trace.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.Traced;
import org.yutang.trace.document.EventDocument;
import org.yutang.trace.document.EventWriter;
import org.yutang.trace.graph.Back;
import org.yutang.trace.graph.Forward;

/// The trace on PostgreSQL.
@Component
class SqlTrace implements Trace {

  /// How often a capture is begun again that another one stood in the way of.
  static final int TRIES = 4;

  private final Access access;
  private final CaptureRows captures;
  private final CaptureStore store;
  private final EventFinder finder;
  private final NameRows names;
  private final Transactions transactions;
  private final JdbcTemplate jdbc;
  private final Clock clock;

  SqlTrace(
      Access access,
      CaptureRows captures,
      CaptureStore store,
      EventFinder finder,
      NameRows names,
      Transactions transactions,
      DataSource database,
      Clock clock) {
    this.access = access;
    this.captures = captures;
    this.store = store;
    this.finder = finder;
    this.names = names;
    this.transactions = transactions;
    this.jdbc = new JdbcTemplate(database);
    this.clock = clock;
  }

  @Override
  public Capture capture(Actor actor, Capture.Order order, InputStream document)
      throws IOException {
    access.requireSomewhere(actor, Permission.CAPTURE_EVENTS);
    Path file = Files.createTempFile("yutang-events", order.xml() ? ".xml" : ".json");
    try {
      String digest = copy(document, file);
      EventDocument events = EventDocument.open(file, order.xml());
      Optional<Capture> before = captures.begin(order, actor.account(), digest);
      if (before.isPresent()) return before.get();
      return run(order, events);
    } finally {
      Files.delete(file);
    }
  }

  private static String copy(InputStream document, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(document, digest).transferTo(out);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Capture run(Capture.Order order, EventDocument events) throws IOException {
    Instant begun = clock.instant();
    for (int tried = 1; ; tried++) {
      try {
        Capturing capturing = new Capturing(store, order, events, begun);
        if (order.onError() == Capture.OnError.PROCEED) read(events, capturing);
        else readOrUndo(events, capturing);
        Capture outcome = capturing.outcome(begun, clock.instant());
        transactions.run(() -> captures.finish(outcome));
        return outcome;
      } catch (PessimisticLockingFailureException inTheWay) {
        if (tried == TRIES) throw inTheWay;
      }
    }
  }

  /// A document that cannot be read to its end has one more error.
  private static void read(EventDocument events, Capturing capturing) throws IOException {
    try {
      events.read(capturing);
    } catch (Refusal why) {
      if (!(why.code() instanceof TraceRefusal)) throw why; // the disk is full, or the like
      capturing.refused(-1, why);
    }
    capturing.flush();
  }

  private void readOrUndo(EventDocument events, Capturing capturing) throws IOException {
    try {
      transactions.run(
          () -> {
            try {
              read(events, capturing);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
            if (capturing.undone()) throw new Undone();
          });
    } catch (Undone undone) {
      return; // its errors are told
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Takes a transaction back.
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Undone() {
      super("undone", null, false, false);
    }
  }

  @Override
  public Capture getCapture(Actor actor, UUID id) {
    access.requireSomewhere(actor, Permission.CAPTURE_EVENTS);
    return captures.find(id).orElseThrow(() -> new Refusal(TraceRefusal.UNKNOWN_CAPTURE));
  }

  @Override
  public List<Capture> listCaptures(Actor actor, Optional<UUID> after, int most) {
    access.requireSomewhere(actor, Permission.CAPTURE_EVENTS);
    return captures.newest(after, most);
  }

  @Override
  public void knowPlaces(Actor actor, List<String> uris) {
    access.requireSomewhere(actor, Permission.CAPTURE_EVENTS);
    for (String uri : uris)
      jdbc.update(
          "insert into trace.place (uri) values (?) on conflict do nothing", Gs1Key.canonical(uri));
  }

  @Override
  public EventQuery.Found find(Actor actor, EventQuery query) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return finder.find(query);
  }

  @Override
  public List<Event> get(Actor actor, String eventId) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    List<Event> found = finder.get(eventId);
    if (found.isEmpty()) throw new Refusal(TraceRefusal.UNKNOWN_EVENT);
    return found;
  }

  @Override
  public List<String> words(Actor actor, Word kind, String after, int most) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return names.words(kind, after, most);
  }

  @Override
  public boolean knows(Actor actor, Word kind, String value) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return names.knows(kind, kind == Word.EVENT_TYPE ? finder.typeName(value) : value);
  }

  @Override
  public Things things(Actor actor, Optional<String> pageToken, int most) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return names.things(pageToken, most);
  }

  @Override
  public Map<String, String> prefixes() {
    return finder.prefixes();
  }

  @Override
  public byte[] write(List<Event> events, Form form, Optional<String> queryName) {
    EventWriter.Head head =
        new EventWriter.Head(clock.instant().atOffset(ZoneOffset.UTC), queryName, Optional.empty());
    List<Event> named =
        form.links() ? events.stream().map(each -> each.named(Gs1Key::asLink)).toList() : events;
    return form.xml()
        ? EventWriter.xml(head, named, prefixes(), form.webWords())
        : EventWriter.json(head, named, prefixes());
  }

  @Override
  public byte[] write(Event event) {
    return EventWriter.json(event, prefixes());
  }

  @Override
  public Traced.Back back(Actor actor, String item, Instant at) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return Back.of(item, at, StepRows.origins(jdbc));
  }

  @Override
  public Traced.Forward forward(Actor actor, String item) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return Forward.of(item, StepRows.all(jdbc));
  }

  @Override
  public Traced.Recall recall(Actor actor, String item) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return Forward.recall(item, StepRows.all(jdbc));
  }
}
