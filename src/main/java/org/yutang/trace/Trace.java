package org.yutang.trace;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Events in, answers out. Identifiers may be EPC URIs, GS1 Digital Links of any host, or others'
/// URIs; answers of the graph name items by their canonical form.
///
/// Capturing wants [org.yutang.access.Permission#CAPTURE_EVENTS], everything else
/// [org.yutang.access.Permission#SEE_EVENTS].
public interface Trace {

  /// Takes a document, however long, as a stream. Each event counts once: by its id, or by its hash
  /// where it has none. Events that are refused are told in the answer; a document that cannot be
  /// read at all, or is none, is refused as a whole.
  ///
  /// A repetition under one id gives the first answer; where the first was cut off, it is done
  /// again.
  ///
  /// @throws org.yutang.kernel.Refusal [TraceRefusal]
  Capture capture(Actor actor, Capture.Order order, InputStream document) throws IOException;

  Capture getCapture(Actor actor, UUID id);

  /// The newest first, from the one behind `after`; up to 1000.
  List<Capture> listCaptures(Actor actor, Optional<UUID> after, int most);

  /// Writes places down as known.
  void knowPlaces(Actor actor, List<String> uris);

  /// @throws org.yutang.kernel.Refusal for unknown parameters or values that cannot be
  EventQuery.Found find(Actor actor, EventQuery query);

  /// By event id. One that was declared wrong is there twice, the declaration last.
  List<Event> get(Actor actor, String eventId);

  /// The standard's values of a kind and those that events have named so far, in order, after
  /// `after`; up to 1000.
  List<String> words(Actor actor, Word kind, String after, int most);

  /// Whether a value, in any of its forms, is one of [#words].
  boolean knows(Actor actor, Word kind, String value);

  /// The single things that events have named, by their canonical form, each once; in an order of
  /// their own.
  ///
  /// @param pageToken of the page before
  /// @throws org.yutang.kernel.Refusal [TraceRefusal#BAD_PAGE_TOKEN]
  Things things(Actor actor, Optional<String> pageToken, int most);

  /// One page of things.
  record Things(List<String> uris, Optional<String> nextPage) {
    public Things {
      uris = List.copyOf(uris);
    }
  }

  /// What resources of the REST interface list.
  enum Word {
    EVENT_TYPE,
    BIZ_STEP,
    DISPOSITION,
    READ_POINT,
    BIZ_LOCATION
  }

  /// The prefixes by which documents called namespaces, by namespace; for writing.
  Map<String, String> prefixes();

  /// How events are written.
  ///
  /// @param links whether EPC URIs become GS1 Digital Links
  /// @param webWords in XML: whether words of the CBV are web URIs rather than URNs
  record Form(boolean xml, boolean links, boolean webWords) {
    /// As events came.
    public static final Form JSON = new Form(false, false, false);
  }

  /// Events as a document.
  ///
  /// @param queryName for the answer to a query; empty for a plain document
  byte[] write(List<Event> events, Form form, Optional<String> queryName);

  /// One event as a JSON-LD document of its own.
  byte[] write(Event event);

  /// Everything that went into an item by that moment.
  Traced.Back back(Actor actor, String item, Instant at);

  /// Everything that holds, or held, some of an item.
  Traced.Forward forward(Actor actor, String item);

  /// Where an item, or what was made of it, or lay in it, went.
  Traced.Recall recall(Actor actor, String item);
}
