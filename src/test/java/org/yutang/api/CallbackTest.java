package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.payment.PaymentDoor;
import org.yutang.payment.Payouts;
import org.yutang.store.Outbox;

/// The door for providers' answers, as the internet finds it.
class CallbackTest extends ApiTest {

  private static final String DOOR = "/api/v1/payment/callbacks/sandbox";
  private static final PlaceCode COUNTY = new PlaceCode("CN-640104");

  /// How many from one address within a quarter of an hour, as [org.yutang.access.Knocks] counts.
  private static final int KNOCKS = 300;

  @Autowired ApplicationContext beans;
  @Autowired Ledger ledger;
  @Autowired Payouts payouts;
  @Autowired Outbox outbox;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final UUID world = UUID.randomUUID();
  private final UUID debit = UUID.randomUUID();

  @BeforeEach
  void openAnAccount() {
    ledger.open(
        List.of(
            new NewAccount(world, "test world", Unit.CNY, true),
            new NewAccount(debit, "test payer", Unit.CNY, false)));
    payouts.open(debit, "test payer", Unit.CNY);
    ledger.execute(
        List.of(
            new Command.Transfer(
                Uuids.fresh(clock.instant()), world, debit, 100_000, "test", today())));
  }

  @Test
  void anAnswerCountsOnceHoweverOftenAndInWhateverOrderAnswersCome() throws Exception {
    UUID id = sent(700);
    String paid = PaymentDoor.answer(id, true, today());
    assertThat(answer(paid, sign(paid)).statusCode()).isEqualTo(204);
    assertThat(answer(paid, sign(paid)).statusCode()).as("doubled").isEqualTo(204);
    delivered();
    assertThat(balances()).containsExactly(99_300L, 0L, 700L);
    String late = PaymentDoor.answer(id, false, today());
    HttpResponse<String> reordered = answer(late, sign(late));
    assertThat(reordered.statusCode()).isEqualTo(409);
    assertThat(code(reordered)).isEqualTo("payment.answer-refused");
    assertThat(answer(paid, sign(paid)).statusCode()).as("again after all").isEqualTo(204);
    delivered();
    assertThat(balances()).containsExactly(99_300L, 0L, 700L);
    UUID failing = sent(300);
    String failed = PaymentDoor.answer(failing, false, today());
    assertThat(answer(failed, sign(failed)).statusCode()).isEqualTo(204);
    delivered();
    assertThat(balances()).as("money is back").containsExactly(99_300L, 0L, 700L);
  }

  @Test
  void whatIsLostIsAskedForAgainAndTheFirstAnswerMayStillCome() throws Exception {
    UUID id = sent(500);
    assertThat(balances()).as("no answer came").containsExactly(99_500L, 500L, 0L);
    PaymentDoor.askAgain(beans);
    delivered();
    assertThat(balances()).containsExactly(99_500L, 0L, 500L);
    String paid = PaymentDoor.answer(id, true, today());
    assertThat(answer(paid, sign(paid)).statusCode()).isEqualTo(204);
    delivered();
    assertThat(balances()).containsExactly(99_500L, 0L, 500L);
  }

  @Test
  void whatComesTooEarlyOrIsAboutNothingIsRefused() throws Exception {
    UUID early = PaymentDoor.unanswered(beans, debit, COUNTY, 200);
    delivered();
    String paid = PaymentDoor.answer(early, true, today());
    assertThat(code(answer(paid, sign(paid)))).isEqualTo("payment.answer-refused");
    String unknown = PaymentDoor.answer(UUID.randomUUID(), true, today());
    assertThat(code(answer(unknown, sign(unknown)))).isEqualTo("payment.unknown-payout");
    assertThat(balances()).containsExactly(99_800L, 200L, 0L);
  }

