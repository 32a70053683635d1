package org.yutang.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Lets the made-up merchants pledge, sell and take back, by the giving room's own commands.
@Component
class DemoTrade {

  static final UUID PROJECT = Uuids.named("demo.project");

  private static final long SEED = 2026;
  private static final Money GOAL = Money.parse("3000000.00", "CNY");

  private final Giving giving;
  private final Register register;
  private final DemoAccounts people;

  DemoTrade(Giving giving, Register register, DemoAccounts people) {
    this.giving = giving;
    this.register = register;
    this.people = people;
  }

  /// Opens the project and the merchants; may be repeated.
  Trade begin(YearArgs args) {
    Actor officer = people.actor(Role.FUND_OFFICER);
    giving.openProject(officer, project(args));
    for (Shop shop : Shop.ALL) {
      giving.addMerchant(officer, shop.merchant(), shop.name(), DemoYear.county(args));
      giving.pledge(officer, shop.pledge(), shop.merchant(), PROJECT, shop.rate(), args.from());
    }
    giving.setAccount(
        officer, Shop.ALL.getFirst().merchant(), people.actor(Role.MERCHANT).account(), true);
    return new Trade(
        SEED, args.from(), args.to(), args.orders(), DemoYear.county(args), provinces());
  }

  /// Sells and takes back what a week has; may be repeated.
  void week(Trade plan, int week) {
    Actor officer = people.actor(Role.FUND_OFFICER);
    if (week == plan.weeks() / 2) changeRates(officer, plan.first(week));
    for (int number = 0; number < Shop.ALL.size(); number++) {
      UUID merchant = Shop.ALL.get(number).merchant();
      for (var lines : chunks(plan.sales(week, number))) giving.sellAll(officer, merchant, lines);
      for (var lines : chunks(plan.refunds(week, number)))
        giving.refundAll(officer, merchant, lines);
    }
  }

  private void changeRates(Actor officer, LocalDate from) {
    for (Shop shop : Shop.ALL) {
      Optional<Rate> later = shop.later();
      Pledge pledge = giving.getPledge(shop.pledge());
      boolean changed = pledge.versions().stream().anyMatch(each -> each.from().equals(from));
      if (later.isPresent() && !changed) changeRate(officer, pledge, later.get(), from);
    }
  }

  /// Whoever tries the demo may have sold for a later day already; then the old rate stays.
  private void changeRate(Actor officer, Pledge pledge, Rate rate, LocalDate from) {
    try {
      giving.changeRate(officer, pledge.id(), rate, from);
    } catch (Refusal refusal) {
      if (refusal.code() != GivingRefusal.RATE_TOO_EARLY) throw refusal;
    }
  }

  private List<PlaceCode> provinces() {
    return register
        .children(Demo.COUNTRY, PlaceQuery.all(new Page.Wanted(1, Page.MAX_SIZE)))
        .items()
        .stream()
        .map(entry -> entry.place().code())
        .toList();
  }

  private static Project.New project(YearArgs args) {
    return new Project.New(
        PROJECT,
        new Text("每一单，一份保障", "Every order, a share of cover"),
        new Text(
            "商家每卖出一单，就为建档立卡劳动力的健康保险捐出几分到几元。商家、订单与金额均为虚构。",
            "With every order a merchant gives a few fen to a few yuan for the health insurance of registered poor workers. Merchants, orders and amounts are made up."),
        Demo.INSURANCE,
        DemoYear.county(args),
        args.from(),
        args.from().plusYears(1).minusDays(1),
        GOAL,
        List.of(
            line("健康保险保费", "Health insurance premiums", "2820000.00", false),
            line("核查与公示", "Verification and publication", "90000.00", true),
            line("平台与银行费用", "Platform and bank fees", "90000.00", true)));
  }

  private static Project.BudgetLine line(String zh, String en, String amount, boolean fee) {
    return new Project.BudgetLine(new Text(zh, en), Money.parse(amount, "CNY"), fee);
  }

  private static <T> List<List<T>> chunks(List<T> lines) {
    List<List<T>> chunks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += Giving.MAX_LINES)
      chunks.add(lines.subList(i, Math.min(lines.size(), i + Giving.MAX_LINES)));
    return chunks;
  }
}
