package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
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
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPaid;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefunded;
import org.yutang.payment.Via;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.proof.ProofVerifier;
import org.yutang.proof.ReceiptDocument;
import org.yutang.proof.VerifierKey;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Gifts as donors and officers see them. Each test has a project of its own; the fund is
/// everybody's.
class GiftsTest extends ServerTest {

  private static final ProgrammeId INSURANCE = new ProgrammeId("breadwinners-insurance");
  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final Page.Wanted ALL = new Page.Wanted(1, 100);

  @Autowired BeanFactory beans;
  @Autowired Gifts gifts;
  @Autowired Giving giving;
  @Autowired GiftDelivery delivery;
  @Autowired GiftChores chores;
  @Autowired Ranges ranges;
  @Autowired Incoming incoming;
  @Autowired IncomingDesk desk;
  @Autowired Programmes programmes;
  @Autowired Ledger ledger;
  @Autowired Proof proof;
  @Autowired Outbox outbox;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private final Actor second = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private LocalDate today;
  private Project project;

  @BeforeEach
  void aProject() {
    today = BusinessDay.of(clock.instant());
    project = project(today.plusDays(400));
  }

  @Test
  void aGiftThatIsPaidIsInTheFundOnTheLineAndInTheLog() {
    long fund = fund();
    long line = ranges.net(INSURANCE);
    Gifts.Given given = gifts.give(gift(5_000));
    assertThat(gifts.get(given.link(), given.gift()).state()).isEqualTo(Gift.State.ASKED);
    assertThat(gifts.payAt(given.link(), given.gift(), true, "/back"))
        .startsWith("/pay/sandbox/")
        .endsWith("?back=%2Fback");
    pay(given);
    Gift paid = gifts.get(given.link(), given.gift());
    assertThat(paid.state()).isEqualTo(Gift.State.PAID);
    assertThat(paid.paid().orElseThrow().businessDate()).isEqualTo(today);
    assertThat(paid.paid().orElseThrow().receipt()).matches("G[0-9]{4}-[0-9]{6}");
    assertThat(fund() - fund).isEqualTo(5_000);
    assertThat(ranges.net(INSURANCE) - line).isEqualTo(5_000);
    Trace trace = giving.trace(paid.publicId());
    assertThat(trace.merchant()).isEmpty();
    assertThat(trace.kept()).isEqualTo(Money.fen(5_000));
    Project.Figures figures = figures();
    assertThat(figures.gifts())
        .isEqualTo(new Project.GiftSums(1, Money.fen(5_000), 0, Money.fen(0)));
    assertThat(figures.donations()).isZero();
    assertThat(figures.collected()).isEqualTo(Money.fen(5_000));
    verify(given);
    BooksCheck.check(sql);
  }

  private void verify(Gifts.Given given) {
    Sale.Receipt receipt = gifts.receipt(given.link(), given.gift());
    Proof.Receipt leaf = proof.find(receipt.key()).orElseThrow();
    String entry = new String(leaf.entry(), StandardCharsets.UTF_8);
    assertThat(entry).isEqualTo(receipt.leaf()).contains("yutang/gift/1").doesNotContain("张");
    ReceiptDocument document =
        new ReceiptDocument(
            leaf.entry(),
            leaf.proof(),
            proof.verifierKey(),
            Optional.of(
                new ReceiptDocument.Opening(
                    HexFormat.of().parseHex(receipt.salt()),
                    Map.of("receipt", receipt.orderNumber()))));
    assertThat(ProofVerifier.verify(document, VerifierKey.parse(proof.verifierKey()).orElseThrow()))
        .isInstanceOfSatisfying(
            ProofVerifier.Verified.class,
            verified ->
                assertThat(verified.opened()).containsEntry("receipt", receipt.orderNumber()));
  }

  @Test
  void theSameKeyGivesTheSameGiftAndTheSameLink() {
    Gift.New gift = gift(300);
    Gifts.Given first = gifts.give(gift);
    assertThat(gifts.give(gift)).isEqualTo(first);
    Gift.New other =
        new Gift.New(
            gift.key(),
            gift.project(),
            gift.amount(),
            Optional.of("李四"),
            gift.contact(),
            gift.message(),
            gift.via());
    assertThat(code(() -> gifts.give(other))).isEqualTo(GivingRefusal.ID_REUSED);
    assertThat(gifts.donor(first.link()).gifts()).hasSize(1);
  }

