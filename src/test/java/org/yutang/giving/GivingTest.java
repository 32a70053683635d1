package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Line;
import org.yutang.programme.People;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Giving as its users see it. Each test has a project and a merchant of its own; the fund is
/// everybody's.
class GivingTest extends ServerTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");

  @Autowired Giving giving;
  @Autowired Sales sales;
  @Autowired Refunds refunds;
  @Autowired Ranges ranges;
  @Autowired SaleRows saleRows;
  @Autowired Delivery delivery;
  @Autowired Programmes programmes;
  @Autowired Register register;
  @Autowired Ledger ledger;
  @Autowired Proof proof;
  @Autowired Outbox outbox;
  @Autowired Jobs jobs;
  @Autowired FileStore files;
  @Autowired Accounts accounts;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private LocalDate today;
  private Instant noon;
  private Project project;
  private Merchant merchant;
  private int orders;

  @BeforeEach
  void aMerchantPledgesTwoFenAnOrder() {
    today = BusinessDay.of(clock.instant());
    noon = today.minusDays(2).atTime(12, 0).atZone(BusinessDay.ZONE).toInstant();
    project = project();
    merchant = merchant();
    pledge(new Rate.PerOrder(Money.fen(2)), today.minusDays(200));
  }

  @Test
  void anOrderGivesOneDonationHoweverOftenItIsTold() {
    long before = fund();
    List<SaleNotice> notices = List.of(notice("A1", 3590), notice("A2", 120));
    List<Sale.Result.Booked> first = giving.sellAll(officer, merchant.id(), notices);
    assertThat(first).extracting(each -> each.sale().donation()).containsOnly(Money.fen(2));
    assertThat(first).noneMatch(Sale.Result.Booked::repeated);
    assertThat(fund() - before).isEqualTo(4);
    assertThat(ledger.find(merchant.ledgerAccount()).orElseThrow().balance()).isEqualTo(-4);
    List<Sale.Result.Booked> again = giving.sellAll(officer, merchant.id(), notices);
    assertThat(again).allMatch(Sale.Result.Booked::repeated);
    assertThat(again).extracting(Sale.Result.Booked::sale).isEqualTo(sales(first));
    assertThat(fund() - before).isEqualTo(4);
    Line line = ledger.findTransfer(first.getFirst().sale().transfer()).orElseThrow();
    assertThat(line)
        .extracting(Line::amount, Line::memo, Line::businessDate)
        .containsExactly(2L, "donation", today.minusDays(2));
    assertThat(figures())
        .isEqualTo(
            new Project.Figures(
                2, Money.fen(4), 0, Money.fen(0), figures().granted(), 1, Project.GiftSums.NONE));
    BooksCheck.check(sql);
  }

  @Test
  void theSameOrderWithOtherContentIsRefused() {
    sell(notice("B1", 100));
    assertThat(refused(notice("B1", 101))).isEqualTo(GivingRefusal.ORDER_DIFFERS);
    SaleNotice later =
        new SaleNotice(
            "B1", noon.plusSeconds(1), Money.fen(100), Optional.empty(), Optional.empty());
    assertThat(refused(later)).isEqualTo(GivingRefusal.ORDER_DIFFERS);
    List<Sale.Result> twice =
        giving.sell(
            officer, merchant.id(), List.of(notice("B2", 1), notice("B2", 1), notice("B2", 2)));
    assertThat(twice.get(0)).isInstanceOf(Sale.Result.Booked.class);
    assertThat(((Sale.Result.Booked) twice.get(1)).repeated()).isTrue();
    assertThat(twice.get(2)).isInstanceOf(Sale.Result.Refused.class);
    assertThat(figures().donations()).isEqualTo(2);
  }

  @Test
  void badNoticesAreRefused() {
    assertThat(code(() -> SaleNotice.read("X", "2026-01-01 10:00", "1.234", "", "", "")))
        .isEqualTo(GivingRefusal.BAD_AMOUNT);
    for (String amount : List.of("0", "0.00", "-1", "", "1e3", "9999999999999"))
      assertThat(code(() -> SaleNotice.read("X", "2026-01-01 10:00", amount, "", "", "")))
          .as(amount)
          .isEqualTo(GivingRefusal.BAD_AMOUNT);
    assertThat(code(() -> SaleNotice.read("X", "2026-01-01 10:00", "1.00", "USD", "", "")))
        .isEqualTo(GivingRefusal.FOREIGN_CURRENCY);
    assertThat(
            code(
                () ->
                    new SaleNotice(
                        "X", noon, new Money(100, "EUR"), Optional.empty(), Optional.empty())))
        .isEqualTo(GivingRefusal.FOREIGN_CURRENCY);
    assertThat(code(() -> SaleNotice.read("X", "2026-02-30 10:00", "1.00", "", "", "")))
        .isEqualTo(GivingRefusal.BAD_TIME);
    for (String number : List.of("", " ", "张三", "a b", "x".repeat(65)))
      assertThat(code(() -> SaleNotice.read(number, "2026-01-01 10:00", "1.00", "", "", "")))
          .as(number)
          .isEqualTo(GivingRefusal.BAD_ORDER_NUMBER);
    assertThat(refused(at(clock.instant().plus(Duration.ofHours(1)))))
        .isEqualTo(GivingRefusal.IN_THE_FUTURE);
    assertThat(refused(at(clock.instant().minus(Duration.ofDays(401)))))
        .isEqualTo(GivingRefusal.TOO_OLD);
    assertThat(refused(at(noon.minus(Duration.ofDays(210))))).isEqualTo(GivingRefusal.NO_PLEDGE);
    assertThat(refused(from("CN-999999", null))).isEqualTo(GivingRefusal.UNKNOWN_PLACE);
    assertThat(refused(from("CN-50", null))).isEqualTo(GivingRefusal.ORIGIN_TOO_LARGE);
    assertThat(refused(from(null, town().text()))).isEqualTo(GivingRefusal.REGION_TOO_SMALL);
    assertThat(code(() -> giving.sell(officer, merchant.id(), List.of())))
        .isEqualTo(GivingRefusal.NO_LINES);
    List<SaleNotice> many = new ArrayList<>();
    for (int i = 0; i < 1001; i++) many.add(notice("M" + i, 100));
    assertThat(code(() -> giving.sell(officer, merchant.id(), many)))
        .isEqualTo(GivingRefusal.TOO_MANY_LINES);
    assertThat(code(() -> giving.sell(officer, UUID.randomUUID(), List.of(notice("X", 1)))))
        .isEqualTo(GivingRefusal.UNKNOWN_MERCHANT);
    assertThat(figures().donations()).isZero();
  }

  @Test
  void allOrNoneBooksNothingWhenALineIsWrong() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () ->
                giving.sellAll(
                    officer,
                    merchant.id(),
                    List.of(notice("C1", 100), at(clock.instant().plus(Duration.ofDays(1))))));
    assertThat(refusal.code()).isEqualTo(GivingRefusal.LINES_REFUSED);
    assertThat(refusal.facts()).containsEntry("count", 1).containsEntry("line", 2);
    assertThat(giving.findSale(officer, merchant.id(), "C1")).isEmpty();
    assertThat(figures().donations()).isZero();
  }

  @Test
  void aSaleOfLongAgoIsBookedOnItsOwnDay() {
    UUID early = merchant().id();
    giving.pledge(
        officer,
        UUID.randomUUID(),
        early,
        project.id(),
        new Rate.PerMille(3),
        today.minusDays(399));
    Sale sale =
        ((Sale.Result.Booked)
                giving
                    .sell(
                        officer,
                        early,
                        List.of(
                            new SaleNotice(
                                "OLD",
                                clock.instant().minus(Duration.ofDays(398)),
                                Money.fen(16_500),
                                Optional.empty(),
                                Optional.empty())))
                    .getFirst())
            .sale();
    assertThat(sale.donation()).isEqualTo(Money.fen(50)); // 49.5
    assertThat(ledger.findTransfer(sale.transfer()).orElseThrow().businessDate())
        .isEqualTo(BusinessDay.of(sale.soldAt()));
  }

  @Test
  void ratesHoldFromTheirFirstDayAndNeverChangeWhatWasSold() {
    assertThat(new Rate.PerMille(3).of(Money.fen(1))).isEqualTo(Money.fen(1));
    assertThat(new Rate.PerMille(3).of(Money.fen(500))).isEqualTo(Money.fen(2));
    assertThat(new Rate.PerMille(3).of(Money.fen(499))).isEqualTo(Money.fen(1));
    Pledge pledge = pledges().getFirst();
    Sale before = sell(notice("D1", 10_000));
    assertThat(
            code(
                () ->
                    giving.changeRate(
                        officer, pledge.id(), new Rate.PerMille(5), today.minusDays(2))))
        .isEqualTo(GivingRefusal.RATE_TOO_EARLY);
    giving.changeRate(officer, pledge.id(), new Rate.PerMille(5), today.minusDays(1));
    giving.changeRate(officer, pledge.id(), new Rate.PerMille(5), today.minusDays(1));
    assertThat(sell(notice("D2", 10_000)).donation()).isEqualTo(Money.fen(2));
    assertThat(sell(at(noon.plus(Duration.ofDays(1)))).donation()).isEqualTo(Money.fen(5));
    assertThat(giving.findSale(officer, merchant.id(), "D1")).contains(before);
    giving.changeRate(officer, pledge.id(), new Rate.Paused(), today);
    assertThat(refused(at(clock.instant()))).isEqualTo(GivingRefusal.NO_PLEDGE);
    giving.changeRate(officer, pledge.id(), new Rate.Ended(), today.plusDays(1));
    assertThat(
            code(
                () ->
                    giving.changeRate(
                        officer, pledge.id(), new Rate.PerMille(1), today.plusDays(2))))
        .isEqualTo(GivingRefusal.PLEDGE_ENDED);
    assertThat(giving.getPledge(pledge.id()).versions())
        .extracting(Pledge.Version::rate)
        .containsExactly(
            new Rate.PerOrder(Money.fen(2)),
            new Rate.PerMille(5),
            new Rate.Paused(),
            new Rate.Ended());
  }

  @Test
  void aMerchantHasOnePledgeAtATime() {
    assertThat(
            code(
                () ->
                    giving.pledge(
                        officer,
                        UUID.randomUUID(),
                        merchant.id(),
                        project.id(),
                        new Rate.PerMille(1),
                        today)))
        .isEqualTo(GivingRefusal.PLEDGE_OVERLAPS);
    giving.changeRate(officer, pledges().getFirst().id(), new Rate.Ended(), today);
    pledge(new Rate.PerMille(1), today);
    assertThat(sell(notice("E1", 10_000)).donation()).isEqualTo(Money.fen(2));
    assertThat(sell(at(clock.instant())).donation()).isEqualTo(Money.fen(1));
    assertThat(code(() -> new Rate.PerMille(1001))).isEqualTo(GivingRefusal.BAD_RATE);
    assertThat(code(() -> new Rate.PerOrder(Money.fen(0)))).isEqualTo(GivingRefusal.BAD_RATE);
  }

  @Test
  void aWholeRefundTakesTheWholeDonationBackOnce() {
    Sale sale = sell(notice("F1", 1000));
    long before = fund();
    Refund refund = refund("R1", "F1", null);
    assertThat(refund)
        .extracting(Refund::state, Refund::amount, Refund::returned)
        .containsExactly(Refund.State.DONE, Money.fen(1000), Money.fen(2));
    assertThat(refund("R1", "F1", null)).isEqualTo(refund);
    assertThat(fund() - before).isEqualTo(-2);
    assertThat(figures())
        .extracting(Project.Figures::donated, Project.Figures::refunds)
        .containsExactly(Money.fen(0), 1L);
    assertThat(giving.getSale(officer, sale.id()).returned()).isEqualTo(Money.fen(2));
    assertThat(refundRefused("R2", "F1", null)).isEqualTo(GivingRefusal.REFUND_TOO_LARGE);
    assertThat(refundRefused("R1", "F1", 500L)).isEqualTo(GivingRefusal.REFUND_DIFFERS);
    assertThat(giving.trace(sale.id()))
        .extracting(Trace::kept, Trace::waiting, Trace::premiums)
        .containsExactly(Money.fen(0), Money.fen(0), List.of());
    BooksCheck.check(sql);
  }

  @Test
  void refundsBeforeTheirOrderAreRefused() {
    sell(notice("G1", 1000));
    assertThat(refundRefused("R1", "G2", null)).isEqualTo(GivingRefusal.UNKNOWN_ORDER);
    RefundNotice early = new RefundNotice("R1", "G1", noon.minusSeconds(1), Optional.empty());
    assertThat(code(() -> giving.refundAll(officer, merchant.id(), List.of(early))))
        .isEqualTo(GivingRefusal.LINES_REFUSED);
    assertThat(
            ((Refund.Result.Refused)
                    giving.refund(officer, merchant.id(), List.of(early)).getFirst())
                .why()
                .code())
        .isEqualTo(GivingRefusal.REFUND_BEFORE_ORDER);
    assertThat(refundRefused("R3", "G1", 1001L)).isEqualTo(GivingRefusal.REFUND_TOO_LARGE);
    assertThat(figures().refunds()).isZero();
  }

  @Test
  void partialRefundsAddUpToTheWholeDonation() {
    Sale sale = sell(notice("H1", 300));
    Money back = Money.fen(0);
    for (int i = 1; i <= 3; i++) back = back.plus(refund("P" + i, "H1", 100L).returned());
    assertThat(back).isEqualTo(sale.donation());
    assertThat(giving.getSale(officer, sale.id()))
        .extracting(Sale::refunded, Sale::returned)
        .containsExactly(Money.fen(300), Money.fen(2));
  }

  @Test
  void aRefundWaitsUntilTheFundHasTheMoney() {
    Sale sale = sell(notice("I1", 1000));
    drainTheFund();
    Refund refund = refund("W1", "I1", null);
    assertThat(refund.state()).isEqualTo(Refund.State.WAITING);
    Refund.Query waiting =
        new Refund.Query(
            Optional.empty(),
            Optional.of(project.id()),
            Optional.of(Refund.State.WAITING),
            Refund.Sort.BOOKED,
            true,
            new Page.Wanted(1, 10));
    assertThat(giving.refunds(officer, waiting).items()).containsExactly(refund);
    assertThat(figures().refunds()).isZero();
    assertThat(giving.trace(sale.id()).kept()).isEqualTo(Money.fen(2));
    programmes.grant(officer, INSURANCE, Money.fen(1_000_000), UUID.randomUUID(), "a test");
    awaitDelivered();
    assertThat(giving.refunds(officer, waiting).total()).isZero();
    assertThat(giving.getRefund(officer, refund.id()).state()).isEqualTo(Refund.State.DONE);
    assertThat(figures().donated()).isEqualTo(Money.fen(0));
  }

  @Test
  void doubledEventsDoNothingTwice() {
    sell(notice("J1", 1000));
    refund("D1", "J1", 500L);
    awaitDelivered();
    long fund = fund();
    long leaves = proof.size();
    Project.Figures figures = figures();
    List<Outbox.Entry> entries =
        sql.sql(
                "select number, topic, body from store.outbox where topic like 'giving.%' and number is not null order by number")
            .query(
                (row, number) ->
                    new Outbox.Entry(row.getLong(1), row.getString(2), row.getString(3)))
            .list();
    assertThat(entries).isNotEmpty();
    delivery.handle(entries);
    for (boolean scattered : List.of(false, true)) { // as if nobody had settled them
      sql.sql("update giving.chunk set settled_at = null, scattered = :scattered")
          .param("scattered", scattered)
          .update();
      delivery.handle(entries);
      assertThat(
              sql.sql("select count(*) from giving.chunk where settled_at is null")
                  .query(Long.class)
                  .single())
          .isZero();
    }
    awaitDelivered();
    assertThat(fund()).isEqualTo(fund);
    assertThat(proof.size()).isEqualTo(leaves);
    assertThat(figures()).isEqualTo(figures);
  }

  @Test
  void twoThreadsWithTheSameListBookItOnce() throws Exception {
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < 500; i++) notices.add(notice("K" + i, 1000 + i));
    long before = fund();
    try (var pool = Executors.newFixedThreadPool(4)) {
      Callable<List<Sale.Result.Booked>> post =
          () -> giving.sellAll(officer, merchant.id(), notices);
      List<Future<List<Sale.Result.Booked>>> all = pool.invokeAll(List.of(post, post, post, post));
      for (var each : all) assertThat(sales(each.get())).isEqualTo(sales(all.getFirst().get()));
      assertThat(
              all.stream()
                  .flatMap(each -> each.resultNow().stream())
                  .filter(each -> !each.repeated()))
          .hasSize(500);
    }
    assertThat(fund() - before).isEqualTo(1000);
    assertThat(figures().donations()).isEqualTo(500);
    requireRangesWithoutGaps();
  }

  @Test
  void onlyTheMerchantAndTheOfficerTellOrdersAndSeeThem() {
    Sale sale = sell(notice("L1", 100));
    UUID id = UUID.randomUUID();
    String name = "m-" + id;
    accounts.create(Actor.SYSTEM, id, name, name, COUNTY, Optional.empty());
    Grant grant = new Grant(Role.MERCHANT, COUNTY);
    accounts.grant(Actor.SYSTEM, id, grant, Optional.empty());
    Actor seller = new Actor(id, name, Set.of(grant));
    assertThat(code(() -> giving.sell(seller, merchant.id(), List.of(notice("L2", 100)))))
        .isEqualTo(GivingRefusal.UNKNOWN_MERCHANT);
    assertThat(code(() -> giving.getSale(seller, sale.id()))).isEqualTo(GivingRefusal.UNKNOWN_SALE);
    assertThat(giving.merchants(seller, all()).items()).isEmpty();
    giving.setAccount(officer, merchant.id(), id, true);
    assertThat(giving.sell(seller, merchant.id(), List.of(notice("L2", 100)))).hasSize(1);
    assertThat(giving.getSale(seller, sale.id())).isEqualTo(sale);
    assertThat(giving.merchants(seller, all()).items()).hasSize(1);
    giving.setAccount(officer, merchant.id(), id, false);
    assertThat(code(() -> giving.getSale(seller, sale.id()))).isEqualTo(GivingRefusal.UNKNOWN_SALE);
    Actor cadre = actor(Role.VILLAGE_CADRE, COUNTY);
    assertThat(code(() -> giving.sell(cadre, merchant.id(), List.of(notice("L3", 100)))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> giving.addMerchant(cadre, UUID.randomUUID(), text("x"), COUNTY)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
  }

  @Test
  void aDonationIsInThePublicLogWithoutItsOrderNumber() {
    Sale sale = sell(notice("ORDER-4711", 100));
    Refund refund = refund("R-4711", "ORDER-4711", null);
    awaitDelivered();
    for (Sale.Receipt receipt :
        List.of(giving.receipt(officer, sale.id()), giving.refundReceipt(officer, refund.id()))) {
      String entry =
          new String(proof.find(receipt.key()).orElseThrow().entry(), StandardCharsets.UTF_8);
      assertThat(receipt.leaf())
          .isEqualTo(entry)
          .doesNotContain("4711")
          .contains("\"amountMinor\":\"2\"");
      Map<?, ?> leaf = Json.read(entry, Map.class);
      assertThat(leaf.get("order"))
          .isEqualTo(
              org.yutang.proof.ProofVerifier.digest(
                  java.util.HexFormat.of().parseHex(receipt.salt()), receipt.orderNumber()));
    }
  }

  @Test
  void aDonationIsFollowedToPremiumsAndBack() {
    List<Sale> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) all.add(sell(notice("T" + i, 1000)));
    Sale first = all.getFirst();
    long needed = ranges.net(INSURANCE) / 3200 + 12 - paid() / 3200;
    if (needed > 0) enrol(Math.toIntExact(Math.max(needed, 12)));
    Trace trace = giving.trace(first.id());
    assertThat(trace.kept()).isEqualTo(Money.fen(2));
    assertThat(trace.waiting()).isEqualTo(Money.fen(0));
    assertThat(trace.premiums().stream().map(Trace.Share::share).reduce(Money.fen(0), Money::plus))
        .isEqualTo(Money.fen(2));
    for (Trace.Share share : trace.premiums()) {
      assertThat(proof.find(share.enrolment())).isPresent();
      if (share.covered().isPresent()) assertThat(share.covered().getAsLong()).isGreaterThan(9);
      var premium = programmes.paidPremium(share.enrolment()).orElseThrow();
      assertThat(programmes.premiumsBetween(INSURANCE, premium.from(), premium.to(), 10))
          .containsExactly(premium);
      Trace.Payers payers = giving.payersOf(INSURANCE, share.enrolment()).orElseThrow();
      assertThat(payers.sum().minor())
          .isEqualTo(Math.min(3200, ranges.net(INSURANCE) - premium.from()));
      assertThat(payers.donations()).isPositive();
    }
    Ranges.Range range = ranges.of(saleRows.find(first.id()).orElseThrow());
    assertThat(giving.payers(INSURANCE, range.from(), range.to()))
        .isEqualTo(new Trace.Payers(1, Money.fen(2)));
    assertThat(giving.payers(INSURANCE, range.from(), range.from() + 60))
        .isEqualTo(new Trace.Payers(30, Money.fen(60)));
    refund("T-back", "T3", null);
    assertThat(giving.payers(INSURANCE, range.from(), range.from() + 58))
        .isEqualTo(new Trace.Payers(29, Money.fen(58)));
    requireRangesWithoutGaps();
  }

  @Test
  void publicFiguresAreTheSumsOfTheirVouchers() {
    PlaceCode other = new PlaceCode("CN-500235");
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < 40; i++)
      notices.add(
          new SaleNotice(
              "V" + i,
              noon.minus(Duration.ofDays(i % 4 == 0 ? 60 : 0)),
              Money.fen(100 + i),
              i < 30 ? Optional.of(i < 3 ? other : COUNTY) : Optional.empty(),
              Optional.empty()));
    giving.sellAll(officer, merchant.id(), notices);
    refund("V-back", "V7", null);
    PublicFigures figures = giving.publicFigures(project.id());
    record Sums(long donations, long given, long refunds, long returned) {}
    Sums vouchers =
        sql.sql(
                """
                select (select count(*) from giving.sale where project = :p), (select sum(donation) from giving.sale where project = :p),
                  (select count(*) from giving.refund where project = :p and state = 'DONE'), (select sum(returned) from giving.refund where project = :p and state = 'DONE')
                """)
            .param("p", project.id())
            .query(
                (row, number) ->
                    new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
            .single();
    assertThat(vouchers).isEqualTo(new Sums(40, 80, 1, 2));
    for (List<PublicFigures.Raised> list :
        List.of(figures.byMonth(), figures.byMerchantCounty(), figures.byOrigin())) {
      assertThat(
              new Sums(
                  list.stream().mapToLong(PublicFigures.Raised::donations).sum(),
                  list.stream().mapToLong(each -> each.given().minor()).sum(),
                  list.stream().mapToLong(PublicFigures.Raised::refunds).sum(),
                  list.stream().mapToLong(each -> each.returned().minor()).sum()))
          .isEqualTo(vouchers);
      assertThat(list).allMatch(each -> each.donations() >= 10);
    }
    assertThat(figures.byOrigin())
        .as("three goods of another county go together with those of unknown origin")
        .extracting(PublicFigures.Raised::group)
        .containsExactly(new PublicFigures.Group.County(COUNTY), new PublicFigures.Group.Others());
    assertThat(figures.spent().minor())
        .isEqualTo(figures.spentByMonth().stream().mapToLong(each -> each.amount().minor()).sum())
        .isEqualTo(figures.spentByCounty().stream().mapToLong(each -> each.amount().minor()).sum())
        .isEqualTo(
            sql.sql(
                    "select coalesce(sum(e.premium), 0) from programme.enrolment e join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk where c.settled_at is not null and e.programme = :programme")
                .param("programme", INSURANCE.text())
                .query(Long.class)
                .single());
  }

  @Test
  void aFileIsBookedAndItsBadRowsComeBack() throws Exception {
    String csv =
        """
        订单号,下单时间,金额,产地,备注
        S1,%1$s 10:00:00,35.90,CN-500236,=1+1
        S2,%1$s 10:00:01,35.905,,
        S3,%1$s 25:00:00,35.90,,
        S1,%1$s 10:00:00,35.90,CN-500236,again
        S4,%1$s 10:00,0.01,CN-500236,
        """
            .formatted(today.minusDays(3));
    SalesImported first = importFile(csv.getBytes(Charset.forName("GB18030")));
    assertThat(first)
        .extracting(
            SalesImported::rows,
            SalesImported::booked,
            SalesImported::repeated,
            SalesImported::refused,
            SalesImported::given)
        .containsExactly(5L, 2L, 1L, 2L, Money.fen(4));
    assertThat(first.reasons()).containsOnlyKeys("giving.bad-amount", "giving.bad-time");
    String errors =
        Files.readString(files.get(java.util.Objects.requireNonNull(first.errorFile())));
    assertThat(errors).contains("35.905", "giving.bad-amount", "\n3,");
    SalesImported again = importFile(("\uFEFF" + csv).getBytes(StandardCharsets.UTF_8));
    assertThat(again)
        .extracting(SalesImported::booked, SalesImported::repeated)
        .containsExactly(0L, 3L);
    assertThat(figures().donations()).isEqualTo(2);
  }

  @Test
  void randomSalesAndRefundsLeaveTheFundWithTheNetDonationsAndRangesWithoutGaps() {
    long seed = new Random().nextLong();
    System.out.println("randomSalesAndRefunds: seed " + seed);
    Random random = new Random(seed);
    List<Merchant> shops = new ArrayList<>(List.of(merchant));
    for (int i = 0; i < 2; i++) {
      Merchant shop = merchant();
      giving.pledge(
          officer,
          UUID.randomUUID(),
          shop.id(),
          project.id(),
          new Rate.PerMille(1 + random.nextInt(50)),
          today.minusDays(100));
      shops.add(shop);
    }
    programmes.grant(officer, INSURANCE, Money.fen(100_000_000), UUID.randomUUID(), "a test");
    long before = fund();
    Map<String, Long> left = new HashMap<>();
    for (int step = 0; step < 60; step++) {
      Merchant shop = shops.get(random.nextInt(shops.size()));
      if (random.nextInt(3) > 0 || left.isEmpty()) {
        List<SaleNotice> notices = new ArrayList<>();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
          SaleNotice notice = notice("Z" + random.nextInt(150), 1 + random.nextInt(50_000));
          notices.add(notice);
        }
        for (Sale.Result result : giving.sell(officer, shop.id(), notices))
          if (result instanceof Sale.Result.Booked booked && !booked.repeated())
            left.put(shop.id() + "/" + booked.sale().orderNumber(), booked.sale().amount().minor());
      } else {
        String key = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
        UUID owner = UUID.fromString(key.substring(0, 36));
        long most = left.get(key);
        long amount = random.nextBoolean() ? most : 1 + random.nextLong(most);
        RefundNotice notice =
            new RefundNotice(
                "Q" + step,
                key.substring(37),
                noon.plusSeconds(step),
                Optional.of(Money.fen(amount)));
        giving.refundAll(officer, owner, List.of(notice));
        giving.refundAll(officer, owner, List.of(notice));
        if (amount == most) left.remove(key);
        else left.put(key, most - amount);
      }
    }
    awaitDelivered();
    assertThat(fund() - before).isEqualTo(figures().donated().minor());
    assertThat(figures().donated().minor())
        .isEqualTo(
            sql.sql("select sum(donation - returned) from giving.sale where project = :p")
                .param("p", project.id())
                .query(Long.class)
                .single());
    requireRangesWithoutGaps();
    BooksCheck.check(sql);
  }

  /// All donations of the fund, in order, gifts of other tests among them: each begins where the
  /// one before ends, on both lines.
  private void requireRangesWithoutGaps() {
    long gross = 0;
    long net = 0;
    for (Ranges.Donation donation :
        sql.sql(
                """
                select id, project, merchant, business_date, donation, gross_from from giving.sale where programme = :p
                union all
                select id, project, null, business_date, amount, gross_from from giving.gift where programme = :p and gross_from is not null
                order by gross_from
                """)
            .param("p", INSURANCE.text())
            .query(
                (row, number) ->
                    new Ranges.Donation(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        INSURANCE,
                        Optional.ofNullable(row.getObject(3, UUID.class)),
                        row.getObject(4, LocalDate.class),
                        Money.fen(row.getLong(5)),
                        row.getLong(6)))
            .list()) {
      assertThat(donation.grossFrom()).isEqualTo(gross);
      Ranges.Range range = ranges.of(donation);
      assertThat(range.from()).isEqualTo(net);
      gross += donation.amount().minor();
      net = range.to();
    }
    assertThat(ranges.net(INSURANCE)).isEqualTo(net);
  }

  private SalesImported importFile(byte[] csv) throws Exception {
    String digest = files.putPassing(new ByteArrayInputStream(csv), 1 << 20).digest();
    UUID job = giving.importSales(officerAccount(), UUID.randomUUID(), merchant.id(), digest);
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!jobs.find(job).orElseThrow().ended()) {
      assertThat(System.nanoTime()).isLessThan(limit);
      Thread.sleep(20);
    }
    Jobs.Job ended = jobs.find(job).orElseThrow();
    assertThat(ended.state()).as(ended.toString()).isEqualTo(Jobs.State.DONE);
    return Json.read(java.util.Objects.requireNonNull(ended.resultJson()), SalesImported.class);
  }

  private Actor officerAccount() {
    UUID id = UUID.randomUUID();
    String name = "o-" + id;
    accounts.create(Actor.SYSTEM, id, name, name, PlaceCode.WORLD, Optional.empty());
    Grant grant = new Grant(Role.FUND_OFFICER, PlaceCode.WORLD);
    accounts.grant(Actor.SYSTEM, id, grant, Optional.empty());
    return new Actor(id, name, Set.of(grant));
  }

  private void enrol(int persons) {
    programmes.grant(officer, INSURANCE, Money.fen(persons * 3200L), UUID.randomUUID(), "a test");
    PlaceCode county = new PlaceCode("CN-653130");
    PlaceCode village =
        register
            .children(county, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    People people = new People(sql, county);
    for (int i = 0; i < persons; i++)
      people.add(village, LocalDate.of(1986, 1, 1), PovertyStatus.REGISTERED);
    people.save();
    UUID job =
        programmes.enrol(
            officer, INSURANCE, county, programmes.get(INSURANCE).yearOf(today), UUID.randomUUID());
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!jobs.find(job).orElseThrow().ended()) {
      assertThat(System.nanoTime()).isLessThan(limit);
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    awaitDelivered();
  }

  private long paid() {
    return sql.sql("select coalesce(max(total), 0) from programme.paid where programme = :p")
        .param("p", INSURANCE.text())
        .query(Long.class)
        .single();
  }

  /// Holds everything that is in the fund, as an enrolment does.
  private void drainTheFund() {
    var fund = ledger.find(programmes.get(INSURANCE).fund()).orElseThrow();
    ledger.execute(
        List.of(
            new org.yutang.ledger.Command.Transfer(
                org.yutang.kernel.Uuids.fresh(clock.instant()),
                fund.id(),
                programmes.get(INSURANCE).payee(),
                fund.available(),
                "test",
                today)));
  }

  private void awaitDelivered() {
    try {
      assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
      Thread.sleep(1200); // the next checkpoint
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long fund() {
    return ledger.find(programmes.get(INSURANCE).fund()).orElseThrow().balance();
  }

  private Project.Figures figures() {
    return giving.getProject(project.id()).figures();
  }

  private List<Pledge> pledges() {
    return giving
        .pledges(
            new Pledge.Query(
                Optional.of(merchant.id()),
                Optional.empty(),
                Optional.empty(),
                true,
                new Page.Wanted(1, 10)))
        .items();
  }

  private static Merchant.Query all() {
    return new Merchant.Query(
        "", Optional.empty(), Optional.empty(), false, new Page.Wanted(1, 200));
  }

  private Project project() {
    return giving.openProject(
        officer,
        new Project.New(
            UUID.randomUUID(),
            text("项目"),
            text("A summary"),
            INSURANCE,
            PlaceCode.WORLD,
            today.minusDays(400),
            today.plusDays(30),
            Money.fen(100_000_000),
            List.of(
                new Project.BudgetLine(text("保费"), Money.fen(90_000_000)),
                new Project.BudgetLine(text("费用"), Money.fen(10_000_000)))));
  }

  private Merchant merchant() {
    return giving.addMerchant(officer, UUID.randomUUID(), text("商家"), COUNTY);
  }

  private void pledge(Rate rate, LocalDate from) {
    giving.pledge(officer, UUID.randomUUID(), merchant.id(), project.id(), rate, from);
  }

  private SaleNotice notice(String order, long fen) {
    return new SaleNotice(order, noon, Money.fen(fen), Optional.empty(), Optional.empty());
  }

  private SaleNotice at(Instant soldAt) {
    return new SaleNotice(
        "N" + orders++,
        soldAt.truncatedTo(ChronoUnit.MILLIS),
        Money.fen(1000),
        Optional.empty(),
        Optional.empty());
  }

  private SaleNotice from(String origin, String region) {
    return new SaleNotice(
        "N" + orders++,
        noon,
        Money.fen(1000),
        Optional.ofNullable(origin).map(PlaceCode::new),
        Optional.ofNullable(region).map(PlaceCode::new));
  }

  private PlaceCode town() {
    return register
        .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
        .items()
        .getFirst()
        .place()
        .code();
  }

  private Sale sell(SaleNotice notice) {
    return giving.sellAll(officer, merchant.id(), List.of(notice)).getFirst().sale();
  }

  private Refusal.Code refused(SaleNotice notice) {
    return ((Sale.Result.Refused) giving.sell(officer, merchant.id(), List.of(notice)).getFirst())
        .why()
        .code();
  }

  private RefundNotice refundNotice(String refund, String order, Long fen) {
    return new RefundNotice(
        refund, order, noon.plusSeconds(60), Optional.ofNullable(fen).map(Money::fen));
  }

  private Refund refund(String refund, String order, Long fen) {
    return giving
        .refundAll(officer, merchant.id(), List.of(refundNotice(refund, order, fen)))
        .getFirst()
        .refund();
  }

  private Refusal.Code refundRefused(String refund, String order, Long fen) {
    return ((Refund.Result.Refused)
            giving
                .refund(officer, merchant.id(), List.of(refundNotice(refund, order, fen)))
                .getFirst())
        .why()
        .code();
  }

  private static List<Sale> sales(List<Sale.Result.Booked> booked) {
    return booked.stream().map(Sale.Result.Booked::sale).toList();
  }

  private static Text text(String zh) {
    return new Text(zh, zh);
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call).code();
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
