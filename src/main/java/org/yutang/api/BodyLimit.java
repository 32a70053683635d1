package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On an endpoint that takes larger bodies than [ApiFrame#MAX_JSON_BYTES].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface BodyLimit {

  /// The most bytes; more is refused with [ApiRefusal#BODY_TOO_LARGE].
  long bytes();

  /// For raw uploads: the controller reads the body as a stream, and nobody holds it in memory. It
  /// runs without a transaction and its answer is kept right after it, with the digest of the
  /// content; so it must be harmless to run twice.
  boolean streamed() default false;
}
