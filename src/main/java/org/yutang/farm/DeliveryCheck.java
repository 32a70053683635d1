package org.yutang.farm;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

/// Whether a contract takes what was brought, and whether its kilograms count elsewhere.
@Component
class DeliveryCheck {

  private final GradedRows graded;
  private final Standards standards;
  private final Clock clock;

  DeliveryCheck(GradedRows graded, Standards standards, Clock clock) {
    this.graded = graded;
    this.standards = standards;
    this.clock = clock;
  }

  /// Whether it is late, within the days of grace. Refuses a grade or a day that the contract does
  /// not take.
  boolean requireTaken(Contract.Terms terms, String grade, LocalDate day) {
    boolean known =
        switch (terms.deal()) {
          case Contract.ByQuantity deal -> deal.line(grade).isPresent();
          case Contract.WholeOrchard _ ->
              standards.get(terms.standard()).inSeason(terms.season()).grades().stream()
                  .anyMatch(each -> each.name().equals(grade));
        };
    if (!known) throw new Refusal(FarmRefusal.UNKNOWN_GRADE, Map.of("grade", grade));
    if (day.isAfter(BusinessDay.of(clock.instant()))) throw SoilTest.bad("day");
    LocalDate last = terms.until().plusDays(terms.graceDays());
    if (day.isBefore(terms.from()) || day.isAfter(last))
      throw new Refusal(
          FarmRefusal.OUTSIDE_WINDOW,
          Map.of("day", day.toString(), "from", terms.from().toString(), "until", last.toString()));
    return day.isAfter(terms.until());
  }

  /// Locks the lot's number, then refuses what a hand would count a second time. A number that was
  /// never sorted here is somebody's slip of paper, about which nothing is known.
  void requireUncounted(Delivery delivery) {
    graded.lock(delivery.lot());
    GradedRows.Known known = graded.find(delivery.lot()).orElse(null);
    long left = 0;
    if (known != null) {
      if (!known.grade().equals(delivery.grade()))
        throw new Refusal(
            FarmRefusal.GRADED_OTHERWISE, Map.of("lot", delivery.lot(), "grade", known.grade()));
      left = Math.max(0, known.grams() - graded.delivered(delivery.lot()));
    } else if (!graded.isSource(delivery.lot())) return;
    if (delivery.mass().grams() > left)
      throw new Refusal(
          FarmRefusal.LOT_COUNTED,
          Map.of(
              "lot",
              delivery.lot(),
              "left",
              new Mass(left).kilograms().stripTrailingZeros().toPlainString()));
  }
}
