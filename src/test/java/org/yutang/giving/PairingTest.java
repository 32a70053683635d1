package org.yutang.giving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Arrival;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPaid;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.proof.Proof;
import org.yutang.register.PersonId;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Gifts and the women whose cover they raise, one to one.
class PairingTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500243");

  @Autowired BeanFactory beans;
  @Autowired AddedCover cover;
  @Autowired Gifts gifts;
  @Autowired GiftDelivery delivery;
  @Autowired GiftChores chores;
  @Autowired Cases cases;
  @Autowired Proof proof;
  @Autowired Transactions transactions;

  private PairingHouse house;

  @BeforeEach
  void aCounty() {
    house = new PairingHouse(beans, COUNTY);
    house.empty();
  }

  @AfterEach
  void check() {
    house.check();
  }

  @Test
  void eachGiftRaisesTheCoverOfOneWomanAndWhoHasLeastIsNext() {
    List<PersonId> women = house.women(3);
    List<Gifts.Given> given = new ArrayList<>();
    for (int i = 0; i < 7; i++) given.add(house.paid(100 + i));
    assertThat(women.stream().map(each -> house.of(each).pairs()).sorted().toList())
        .containsExactly(2, 2, 3);
    assertThat(women.stream().mapToLong(each -> house.of(each).added().minor()).sum())
        .isEqualTo(7 * 5_000);
    for (Gifts.Given each : given) {
      AddedCover.OfGift pair = house.ofGift(each).orElseThrow();
      assertThat(pair.state()).isEqualTo(AddedCover.State.PAIRED);
      assertThat(pair.adds()).contains(Money.fen(5_000));
      assertThat(pair.since()).contains(house.today());
    }
    again(given.getFirst());
    assertThat(women.stream().mapToInt(each -> house.of(each).pairs()).sum()).isEqualTo(7);
  }

  /// The event again, as after a crash of the listener.
  private void again(Gifts.Given given) {
    Gift gift = house.now(given);
    IncomingPaid paid =
        new IncomingPaid(
            gift.payment(),
            "gift",
            gift.id(),
            UUID.randomUUID(),
            gift.amount().minor(),
            house.today().toString());
    Outbox.Entry entry = new Outbox.Entry(1, IncomingPaid.TOPIC, Json.write(paid));
    delivery.handle(List.of(entry, entry));
    house.delivered();
  }

  @Test
  void theLogSaysWhichGiftAndNotWhom() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(house.gift(5_000, "加油"));
    AddedCover.OfGift pair = house.ofGift(given).orElseThrow();
    String leaf = text(pair.leaf().orElseThrow());
    assertThat(leaf)
        .contains("yutang/pairing/1", pair.gift().toString(), "\"addsMinor\":\"5000\"")
        .contains("\"number\":1")
        .doesNotContain(woman.toString(), "张", "加油", COUNTY.text());
    assertThat(pair.county()).as("a single woman of a county").isEmpty();
    house.women(AddedCover.FEWEST_NAMED);
    assertThat(house.ofGift(given).orElseThrow().county()).contains(COUNTY);
  }

  @Test
  void aGiftBelowTheLeastAddsNothing() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given small = house.paid(99);
    assertThat(house.ofGift(small)).isEmpty();
    assertThat(house.of(woman).pairs()).isZero();
  }

  @Test
  void manyPayersAtOnceAreEachPairedOnceAndEvenly() throws Exception {
    List<PersonId> women = house.women(4);
    List<Callable<Object>> payers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Gifts.Given given = house.give(100);
      for (int twice = 0; twice < 2; twice++)
        payers.add(
            () -> {
              house.pay(given);
              return given;
            });
    }
    atOnce(payers);
    house.delivered();
    assertThat(women.stream().map(each -> house.of(each).pairs())).containsOnly(3);
  }

  @Test
  void transactionsAtOnceTakeDifferentWomenAndTheSameGiftOnce() throws Exception {
    List<PersonId> women = house.women(6);
    List<Gift> all = new ArrayList<>();
    for (int i = 0; i < 18; i++) all.add(house.now(house.give(100)));
    List<Callable<Object>> adding = new ArrayList<>();
    for (int twice = 0; twice < 3; twice++)
      for (Gift each : all)
        adding.add(
            () ->
                transactions.call(
                    () ->
                        cover.add(
                            PairingHouse.RULES, each.publicId(), each.amount(), house.today())));
    atOnce(adding);
    house.minute(); // who met only women that others held
    assertThat(women.stream().mapToInt(each -> house.of(each).pairs()).sum()).isEqualTo(18);
    for (Gift each : all) IncomingDoor.pay(beans, each.payment()); // as the books have it
    house.delivered();
    assertThat(women.stream().mapToInt(each -> house.of(each).pairs()).sum()).isEqualTo(18);
  }

  @Test
  void whoeverLeavesPassesHerGiftsOn() {
    PersonId leaving = house.women(1).getFirst();
    List<Gifts.Given> given = List.of(house.paid(100), house.paid(200), house.paid(300));
    UUID first = house.ofGift(given.getFirst()).orElseThrow().leaf().orElseThrow();
    List<PersonId> others = house.women(2);
    house.leave(leaving);
    house.leave(leaving);
    house.delivered();
    assertThat(house.of(leaving).pairs()).isZero();
    assertThat(house.of(leaving).left()).contains(house.today());
    assertThat(others.stream().map(each -> house.of(each).pairs()).sorted().toList())
        .containsExactly(1, 2);
    AddedCover.OfGift pair = house.ofGift(given.getFirst()).orElseThrow();
    assertThat(pair.pairings()).isEqualTo(2);
    assertThat(pair.leaf().orElseThrow()).isNotEqualTo(first);
    assertThat(text(pair.leaf().orElseThrow())).contains("\"number\":2");
    Gifts.Given next = house.paid(100);
    assertThat(house.of(leaving).pairs()).isZero();
    assertThat(house.ofGift(next).orElseThrow().state()).isEqualTo(AddedCover.State.PAIRED);
  }

  @Test
  void onlyTheCountyEndsSomebodysPartAndSaysWhy() {
    PersonId woman = house.women(1).getFirst();
    assertThat(
            code(
                () ->
                    cover.leave(
                        house.insurer, PairingHouse.RULES, woman, house.today(), "a reason")))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(
            code(
                () ->
                    cover.leave(
                        house.countyOfficer, PairingHouse.RULES, woman, house.today(), " ")))
        .isEqualTo(ProgrammeRefusal.NOTE_WANTED);
    assertThat(
            code(
                () ->
                    cover.leave(
                        house.countyOfficer,
                        PairingHouse.RULES,
                        woman,
                        house.today().plusDays(1),
                        "a reason")))
        .isEqualTo(ProgrammeRefusal.BAD_DAY);
    assertThat(house.of(woman).left()).isEmpty();
  }

  @Test
  void whoseCoverWasNotRenewedTakesPartForSomeTimeOnly() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(100);
    until(woman, AddedCover.DAYS_TO_RENEW);
    house.minute();
    assertThat(house.of(woman).pairs()).isEqualTo(1);
    until(woman, AddedCover.DAYS_TO_RENEW + 1);
    house.minute();
    assertThat(house.of(woman).pairs()).isZero();
    assertThat(house.of(woman).left()).contains(house.of(woman).until());
    assertThat(house.ofGift(given).orElseThrow().state()).isEqualTo(AddedCover.State.WAITING);
  }

  private void until(PersonId woman, int daysAgo) {
    house
        .sql
        .sql("update programme.participant set until_day = :day where person = :woman")
        .param("day", house.today().minusDays(daysAgo))
        .param("woman", woman.value())
        .update();
  }

  @Test
  void aGiftThatFindsNobodyWaitsUntilSomebodyTakesPart() {
    Gifts.Given given = house.paid(100);
    AddedCover.OfGift waiting = house.ofGift(given).orElseThrow();
    assertThat(waiting.state()).isEqualTo(AddedCover.State.WAITING);
    assertThat(waiting.adds()).contains(Money.fen(5_000));
    assertThat(waiting.leaf()).isEmpty();
    PersonId woman = house.women(1).getFirst();
    assertThat(house.of(woman).pairs()).isEqualTo(1);
    assertThat(house.ofGift(given).orElseThrow().state()).isEqualTo(AddedCover.State.PAIRED);
    assertThat(text(house.ofGift(given).orElseThrow().leaf().orElseThrow())).contains("pairing");
  }

  @Test
  void whatGoesBackTakesItsCoverAlongOnceAllOfItHasGone() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(1_000);
    refund(given, 400);
    assertThat(house.of(woman).pairs()).isEqualTo(1);
    refund(given, 600);
    assertThat(house.of(woman).pairs()).isZero();
    assertThat(house.ofGift(given).orElseThrow().state()).isEqualTo(AddedCover.State.TAKEN_BACK);
    house.minute();
    assertThat(house.of(woman).pairs()).isZero();
  }

  @Test
  void aGiftThatGoesBackWhileItWaitsIsNeverPaired() {
    Gifts.Given given = house.paid(1_000);
    refund(given, 1_000);
    PersonId woman = house.women(1).getFirst();
    assertThat(house.of(woman).pairs()).isZero();
  }

  private void refund(Gifts.Given given, long fen) {
    Arrival arrival =
        beans
            .getBean(IncomingDesk.class)
            .arrivals(
                house.officer,
                new Arrival.Query(
                    false, false, Optional.of(house.now(given).payment()), new Page.Wanted(1, 10)))
            .items()
            .getFirst();
    IncomingDoor.refund(beans, house.officer, house.second, arrival, fen);
    house.delivered();
  }

  @Test
  void addedCoverPaysWhatTheCeilingWouldCutAndIsUsedOnce() {
    PersonId woman = house.women(1).getFirst();
    house.fund(100_000);
    assertThat(house.ill(woman, "light").benefit()).contains(Money.fen(6_000));
    List<Gifts.Given> given = List.of(house.paid(100), house.paid(100), house.paid(100));
    Case severe = house.ill(woman, "severe");
    assertThat(severe.benefit())
        .as("40 within the ceiling of 100, and 130 of 150 added")
        .contains(Money.fen(17_000));
    house.delivered();
    assertThat(house.of(woman).used()).isEqualTo(Money.fen(13_000));
    assertThat(house.ill(woman, "severe").benefit()).as("what is left").contains(Money.fen(2_000));
    house.delivered();
    assertThat(code(() -> house.ill(woman, "light"))).isEqualTo(ProgrammeRefusal.NOTHING_DUE);
    refund(given.getFirst(), 100);
    assertThat(house.of(woman).pairs()).as("what helped stays").isEqualTo(3);
    assertThat(house.ofGift(given.getFirst()).orElseThrow().state())
        .isEqualTo(AddedCover.State.USED);
  }

  @Test
  void whoeverLeavesKeepsWhatHasHelpedHerAndIsStillPaidForWhatHappenedBefore() {
    PersonId woman = house.women(1).getFirst();
    house.fund(100_000);
    for (int i = 0; i < 4; i++) house.paid(100);
    Case severe = house.ill(woman, "severe");
    house.delivered();
    assertThat(house.of(woman).used()).isEqualTo(Money.fen(7_000));
    PersonId other = house.women(1).getFirst();
    house.leave(woman);
    house.delivered();
    assertThat(house.of(woman).pairs()).isEqualTo(2);
    assertThat(house.of(other).pairs()).isEqualTo(2);
    house.reverse(severe);
    house.delivered();
    assertThat(house.of(woman).used().minor()).isZero();
  }

  @Test
  void messagesReachHerOnceSomebodyHasLetThemThrough() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given kind = house.paid(house.gift(100, "祝你早日康复"));
    Gifts.Given rude = house.paid(house.gift(100, "难听的话"));
    assertThat(messages(woman)).isEmpty();
    gifts.moderate(house.officer, rude.gift(), false);
    assertThat(messages(woman)).isEmpty();
    gifts.moderate(house.officer, kind.gift(), true);
    assertThat(messages(woman)).containsExactly("祝你早日康复");
    PersonId other = house.women(1).getFirst();
    house.leave(woman);
    assertThat(messages(woman)).isEmpty();
    assertThat(messages(other)).containsExactly("祝你早日康复");
  }

  private List<String> messages(PersonId woman) {
    return gifts.messagesOf(house.of(woman).gifts()).stream().map(Gift.Told::text).toList();
  }

  @Test
  void eachPaidMonthOfAPlanIsPairedByItself() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given first = gifts.giveMonthly(house.gift(100, ""), 28);
    house.pay(first);
    house.delivered();
    GiftPlan plan = gifts.donor(first.link()).plans().getFirst();
    chores.giveOn(plan.next());
    assertThat(house.of(woman).pairs()).as("the second month is not paid yet").isEqualTo(1);
    Gift second =
        gifts.donor(first.link()).gifts().stream()
            .filter(each -> each.month().equals(Optional.of(YearMonth.from(plan.next()))))
            .findFirst()
            .orElseThrow();
    IncomingDoor.pay(beans, second.payment());
    house.delivered();
    assertThat(house.of(woman).pairs()).isEqualTo(2);
  }

  @Test
  void inWhateverOrderSumsArePairsAndNoGiftLivesTwice() {
    long seed = new Random().nextLong();
    System.out.println("inWhateverOrderSumsArePairsAndNoGiftLivesTwice: seed " + seed);
    Random random = new Random(seed);
    house.fund(10_000_000);
    List<PersonId> women = new ArrayList<>();
    List<Gifts.Given> given = new ArrayList<>();
    List<Case> approved = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      try {
        switch (random.nextInt(12)) {
          case 0 -> women.addAll(house.women(1 + random.nextInt(3)));
          case 1, 2, 3, 4, 5 -> given.add(house.paid(90 + random.nextInt(100)));
          case 6 -> {
            if (!given.isEmpty()) again(given.get(random.nextInt(given.size())));
          }
          case 7, 8 -> {
            if (given.isEmpty()) break;
            Gifts.Given one = given.get(random.nextInt(given.size()));
            refund(one, house.now(one).amount().minor());
          }
          case 9 -> {
            if (!women.isEmpty()) house.leave(women.get(random.nextInt(women.size())));
          }
          case 10 -> {
            if (women.isEmpty()) break;
            approved.add(house.ill(women.get(random.nextInt(women.size())), "severe"));
          }
          default -> {
            if (!approved.isEmpty()) house.reverse(approved.get(random.nextInt(approved.size())));
            house.minute();
          }
        }
      } catch (Refusal refused) {
        if (refused.code() == ProgrammeRefusal.BAD_ANSWER) throw refused; // the walk's own fault
      }
      house.check();
    }
    for (PersonId woman : women) {
      AddedCover.OfPerson now = house.of(woman);
      assertThat(now.used()).as("seed " + seed).isLessThanOrEqualTo(now.added());
    }
    assertThat(women).isNotEmpty();
    assertThat(given).isNotEmpty();
  }

  private String text(UUID leaf) {
    return new String(proof.find(leaf).orElseThrow().entry(), StandardCharsets.UTF_8);
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) answers.add(each.get());
      return answers;
    }
  }

  private static Object code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Refusal.class, call).code();
  }
}