  @Test
  void whoGivesAgainKeepsLinkAndName() {
    Gifts.Given first = gifts.give(gift(300));
    Gift.New more = again(first.link(), 700, Optional.of("别人"));
    Gifts.Given again = gifts.give(more);
    assertThat(again.link()).isEqualTo(first.link());
    assertThat(gifts.give(more)).isEqualTo(again);
    gifts.giveMonthly(again(first.link(), 100, Optional.empty()), 3);
    Donor donor = gifts.donor(first.link());
    assertThat(donor.gifts()).hasSize(3).allMatch(each -> each.name().equals(Optional.of("张三")));
    assertThat(donor.plans()).hasSize(1);
    Gift.New stranger = again("yg_" + "x".repeat(43), 1, Optional.empty());
    assertThat(code(() -> gifts.give(stranger))).isEqualTo(GivingRefusal.UNKNOWN_LINK);
  }

  private Gift.New again(String link, long fen, Optional<String> name) {
    return new Gift.New(
        UUID.randomUUID(),
        project.id(),
        Money.fen(fen),
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(link));
  }

  @Test
  void onlyTheLinkOpensAndNothingPersonalLiesOpen() {
    Gifts.Given mine = gifts.give(gift(300));
    Gifts.Given others = gifts.give(gift(400));
    assertThat(code(() -> gifts.get(mine.link(), others.gift())))
        .isEqualTo(GivingRefusal.UNKNOWN_LINK);
    for (String link : List.of("", "yg_", "yg_" + "x".repeat(43), mine.link() + "x"))
      assertThat(code(() -> gifts.donor(link))).as(link).isEqualTo(GivingRefusal.UNKNOWN_LINK);
    assertThat(gifts.donor(mine.link()).contact()).contains("z***@example.org");
    String rows =
        sql.sql("select coalesce(string_agg(d::text, ' '), '') from giving.donor d")
            .query(String.class)
            .single();
    String hex = HexFormat.of().formatHex("zhang@example.org".getBytes(StandardCharsets.UTF_8));
    assertThat(rows).contains("张三").doesNotContain("zhang@", hex, mine.link());
  }

