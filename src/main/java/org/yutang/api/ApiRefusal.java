package org.yutang.api;

import org.yutang.kernel.Refusal;

/// What can be wrong with a request before it reaches a room.
enum ApiRefusal implements Refusal.Code {
  /// No such path.
  UNKNOWN_PATH(404, Refusal.Kind.NOT_FOUND),
  /// Facts: `name`.
  UNKNOWN_NAME(404, Refusal.Kind.NOT_FOUND),
  /// Facts: `method`, `allowed`.
  METHOD_NOT_ALLOWED(405, Refusal.Kind.INVALID),
  /// Facts: `line`, `column`.
  MALFORMED_JSON(400, Refusal.Kind.INVALID),
  /// Facts: `field`.
  UNKNOWN_FIELD(400, Refusal.Kind.INVALID),
  /// Facts: `field`.
  INVALID_FIELD(400, Refusal.Kind.INVALID),
  /// Facts: `field`.
  FIELD_MISSING(400, Refusal.Kind.INVALID),
  BODY_MISSING(400, Refusal.Kind.INVALID),
  /// Facts: `parameter`.
  PARAMETER_MISSING(400, Refusal.Kind.INVALID),
  /// Facts: `parameter`.
  INVALID_PARAMETER(400, Refusal.Kind.INVALID),
  BAD_REQUEST(400, Refusal.Kind.INVALID),
  NOT_ACCEPTABLE(406, Refusal.Kind.INVALID),
  /// A header wants what there is not. Facts: `header`, `supported`.
  HEADER_NOT_MET(406, Refusal.Kind.INVALID),
  /// Facts: `limit`.
  URI_TOO_LONG(414, Refusal.Kind.TOO_LARGE),
  /// Facts: `supported`.
  UNSUPPORTED_MEDIA_TYPE(415, Refusal.Kind.INVALID),
  /// Facts: `limitBytes`.
  BODY_TOO_LARGE(413, Refusal.Kind.TOO_LARGE),
  /// Facts: `supported`.
  UNSUPPORTED_ENCODING(415, Refusal.Kind.INVALID),
  /// A body that calls itself compressed and is not, or breaks off.
  UNREADABLE_GZIP(400, Refusal.Kind.INVALID),
  /// Facts: `limitBytes`.
  LINE_TOO_LONG(413, Refusal.Kind.TOO_LARGE),
  /// Facts: `limit`.
  TOO_MANY_LINES(413, Refusal.Kind.TOO_LARGE),
  /// One sender has too many bodies under way. Facts: `limit`, `retryAfterSeconds`.
  TOO_MANY_AT_ONCE(429, Refusal.Kind.TOO_MANY),
  /// Others have all places. Facts: `retryAfterSeconds`.
  BUSY(503, Refusal.Kind.UNAVAILABLE),
  /// A body of lines of which some are booked. Facts: `code` of what happened, `retryAfterSeconds`.
  BROKEN_OFF(503, Refusal.Kind.UNAVAILABLE),
  IDEMPOTENCY_KEY_MISSING(400, Refusal.Kind.INVALID),
  IDEMPOTENCY_KEY_INVALID(400, Refusal.Kind.INVALID),
  /// The database does not answer.
  UNAVAILABLE(503, Refusal.Kind.UNAVAILABLE),
  /// Something that a standard leaves open and that is not offered.
  NOT_OFFERED(501, Refusal.Kind.UNAVAILABLE),
  /// A bug. Facts: `incident`.
  INTERNAL(500, Refusal.Kind.UNAVAILABLE);

  private final int status;
  private final Refusal.Kind kind;

  ApiRefusal(int status, Refusal.Kind kind) {
    this.status = status;
    this.kind = kind;
  }

  int status() {
    return status;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
