package org.yutang.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.AccountState;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Takings;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// Claims through the room's own door; each test has a campaign of its own.
class CampaignsTest extends ServerTest {

  private static final Unit JAR = new Unit("JAR");
  private static final Unit TREE = new Unit("TREE");
  private static final Unit ENERGY = new Unit("ENERGY-G");
  private static final PlaceCode PLACE = new PlaceCode("CN-500236");
  private static final Price FREE = new Price.Free();

  @Autowired Campaigns campaigns;
  @Autowired Ledger ledger;
  @Autowired Takings takings;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor officer = actor(Role.FUND_OFFICER);

  @Test
  void aClaimIsGrantedOnceHoweverOftenItIsSent() {
    UUID honey = open(JAR, 10, 2, FREE);
    FlashClaim claim = claim(UUID.randomUUID(), 2);
    assertThat(words(honey, claim, claim)).containsExactly("granted", "granted again");
    assertThat(words(honey, claim)).containsExactly("granted again");
    assertThat(campaigns.stock(honey)).isEqualTo(new Campaign.Stock(8, 0, 2));
    FlashClaim.Receipt receipt = campaigns.receipt(officer, honey, claim.id());
    assertThat(receipt.position()).isEqualTo(1);
    assertThat(receipt.state()).isEqualTo(FlashClaim.State.GRANTED);
    assertThat(takings.find(receipt.line()).orElseThrow().holder()).isEqualTo(claim.holder());
    assertThat(campaigns.receipt(officer, honey, claim.id())).isEqualTo(receipt);
    BooksCheck.check(sql);
  }

  @Test
  void anIdUsedForSomethingElseIsRefused() {
    UUID honey = open(JAR, 10, 2, FREE);
    UUID other = open(JAR, 10, 2, FREE);
    FlashClaim claim = claim(UUID.randomUUID(), 1);
    assertThat(
            words(
                honey,
                claim,
                new FlashClaim(claim.id(), claim.holder(), 2),
                new FlashClaim(claim.id(), UUID.randomUUID(), 1)))
        .containsExactly("granted", "CLAIM_DIFFERS", "CLAIM_DIFFERS");
    assertThat(words(other, claim))
        .as("another campaign's ids are its own")
        .containsExactly("granted");
    assertThat(campaigns.stock(honey).granted()).isEqualTo(1);
  }

  @Test
  void nobodyGetsMoreThanOneMayAndNobodyMoreThanThereIs() {
    UUID honey = open(JAR, 5, 3, FREE);
    UUID first = UUID.randomUUID();
    assertThat(words(honey, claim(first, 2), claim(first, 2), claim(first, 1), claim(first, 1)))
        .containsExactly("granted", "LIMIT_REACHED", "granted", "LIMIT_REACHED");
    assertThat(words(honey, claim(UUID.randomUUID(), 3), claim(UUID.randomUUID(), 2)))
        .containsExactly("SOLD_OUT", "granted");
    assertThat(words(honey, claim(UUID.randomUUID(), 4), claim(UUID.randomUUID(), 0)))
        .containsExactly("BAD_QUANTITY", "BAD_QUANTITY");
    assertThat(campaigns.stock(honey)).isEqualTo(new Campaign.Stock(0, 0, 5));
  }

  @Test
  void whatIsSoldOutIsRefusedFromMemoryAndWhatWasGrantedIsNot() throws Exception {
    UUID honey = open(JAR, 2, 1, FREE);
    FlashClaim first = claim(UUID.randomUUID(), 1);
    FlashClaim second = claim(UUID.randomUUID(), 1);
    FlashClaim late = claim(UUID.randomUUID(), 1);
    assertThat(words(honey, first, second, late)).containsExactly("granted", "granted", "SOLD_OUT");
    long before = lines();
    for (int i = 0; i < 50; i++) {
      assertThat(words(honey, claim(UUID.randomUUID(), 1), late)).containsOnly("SOLD_OUT");
      assertThat(words(honey, second, first)).containsOnly("granted again");
      Thread.sleep(30);
    }
    assertThat(lines()).isEqualTo(before);
    assertThat(campaigns.receipt(officer, honey, second.id()).position()).isEqualTo(2);
  }

  @Test
  void aTreeIsPaidWithTheHoldersOwnEnergyAtOnce() {
    UUID trees = open(TREE, 10, 2, new Price.Units(ENERGY, 17_900));
    UUID rich = holder(40_000);
    UUID poor = holder(17_899);
    assertThat(
            words(
                trees, claim(rich, 1), claim(poor, 1), claim(UUID.randomUUID(), 1), claim(rich, 2)))
        .containsExactly("granted", "NOT_ENOUGH", "NOT_ENOUGH", "LIMIT_REACHED");
    FlashClaim again = claim(rich, 1);
    assertThat(words(trees, again, again)).containsExactly("granted", "granted again");
    assertThat(words(trees, claim(rich, 1))).containsExactly("LIMIT_REACHED");
    assertThat(balance(Campaigns.purse(ENERGY, rich))).isEqualTo(4_200);
    assertThat(balance(campaigns.get(trees).incomeAccount())).isEqualTo(35_800);
    assertThat(campaigns.stock(trees)).isEqualTo(new Campaign.Stock(8, 0, 2));
    assertThat(campaigns.receipt(officer, trees, again.id()).position()).isEqualTo(2);
    BooksCheck.check(sql);
  }