  @Test
  void badGiftsAreRefused() {
    assertThat(field(amount(0))).isEqualTo("amount");
    assertThat(field(amount(GiftTold.MAX_FEN + 1))).isEqualTo("amount");
    for (String contact :
        List.of("nobody", "a@b", "123", "1380000000", "a b@c.d", "x@" + "y".repeat(100) + ".cn"))
      assertThat(field(with(Optional.empty(), Optional.of(contact), Optional.empty())))
          .as(contact)
          .isEqualTo("contact");
    for (String name : List.of("x".repeat(41), "a\u0000b", "a\u202eb", "a\nb"))
      assertThat(field(with(Optional.of(name), Optional.empty(), Optional.empty())))
          .as(name)
          .isEqualTo("name");
    assertThat(field(with(Optional.empty(), Optional.empty(), Optional.of("x".repeat(501)))))
        .isEqualTo("message");
    for (int day : List.of(0, 29, -1))
      assertThat(code(() -> gifts.giveMonthly(gift(100), day))).isEqualTo(GivingRefusal.BAD_GIFT);
    Gift.New nowhere =
        new Gift.New(
            UUID.randomUUID(),
            UUID.randomUUID(),
            Money.fen(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(code(() -> gifts.give(nowhere))).isEqualTo(GivingRefusal.UNKNOWN_PROJECT);
    project = project(today.minusDays(1));
    assertThat(code(() -> gifts.give(gift(100)))).isEqualTo(GivingRefusal.OUTSIDE_PROJECT);
  }

  @Test
  void receiptsAreNumberedWithoutAGapHoweverManyComeAtOnce() throws Exception {
    List<Gifts.Given> given = new ArrayList<>();
    for (int i = 0; i < 12; i++) given.add(gifts.give(gift(100 + i)));
    gifts.give(gift(999)); // never paid, takes no number
    List<Callable<Object>> pays = new ArrayList<>();
    for (Gifts.Given each : given)
      pays.add(() -> IncomingDoor.pay(beans, gifts.get(each.link(), each.gift()).payment()));
    atOnce(pays);
    delivered();
    List<Integer> numbers =
        given.stream()
            .map(each -> gifts.get(each.link(), each.gift()).paid().orElseThrow().number())
            .sorted()
            .toList();
    assertThat(numbers)
        .isEqualTo(IntStream.range(numbers.getFirst(), numbers.getFirst() + 12).boxed().toList());
    assertThat(
            sql.sql(
                    "select count(*) = max(receipt_number) and min(receipt_number) = 1 from giving.gift where receipt_year = :year")
                .param("year", today.getYear())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aMessageIsPublicOnlyAfterSomebodyReadIt() {
    Gifts.Given unpaid = gifts.give(message(100, "第一句"));
    Gifts.Given paid = gifts.give(message(200, "第二句"));
    pay(paid);
    assertThat(gifts.messages(project.id(), ALL).items()).isEmpty();
    assertThat(waiting()).contains(paid.gift()).doesNotContain(unpaid.gift());
    assertThat(code(() -> gifts.moderate(officer, unpaid.gift(), true)))
        .as("not paid")
        .isEqualTo(GivingRefusal.MESSAGE_DECIDED);
    Actor auditor = actor(Role.AUDITOR, PlaceCode.WORLD);
    assertThat(code(() -> gifts.moderate(auditor, paid.gift(), true)))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    gifts.moderate(officer, paid.gift(), true);
    gifts.moderate(officer, paid.gift(), true);
    assertThat(gifts.messages(project.id(), ALL).items())
        .extracting(Gift.Told::text, Gift.Told::amount)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("第二句", Money.fen(200)));
    assertThat(code(() -> gifts.moderate(officer, paid.gift(), false)))
        .isEqualTo(GivingRefusal.MESSAGE_DECIDED);
    Gifts.Given rude = gifts.give(message(300, "骂人的话"));
    pay(rude);
    gifts.moderate(officer, rude.gift(), false);
    assertThat(gifts.messages(project.id(), ALL).items()).hasSize(1);
    assertThat(waiting()).doesNotContain(rude.gift());
  }

  @Test
  void aMonthIsGivenOnceByTwoTasksAtOnce() throws Exception {
    Gifts.Given given = gifts.giveMonthly(gift(1_000), 5);
    assertThat(gifts.giveMonthly(gift(1_000), 5).link()).isNotEqualTo(given.link());
    GiftPlan plan = gifts.donor(given.link()).plans().getFirst();
    assertThat(plan.next()).isEqualTo(YearMonth.from(today).plusMonths(1).atDay(5));
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      tasks.add(
          () -> {
            chores.giveOn(plan.next().plusDays(3));
            return "";
          });
    chores.giveOn(plan.next().minusDays(1));
    assertThat(gifts.donor(given.link()).gifts()).hasSize(1);
    atOnce(tasks);
    Donor donor = gifts.donor(given.link());
    assertThat(donor.gifts()).hasSize(2);
    assertThat(donor.gifts())
        .extracting(gift -> gift.month().orElseThrow())
        .containsExactlyInAnyOrder(YearMonth.from(today), YearMonth.from(plan.next()));
    assertThat(donor.plans().getFirst().next()).isEqualTo(plan.next().plusMonths(1));
    UUID nextGift =
        donor.gifts().stream()
            .filter(each -> each.month().orElseThrow().equals(YearMonth.from(plan.next())))
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(gifts.payAt(given.link(), nextGift, false, "/")).startsWith("/pay/sandbox/");
  }

  @Test
  void aPlanCanBePausedAndEndedByItsDonorAlone() {
    Gifts.Given given = gifts.giveMonthly(gift(1_000), 28);
    GiftPlan plan = gifts.donor(given.link()).plans().getFirst();
    Gifts.Given stranger = gifts.give(gift(1));
    assertThat(code(() -> gifts.setPlan(stranger.link(), plan.id(), GiftPlan.State.ENDED)))
        .isEqualTo(GivingRefusal.UNKNOWN_LINK);
    gifts.setPlan(given.link(), plan.id(), GiftPlan.State.PAUSED);
    chores.giveOn(plan.next());
    assertThat(gifts.donor(given.link()).gifts()).hasSize(1);
    gifts.setPlan(given.link(), plan.id(), GiftPlan.State.RUNNING);
    chores.giveOn(plan.next().plusMonths(2));
    assertThat(gifts.donor(given.link()).gifts())
        .as("months that passed are not caught up")
        .hasSize(2);
    gifts.setPlan(given.link(), plan.id(), GiftPlan.State.ENDED);
    assertThat(code(() -> gifts.setPlan(given.link(), plan.id(), GiftPlan.State.RUNNING)))
        .isEqualTo(GivingRefusal.PLAN_ENDED);
    project = project(today.plusDays(40));
    Gifts.Given shortly = gifts.giveMonthly(gift(1_000), 28);
    chores.giveOn(today.plusDays(90));
    Donor over = gifts.donor(shortly.link());
    assertThat(over.plans().getFirst().state()).isEqualTo(GiftPlan.State.ENDED);
    assertThat(over.gifts()).hasSize(1);
  }

  @Test
  void whatGoesBackLeavesTheLineAndNothingIsDoneTwice() {
    long fund = fund();
    long line = ranges.net(INSURANCE);
    Gifts.Given first = gifts.give(gift(1_000));
    Gifts.Given behind = gifts.give(gift(500));
    pay(first);
    pay(behind);
    Gift one = gifts.get(first.link(), first.gift());
    Arrival arrival = arrival(one);
    PaymentRefund refund = IncomingDoor.refund(beans, officer, second, arrival, 300);
    delivered();
    again(one, refund, 300);
    Gift now = gifts.get(first.link(), first.gift());
    assertThat(now.returned()).isEqualTo(Money.fen(300));
    assertThat(now.paid()).as("the receipt stays").isEqualTo(one.paid());
    assertThat(fund() - fund).isEqualTo(1_200);
    assertThat(ranges.net(INSURANCE) - line).isEqualTo(1_200);
    assertThat(giving.trace(one.publicId()).kept()).isEqualTo(Money.fen(700));
    assertThat(giving.payers(INSURANCE, line, line + 1_200).donations()).isEqualTo(2);
    assertThat(giving.payers(INSURANCE, line, line + 700).donations()).isEqualTo(1);
    assertThat(giving.payers(INSURANCE, line + 700, line + 701).donations())
        .as("the one behind has moved up")
        .isEqualTo(1);
    assertThat(figures().gifts())
        .isEqualTo(new Project.GiftSums(2, Money.fen(1_500), 1, Money.fen(300)));
    UUID leaf =
        sql.sql("select leaf from giving.gift_return where gift = :gift")
            .param("gift", one.id())
            .query(UUID.class)
            .single();
    assertThat(new String(proof.find(leaf).orElseThrow().entry(), StandardCharsets.UTF_8))
        .contains("yutang/gift-return/1", one.publicId().toString(), "\"amountMinor\":\"300\"");
    BooksCheck.check(sql);
  }

  /// The events again, as after a crash of the listener.
  private void again(Gift gift, PaymentRefund refund, long fen) {
    IncomingPaid paid =
        new IncomingPaid(
            gift.payment(),
            "gift",
            gift.id(),
            refund.arrival(),
            gift.amount().minor(),
            today.toString());
    PaymentRefunded back =
        new PaymentRefunded(refund.id(), gift.payment(), "gift", gift.id(), fen, today.toString());
    delivery.handle(
        List.of(
            new Outbox.Entry(1, IncomingPaid.TOPIC, Json.write(paid)),
            new Outbox.Entry(2, PaymentRefunded.TOPIC, Json.write(back)),
            new Outbox.Entry(3, PaymentRefunded.TOPIC, Json.write(back))));
  }

  @Test
  void giftsAndOrdersLieOnOneLine() {
    Merchant merchant =
        giving.addMerchant(officer, UUID.randomUUID(), new Text("商家", "Merchant"), COUNTY);
    giving.pledge(
        officer,
        UUID.randomUUID(),
        merchant.id(),
        project.id(),
        new Rate.PerOrder(Money.fen(20)),
        today.minusDays(3));
    long line = ranges.net(INSURANCE);
    pay(gifts.give(gift(100)));
    Instant noon = today.minusDays(1).atTime(12, 0).atZone(BusinessDay.ZONE).toInstant();
    for (String order : List.of("O1", "O2"))
      giving.sellAll(
          officer,
          merchant.id(),
          List.of(new SaleNotice(order, noon, Money.fen(900), Optional.empty(), Optional.empty())));
    pay(gifts.give(gift(50)));
    assertThat(ranges.net(INSURANCE) - line).isEqualTo(190);
    assertThat(payers(line, 0, 190)).isEqualTo(4);
    assertThat(payers(line, 0, 100)).isEqualTo(1);
    assertThat(payers(line, 99, 101)).isEqualTo(2);
    assertThat(payers(line, 100, 140)).isEqualTo(2);
    assertThat(payers(line, 120, 121)).isEqualTo(1);
    assertThat(payers(line, 140, 190)).isEqualTo(1);
    assertThat(figures().collected()).isEqualTo(Money.fen(190));
  }

  @Test
  void aGiftThatNobodyPaysLapsesAndOneToldLateCountsStill() {
    Gifts.Given unpaid = gifts.give(gift(100));
    Gifts.Given silent = gifts.give(gift(200));
    UUID payment = gifts.get(silent.link(), silent.gift()).payment();
    IncomingDoor.expire(beans, payment);
    IncomingDoor.expire(beans, gifts.get(unpaid.link(), unpaid.gift()).payment());
    IncomingDoor.minute(beans);
    delivered();
    assertThat(gifts.get(unpaid.link(), unpaid.gift()).state()).isEqualTo(Gift.State.LAPSED);
    assertThat(gifts.get(silent.link(), silent.gift()).state()).isEqualTo(Gift.State.LAPSED);
    IncomingDoor.tell(beans, IncomingDoor.trade(beans, payment, "L" + UUID.randomUUID(), 200, -60));
    delivered();
    assertThat(gifts.get(silent.link(), silent.gift()).state()).isEqualTo(Gift.State.PAID);
  }

  @Test
  void whateverTheOrderOfEventsTheMoneyIsTheSame() {
    long seed = new Random().nextLong();
    System.out.println("GiftsTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 4; round++) walk(random, seed);
    BooksCheck.check(sql);
  }

  /// Some gifts, and whatever can happen to them, in any order and often twice.
  private void walk(Random random, long seed) {
    long fund = fund();
    long line = ranges.net(INSURANCE);
    long unmatched = balance(Incoming.unmatched(Via.SANDBOX));
    long outside = balance(Incoming.outside(Via.SANDBOX));
    List<Gifts.Given> given = new ArrayList<>();
    for (int i = 0; i < 5; i++) given.add(gifts.give(gift(1_000 + random.nextInt(9_000))));
    List<Map<String, String>> told = new ArrayList<>();
    for (int step = 0; step < 45; step++) {
      Gifts.Given each = given.get(random.nextInt(given.size()));
      Gift gift = gifts.get(each.link(), each.gift());
      try {
        switch (random.nextInt(10)) {
          case 0, 1 -> told.add(IncomingDoor.paySilently(beans, gift.payment()));
          case 2, 3 -> {
            if (!told.isEmpty()) IncomingDoor.tell(beans, told.get(random.nextInt(told.size())));
          }
          case 4 ->
              told.add(
                  IncomingDoor.trade(
                      beans,
                      gift.payment(),
                      "W" + random.nextInt(1 << 30),
                      gift.amount().minor() + random.nextInt(3) - 1,
                      random.nextInt(7_300) - 60));
          case 5 -> incoming.useSandbox(gift.payment(), random.nextInt(3) > 0);
          case 6 -> IncomingDoor.minute(beans);
          case 7 -> {
            delivered();
            for (Arrival arrival : arrivals(gift))
              IncomingDoor.refund(
                  beans,
                  officer,
                  second,
                  arrival,
                  1 + random.nextInt((int) arrival.amount().minor()));
          }
          case 8 -> IncomingDoor.expire(beans, gift.payment());
          default -> delivered();
        }
      } catch (Refusal refused) {
        // what cannot be leaves everything as it is
        assertThat(refused.code()).isNotNull();
      }
    }
    delivered();
    IncomingDoor.minute(beans);
    delivered();
    long kept = 0;
    long parked = 0;
    for (Gifts.Given each : given) {
      Gift gift = gifts.get(each.link(), each.gift());
      List<Arrival> arrivals = arrivals(gift);
      List<Arrival> fitting = arrivals.stream().filter(a -> a.fit() == Arrival.Fit.FITS).toList();
      assertThat(fitting).as("seed " + seed).hasSizeLessThanOrEqualTo(1);
      assertThat(gift.state() == Gift.State.PAID).as("seed " + seed).isEqualTo(!fitting.isEmpty());
      if (!fitting.isEmpty()) {
        assertThat(gift.returned()).isEqualTo(fitting.getFirst().goneBack());
        kept += gift.amount().minus(gift.returned()).minor();
      }
      for (Arrival arrival : arrivals)
        if (arrival.fit() != Arrival.Fit.FITS)
          parked += arrival.amount().minus(arrival.goneBack()).minor();
    }
    assertThat(fund() - fund).as("fund, seed " + seed).isEqualTo(kept);
    assertThat(ranges.net(INSURANCE) - line).as("line, seed " + seed).isEqualTo(kept);
    assertThat(balance(Incoming.unmatched(Via.SANDBOX)) - unmatched)
        .as("unmatched, seed " + seed)
        .isEqualTo(parked);
    assertThat(outside - balance(Incoming.outside(Via.SANDBOX)))
        .as("outside, seed " + seed)
        .isEqualTo(kept + parked);
    assertThat(balance(Incoming.returning(Via.SANDBOX))).as("seed " + seed).isZero();
  }

  // What the tests share

  private Gift.New gift(long fen) {
    return message(fen, "");
  }

  private Gift.New message(long fen, String message) {
    return new Gift.New(
        UUID.randomUUID(),
        project.id(),
        Money.fen(fen),
        Optional.of("张三"),
        Optional.of("zhang@example.org"),
        Optional.of(message),
        Optional.empty());
  }

  private Gift.New amount(long fen) {
    return gift(fen);
  }

  private Gift.New with(Optional<String> name, Optional<String> contact, Optional<String> message) {
    return new Gift.New(
        UUID.randomUUID(), project.id(), Money.fen(100), name, contact, message, Optional.empty());
  }

  private Object field(Gift.New gift) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> gifts.give(gift));
    assertThat(refusal.code()).isEqualTo(GivingRefusal.BAD_GIFT);
    return refusal.facts().get("field");
  }

  private void pay(Gifts.Given given) {
    IncomingDoor.pay(beans, gifts.get(given.link(), given.gift()).payment());
    delivered();
  }

  private List<UUID> waiting() {
    return gifts.waitingMessages(officer, ALL).items().stream().map(Gift::id).toList();
  }

  private Arrival arrival(Gift gift) {
    return arrivals(gift).getFirst();
  }

  private List<Arrival> arrivals(Gift gift) {
    return desk.arrivals(officer, new Arrival.Query(false, false, Optional.of(gift.payment()), ALL))
        .items();
  }

  private long payers(long line, long from, long to) {
    return giving.payers(INSURANCE, line + from, line + to).donations();
  }

  private Project.Figures figures() {
    return giving.getProject(project.id()).figures();
  }

  private long fund() {
    return balance(programmes.get(INSURANCE).fund());
  }

  private long balance(UUID account) {
    return ledger.find(account).map(each -> each.balance()).orElse(0L);
  }

  private Project project(LocalDate to) {
    return giving.openProject(
        officer,
        new Project.New(
            UUID.randomUUID(),
            new Text("项目", "Project"),
            new Text("一个测试", "A test"),
            INSURANCE,
            COUNTY,
            today.minusDays(400),
            to,
            Optional.empty(),
            List.of(
                new Project.BudgetLine(new Text("保费", "Premiums"), Money.fen(9_000), false),
                new Project.BudgetLine(new Text("费用", "Fees"), Money.fen(1_000), true))));
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) answers.add(each.get());
      return answers;
    }
  }

  private void delivered() {
    try {
      for (int i = 0; i < 3; i++)
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call).code();
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
