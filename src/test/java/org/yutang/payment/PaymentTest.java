package org.yutang.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Payouts and bank files. Each test has a debit account and a county of Ningxia or Qinghai of its
/// own.
class PaymentTest extends ServerTest {

  private static final AtomicInteger COUNTY = new AtomicInteger();

  @Autowired Payouts payouts;
  @Autowired BankFiles files;
  @Autowired Sandbox sandbox;
  @Autowired PaymentSettlement settlement;
  @Autowired Ledger ledger;
  @Autowired Transactions transactions;
  @Autowired Outbox outbox;
  @Autowired HouseSettings settings;
  @Autowired Register register;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final UUID debit = UUID.randomUUID();
  private final UUID world = UUID.randomUUID();
  private PlaceCode county;
  private Actor maker;
  private Actor releaser;

  @BeforeEach
  void openAnAccount() {
    county =
        register
            .counties(
                new PlaceQuery(
                    Optional.of(new PlaceCode("CN-63")),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false,
                    PlaceQuery.Sort.CODE,
                    true,
                    new Page.Wanted(COUNTY.incrementAndGet(), 1)))
            .items()
            .getFirst()
            .place()
            .code();
    maker = actor(Role.INSURER, county);
    releaser = actor(Role.FUND_OFFICER, county);
    ledger.open(
        List.of(
            new NewAccount(world, "test world", Unit.CNY, true),
            new NewAccount(debit, "test insurer", Unit.CNY, false)));
    payouts.open(debit, "test insurer", Unit.CNY);
    ledger.execute(
        List.of(
            new Command.Transfer(
                Uuids.fresh(clock.instant()), world, debit, 1_000_000, "test", today())));
    settings.put(SqlPayouts.PROVIDER, Payout.Via.BANK_FILE.name());
  }

