package org.yutang.incubation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.TestActors;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.market.MarketHouse;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.programme.Text;

/// From a candidate to a product that counts as incubated, in a county of its own.
class IncubationTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-522327");

  @Autowired BeanFactory beans;
  @Autowired Selection selection;
  @Autowired Support support;
  @Autowired Nurture nurture;
  @Autowired Stories stories;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = TestActors.actor(Role.COUNTY_OFFICER, COUNTY);
  private final Actor fund = TestActors.actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private final Actor otherFund = TestActors.actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private MarketHouse house;
  private Actor merchant;
  private Shop shop;

  @BeforeEach
  void aShop() {
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    shop = house.shop(merchant, "测试孵化店");
  }

  private Candidate candidate(String name) {
    return selection.add(
        officer,
        new Candidate(
            UUID.randomUUID(), COUNTY, new Text(name, name), Optional.empty(), Optional.empty()));
  }

  @Test
  void whatSellsRanksAndTheRankingStaysAsItWas() {
    Product sold = house.product(merchant, shop, "孵化刺梨", 3000, 10);
    house.bought(house.buyer(), 2, sold);
    Candidate candidate = candidate("孵化刺梨");
    Candidate unknown = candidate("从无此物");
    Ranking ranking = selection.rank(officer, UUID.randomUUID(), COUNTY, 30);
    Ranking.Row row = row(ranking, candidate);
    assertThat(row.inputs().orders()).isEqualTo(1);
    assertThat(row.inputs().fen()).isEqualTo(6000);
    assertThat(row.inputs().grams()).isEqualTo(2000);
    assertThat(row.inputs().perKilogram()).isEqualTo(3000);
    assertThat(row.scores()).doesNotContainKeys(Factor.SEASON, Factor.ADVANTAGE);
    assertThat(row(ranking, unknown).scores())
        .as("nothing on sale is not known, not zero")
        .doesNotContainKeys(Factor.DEMAND, Factor.PRICE);
    house.bought(house.buyer(), 1, sold);
    assertThat(selection.ranking(officer, ranking.id())).isEqualTo(ranking);
    assertThat(selection.rank(officer, ranking.id(), COUNTY, 30)).isEqualTo(ranking);
    assertThat(refused(() -> selection.rank(officer, ranking.id(), COUNTY, 31)))
        .isEqualTo(IncubationRefusal.ID_REUSED);
    assertThat(refused(() -> selection.rank(officer, UUID.randomUUID(), COUNTY, 3)))
        .isEqualTo(IncubationRefusal.BAD_FIELD);
    assertThat(refused(() -> selection.rank(merchant, UUID.randomUUID(), COUNTY, 30)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
  }

  private static Ranking.Row row(Ranking ranking, Candidate of) {
    return ranking.rows().stream()
        .filter(each -> each.candidate().equals(of))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void weightsHoldOnlyOnceASecondPersonAgreed() {
    int before = selection.weights().version();
    int last = selection.history().getFirst().version();
    Map<Factor, Integer> percent = new EnumMap<>(Weights.FIRST.percent());
    Weights asked = selection.propose(fund, last, percent, "测试");
    assertThat(selection.weights().version()).isEqualTo(before);
    assertThat(refused(() -> selection.approve(fund, asked.version())))
        .isEqualTo(IncubationRefusal.SAME_PERSON);
    selection.approve(otherFund, asked.version());
    assertThat(selection.weights().version()).isEqualTo(asked.version());
    percent.put(Factor.DEMAND, 99);
    assertThat(refused(() -> selection.propose(fund, asked.version(), percent, "测试")))
        .isEqualTo(IncubationRefusal.WEIGHTS_SUM);
  }

  private Support.Budget budget(long fen) {
    Support.Budget budget =
        support.addBudget(fund, new Support.Budget(UUID.randomUUID(), "测试预算", COUNTY));
    support.payIn(fund, budget.id(), UUID.randomUUID(), Money.fen(fen));
    house.settle();
    return budget;
  }

  private Support.Package proposed(Support.Budget budget, long fen) {
    return support.propose(
        officer,
        UUID.randomUUID(),
        candidate("孵化方案 " + UUID.randomUUID()).id(),
        budget.id(),
        List.of(
            new Support.Measure(
                Support.Kind.TRAINING, new Text("培训", "Training"), Money.fen(fen))));
  }

  private static Support.Spending spending(Support.Package of, long fen) {
    return new Support.Spending(UUID.randomUUID(), of.id(), 0, Money.fen(fen), "测试收款方", "发票 1");
  }

  @Test
  void aPackageIsApprovedByAnotherNeverOverspentAndGivesBackWhatIsLeft() throws Exception {
    Support.Budget budget = budget(100_000);
    Support.Package of = proposed(budget, 60_000);
    assertThat(refused(() -> support.spend(officer, spending(of, 1))))
        .isEqualTo(IncubationRefusal.NOT_NOW);
    assertThat(refused(() -> support.decide(officer, of.id(), true, "")))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(support.decide(fund, of.id(), true, "").state()).isEqualTo(Support.State.APPROVED);
    house.settle();
    assertThat(support.available(fund, budget.id())).isEqualTo(Money.fen(40_000));

    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      tries.add(
          () -> {
            try {
              support.spend(officer, spending(of, 25_000));
              return true;
            } catch (Refusal e) {
              assertThat(e.code()).isEqualTo(IncubationRefusal.OVER_BUDGET);
              return false;
            }
          });
    int spent = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> each : threads.invokeAll(tries)) if (each.get()) spent++;
    }
    assertThat(spent).isBetween(1, 2);
    house.settle();
    if (spent == 1) support.spend(officer, spending(of, 25_000));
    Support.Spending last = spending(of, 5_000);
    support.spend(officer, last);
    support.spend(officer, last);
    assertThat(refused(() -> support.spend(officer, spending(of, 5_001))))
        .isEqualTo(IncubationRefusal.OVER_BUDGET);
    Support.Package closed = support.close(fund, of.id());
    assertThat(closed.spentTotal()).isEqualTo(Money.fen(55_000));
    assertThat(closed.returned()).contains(Money.fen(5_000));
    support.close(fund, of.id());
    house.settle();
    assertThat(support.available(fund, budget.id())).isEqualTo(Money.fen(45_000));
    assertThat(house.balance(Support.Package.account(of.id()))).isZero();
    assertThat(refused(() -> support.spend(officer, spending(of, 1))))
        .isEqualTo(IncubationRefusal.NOT_NOW);
  }

  @Test
  void whoProposedDoesNotApproveAndABudgetPromisesOnlyWhatItHas() {
    Support.Budget budget = budget(10_000);
    Support.Package of = proposed(budget, 10_001);
    assertThat(refused(() -> support.decide(fund, of.id(), true, "")))
        .isEqualTo(IncubationRefusal.BUDGET_LACKS_MONEY);
    assertThat(support.get(fund, of.id()).state()).isEqualTo(Support.State.PROPOSED);
    Support.Package own =
        support.propose(fund, UUID.randomUUID(), of.candidate(), budget.id(), of.measures());
    assertThat(refused(() -> support.decide(fund, own.id(), true, "")))
        .isEqualTo(IncubationRefusal.SAME_PERSON);
    assertThat(support.decide(otherFund, own.id(), false, "太多").state())
        .isEqualTo(Support.State.DECLINED);
    assertThat(support.available(fund, budget.id())).isEqualTo(Money.fen(10_000));
  }

  @Test
  void aProductIsIncubatedOnceEveryMilestoneIsReached() {
    Product sold = house.product(merchant, shop, "孵化天麻", 9000, 10);
    Candidate candidate = candidate("孵化天麻");
    LocalDate today = BusinessDay.of(clock.instant());
    Nurture.New asked =
        new Nurture.New(
            UUID.randomUUID(),
            candidate.id(),
            today,
            officer.account(),
            "导师",
            List.of(
                milestone(today, Nurture.Measured.SOLD_GRAMS, 2000),
                milestone(today, Nurture.Measured.REPORTED, 1)));
    nurture.plan(officer, asked);
    assertThat(nurture.plan(officer, asked).state()).isEqualTo(Nurture.State.PLANNED);
    UUID id = asked.id();
    assertThat(refused(() -> nurture.graduate(officer, id))).isEqualTo(IncubationRefusal.NOT_NOW);
    nurture.start(officer, id);
    assertThat(refused(() -> nurture.report(officer, id, 0, 9, "x")))
        .isEqualTo(IncubationRefusal.MEASURED);
    nurture.report(officer, id, 1, 1, "照片 1");
    assertThat(refused(() -> nurture.graduate(officer, id)))
        .isEqualTo(IncubationRefusal.TARGETS_MISSED);
    house.bought(house.buyer(), 2, sold);
    nurture.visit(officer, new Nurture.Visit(UUID.randomUUID(), id, today, "看了仓库"));
    assertThat(nurture.visits(officer, id)).hasSize(1);
    Nurture.Plan done = nurture.graduate(officer, id);
    assertThat(done.state()).isEqualTo(Nurture.State.INCUBATED);
    assertThat(nurture.incubated(Optional.of(COUNTY), Optional.of(today.getYear())))
        .extracting(Nurture.Incubated::plan)
        .contains(id);
    house.bought(house.buyer(), 1, sold);
    assertThat(nurture.get(officer, id)).as("measured on the day it ended").isEqualTo(done);
    assertThat(refused(() -> nurture.stop(officer, id, "不"))).isEqualTo(IncubationRefusal.NOT_NOW);
    assertThat(
            refused(
                () ->
                    nurture.plan(
                        officer,
                        new Nurture.New(
                            UUID.randomUUID(),
                            candidate.id(),
                            today,
                            officer.account(),
                            "导师",
                            asked.milestones()))))
        .isEqualTo(IncubationRefusal.PLAN_THERE);
  }

  private static Nurture.Milestone milestone(
      LocalDate due, Nurture.Measured measured, long target) {
    return new Nurture.Milestone(new Text("目标", "Target"), due, measured, target);
  }

  @Test
  void aStoryIsToldWithConsentAndForgottenWhenItIsWithdrawn() {
    LocalDate today = BusinessDay.of(clock.instant());
    Stories.New story = story(today, "签字同意书");
    assertThat(refused(() -> stories.tell(officer, story(today, " "))))
        .isEqualTo(IncubationRefusal.NO_CONSENT);
    assertThat(refused(() -> stories.tell(officer, story(today.plusDays(1), "签字"))))
        .isEqualTo(IncubationRefusal.NO_CONSENT);
    stories.tell(officer, story);
    assertThat(stories.tell(officer, story).called()).isEqualTo("小花");
    assertThat(stories.ofShop(shop.id())).isPresent();
    assertThat(refused(() -> stories.tell(officer, story(today, "又签字"))))
        .isEqualTo(IncubationRefusal.STORY_THERE);
    stories.withdraw(officer, story.id());
    stories.withdraw(officer, story.id());
    assertThat(stories.ofShop(shop.id())).isEmpty();
    assertThat(stories.shown(Optional.of(COUNTY))).noneMatch(each -> each.id().equals(story.id()));
    assertThat(
            sql.sql(
                    "select called || text_zh || text_en || consent_how from incubation.story where id = :id")
                .param("id", story.id())
                .query(String.class)
                .single())
        .as("nothing of it is left")
        .isEmpty();
    assertThat(refused(() -> stories.tell(officer, story))).isEqualTo(IncubationRefusal.ID_REUSED);
  }

  private Stories.New story(LocalDate on, String how) {
    return new Stories.New(
        UUID.randomUUID(),
        shop.id(),
        Optional.empty(),
        "小花",
        new Text("<b>我的店</b>", "My shop"),
        on,
        how);
  }

  private static Refusal.Code refused(Runnable command) {
    return catchThrowableOfType(Refusal.class, command::run).code();
  }
}