  @Test
  void aJarIsHeldUntilItIsPaidAndOneMayPayOnce() {
    UUID honey = open(JAR, 3, 2, paid(Price.Late.REFUND));
    FlashClaim claim = claim(UUID.randomUUID(), 2);
    assertThat(words(honey, claim, claim)).containsExactly("reserved", "reserved again");
    assertThat(campaigns.stock(honey)).isEqualTo(new Campaign.Stock(1, 2, 0));
    FlashClaim.Receipt held = campaigns.receipt(officer, honey, claim.id());
    assertThat(held.state()).isEqualTo(FlashClaim.State.RESERVED);
    assertThat(held.due()).contains(Money.fen(19_600));
    assertThat(held.payBy()).contains(held.at().plusSeconds(900));
    assertThat(code(() -> pay(honey, claim, "n1", 19_599))).isEqualTo(CampaignRefusal.WRONG_AMOUNT);
    assertThat(code(() -> pay(honey, claim(claim.holder(), 1), "n1", 9_800)))
        .isEqualTo(CampaignRefusal.UNKNOWN_CLAIM);
    Payment payment = pay(honey, claim, "n1", 19_600);
    assertThat(payment.state()).isEqualTo(Payment.State.PAID);
    assertThat(pay(honey, claim, "n1", 19_600)).as("told again").isEqualTo(payment);
    assertThat(code(() -> pay(honey, claim, "n1", 9_800)))
        .isEqualTo(CampaignRefusal.PAYMENT_DIFFERS);
    assertThat(code(() -> pay(honey, claim, "n2", 19_600))).isEqualTo(CampaignRefusal.ALREADY_PAID);
    assertThat(campaigns.stock(honey)).isEqualTo(new Campaign.Stock(1, 0, 2));
    assertThat(campaigns.receipt(officer, honey, claim.id()).state())
        .isEqualTo(FlashClaim.State.PAID);
    assertThat(words(honey, claim)).as("the first answer").containsExactly("reserved again");
    assertThat(balance(campaigns.get(honey).incomeAccount())).isEqualTo(19_600);
    assertThat(
            campaigns
                .payments(
                    officer,
                    new Payment.Query(
                        honey, Optional.of(Payment.State.PAID), new Page.Wanted(1, 10)))
                .items())
        .containsExactly(payment);
    BooksCheck.check(sql);
  }

  @Test
  void moneyForWhatIsFreeOrUnknownIsRefused() {
    UUID free = open(JAR, 3, 2, FREE);
    FlashClaim claim = claim(UUID.randomUUID(), 1);
    assertThat(words(free, claim)).containsExactly("granted");
    assertThat(code(() -> pay(free, claim, "n", 100))).isEqualTo(CampaignRefusal.NOT_FOR_MONEY);
    assertThat(code(() -> pay(UUID.randomUUID(), claim, "n", 100)))
        .isEqualTo(CampaignRefusal.UNKNOWN_CAMPAIGN);
  }

  @Test
  void whoComesTooEarlyOrTooLateIsTold() {
    UUID tomorrow = open(JAR, 5, 1, FREE, now().plus(Duration.ofHours(1)), Optional.empty());
    FlashClaim.Answer.Refused early =
        (FlashClaim.Answer.Refused)
            campaigns.claim(officer, tomorrow, List.of(claim(UUID.randomUUID(), 1))).getFirst();
    assertThat(early.code()).isEqualTo(CampaignRefusal.NOT_OPEN_YET);
    assertThat(OffsetDateTime.parse(String.valueOf(early.facts().get("opensAt"))).toInstant())
        .isEqualTo(campaigns.get(tomorrow).opensAt());
    assertThat((long) early.facts().get("retryAfterSeconds")).isBetween(3500L, 3601L);
    UUID yesterday =
        open(
            JAR,
            5,
            1,
            FREE,
            now().minus(Duration.ofHours(2)),
            Optional.of(now().minus(Duration.ofHours(1))));
    assertThat(words(yesterday, claim(UUID.randomUUID(), 1))).containsExactly("ENDED");
    assertThat(campaigns.stock(yesterday).left()).isEqualTo(5);
  }

