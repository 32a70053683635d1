package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What everybody may know of a programme's cases, of all kinds and years together.
///
/// @param byState how many cases stand where, where those are at least [#SMALLEST]; drafts are
///   nobody's business and do not count
/// @param inOtherStates how many cases stand elsewhere, merged; 0 or at least [#SMALLEST]
/// @param payments how many payments were made, and `paid` their sum, which is told from
///   [#SMALLEST] payments on; what came back since is not taken off
/// @param groups by county and month of payment, each of at least [#SMALLEST] payments; the rest is
///   in `others`, which has at least as many
/// @param toDecision working days from filing to the decision; `toPayment` to the first payment
public record CaseTotals(
    ProgrammeId programme,
    Map<Case.State, Long> byState,
    long inOtherStates,
    long payments,
    Optional<Money> paid,
    List<Group> groups,
    Optional<Group> others,
    Optional<Waiting> toDecision,
    Optional<Waiting> toPayment) {

  /// Smaller groups are merged, because they could be recognised.
  public static final int SMALLEST = 10;

  public CaseTotals {
    byState = Map.copyOf(byState);
    groups = List.copyOf(groups);
  }

  /// @param county empty where groups were merged, as is `month` (such as `2026-03`)
  public record Group(
      Optional<PlaceCode> county, Optional<String> month, long payments, Money paid) {}

  /// @param cases how many were measured, at least [#SMALLEST]
  public record Waiting(long cases, int p50, int p90, int max) {}
}
