package org.yutang.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Refusal;

/// What became of a document that was sent.
///
/// @param captured events that are new
/// @param repeated events that were here already
/// @param refused events that do not fit, of which the first [#MAX_ERRORS] stand in `errors`
/// @param lastEventId of the last event that was captured or repeated
/// @param finishedAt empty while it is still running
public record Capture(
    UUID id,
    OnError onError,
    Instant createdAt,
    Optional<Instant> finishedAt,
    boolean success,
    int captured,
    int repeated,
    int refused,
    List<Problem> errors,
    Optional<String> lastEventId) {

  public static final int MAX_ERRORS = 100;

  public Capture {
    errors = List.copyOf(errors);
  }

  /// What happens to the rest of a document when one event is refused.
  public enum OnError {
    /// Nothing of it is taken.
    ROLLBACK,
    /// The others are taken.
    PROCEED
  }

  /// @param event counts from 0; -1 for the document itself
  public record Problem(int event, Refusal why) {}

  /// A document that is sent.
  ///
  /// @param id made by the caller: the same document under it again gives the first answer
  /// @param knownPlacesOnly whether places that nobody wrote down are refused
  /// @param futureSeconds how far in the future an event may lie, for clocks that run ahead
  public record Order(
      UUID id, boolean xml, OnError onError, boolean knownPlacesOnly, long futureSeconds) {

    /// As clocks of devices are.
    public static final long USUAL_FUTURE_SECONDS = 300;

    public static Order of(UUID id, boolean xml, OnError onError) {
      return new Order(id, xml, onError, false, USUAL_FUTURE_SECONDS);
    }
  }
}