  @Test
  void anyKindOfIdWillDoExceptOneOfAnotherTime() {
    UUID honey = open(JAR, 10, 1, FREE);
    List<FlashClaim> claims = new ArrayList<>();
    for (UUID id :
        List.of(
            Uuids.fresh(clock.instant()),
            UUID.randomUUID(),
            new UUID(0, 0),
            Uuids.fresh(Instant.EPOCH),
            Uuids.fresh(clock.instant().plus(Duration.ofDays(900)))))
      claims.add(new FlashClaim(id, UUID.randomUUID(), 1));
    assertThat(words(honey, claims.toArray(FlashClaim[]::new))).containsOnly("granted");
    FlashClaim ahead =
        new FlashClaim(
            Uuids.fresh(clock.instant().plus(Duration.ofDays(30))), UUID.randomUUID(), 1);
    assertThat(words(honey, ahead)).containsExactly("CLAIM_ID_TIME");
  }

  @Test
  void everybodyMayClaimForThemselvesAndFewForOthers() {
    UUID honey = open(JAR, 10, 1, FREE);
    Actor auditor = actor(Role.AUDITOR);
    FlashClaim own = claim(auditor.account(), 1);
    FlashClaim other = claim(UUID.randomUUID(), 1);
    assertThat(campaigns.claim(auditor, honey, List.of(own)).getFirst())
        .isInstanceOf(FlashClaim.Answer.Accepted.class);
    assertThat(code(() -> campaigns.claim(auditor, honey, List.of(own, other))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(campaigns.receipt(auditor, honey, own.id()).position()).isEqualTo(1);
    Actor merchant = actor(Role.MERCHANT);
    assertThat(campaigns.claim(merchant, honey, List.of(other)).getFirst())
        .isInstanceOf(FlashClaim.Answer.Accepted.class);
    assertThat(code(() -> campaigns.receipt(auditor, honey, other.id())))
        .isEqualTo(CampaignRefusal.UNKNOWN_CLAIM);
    assertThat(code(() -> campaigns.open(merchant, wish(JAR, 1, 1, FREE))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> campaigns.pay(merchant, notice(honey, other, "n", 1))))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    List<FlashClaim> many = Collections.nCopies(Campaigns.MAX_CLAIMS + 1, own);
    assertThat(code(() -> campaigns.claim(auditor, honey, many)))
        .isEqualTo(CampaignRefusal.TOO_MANY_CLAIMS);
  }

  @Test
  void aFrozenCampaignIsSuspended() {
    UUID honey = open(JAR, 10, 1, FREE);
    UUID stock = campaigns.get(honey).stockAccount();
    ledger.set(stock, AccountState.FROZEN);
    FlashClaim claim = claim(UUID.randomUUID(), 1);
    assertThat(words(honey, claim)).containsExactly("SUSPENDED");
    ledger.set(stock, AccountState.OPEN);
    assertThat(words(honey, claim)).containsExactly("granted");
  }

  @Test
  void theSameCampaignAgainIsQuietlyAcceptedAndAnotherRefused() {
    Campaign.New wish = wish(JAR, 10, 1, FREE);
    Campaign made = campaigns.open(officer, wish);
    assertThat(campaigns.open(officer, wish)).isEqualTo(made);
    assertThat(campaigns.stock(wish.id()).left()).isEqualTo(10);
    Campaign.New other =
        new Campaign.New(
            wish.id(),
            wish.title(),
            wish.place(),
            wish.unit(),
            11,
            1,
            wish.opensAt(),
            wish.endsAt(),
            FREE);
    assertThat(code(() -> campaigns.open(officer, other))).isEqualTo(CampaignRefusal.ID_REUSED);
    assertThat(campaigns.list(new Campaign.Query(wish.title().en(), new Page.Wanted(1, 5))).items())
        .containsExactly(made);
  }

  @Test
  void whatCannotBeWishedIsRefused() {
    Instant opens = now();
    for (Campaign.New bad :
        List.of(
            wish(Unit.CNY, 10, 1, FREE),
            wish(JAR, 0, 1, FREE),
            wish(JAR, Campaign.MAX_STOCK + 1, 1, FREE),
            wish(JAR, 1, 0, FREE),
            wish(JAR, 1, 1, new Price.Units(JAR, 1)),
            wish(JAR, 1, 1, new Price.Units(ENERGY, 0)),
            wish(JAR, 1, 1, new Price.Units(ENERGY, Price.MAX_EACH + 1)),
            wish(JAR, 1, 1, new Price.Paid(Money.fen(0), Duration.ofMinutes(1), Price.Late.REFUND)),
            wish(JAR, 1, 1, new Price.Paid(Money.fen(1), Duration.ofMillis(1), Price.Late.REFUND)),
            wish(
                JAR,
                1,
                1,
                new Price.Paid(new Money(1, "USD"), Duration.ofMinutes(1), Price.Late.REFUND)),
            wish(JAR, 1, 1, FREE, opens.plusMillis(1), Optional.empty()),
            wish(JAR, 1, 1, FREE, opens.minus(Duration.ofDays(3)), Optional.empty()),
            wish(JAR, 1, 1, FREE, opens.plus(Duration.ofDays(400)), Optional.empty()),
            wish(JAR, 1, 1, FREE, opens, Optional.of(opens)),
            wish(JAR, 1, 1, FREE, opens, Optional.of(opens.plus(Duration.ofDays(366))))))
      assertThat(code(() -> campaigns.open(officer, bad)))
          .as(bad.toString())
          .isEqualTo(CampaignRefusal.BAD_FIELD);
  }

  @Test
  void manyAtOnceGetExactlyWhatThereIsInOneOrder() throws Exception {
    int callers = 64;
    int stock = 100;
    UUID honey = open(JAR, stock, 2, FREE);
    List<Callable<List<UUID>>> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) all.add(() -> claimAway(honey));
    List<UUID> granted = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<UUID>> each : threads.invokeAll(all)) granted.addAll(each.get());
    }
    assertThat(granted).hasSize(stock).doesNotHaveDuplicates();
    assertThat(campaigns.stock(honey)).isEqualTo(new Campaign.Stock(0, 0, stock));
    assertThat(
            granted.stream().map(id -> campaigns.receipt(officer, honey, id).position()).sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, stock).boxed().toList());
    BooksCheck.check(sql);
  }

  /// One caller with holders of its own, each of whom tries thrice, everything sent twice.
  private List<UUID> claimAway(UUID campaign) {
    List<UUID> granted = new ArrayList<>();
    UUID holder = UUID.randomUUID();
    for (int i = 0; i < 9; i++) {
      if (i % 3 == 0) holder = UUID.randomUUID();
      FlashClaim claim = claim(holder, 1);
      List<String> answers =
          IntStream.range(0, 2).mapToObj(time -> words(campaign, claim).getFirst()).toList();
      if (answers.getFirst().equals("granted")) {
        assertThat(answers).containsExactly("granted", "granted again");
        granted.add(claim.id());
      } else assertThat(answers).doesNotContain("granted", "granted again");
    }
    return granted;
  }

  private List<String> words(UUID campaign, FlashClaim... claims) {
    return campaigns.claim(officer, campaign, List.of(claims)).stream()
        .map(CampaignHouse::word)
        .toList();
  }

  private static FlashClaim claim(UUID holder, long quantity) {
    return new FlashClaim(Uuids.fresh(Instant.now()), holder, quantity);
  }

  private Payment pay(UUID campaign, FlashClaim claim, String number, long fen) {
    return campaigns.pay(officer, notice(campaign, claim, number, fen));
  }

  private static Payment.Notice notice(UUID campaign, FlashClaim claim, String number, long fen) {
    return new Payment.Notice(campaign, claim.id(), number, Money.fen(fen));
  }

  private static Price.Paid paid(Price.Late late) {
    return new Price.Paid(Money.fen(9_800), Duration.ofMinutes(15), late);
  }

  private UUID holder(long grams) {
    UUID holder = UUID.randomUUID();
    UUID sun = UUID.randomUUID();
    UUID purse = Campaigns.purse(ENERGY, holder);
    ledger.open(
        List.of(
            new NewAccount(sun, "test sun", ENERGY, true),
            new NewAccount(purse, "test purse", ENERGY, false)));
    ledger.execute(
        List.of(
            new Command.Transfer(
                Uuids.fresh(clock.instant()), sun, purse, grams, "energy", LocalDate.EPOCH)));
    return holder;
  }

  private UUID open(Unit unit, long stock, long perHolder, Price price) {
    return open(unit, stock, perHolder, price, now(), Optional.empty());
  }

  private UUID open(
      Unit unit, long stock, long perHolder, Price price, Instant opens, Optional<Instant> ends) {
    return campaigns.open(officer, wish(unit, stock, perHolder, price, opens, ends)).id();
  }

  private Campaign.New wish(Unit unit, long stock, long perHolder, Price price) {
    return wish(unit, stock, perHolder, price, now(), Optional.empty());
  }

  private static Campaign.New wish(
      Unit unit, long stock, long perHolder, Price price, Instant opens, Optional<Instant> ends) {
    UUID id = UUID.randomUUID();
    return new Campaign.New(
        id, new Text("测试活动", "test " + id), PLACE, unit, stock, perHolder, opens, ends, price);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private long lines() {
    return sql.sql("select last_line from ledger.shard_lease").query(Long.class).single();
  }

  private long balance(UUID account) {
    return ledger.find(account).orElseThrow().balance();
  }

  private static Actor actor(Role role) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, PlaceCode.WORLD)));
  }

  private static Refusal.Code code(ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call).code();
  }
}