  @Test
  void aBatchIsMadeByOneReleasedByAnotherAndAnsweredByTheBank() {
    List<UUID> ids = List.of(order("张三", 10_000), order("李四", 20_050), order("王五", 1));
    assertThat(balances()).containsExactly(969_949L, 30_051L, 0L);
    BankFiles.Batch batch = make(BankFiles.Encoding.UTF_8);
    assertThat(batch.payouts()).isEqualTo(3);
    assertThat(batch.amount()).isEqualTo(Money.fen(30_051));
    assertThat(code(() -> files.file(maker, batch.id()))).isEqualTo(PaymentRefusal.NOT_RELEASED);
    assertThat(code(() -> files.result(maker, batch.id(), new byte[0])))
        .isEqualTo(PaymentRefusal.NOT_RELEASED);
    assertThat(code(() -> files.release(maker, batch.id()))).isEqualTo(PaymentRefusal.SAME_PERSON);
    assertThat(code(() -> files.release(actor(Role.AUDITOR, county), batch.id())))
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    assertThat(code(() -> files.release(actor(Role.INSURER, new PlaceCode("CN-11")), batch.id())))
        .isEqualTo(PaymentRefusal.UNKNOWN_BATCH);
    assertThat(files.release(releaser, batch.id()).releasedBy()).contains(releaser.account());
    byte[] file = files.file(maker, batch.id());
    assertThat(BankFile.digest(file)).isEqualTo(batch.digest());
    String text = new String(file, StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("batch," + batch.number() + ",count,3,sum,300.51,currency,CNY\r\n")
        .contains("张三", "6222020200000001234", "200.50");
    byte[] result = result(batch, ids, List.of("paid", "failed", "paid"));
    BankFiles.Batch answered = files.result(maker, batch.id(), result);
    assertThat(answered.paid()).contains(2);
    assertThat(answered.paidAmount()).contains(Money.fen(10_001));
    delivered();
    assertThat(balances()).containsExactly(989_999L, 0L, 10_001L);
    assertThat(payouts.get(maker, ids.get(1)).reason()).contains("account closed");
    assertThat(files.result(maker, batch.id(), result)).isEqualTo(answered);
    delivered();
    assertThat(balances()).containsExactly(989_999L, 0L, 10_001L);
    assertThat(
            code(
                () ->
                    files.result(
                        maker, batch.id(), result(batch, ids, List.of("paid", "paid", "paid")))))
        .isEqualTo(PaymentRefusal.ANSWERED_OTHERWISE);
    BooksCheck.check(sql);
  }

  @Test
  void anEditedResultIsRefusedAndChangesNothing() {
    List<UUID> ids = List.of(order("张三", 10_000), order("李四", 20_000));
    BankFiles.Batch batch = make(BankFiles.Encoding.UTF_8);
    files.release(releaser, batch.id());
    String good = new String(result(batch, ids, List.of("paid", "paid")), StandardCharsets.UTF_8);
    String last = good.lines().toList().getLast();
    Map<String, String> edits =
        new java.util.LinkedHashMap<>(
            Map.of(
                "amount", good.replace(",100.00,paid", ",100.01,paid"),
                "sum", good.replace("sum,300.00", "sum,300.01"),
                "count", good.replace("count,2", "count,3"),
                "digest", good.replace("digest," + batch.digest(), "digest," + "0".repeat(64)),
                "payout", good.replace(ids.getFirst().toString(), UUID.randomUUID().toString()),
                "missing", good.replace(last + "\r\n", ""),
                "unknown", good + last + "\r\n",
                "result", good.replaceFirst(",paid,", ",perhaps,"),
                "reason", good.replaceFirst(",paid,,", ",failed,,"),
                "date", good.replaceFirst(today().toString(), today().plusDays(1).toString())));
    edits.put("swapped", swapped(good));
    edits.put("empty", "");
    edits.forEach(
        (what, text) ->
            assertThat(
                    code(
                        () ->
                            files.result(maker, batch.id(), text.getBytes(StandardCharsets.UTF_8))))
                .as(what)
                .isEqualTo(PaymentRefusal.RESULT_DIFFERS));
    assertThat(code(() -> files.result(maker, batch.id(), good.getBytes(StandardCharsets.UTF_16))))
        .isEqualTo(PaymentRefusal.RESULT_DIFFERS);
    delivered();
    assertThat(balances()).containsExactly(970_000L, 30_000L, 0L);
    assertThat(files.get(maker, batch.id()).state()).isEqualTo(BankFiles.State.RELEASED);
    files.result(maker, batch.id(), good.getBytes(StandardCharsets.UTF_8));
    delivered();
    assertThat(balances()).containsExactly(970_000L, 0L, 30_000L);
  }

  @Test
  void gbkIsWrittenWhereItHasAllSigns() {
    UUID id = order("张三丰", 5_000);
    BankFiles.Batch batch = make(BankFiles.Encoding.GBK);
    files.release(releaser, batch.id());
    assertThat(new String(files.file(maker, batch.id()), Charset.forName("GBK")))
        .contains("张三丰", id.toString());
    order("𠮷田", 5_000);
    assertThat(code(() -> make(BankFiles.Encoding.GBK))).isEqualTo(PaymentRefusal.NOT_IN_GBK);
    assertThat(make(BankFiles.Encoding.UTF_8).payouts()).isEqualTo(1);
  }

  @Test
  void aPayoutTravelsInOneBatchOnly() {
    order("张三", 5_000);
    UUID id = UUID.randomUUID();
    BankFiles.Batch batch = files.make(maker, id, BankFiles.Encoding.UTF_8, today());
    assertThat(files.make(maker, id, BankFiles.Encoding.UTF_8, today())).isEqualTo(batch);
    assertThat(code(() -> make(BankFiles.Encoding.UTF_8))).isEqualTo(PaymentRefusal.NOTHING_TO_PAY);
    BankFiles.Query query =
        new BankFiles.Query(
            Optional.of(BankFiles.State.MADE), BankFiles.Sort.AMOUNT, true, new Page.Wanted(1, 10));
    assertThat(files.list(maker, query).items()).containsExactly(batch);
    assertThat(files.list(actor(Role.INSURER, new PlaceCode("CN-11")), query).items()).isEmpty();
  }

  @Test
  void withoutMoneyNothingIsPreparedAndWhatIsDroppedIsFree() {
    assertThat(payouts.prepare(wanted("张三", 1_000_001))).isEmpty();
    Payouts.Prepared prepared = payouts.prepare(wanted("张三", 1_000_000)).orElseThrow();
    assertThat(ledger.find(debit).orElseThrow().available()).isZero();
    payouts.drop(prepared);
    assertThat(ledger.find(debit).orElseThrow().available()).isEqualTo(1_000_000);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> transactions.run(() -> payouts.place(prepared)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSandboxAnswersThroughTheSignedDoorAndDoubledAnswersAreHarmless() {
    settings.put(SqlPayouts.PROVIDER, Payout.Via.SANDBOX.name());
    UUID paid = order("张三", 700);
    UUID failed = order(wanted("李四", "62220202000000000000", 300));
    delivered();
    assertThat(payouts.get(maker, paid).state()).isEqualTo(Payout.State.PAID);
    assertThat(payouts.get(maker, failed).state()).isEqualTo(Payout.State.FAILED);
    assertThat(balances()).containsExactly(999_300L, 0L, 700L);
    String same = Json.write(new Sandbox.Answer(paid, true, "", today()));
    payouts.callback(Payout.Via.SANDBOX, same, sandbox.sign(same));
    String other = Json.write(new Sandbox.Answer(paid, false, "late", today()));
    assertThat(code(() -> payouts.callback(Payout.Via.SANDBOX, other, sandbox.sign(other))))
        .isEqualTo(PaymentRefusal.ANSWER_REFUSED);
    assertThat(code(() -> payouts.callback(Payout.Via.SANDBOX, other, sandbox.sign(same))))
        .isEqualTo(PaymentRefusal.BAD_SIGNATURE);
    assertThat(code(() -> payouts.callback(Payout.Via.BANK_FILE, same, sandbox.sign(same))))
        .isEqualTo(PaymentRefusal.BAD_SIGNATURE);
    delivered();
    assertThat(balances()).containsExactly(999_300L, 0L, 700L);
  }

  @Test
  void aLostAnswerIsAskedForAgainAndAnEarlyOneRefused() {
    UUID id = order("张三", 700);
    sql.sql("update payment.payout set provider = 'SANDBOX' where id = :id")
        .param("id", id)
        .update();
    String early = Json.write(new Sandbox.Answer(id, true, "", today()));
    assertThat(code(() -> payouts.callback(Payout.Via.SANDBOX, early, sandbox.sign(early))))
        .isEqualTo(PaymentRefusal.ANSWER_REFUSED);
    settlement.sendAgain(Duration.ZERO);
    settlement.sendAgain(Duration.ZERO);
    delivered();
    assertThat(payouts.get(maker, id).state()).isEqualTo(Payout.State.PAID);
    assertThat(balances()).containsExactly(999_300L, 0L, 700L);
  }

  @Test
  void payoutsAreListedMasked() {
    for (int i = 1; i <= 3; i++) order("张三", i * 100L);
    Payout.Query query =
        new Payout.Query(
            Optional.of(Payout.State.READY),
            Optional.empty(),
            Optional.empty(),
            Optional.of(county),
            Payout.Sort.AMOUNT,
            true,
            new Page.Wanted(1, 2));
    Page<Payout> page = payouts.list(maker, query);
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.items()).extracting(each -> each.amount().minor()).containsExactly(300L, 200L);
    assertThat(page.items().getFirst().payeeName()).isEqualTo("张**");
    assertThat(page.items().getFirst().payeeAccount()).isEqualTo("***************1234");
    assertThat(
            code(
                () -> payouts.get(actor(Role.VILLAGE_CADRE, county), page.items().getFirst().id())))
        .isEqualTo(PaymentRefusal.UNKNOWN_PAYOUT);
  }

  private UUID order(String name, long fen) {
    return order(wanted(name, fen));
  }

  private UUID order(PayoutOrder order) {
    Payouts.Prepared prepared = payouts.prepare(order).orElseThrow();
    transactions.run(() -> payouts.place(prepared));
    delivered();
    return order.id();
  }

  private PayoutOrder wanted(String name, long fen) {
    return wanted(name, "6222020200000001234", fen);
  }

  private PayoutOrder wanted(String name, String account, long fen) {
    return new PayoutOrder(
        Uuids.inShard(Shards.ofCounty(county), UUID.randomUUID().toString()),
        debit,
        Money.fen(fen),
        Payee.of(name, account),
        "test",
        UUID.randomUUID(),
        county,
        today());
  }

  private BankFiles.Batch make(BankFiles.Encoding encoding) {
    return files.make(maker, UUID.randomUUID(), encoding, today());
  }

  private byte[] result(BankFiles.Batch batch, List<UUID> ids, List<String> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "batch,%s,count,%d,sum,%s,digest,%s"
            .formatted(batch.number(), batch.payouts(), batch.amount().decimal(), batch.digest()));
    lines.add("line,payout,amount,result,reason,date");
    for (int i = 0; i < ids.size(); i++)
      lines.add(
          "%d,%s,%s,%s,%s,%s"
              .formatted(
                  i + 1,
                  ids.get(i),
                  payouts.get(maker, ids.get(i)).amount().decimal(),
                  results.get(i),
                  results.get(i).equals("paid") ? "" : "account closed",
                  today()));
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String swapped(String good) {
    List<String> lines = new ArrayList<>(good.lines().toList());
    java.util.Collections.swap(lines, 2, 3);
    return String.join("\r\n", lines);
  }

  /// Debit, in transit, outside.
  private List<Long> balances() {
    return java.util.stream.Stream.of(debit, Payouts.inTransit(debit), Payouts.outside(debit))
        .map(account -> ledger.find(account).orElseThrow().balance())
        .toList();
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private void delivered() {
    try {
      for (int i = 0; i < 3; i++)
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Refusal.Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.code();
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
