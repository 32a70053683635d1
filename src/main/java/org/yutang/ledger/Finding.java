package org.yutang.ledger;

import java.util.Map;

/// One thing in the books that is not as it must be.
///
/// @param facts what it is about, by the names that its message `ledger.finding.<kind>` uses; a
///   fact that does not apply is a dash. Amounts are in the smallest part of the unit
public record Finding(Kind kind, Map<String, String> facts) {

  public Finding {
    facts = Map.copyOf(facts);
  }

  public enum Kind {
    /// Facts: `unit`, `difference`.
    UNIT_UNBALANCED,
    /// Lines name an account that is not there. Facts: `account`, `lines`.
    ACCOUNT_UNKNOWN,
    /// An account holds another balance than its lines sum to. Facts: `account`, `name`, `balance`,
    /// `computed`.
    BALANCE_DIFFERS,
    /// The length of its statement is not what it says. Facts: `account`, `name`, `lines`,
    /// `computed`.
    MOVEMENTS_DIFFER,
    /// Lines moved something else through it than it counts. Facts: `account`, `name`, `unit`.
    UNIT_DIFFERS,
    /// Less is available than nothing. Facts: `account`, `name`, `available`.
    OVERDRAWN,
    /// Balance and what is expected are more than it may hold. Facts: `account`, `name`,
    /// `available` (what they come to), `most`.
    OVER_MOST,
    /// What it expects is something else than its open reservations. Facts: `account`, `name`,
    /// `expected`, `computed`.
    EXPECTED_DIFFERS,
    /// A holder's counter is not what the lines and open reservations sum to. Facts: `account`,
    /// `name`, `holder`, `used`, `computed`.
    COUNTER_DIFFERS,
    /// A holder has taken more than one may. Facts: `account`, `name`, `holder`, `used`, `most`.
    OVER_HOLDER,
    /// It holds back something else than its open reservations. Facts: `account`, `name`,
    /// `reserved`, `computed`.
    RESERVED_DIFFERS,
    /// A reserve that nothing ended is not among the open reservations. Facts: `reservation`,
    /// `line`.
    RESERVATION_LOST,
    /// An open reservation that no reserve made, or that has ended. Facts: `reservation`.
    RESERVATION_UNFOUNDED,
    /// An open reservation says other than its reserve. Facts: `reservation`, `line`.
    RESERVATION_DIFFERS,
    /// Facts: `reservation`, `ends`.
    RESERVATION_ENDED_TWICE,
    /// A post, void or expiry does not fit the reserve that it ended, or there is none. Facts:
    /// `transfer`, `line`, `reservation`.
    ENDING_DIFFERS,
    /// A linked group lacks members or they are not what was linked. Facts: `group`, `line`.
    GROUP_DIFFERS,
    /// A transfer says that it belongs to a group whose head does not stand before it. Facts:
    /// `transfer`, `line`, `group`.
    GROUP_STRAY,
    /// Facts: `first`, `last`.
    LINES_MISSING,
    /// Facts: `line`, `transfer`.
    LINE_TWICE,
    /// A line outside the numbers that were ever given. Facts: `line`, `transfer`.
    LINE_STRAY,
    /// A line is not what was commanded: accounts, amount, memo, business date or its end. Facts:
    /// `line`, `transfer`.
    CONTENT_DIFFERS,
    /// A line says that it was recorded at another moment than its batch. Facts: `line`,
    /// `transfer`.
    RECORDED_DIFFERS,
    /// Facts: `first`, `last`.
    BATCHES_MISSING,
    /// A batch does not begin where the one before ended. Facts: `batch`, `line`, `computed`.
    BATCH_MISPLACED,
    /// The digest of a batch is not that of the batch before and its own lines. Facts: `batch`,
    /// `first`, `last`.
    DIGEST_DIFFERS,
    /// The shard's own numbers are not those of the journal's end. Facts: `line`, `batch`,
    /// `computedLine`, `computedBatch`.
    END_DIFFERS,
    /// A tally is not the sum of its lines. Facts: `account`, `day`.
    TALLY_DIFFERS,
    /// What left shards for others is not what arrived there and what is on its way. Facts: `unit`,
    /// `difference`.
    CLEARING_DIFFERS,
    /// An account's sub-account, but no account. Facts: `account`, `name`, `shard`.
    SUB_ACCOUNT_STRAY,
    /// What a room keeps as a copy of a balance is another number. Facts: `account`, `room`,
    /// `copy`, `balance`.
    COPY_DIFFERS
  }
}