  @Test
  void whoeverCannotSignLearnsNothing() throws Exception {
    UUID id = sent(400);
    String paid = PaymentDoor.answer(id, true, today());
    String good = sign(paid);
    String other = PaymentDoor.answer(id, false, today());
    HttpResponse<String> forged = answer(paid, sign(other));
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(code(forged)).isEqualTo("payment.bad-signature");
    assertThat(forged.body()).doesNotContain(id.toString());
    String unknown = PaymentDoor.answer(UUID.randomUUID(), true, today());
    for (HttpResponse<String> same :
        List.of(
            answer(paid, ""),
            answer(paid, "00"),
            answer(paid, good.toUpperCase(java.util.Locale.ROOT)),
            answer(paid + " ", good),
            answer(unknown, good),
            answer("no json", good),
            answer("", ""),
            send(callback("/api/v1/payment/callbacks/bank-file", paid, good)),
            send(callback("/api/v1/payment/callbacks/nobody", paid, good))))
      assertThat(json(same).get("code")).isEqualTo("payment.bad-signature");
    delivered();
    assertThat(balances()).containsExactly(99_600L, 400L, 0L);
    assertThat(send(request(DOOR)).statusCode()).as("GET").isEqualTo(401);
    assertThat(answer(paid, good).statusCode()).isEqualTo(204);
  }

  @Test
  void whatIsSignedAndCannotBeIsRefusedInWords() throws Exception {
    UUID id = sent(100);
    for (String body :
        List.of(
            "no json",
            "null",
            "[]",
            "{}",
            "{\"payout\": \"" + id + "\", \"paid\": true, \"reason\": \"\"}",
            "{\"payout\": \"" + id + "\", \"reason\": \"\", \"day\": \"" + today() + "\"}",
            PaymentDoor.answer(id, true, today().plusDays(1)),
            PaymentDoor.answer(id, true, today().minusDays(1)))) {
      HttpResponse<String> refused = answer(body, sign(body));
      assertThat(refused.statusCode()).as(body).isEqualTo(422);
      assertThat(code(refused)).as(body).isEqualTo("payment.bad-answer");
    }
    String large = " ".repeat((int) PaymentApi.MAX_ANSWER_BYTES + 1);
    HttpResponse<String> tooLarge = answer(large, sign(large));
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        send(
            request(DOOR)
                .header(PaymentApi.SIGNATURE, sign(large))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () ->
                            new java.io.ByteArrayInputStream(
                                large.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    assertThat(code(chunked)).as("without a length").isEqualTo("api.body-too-large");
    assertThat(balances()).containsExactly(99_900L, 100L, 0L);
  }

  @Test
  void whoeverKnocksInVainTooOftenWaitsAndWhoeverSignsDoesNot() throws Exception {
    UUID id = sent(600);
    String paid = PaymentDoor.answer(id, true, today());
    try {
      sql.sql(
              """
              insert into access.attempt as a (subject, window_start, tried) values ('address:127.0.0.1', now(), :tried)
              on conflict (subject) do update set window_start = now(), tried = excluded.tried
              """)
          .param("tried", KNOCKS - 1)
          .update();
      for (int i = 0; i < 5; i++)
        assertThat(answer(paid, sign(paid)).statusCode()).as("gets its knock back").isEqualTo(204);
      assertThat(answer(paid, "00").statusCode()).isEqualTo(401);
      HttpResponse<String> tooOften = answer(paid, "00");
      assertThat(tooOften.statusCode()).isEqualTo(429);
      assertThat(code(tooOften)).isEqualTo("access.too-many-attempts");
    } finally {
      sql.sql("delete from access.attempt where subject like 'address:%'").update();
    }
    assertThat(answer(paid, sign(paid)).statusCode()).isEqualTo(204);
  }

  private UUID sent(long fen) {
    UUID id = PaymentDoor.unanswered(beans, debit, COUNTY, fen);
    delivered();
    PaymentDoor.hearNothing(beans, id);
    return id;
  }

  private String sign(String body) {
    return PaymentDoor.sign(beans, body);
  }

  private HttpResponse<String> answer(String body, String signature) throws Exception {
    return send(callback(DOOR, body, signature));
  }

  private HttpRequest.Builder callback(String path, String body, String signature) {
    return request(path)
        .header("Content-Type", "application/json")
        .header(PaymentApi.SIGNATURE, signature)
        .POST(HttpRequest.BodyPublishers.ofString(body));
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
}
