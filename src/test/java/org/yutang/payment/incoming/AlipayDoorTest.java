package org.yutang.payment.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.internal.util.AlipaySignature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
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
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
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
import org.yutang.store.Home;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Alipay, with keys made here and a gateway of our own that answers in the documented form. Never
/// run against the real one.
class AlipayDoorTest extends ServerTest {

  private static final KeyPair OURS = pair();
  private static final KeyPair ALIPAYS = pair();
  private static final String APP = "2021000000000001";
  private static final String SELLER = "2088000000000002";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Autowired Incoming incoming;
  @Autowired IncomingDesk desk;
  @Autowired IncomingChores chores;
  @Autowired AlipayDoor door;
  @Autowired Ledger ledger;
  @Autowired Outbox outbox;
  @Autowired Home home;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final Actor asker = officer();
  private final Actor releaser = officer();
  private final Map<String, Map<String, String>> answers = new HashMap<>();
  private final List<Map<String, String>> requests = new ArrayList<>();
  private boolean signsWell = true;
  private HttpServer gateway;
  private UUID payee;

  @BeforeEach
  void start() throws IOException {
    payee = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(payee, "test", Unit.CNY, false)));
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/gateway.do", this::answer);
    gateway.start();
    write(Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    gateway.stop(0);
    Files.deleteIfExists(keyFile());
  }

  @Test
  void withoutItsKeysItIsNotOffered() throws IOException {
    assertThat(incoming.offered()).containsExactly(Via.ALIPAY, Via.SANDBOX);
    for (String missing :
        List.of("app-id", "app-private-key", "alipay-public-key", "public-address")) {
      write(Map.of(missing, ""));
      assertThat(incoming.offered()).as(missing).containsExactly(Via.SANDBOX);
    }
    write(Map.of("app-private-key", publicKey(OURS)));
    assertThat(incoming.offered()).as("a key of another kind").containsExactly(Via.SANDBOX);
    write(Map.of("gateway", "ftp://elsewhere"));
    assertThat(incoming.offered()).containsExactly(Via.SANDBOX);
    Files.delete(keyFile());
    assertThat(incoming.offered()).containsExactly(Via.SANDBOX);
  }

  @Test
  void theAddressIsSignedAndSaysWhatIsToBePaid() throws Exception {
    IncomingPayment payment = ask(6_666);
    for (boolean phone : List.of(true, false)) {
      URI address = URI.create(incoming.address(payment.id(), phone, "/gifts/link"));
      Map<String, String> fields = fields(address.getRawQuery());
      assertThat(
              AlipaySignature.rsaCheckV2(new HashMap<>(fields), publicKey(OURS), "utf-8", "RSA2"))
          .isTrue();
      assertThat(fields)
          .containsEntry("app_id", APP)
          .containsEntry("method", phone ? "alipay.trade.wap.pay" : "alipay.trade.page.pay")
          .containsEntry("notify_url", "https://pond.example.org/api/v1/payments/alipay/notice")
          .containsEntry("return_url", "https://pond.example.org/gifts/link");
      Map<?, ?> content = Json.read(fields.get("biz_content"), Map.class);
      assertThat(content.get("total_amount")).isEqualTo("66.66");
      assertThat(content.get("out_trade_no")).isEqualTo(PayDoor.number(payment.id()));
      assertThat(content.get("subject")).isEqualTo("A test    of gifts");
    }
  }

  @Test
  void aSignedNoticeCountsOnceAndIsAnsweredWithSuccess() throws Exception {
    IncomingPayment payment = ask(5_000);
    Map<String, String> notice = notice(payment, Map.of());
    assertThat(incoming.notice(Via.ALIPAY, notice)).isInstanceOf(NoticeAnswer.Taken.class);
    assertThat(incoming.notice(Via.ALIPAY, notice).word()).isEqualTo("success");
    delivered();
    Map<String, String> finished = notice(payment, Map.of("trade_status", "TRADE_FINISHED"));
    assertThat(incoming.notice(Via.ALIPAY, finished)).isInstanceOf(NoticeAnswer.Taken.class);
    delivered();
    assertThat(balance()).isEqualTo(5_000);
  }

  @Test
  void whatDoesNotHoldIsRefusedInTypesAndLeavesATrace() throws Exception {
    IncomingPayment payment = ask(5_000);
    Map<String, String> forged = new HashMap<>(notice(payment, Map.of()));
    forged.put("total_amount", "0.01");
    assertThat(refused(forged)).isEqualTo(PaymentRefusal.BAD_SIGNATURE);
    Map<String, String> oldAlgorithm = new HashMap<>(notice(payment, Map.of()));
    oldAlgorithm.put("sign_type", "RSA");
    assertThat(refused(oldAlgorithm)).isEqualTo(PaymentRefusal.BAD_SIGNATURE);
    assertThat(refused(signed(base(payment, Map.of()), OURS)))
        .as("our own key is not theirs")
        .isEqualTo(PaymentRefusal.BAD_SIGNATURE);
    assertThat(refused(notice(payment, Map.of("app_id", "2021000000000009"))))
        .as("the right signature of another app")
        .isEqualTo(PaymentRefusal.OTHER_APP);
    assertThat(refused(notice(payment, Map.of("seller_id", "2088000000000009"))))
        .isEqualTo(PaymentRefusal.OTHER_APP);
    assertThat(refused(notice(payment, Map.of("trade_status", "WAIT_BUYER_PAY"))))
        .isEqualTo(PaymentRefusal.NOT_PAID);
    for (Map<String, String> odd :
        List.of(
            Map.of("trade_status", "TRADE_ODD"),
            Map.of("total_amount", "50.001"),
            Map.of("total_amount", "-50.00"),
            Map.of("gmt_payment", "yesterday"),
            Map.of("trade_no", "x".repeat(65))))
      assertThat(refused(notice(payment, odd)))
          .as(odd.toString())
          .isEqualTo(PaymentRefusal.BAD_NOTICE);
    assertThat(
            sql.sql("select distinct code from payment.refused_notice where number = :number")
                .param("number", PayDoor.number(payment.id()))
                .query(String.class)
                .list())
        .contains("OTHER_APP", "NOT_PAID", "BAD_NOTICE");
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.OPEN);
    assertThat(incoming.notice(Via.ALIPAY, notice(payment, Map.of("total_amount", "49.99"))))
        .isInstanceOfSatisfying(
            NoticeAnswer.Kept.class,
            kept -> assertThat(kept.fit()).isEqualTo(Arrival.Fit.WRONG_AMOUNT));
    delivered();
    assertThat(balance()).isZero();
  }

  @Test
  void aLostCallbackIsAskedForAtTheGateway() {
    IncomingPayment payment = ask(7_000);
    answers.put(
        "alipay.trade.query",
        Map.of("code", "40004", "msg", "Business Failed", "sub_code", "ACQ.TRADE_NOT_EXIST"));
    later(payment);
    chores.everyMinute();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.OPEN);
    answers.put("alipay.trade.query", queried(payment, "TRADE_SUCCESS"));
    signsWell = false;
    later(payment);
    chores.everyMinute();
    assertThat(state(payment))
        .as("an answer that is not signed")
        .isEqualTo(IncomingPayment.State.OPEN);
    signsWell = true;
    later(payment);
    chores.everyMinute();
    delivered();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.PAID);
    assertThat(balance()).isEqualTo(7_000);
    assertThat(Duration.between(arrival(payment).paidAt(), clock.instant()).abs())
        .as("China's time")
        .isLessThan(Duration.ofMinutes(1));
    assertThat(requests).allMatch(this::isSignedByUs);
  }

  @Test
  void aGatewayThatIsDownIsAskedAgainLater() {
    IncomingPayment payment = ask(7_000);
    gateway.stop(0);
    later(payment);
    chores.everyMinute();
    assertThat(state(payment)).isEqualTo(IncomingPayment.State.OPEN);
    assertThat(
            sql.sql("select next_question > now() from payment.incoming where id = :id")
                .param("id", payment.id())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aRefundGoesThroughTheGatewayOnceAndItsLostAnswerIsAskedFor() throws Exception {
    IncomingPayment payment = ask(3_000);
    incoming.notice(Via.ALIPAY, notice(payment, Map.of()));
    delivered();
    Arrival arrival = arrival(payment);
    answers.put(
        "alipay.trade.refund",
        Map.of("code", "20000", "msg", "Service Unavailable", "sub_code", "aop.ACQ.SYSTEM_ERROR"));
    answers.put("alipay.trade.fastpay.refund.query", Map.of("code", "10000", "msg", "Success"));
    PaymentRefund refund =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(1_000), "a wish");
    desk.release(releaser, refund.id());
    delivered();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.HELD);
    assertThat(balance()).as("held meanwhile").isEqualTo(2_000);
    // it had been sent back after all: the same request again moves nothing
    answers.put(
        "alipay.trade.refund", Map.of("code", "10000", "msg", "Success", "fund_change", "N"));
    answers.put(
        "alipay.trade.fastpay.refund.query",
        Map.of("code", "10000", "msg", "Success", "refund_status", "REFUND_SUCCESS"));
    sql.sql("update payment.refund set next_try = now() - interval '1 second' where id = :id")
        .param("id", refund.id())
        .update();
    chores.everyMinute();
    assertThat(refund(refund).state()).isEqualTo(PaymentRefund.State.DONE);
    assertThat(balance()).isEqualTo(2_000);
    assertThat(
            requests.stream()
                .filter(each -> "alipay.trade.refund".equals(each.get("method")))
                .map(each -> Json.read(each.get("biz_content"), Map.class).get("out_request_no"))
                .distinct())
        .containsExactly(refund.id().toString());
    answers.put(
        "alipay.trade.refund",
        Map.of("code", "40004", "msg", "Business Failed", "sub_code", "ACQ.TRADE_HAS_FINISHED"));
    answers.put("alipay.trade.fastpay.refund.query", Map.of("code", "10000", "msg", "Success"));
    PaymentRefund late =
        desk.askRefund(asker, UUID.randomUUID(), arrival.id(), Money.fen(500), "too late");
    desk.release(releaser, late.id());
    delivered();
    assertThat(refund(late).state()).isEqualTo(PaymentRefund.State.FAILED);
    assertThat(refund(late).problem()).contains("ACQ.TRADE_HAS_FINISHED");
    assertThat(balance()).isEqualTo(2_000);
  }

  // The gateway

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> request =
        new HashMap<>(
            fields(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")));
    request.putAll(
        fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    requests.add(request);
    String method = request.get("method");
    String content = Json.write(answers.getOrDefault(method, Map.of("code", "20000", "msg", "x")));
    String body;
    try {
      String signature =
          AlipaySignature.rsaSign(content, privateKey(signsWell ? ALIPAYS : OURS), "utf-8", "RSA2");
      body =
          "{\""
              + method.replace('.', '_')
              + "_response\":"
              + content
              + ",\"sign\":\""
              + signature
              + "\"}";
    } catch (com.alipay.api.AlipayApiException e) {
      throw new IOException(e);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json;charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean isSignedByUs(Map<String, String> request) {
    try {
      return AlipaySignature.rsaCheckV2(new HashMap<>(request), publicKey(OURS), "utf-8", "RSA2");
    } catch (com.alipay.api.AlipayApiException e) {
      return false;
    }
  }

  private Map<String, String> queried(IncomingPayment payment, String status) {
    return Map.of(
        "code",
        "10000",
        "msg",
        "Success",
        "out_trade_no",
        PayDoor.number(payment.id()),
        "trade_no",
        "Q" + UUID.randomUUID(),
        "trade_status",
        status,
        "total_amount",
        payment.order().amount().decimal(),
        "send_pay_date",
        china(clock.instant()));
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0)
        fields.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  // Notices

  private Map<String, String> notice(IncomingPayment payment, Map<String, String> changed)
      throws Exception {
    return signed(base(payment, changed), ALIPAYS);
  }

  private Map<String, String> base(IncomingPayment payment, Map<String, String> changed) {
    Map<String, String> fields = new HashMap<>();
    fields.put("app_id", APP);
    fields.put("seller_id", SELLER);
    fields.put("notify_type", "trade_status_sync");
    fields.put("charset", "utf-8");
    fields.put("out_trade_no", PayDoor.number(payment.id()));
    fields.put("trade_no", "T" + PayDoor.number(payment.id()));
    fields.put("trade_status", "TRADE_SUCCESS");
    fields.put("total_amount", payment.order().amount().decimal());
    fields.put("gmt_payment", china(clock.instant()));
    fields.put("subject", "测试");
    fields.putAll(changed);
    return fields;
  }

  private static Map<String, String> signed(Map<String, String> fields, KeyPair by)
      throws Exception {
    Map<String, String> signed = new HashMap<>(fields);
    String content = AlipaySignature.getSignContent(fields);
    signed.put("sign", AlipaySignature.rsaSign(content, privateKey(by), "utf-8", "RSA2"));
    signed.put("sign_type", "RSA2");
    return signed;
  }

  private PaymentRefusal refused(Map<String, String> notice) {
    return ((NoticeAnswer.Refused) incoming.notice(Via.ALIPAY, notice)).code();
  }

  private static String china(Instant at) {
    return TIME.format(at.atZone(BusinessDay.ZONE));
  }

  // What the tests share

  private IncomingPayment ask(long fen) {
    return incoming.ask(
        new IncomingOrder(
            Uuids.inShard(9, UUID.randomUUID().toString()),
            payee,
            Money.fen(fen),
            "A test <= of gifts",
            "test",
            UUID.randomUUID(),
            new PlaceCode("CN-500236"),
            Via.ALIPAY,
            clock.instant().plusSeconds(3_600)));
  }

  private void later(IncomingPayment payment) {
    sql.sql(
            "update payment.incoming set next_question = now() - interval '1 second' where id = :id")
        .param("id", payment.id())
        .update();
  }

  private IncomingPayment.State state(IncomingPayment payment) {
    return incoming.find(payment.id()).orElseThrow().state();
  }

  private Arrival arrival(IncomingPayment payment) {
    return desk.arrivals(
            asker,
            new Arrival.Query(false, false, Optional.of(payment.id()), new Page.Wanted(1, 10)))
        .items()
        .getFirst();
  }

  private PaymentRefund refund(PaymentRefund refund) {
    return desk
        .refunds(
            asker,
            new PaymentRefund.Query(
                Optional.empty(), Optional.of(refund.arrival()), new Page.Wanted(1, 10)))
        .items()
        .stream()
        .filter(each -> each.id().equals(refund.id()))
        .findFirst()
        .orElseThrow();
  }

  private long balance() {
    return ledger.find(payee).orElseThrow().balance();
  }

  private Path keyFile() {
    return home.keys().resolve(AlipayKeys.FILE);
  }

  private long written;

  private void write(Map<String, String> changed) throws IOException {
    Map<String, String> lines = new HashMap<>();
    lines.put("app-id", APP);
    lines.put("seller-id", SELLER);
    lines.put("app-private-key", privateKey(OURS));
    lines.put("alipay-public-key", publicKey(ALIPAYS));
    lines.put("gateway", "http://127.0.0.1:" + gateway.getAddress().getPort() + "/gateway.do");
    lines.put("public-address", "https://pond.example.org/");
    lines.putAll(changed);
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    Files.writeString(keyFile(), text);
    Files.setLastModifiedTime(
        keyFile(),
        java.nio.file.attribute.FileTime.fromMillis(
            System.currentTimeMillis() - 60_000 * ++written));
  }

  private static String privateKey(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
  }

  private static String publicKey(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Actor officer() {
    return new Actor(
        UUID.randomUUID(), "test", Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));
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
