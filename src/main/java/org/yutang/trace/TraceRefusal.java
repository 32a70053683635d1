package org.yutang.trace;

import org.yutang.kernel.Refusal;

/// Why a document, an event, a key or a question says no. Refusals of an event carry the fact
/// `path`: a JSON path such as `$.epcList[2]`, or the element's path in XML.
public enum TraceRefusal implements Refusal.Code {
  /// A GS1 key that cannot be. Facts: `key`, `problem`.
  BAD_KEY(Refusal.Kind.INVALID),
  /// Facts: `key`, `expected`.
  CHECK_DIGIT(Refusal.Kind.INVALID),
  /// Neither JSON nor XML that can be read. Facts: `path`, `line`.
  MALFORMED(Refusal.Kind.INVALID),
  /// A document type declaration: never read. Facts: `line`.
  DTD_REFUSED(Refusal.Kind.INVALID),
  /// A context or namespace that is not the standard's, or that redefines its words; never fetched.
  /// Facts: `context`.
  UNKNOWN_CONTEXT(Refusal.Kind.INVALID),
  /// It is no EPCIS document of version 2. Facts: `path`.
  NOT_A_DOCUMENT(Refusal.Kind.INVALID),
  /// Facts: `path`, `limit`.
  EVENT_TOO_LARGE(Refusal.Kind.TOO_LARGE),
  /// Facts: `path`, `type`.
  UNKNOWN_EVENT_TYPE(Refusal.Kind.INVALID),
  /// Facts: `path`.
  FIELD_MISSING(Refusal.Kind.INVALID),
  /// A field that this event, or this part of one, does not have. Facts: `path`.
  FIELD_UNKNOWN(Refusal.Kind.INVALID),
  /// A prefix without a namespace. Facts: `path`, `prefix`.
  UNDECLARED_PREFIX(Refusal.Kind.INVALID),
  /// Facts: `path`, `value`, `expected`.
  BAD_VALUE(Refusal.Kind.INVALID),
  /// An event needs something that it is about. Facts: `path`.
  NOTHING_NAMED(Refusal.Kind.INVALID),
  /// Facts: `path`, `value`.
  DUPLICATE(Refusal.Kind.INVALID),
  /// Instance and lot data belong to events that make things. Facts: `path`.
  ILMD_NOT_HERE(Refusal.Kind.INVALID),
  /// The event's own time lies in the future. Facts: `path`, `value`.
  IN_THE_FUTURE(Refusal.Kind.INVALID),
  /// A place that nobody wrote down, where only known ones are taken. Facts: `path`, `value`.
  UNKNOWN_LOCATION(Refusal.Kind.INVALID),
  /// Another event has that id. Facts: `path`, `value`.
  EVENT_ID_TAKEN(Refusal.Kind.CONFLICT),
  /// Something would lie inside itself. Facts: `path`, `value`.
  CIRCULAR(Refusal.Kind.CONFLICT),
  /// Facts: `parameter`.
  UNKNOWN_PARAMETER(Refusal.Kind.INVALID),
  /// Facts: `parameter`, `value`.
  BAD_PARAMETER(Refusal.Kind.INVALID),
  /// More events than the question allows. Facts: `limit`.
  TOO_MANY_EVENTS(Refusal.Kind.TOO_LARGE),
  BAD_PAGE_TOKEN(Refusal.Kind.INVALID),
  UNKNOWN_CAPTURE(Refusal.Kind.NOT_FOUND),
  /// The same id for another document. Facts: `capture`.
  CAPTURE_DIFFERS(Refusal.Kind.CONFLICT),
  UNKNOWN_EVENT(Refusal.Kind.NOT_FOUND),
  /// Facts: `query`.
  UNKNOWN_QUERY(Refusal.Kind.NOT_FOUND),
  /// Facts: `query`.
  QUERY_EXISTS(Refusal.Kind.CONFLICT),
  UNKNOWN_SUBSCRIPTION(Refusal.Kind.NOT_FOUND),
  /// When a subscriber is told. Facts: `field`, `value`.
  BAD_SCHEDULE(Refusal.Kind.INVALID),
  /// Connections that are told of events. Facts: `limit`.
  TOO_MANY_CONNECTIONS(Refusal.Kind.TOO_MANY),
  /// An address to which nothing is sent. Facts: `address`.
  BAD_DESTINATION(Refusal.Kind.INVALID),
  /// The goods were in more events than one answer holds. Facts: `limit`.
  TRACE_TOO_LARGE(Refusal.Kind.TOO_LARGE);

  private final Refusal.Kind kind;

  TraceRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
