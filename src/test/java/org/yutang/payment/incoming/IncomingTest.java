package org.yutang.payment.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingOrder;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.NoticeAnswer;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.store.HouseSettings;
import org.yutang.store.Keys;
import org.yutang.store.Outbox;

/// Payments coming in through the sandbox, well and badly told. Each test has a payee of its own.
class IncomingTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final Page.Wanted ALL = new Page.Wanted(1, 100);

  @Autowired Incoming incoming;
  @Autowired IncomingDesk desk;
  @Autowired SandboxDoor sandbox;
  @Autowired IncomingChores chores;
  @Autowired IncomingBooking booking;
  @Autowired Ledger ledger;
  @Autowired Outbox outbox;
  @Autowired HouseSettings settings;
  @Autowired Keys keys;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor asker = officer();
  private final Actor releaser = officer();
  private UUID payee;
  private Instant now;

  @BeforeEach
  void aPayee() {
    payee = UUID.randomUUID();
    now = clock.instant();
    ledger.open(List.of(new NewAccount(payee, "test", Unit.CNY, false)));
  }

  @Test
  void aCallbackThatComesTwiceCountsOnce() {
    IncomingPayment payment = ask(5_000);
    Map<String, String> notice = sandbox.use(payment, true);
    NoticeAnswer first = incoming.notice(Via.SANDBOX, notice);
    assertThat(first).isInstanceOf(NoticeAnswer.Taken.class);
    assertThat(first.word()).isEqualTo("success");
    assertThat(incoming.notice(Via.SANDBOX, notice)).isEqualTo(first);
    delivered();
    assertThat(incoming.notice(Via.SANDBOX, notice)).isEqualTo(first);
    delivered();
    assertThat(balance(payee)).isEqualTo(5_000);
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.PAID);
    assertThat(arrivals(payment)).extracting(Arrival::fit).containsExactly(Arrival.Fit.FITS);
    BooksCheck.check(sql);
  }

  @Test
  void theSameCallbackFromManySidesAtOnceCountsOnce() throws Exception {
    IncomingPayment payment = ask(700);
    Map<String, String> notice = sandbox.use(payment, true);
    List<Callable<NoticeAnswer>> sides = new ArrayList<>();
    for (int i = 0; i < 8; i++) sides.add(() -> incoming.notice(Via.SANDBOX, notice));
    assertThat(atOnce(sides)).allMatch(NoticeAnswer.Taken.class::isInstance);
    delivered();
    assertThat(balance(payee)).isEqualTo(700);
  }

  @Test
  void aLostCallbackIsFoundByAsking() {
    IncomingPayment payment = ask(1_234);
    Map<String, String> lost = sandbox.use(payment, true);
    chores.everyMinute();
    assertThat(state(payment)).as("not asked at once").isEqualTo(IncomingPayment.State.OPEN);
    later(payment);
    chores.everyMinute();
    delivered();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.PAID);
    assertThat(balance(payee)).isEqualTo(1_234);
    incoming.notice(Via.SANDBOX, lost);
    delivered();
    assertThat(balance(payee)).as("and it may still come").isEqualTo(1_234);
  }

  @Test
  void whoHearsNothingAsksLessAndLessOftenAndStopsSomeDay() {
    IncomingPayment payment = ask(100);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      later(payment);
      Instant before = clock.instant();
      chores.everyMinute();
      pauses.add(Duration.between(before, nextQuestion(payment).orElseThrow()).toMinutes());
    }
    assertThat(pauses).isSorted().endsWith(8L);
    IncomingPayment old = ask(order(100, now.minus(IncomingChores.AFTERWARDS).minusSeconds(9)));
    later(old);
    chores.everyMinute();
    assertThat(nextQuestion(old)).isEmpty();
    assertThat(state(old)).isEqualTo(IncomingPayment.State.EXPIRED);
  }

  @Test
  void aForgedCallbackChangesNothingAndLeavesATrace() {
    IncomingPayment payment = ask(5_000);
    Map<String, String> forged = new HashMap<>(sandbox.use(payment, true));
    forged.put("total_amount", "50.01");
    long before = forgeries();
    for (Map<String, String> each : List.of(forged, Map.<String, String>of(), Map.of("sign", ""))) {
      NoticeAnswer answer = incoming.notice(Via.SANDBOX, each);
      assertThat(answer)
          .isEqualTo(new NoticeAnswer.Refused(PaymentRefusal.BAD_SIGNATURE, "failure"));
    }
    assertThat(forgeries() - before).isEqualTo(3);
    assertThat(incoming.notice(Via.ALIPAY, forged))
        .as("nobody has keys of Alipay")
        .isEqualTo(new NoticeAnswer.Refused(PaymentRefusal.BAD_SIGNATURE, "failure"));
    delivered();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.OPEN);
    assertThat(balance(payee)).isZero();
  }

  @Test
  void whatIsSignedAndCannotBeReadLeavesATrace() {
    Map<String, String> odd = new HashMap<>(sandbox.use(ask(100), true));
    String number = odd.get("out_trade_no");
    Map<String, String> resigned =
        sandbox.signed(
            new PayDoor.Told(number, "T" + number, Money.fen(0), PayDoor.Status.NOT_YET, now));
    assertThat(incoming.notice(Via.SANDBOX, resigned))
        .isEqualTo(new NoticeAnswer.Refused(PaymentRefusal.NOT_PAID, "success"));
    assertThat(
            sql.sql("select code from payment.refused_notice where number = :number")
                .param("number", number)
                .query(String.class)
                .list())
        .containsExactly("NOT_PAID");
  }

  @Test
  void aWrongAmountIsNotBookedAsTheGiftAndGoesBack() {
    IncomingPayment payment = ask(5_000);
    NoticeAnswer answer = incoming.notice(Via.SANDBOX, trade(payment, 4_999, now));
    assertThat(answer)
        .isInstanceOfSatisfying(
            NoticeAnswer.Kept.class,
            kept -> assertThat(kept.fit()).isEqualTo(Arrival.Fit.WRONG_AMOUNT));
    long before = balance(Incoming.unmatched(Via.SANDBOX));
    delivered();
    assertThat(balance(payee)).isZero();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.OPEN);
    Arrival arrival = arrivals(payment).getFirst();
    assertThat(unmatched()).contains(arrival.id());
    PaymentRefund refund =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(4_999), "wrong amount");
    desk.release(releaser, refund.id());
    delivered();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.DONE);
    assertThat(desk.arrival(asker, arrival.id()).isOver()).isTrue();
    assertThat(unmatched()).doesNotContain(arrival.id());
    assertThat(balance(Incoming.unmatched(Via.SANDBOX))).isLessThanOrEqualTo(before);
    assertThat(balance(Incoming.returning(Via.SANDBOX))).isZero();
    BooksCheck.check(sql);
  }

  @Test
  void lateIsWhatWasPaidTooLateNotWhatWasToldTooLate() {
    IncomingPayment late = ask(order(300, now.minusSeconds(60)));
    assertThat(fit(incoming.notice(Via.SANDBOX, trade(late, 300, now))))
        .isEqualTo(Arrival.Fit.LATE);
    IncomingPayment inTime = ask(order(400, now.minusSeconds(60)));
    later(inTime);
    chores.everyMinute();
    assertThat(state(inTime)).isEqualTo(IncomingPayment.State.EXPIRED);
    assertThat(incoming.notice(Via.SANDBOX, trade(inTime, 400, now.minusSeconds(61))))
        .isInstanceOf(NoticeAnswer.Taken.class);
    delivered();
    assertThat(balance(payee)).isEqualTo(400);
    assertThat(unmatched()).contains(arrivals(late).getFirst().id());
  }

  @Test
  void aCallbackBeforeTheRowCanBeSeenIsKeptAndCountsInTheEnd() {
    IncomingOrder order = order(900, now.plusSeconds(600));
    Map<String, String> early =
        sandbox.signed(
            new PayDoor.Told(
                PayDoor.number(order.id()),
                "E" + UUID.randomUUID(),
                Money.fen(900),
                PayDoor.Status.PAID,
                now));
    assertThat(fit(incoming.notice(Via.SANDBOX, early))).isEqualTo(Arrival.Fit.UNKNOWN);
    delivered();
    long parked = balance(Incoming.unmatched(Via.SANDBOX));
    incoming.ask(order);
    assertThat(incoming.notice(Via.SANDBOX, early)).isInstanceOf(NoticeAnswer.Taken.class);
    delivered();
    assertThat(balance(payee)).isEqualTo(900);
    assertThat(parked - balance(Incoming.unmatched(Via.SANDBOX))).isEqualTo(900);
    assertThat(incoming.find(order.id()).orElseThrow().state())
        .isEqualTo(IncomingPayment.State.PAID);
    BooksCheck.check(sql);
  }

  @Test
  void moneyForNothingOrForWhatIsPaidOrClosedStaysVisible() {
    IncomingPayment paid = ask(100);
    incoming.notice(Via.SANDBOX, sandbox.use(paid, true));
    PayDoor.Told again =
        new PayDoor.Told(
            PayDoor.number(paid.id()),
            "A" + UUID.randomUUID(),
            Money.fen(100),
            PayDoor.Status.PAID,
            now);
    assertThat(fit(incoming.notice(Via.SANDBOX, sandbox.signed(again))))
        .isEqualTo(Arrival.Fit.TWICE);
    IncomingPayment closed = ask(100);
    incoming.useSandbox(closed.id(), false);
    assertThat(state(closed)).isEqualTo(IncomingPayment.State.CANCELLED);
    PayDoor.Told after =
        new PayDoor.Told(
            PayDoor.number(closed.id()),
            "C" + UUID.randomUUID(),
            Money.fen(100),
            PayDoor.Status.PAID,
            now);
    assertThat(fit(incoming.notice(Via.SANDBOX, sandbox.signed(after))))
        .isEqualTo(Arrival.Fit.CANCELLED);
    PayDoor.Told unknown =
        new PayDoor.Told(
            "nobody's number", "U" + UUID.randomUUID(), Money.fen(77), PayDoor.Status.PAID, now);
    NoticeAnswer kept = incoming.notice(Via.SANDBOX, sandbox.signed(unknown));
    assertThat(fit(kept)).isEqualTo(Arrival.Fit.UNKNOWN);
    delivered();
    assertThat(balance(payee)).isEqualTo(100);
    assertThat(unmatched())
        .contains(
            ((NoticeAnswer.Kept) kept).arrival(),
            arrivals(closed).getFirst().id(),
            arrivals(paid).stream()
                .filter(a -> a.fit() == Arrival.Fit.TWICE)
                .findFirst()
                .orElseThrow()
                .id());
    assertThat(code(() -> incoming.useSandbox(closed.id(), true)))
        .isEqualTo(PaymentRefusal.PAYMENT_OVER);
  }

  @Test
  void whatAKilledServerLeftIsDoneAgainAndNothingTwice() {
    IncomingPayment payment = ask(2_500);
    incoming.notice(Via.SANDBOX, sandbox.use(payment, true));
    delivered();
    UUID arrival = arrivals(payment).getFirst().id();
    long paidEvents = events("payment.incoming-paid", payment.id());
    // killed after the transfer, before the row said so
    sql.sql("update payment.arrival set booked_at = null where id = :id")
        .param("id", arrival)
        .update();
    booking.book(List.of(arrival));
    booking.book(List.of(arrival));
    delivered();
    assertThat(balance(payee)).isEqualTo(2_500);
    assertThat(events("payment.incoming-paid", payment.id())).isEqualTo(paidEvents + 1);
    BooksCheck.check(sql);
  }

  @Test
  void ofTwoRefundsAtOnceOnlyWhatCameCanGoBack() throws Exception {
    Arrival arrival = paid(10_000);
    List<Callable<Object>> both =
        List.of(
            () ->
                tried(
                    () ->
                        desk.askRefund(
                            asker, UUID.randomUUID(), arrival.id(), Money.fen(6_000), "one")),
            () ->
                tried(
                    () ->
                        desk.askRefund(
                            releaser, UUID.randomUUID(), arrival.id(), Money.fen(6_000), "two")));
    List<Object> answers = atOnce(both);
    assertThat(answers).filteredOn(PaymentRefund.class::isInstance).hasSize(1);
    assertThat(answers).contains(PaymentRefusal.REFUND_TOO_LARGE);
    assertThat(
            code(
                () ->
                    desk.askRefund(
                        asker, UUID.randomUUID(), arrival.id(), Money.fen(4_001), "rest")))
        .isEqualTo(PaymentRefusal.REFUND_TOO_LARGE);
    PaymentRefund rest =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(4_000), "rest");
    desk.decline(releaser, rest.id());
    assertThat(desk.arrival(asker, arrival.id()).left()).isEqualTo(Money.fen(4_000));
  }

  @Test
  void oneAsksAnotherReleasesAndItHappensOnce() throws Exception {
    Arrival arrival = paid(10_000);
    UUID key = UUID.randomUUID();
    PaymentRefund refund = desk.askRefund(asker, key, arrival.id(), Money.fen(2_500), "a wish");
    assertThat(desk.askRefund(asker, key, arrival.id(), Money.fen(2_500), "a wish"))
        .isEqualTo(refund);
    assertThat(code(() -> desk.askRefund(asker, key, arrival.id(), Money.fen(2_501), "a wish")))
        .isEqualTo(PaymentRefusal.REFUND_DIFFERS);
    assertThat(code(() -> desk.release(asker, refund.id())))
        .isEqualTo(PaymentRefusal.REFUND_SAME_PERSON);
    List<Callable<Object>> twice = new ArrayList<>();
    for (int i = 0; i < 4; i++) twice.add(() -> desk.release(releaser, refund.id()));
    atOnce(twice);
    delivered();
    chores.everyMinute();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.DONE);
    assertThat(balance(payee)).isEqualTo(7_500);
    assertThat(code(() -> desk.decline(releaser, refund.id())))
        .isEqualTo(PaymentRefusal.REFUND_DECIDED);
    Actor cadre =
        new Actor(UUID.randomUUID(), "cadre", Set.of(new Grant(Role.VILLAGE_CADRE, COUNTY)));
    assertThat(
            code(() -> desk.askRefund(cadre, UUID.randomUUID(), arrival.id(), Money.fen(1), "x")))
        .isEqualTo(PaymentRefusal.UNKNOWN_PAYMENT);
    BooksCheck.check(sql);
  }

  @Test
  void aRefundWaitsWhileItsAccountHasNotEnough() {
    Arrival arrival = paid(800);
    UUID elsewhere = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(elsewhere, "test", Unit.CNY, false)));
    move(payee, elsewhere, 500);
    PaymentRefund refund =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(800), "all of it");
    desk.release(releaser, refund.id());
    delivered();
    assertThat(refund(refund))
        .extracting(PaymentRefund::state, PaymentRefund::problem)
        .containsExactly(PaymentRefund.State.RELEASED, Optional.of("insufficient"));
    move(elsewhere, payee, 500);
    sql.sql("update payment.refund set next_try = now() - interval '1 second' where id = :id")
        .param("id", refund.id())
        .update();
    chores.everyMinute();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.DONE);
    assertThat(balance(payee)).isZero();
  }

  @Test
  void whatTheProviderDoesNotSendBackIsWhereItWas() {
    IncomingPayment payment = ask(600);
    PayDoor.Told told =
        new PayDoor.Told(
            PayDoor.number(payment.id()),
            "N" + UUID.randomUUID(),
            Money.fen(600),
            PayDoor.Status.PAID,
            now);
    incoming.notice(Via.SANDBOX, sandbox.signed(told));
    delivered();
    Arrival arrival = arrivals(payment).getFirst();
    PaymentRefund refund =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(600), "a wish");
    desk.release(releaser, refund.id());
    delivered();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.FAILED);
    assertThat(balance(payee)).isEqualTo(600);
    assertThat(desk.arrival(asker, arrival.id()).left())
        .as("may be asked again")
        .isEqualTo(Money.fen(600));
  }

  @Test
  void theSandboxIsNotThereUnlessSomebodyWantsIt() {
    assertThat(incoming.offered()).containsExactly(Via.SANDBOX);
    SandboxDoor closed = new SandboxDoor(sql, settings, keys, clock, false);
    assertThat(closed.isOpen()).isEqualTo(settings.find(HouseSettings.SYNTHETIC).isPresent());
    assertThat(
            code(
                () ->
                    incoming.ask(
                        new IncomingOrder(
                            Uuids.inShard(3, UUID.randomUUID().toString()),
                            payee,
                            Money.fen(1),
                            "t",
                            "test",
                            UUID.randomUUID(),
                            COUNTY,
                            Via.ALIPAY,
                            now))))
        .isEqualTo(PaymentRefusal.NOT_OFFERED);
  }

  @Test
  void theSameIdForSomethingElseIsRefused() {
    IncomingOrder order = order(100, now.plusSeconds(60));
    IncomingPayment first = incoming.ask(order);
    assertThat(incoming.ask(order)).isEqualTo(first);
    IncomingOrder other =
        new IncomingOrder(
            order.id(),
            order.payee(),
            Money.fen(101),
            order.title(),
            order.purpose(),
            order.subject(),
            order.place(),
            order.via(),
            order.expiresAt());
    assertThat(code(() -> incoming.ask(other))).isEqualTo(PaymentRefusal.PAYMENT_DIFFERS);
  }

  // What the tests share

  private static Actor officer() {
    return new Actor(
        UUID.randomUUID(), "test", Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));
  }

  private IncomingOrder order(long fen, Instant expires) {
    return new IncomingOrder(
        Uuids.inShard(7, UUID.randomUUID().toString()),
        payee,
        Money.fen(fen),
        "A test",
        "test",
        UUID.randomUUID(),
        COUNTY,
        Via.SANDBOX,
        expires);
  }

  private IncomingPayment ask(long fen) {
    return ask(order(fen, now.plusSeconds(3_600)));
  }

  private IncomingPayment ask(IncomingOrder order) {
    return incoming.ask(order);
  }

  private Arrival paid(long fen) {
    IncomingPayment payment = ask(fen);
    incoming.notice(Via.SANDBOX, sandbox.use(payment, true));
    delivered();
    return arrivals(payment).getFirst();
  }

  /// A trade that the sandbox knows, with any amount and time.
  private Map<String, String> trade(IncomingPayment payment, long fen, Instant paidAt) {
    String number = PayDoor.number(payment.id());
    sandbox.use(payment, true);
    sql.sql("update payment.sandbox_trade set amount = :fen, paid_at = :at where number = :number")
        .param("fen", fen)
        .param("at", IncomingRows.utc(paidAt))
        .param("number", number)
        .update();
    return sandbox.signed(sandbox.ask(payment.id()).orElseThrow());
  }

  private void later(IncomingPayment payment) {
    sql.sql(
            "update payment.incoming set next_question = now() - interval '1 second' where id = :id")
        .param("id", payment.id())
        .update();
  }

  private Optional<Instant> nextQuestion(IncomingPayment payment) {
    return sql.sql("select next_question from payment.incoming where id = :id")
        .param("id", payment.id())
        .query((row, n) -> IncomingRows.instant(row, "next_question"))
        .single();
  }

  private IncomingPayment.State state(IncomingPayment payment) {
    return incoming.find(payment.id()).orElseThrow().state();
  }

  private List<Arrival> arrivals(IncomingPayment payment) {
    return desk.arrivals(asker, new Arrival.Query(false, false, Optional.of(payment.id()), ALL))
        .items();
  }

  private List<UUID> unmatched() {
    return desk
        .arrivals(asker, new Arrival.Query(true, true, Optional.empty(), ALL))
        .items()
        .stream()
        .map(Arrival::id)
        .toList();
  }

  private PaymentRefund refund(PaymentRefund refund) {
    return desk
        .refunds(
            asker, new PaymentRefund.Query(Optional.empty(), Optional.of(refund.arrival()), ALL))
        .items()
        .stream()
        .filter(each -> each.id().equals(refund.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Arrival.Fit fit(NoticeAnswer answer) {
    return ((NoticeAnswer.Kept) answer).fit();
  }

  private long forgeries() {
    return sql.sql(
            "select coalesce(sum(times), 0) from payment.refused_notice where code = 'BAD_SIGNATURE' and provider = 'SANDBOX'")
        .query(Long.class)
        .single();
  }

  private long events(String topic, UUID payment) {
    return sql.sql(
            "select count(*) from store.outbox where topic = :topic and cast(body as text) like :like")
        .param("topic", topic)
        .param("like", "%" + payment + "%")
        .query(Long.class)
        .single();
  }

  private void move(UUID from, UUID to, long fen) {
    assertThat(
            ledger
                .execute(
                    List.of(
                        new Command.Transfer(
                            Uuids.fresh(clock.instant()),
                            from,
                            to,
                            fen,
                            "test",
                            BusinessDay.of(now))))
                .getFirst())
        .isInstanceOf(Outcome.Accepted.class);
  }

  private long balance(UUID account) {
    return ledger.find(account).orElseThrow().balance();
  }

  private static Object tried(Callable<?> call) throws Exception {
    try {
      return call.call();
    } catch (Refusal refusal) {
      return refusal.code();
    }
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

  private void delivered() {
    try {
      for (int i = 0; i < 3; i++)
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
