package org.yutang.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.CaseTotals;

/// What everybody is told of all cases of a programme, as JSON.
final class CaseTotalsView {

  private CaseTotalsView() {}

  record GroupView(@Nullable PlaceCode county, @Nullable String month, long payments, String paid) {
    static GroupView of(CaseTotals.Group group) {
      return new GroupView(
          group.county().orElse(null),
          group.month().orElse(null),
          group.payments(),
          group.paid().decimal());
    }
  }

  record WaitingView(long cases, int p50, int p90, int max) {
    static WaitingView of(CaseTotals.Waiting w) {
      return new WaitingView(w.cases(), w.p50(), w.p90(), w.max());
    }
  }

  /// Waiting times in working days.
  ///
  /// @param payments null below [CaseTotals#SMALLEST], as is their sum
  record TotalsView(
      String programme,
      Map<String, Long> byState,
      long inOtherStates,
      @Nullable Long payments,
      @Nullable String paid,
      List<GroupView> groups,
      @Nullable GroupView others,
      @Nullable WaitingView toDecision,
      @Nullable WaitingView toPayment) {
    static TotalsView of(CaseTotals f) {
      Map<String, Long> byState = new TreeMap<>();
      f.byState().forEach((state, count) -> byState.put(Choices.word(state), count));
      return new TotalsView(
          f.programme().text(),
          byState,
          f.inOtherStates(),
          f.payments() < CaseTotals.SMALLEST ? null : f.payments(),
          f.paid().map(Money::decimal).orElse(null),
          f.groups().stream().map(GroupView::of).toList(),
          f.others().map(GroupView::of).orElse(null),
          f.toDecision().map(WaitingView::of).orElse(null),
          f.toPayment().map(WaitingView::of).orElse(null));
    }
  }
}
