package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Merchant;
import org.yutang.giving.Pledge;
import org.yutang.giving.Refund;
import org.yutang.giving.Sale;
import org.yutang.kernel.Page;

/// The merchant's desk.
@Component
@Order(4)
class HomeShops implements HomeDesks {

  private static final int SHOWN = 10;

  private final Giving giving;
  private final HomeQueues days;

  HomeShops(Giving giving, HomeQueues days) {
    this.giving = giving;
    this.days = days;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (!HomeDesks.holds(actor, Role.MERCHANT)) return List.of();
    LocalDate month = days.today().withDayOfMonth(1);
    List<HomeDesk.Shop> shops =
        giving
            .merchants(
                actor,
                new Merchant.Query(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new Page.Wanted(1, Page.MAX_SIZE)))
            .items()
            .stream()
            .filter(merchant -> merchant.accounts().contains(actor.account()))
            .limit(SHOWN)
            .map(merchant -> shop(actor, merchant, month))
            .toList();
    return List.of(new HomeDesk.Shops(shops, month));
  }

  private HomeDesk.Shop shop(Actor actor, Merchant merchant, LocalDate month) {
    LocalDate today = days.today();
    Optional<Pledge> pledge =
        giving
            .pledges(
                new Pledge.Query(
                    Optional.of(merchant.id()),
                    Optional.empty(),
                    Optional.of(today),
                    true,
                    new Page.Wanted(1, 1)))
            .items()
            .stream()
            .findFirst();
    Sale.Totals sold =
        giving.totals(
            actor,
            new Sale.Query(
                Optional.of(merchant.id()),
                Optional.empty(),
                Optional.of(month),
                Optional.of(today),
                Optional.empty(),
                Optional.empty(),
                Sale.Sort.SOLD,
                true,
                new Page.Wanted(1, 1)));
    long waiting =
        giving
            .refunds(
                actor,
                new Refund.Query(
                    Optional.of(merchant.id()),
                    Optional.empty(),
                    Optional.of(Refund.State.WAITING),
                    Refund.Sort.BOOKED,
                    false,
                    new Page.Wanted(1, 1)))
            .total();
    return new HomeDesk.Shop(
        merchant,
        pledge.map(each -> giving.getProject(each.project()).project()),
        pledge.flatMap(each -> each.rateOn(today)),
        sold,
        waiting);
  }
}
