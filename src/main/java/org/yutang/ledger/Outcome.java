package org.yutang.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of one command.
public sealed interface Outcome {

  UUID id();

  /// It happened; `repeated` when it had happened before this call.
  record Accepted(UUID id, boolean repeated) implements Outcome {}

  /// It did not happen and left no trace, so that the same command is decided anew when it comes
  /// again. `account` is the one that stood in the way, if one did.
  record Refused(UUID id, Reason reason, @Nullable UUID account) implements Outcome {}

  /// Why a command was refused.
  enum Reason {
    NOT_POSITIVE,
    SAME_ACCOUNT,
    UNKNOWN_ACCOUNT,
    UNIT_MISMATCH,
    /// The account lives in another shard, where this cannot be done; see [Ledger].
    OTHER_SHARD,
    INSUFFICIENT,
    OVERFLOW,
    /// The account may not hold so much.
    OVER_MOST,
    /// The account counts by holder, and none was named.
    HOLDER_MISSING,
    /// The holder has had as much as one may.
    OVER_HOLDER,
    FROZEN,
    CLOSED,
    /// The id was used before with other content.
    ID_REUSED,
    /// The id's millisecond is more than 400 days back or more than one day ahead.
    ID_OUT_OF_RANGE,
    UNKNOWN_RESERVATION,
    ALREADY_POSTED,
    ALREADY_VOIDED,
    EXPIRED,
    MORE_THAN_RESERVED
  }
}
