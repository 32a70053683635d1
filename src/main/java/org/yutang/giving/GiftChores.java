package org.yutang.giving;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// Writes down the gifts of monthly plans on their days, each month's once: whoever holds the
/// plan's row does it, and the key of plan and month says the same.
@Component
class GiftChores implements EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(GiftChores.class);
  private static final int AT_ONCE = 500;

  private final DonorRows donors;
  private final Projects projects;
  private final GiftPlacing gifts;
  private final Transactions transactions;
  private final Clock clock;

  GiftChores(
      DonorRows donors,
      Projects projects,
      GiftPlacing gifts,
      Transactions transactions,
      Clock clock) {
    this.donors = donors;
    this.projects = projects;
    this.gifts = gifts;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void everyMinute() {
    giveOn(BusinessDay.of(clock.instant()));
  }

  void giveOn(LocalDate today) {
    for (UUID plan : donors.due(today, AT_ONCE)) {
      try {
        transactions.run(() -> give(plan, today));
      } catch (Refusal refusal) {
        LOG.warn("the monthly gift {} could not be written down: {}", plan, refusal.getMessage());
      }
    }
  }

  private void give(UUID id, LocalDate today) {
    DonorRows.Plan held = donors.holdPlan(id).orElseThrow();
    GiftPlan plan = held.plan();
    if (plan.state() != GiftPlan.State.RUNNING || plan.next().isAfter(today)) return;
    Project project = projects.get(plan.project());
    if (today.isAfter(project.to())) {
      donors.setPlan(id, GiftPlan.State.ENDED, plan.next());
      return;
    }
    // a server that was down for months gives this month's only
    YearMonth month = YearMonth.from(today);
    LocalDate due = month.atDay(plan.day());
    if (!due.isAfter(today)) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      gifts.place(
          project,
          new GiftPlacing.Wanted(
              GiftPlacing.giftOf(id, month),
              held.donor(),
              plan.amount(),
              Optional.empty(),
              plan.via(),
              Optional.of(id),
              Optional.of(month),
              GiftPlacing.MONTHLY_WITHIN),
          now);
      due = month.plusMonths(1).atDay(plan.day());
    }
    donors.setPlan(id, plan.state(), due);
  }
}
