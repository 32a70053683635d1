package org.yutang.trace.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;

/// An EPCIS document in a file: an EPCISDocument, an EPCISQueryDocument or one event by itself. Its
/// events are read one after the other, so that memory does not grow with their number.
public interface EventDocument {

  /// The largest event, in values of any kind.
  int MAX_VALUES = 200_000;

  /// How deep an event's parts may lie in each other.
  int MAX_DEPTH = 50;

  /// Told of each event in turn.
  interface Sink {
    void event(int index, Event event);

    /// @param why its facts name the path within the event
    void refused(int index, Refusal why);
  }

  /// Reads the head of a document.
  ///
  /// @throws Refusal for a document that is none, or whose contexts are unknown
  static EventDocument open(Path file, boolean xml) throws IOException {
    return xml ? XmlDocument.open(file) : JsonDocument.open(file);
  }

  /// Reads all events.
  ///
  /// @throws Refusal [org.yutang.trace.TraceRefusal#MALFORMED] where reading cannot go on; the
  ///   events before it were told
  void read(Sink sink) throws IOException;

  /// The prefixes that the document gives to namespaces, by prefix; complete after [#read].
  Map<String, String> namespaces();

  /// The full names of fields that hashes leave out.
  Set<String> ignored();
}
