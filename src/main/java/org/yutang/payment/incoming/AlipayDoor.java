package org.yutang.payment.incoming;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Unit;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.store.Json;

/// Alipay's pages for computers and phones (`alipay.trade.page.pay`, `alipay.trade.wap.pay`), its
/// notices, its queries and its refunds, signed with RSA2 through its own library.
@Component
class AlipayDoor implements PayDoor {

  private static final String CHARSET = "utf-8";
  private static final String SIGN_TYPE = "RSA2";
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 10_000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /// Answers after which nothing is decided: what was asked may be asked again.
  private static final Set<String> AGAIN =
      Set.of("ACQ.SYSTEM_ERROR", "ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.REFUND_CHARGE_ERROR");

  static {
    // it writes whole requests, with their signatures, to the log
    AlipayLogger.setNeedEnableLogger(false);
  }

  private final AlipayKeys keys;
  private final Clock clock;

  AlipayDoor(AlipayKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Via via() {
    return Via.ALIPAY;
  }

  @Override
  public boolean isOpen() {
    return keys.find().isPresent();
  }

  @Override
  public String address(IncomingPayment payment, boolean phone, String back) {
    AlipayKeys.App app = app();
    Map<String, String> content = new HashMap<>();
    content.put("out_trade_no", PayDoor.number(payment.id()));
    content.put("total_amount", payment.order().amount().decimal());
    content.put("subject", payment.order().title().replaceAll("[/=&<>\"'\\\\]", " "));
    content.put(
        "time_expire",
        TIME.format(payment.order().expiresAt().atZone(BusinessDay.ZONE).toLocalDateTime()));
    content.put("product_code", phone ? "QUICK_WAP_WAY" : "FAST_INSTANT_TRADE_PAY");
    AlipayRequest<?> request =
        phone ? new AlipayTradeWapPayRequest() : new AlipayTradePagePayRequest();
    setContent(request, content);
    request.setNotifyUrl(app.home() + "/api/v1/payments/alipay/notice");
    request.setReturnUrl(app.home() + back);
    try {
      return client(app).pageExecute(request, "GET").getBody();
    } catch (AlipayApiException e) {
      throw new IllegalStateException("Alipay's library could not sign", e);
    }
  }

  private static void setContent(AlipayRequest<?> request, Map<String, String> content) {
    String json = Json.write(content);
    switch (request) {
      case AlipayTradeWapPayRequest wap -> wap.setBizContent(json);
      case AlipayTradePagePayRequest page -> page.setBizContent(json);
      default -> throw new IllegalArgumentException(request.getApiMethodName());
    }
  }

  @Override
  public Told read(Map<String, String> fields) {
    AlipayKeys.App app = app();
    if (!isSigned(fields, app)) throw new Refusal(PaymentRefusal.BAD_SIGNATURE);
    boolean ours =
        app.id().equals(fields.get("app_id"))
            && app.seller().map(seller -> seller.equals(fields.get("seller_id"))).orElse(true);
    if (!ours) throw new Refusal(PaymentRefusal.OTHER_APP);
    try {
      return new Told(
          required(fields.get("out_trade_no")),
          required(fields.get("trade_no")),
          amount(fields.get("total_amount")),
          status(fields.get("trade_status")),
          time(fields.get("gmt_payment")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Refusal(PaymentRefusal.BAD_NOTICE);
    }
  }

  private static boolean isSigned(Map<String, String> fields, AlipayKeys.App app) {
    if (!SIGN_TYPE.equals(fields.get("sign_type")) || fields.get("sign") == null) return false;
    try {
      // it takes fields out of the map
      return AlipaySignature.rsaCheckV1(new HashMap<>(fields), app.publicKey(), CHARSET, SIGN_TYPE);
    } catch (AlipayApiException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public Optional<Told> ask(UUID payment) {
    AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
    request.setBizContent(Json.write(Map.of("out_trade_no", PayDoor.number(payment))));
    AlipayTradeQueryResponse answer = execute(request);
    if ("ACQ.TRADE_NOT_EXIST".equals(answer.getSubCode())) return Optional.empty();
    if (!answer.isSuccess()) throw new Silent(what(answer));
    try {
      if (!PayDoor.number(payment).equals(answer.getOutTradeNo()))
        throw new Silent("it told of another payment");
      return Optional.of(
          new Told(
              answer.getOutTradeNo(),
              required(answer.getTradeNo()),
              amount(answer.getTotalAmount()),
              status(answer.getTradeStatus()),
              answer.getSendPayDate() == null
                  ? clock.instant()
                  : answer.getSendPayDate().toInstant()));
    } catch (IllegalArgumentException e) {
      throw new Silent("its answer cannot be read", e);
    }
  }

  @Override
  public Returned refund(Back back) {
    AlipayTradeRefundRequest request = new AlipayTradeRefundRequest();
    request.setBizContent(
        Json.write(
            Map.of(
                "trade_no", back.trade(),
                "refund_amount", back.amount().decimal(),
                "out_request_no", back.id().toString(),
                "refund_reason", back.reason())));
    AlipayTradeRefundResponse answer = execute(request);
    if (answer.isSuccess() && "Y".equals(answer.getFundChange())) return new Returned.Done();
    if (isReturned(back)) return new Returned.Done();
    String code = answer.getSubCode();
    if (answer.isSuccess() || code == null || !code.startsWith("ACQ.") || AGAIN.contains(code))
      throw new Silent(what(answer));
    return new Returned.Refused(code);
  }

  /// Whether it was sent back before: then the answer to the same request says that nothing moved.
  private boolean isReturned(Back back) {
    AlipayTradeFastpayRefundQueryRequest request = new AlipayTradeFastpayRefundQueryRequest();
    request.setBizContent(
        Json.write(Map.of("trade_no", back.trade(), "out_request_no", back.id().toString())));
    AlipayTradeFastpayRefundQueryResponse answer = execute(request);
    return answer.isSuccess() && "REFUND_SUCCESS".equals(answer.getRefundStatus());
  }

  @Override
  public String word(boolean taken) {
    return taken ? "success" : "failure";
  }

  private <T extends AlipayResponse> T execute(AlipayRequest<T> request) {
    try {
      return Objects.requireNonNull(client(app()).execute(request));
    } catch (AlipayApiException | RuntimeException e) {
      throw new Silent("Alipay does not answer, or not with its signature", e);
    }
  }

  private AlipayKeys.App app() {
    return keys.find()
        .orElseThrow(
            () -> new Refusal(PaymentRefusal.NOT_OFFERED, Map.of("provider", via().name())));
  }

  private static AlipayClient client(AlipayKeys.App app) {
    AlipayConfig config = new AlipayConfig();
    config.setServerUrl(app.gateway());
    config.setAppId(app.id());
    config.setPrivateKey(app.privateKey());
    config.setAlipayPublicKey(app.publicKey());
    config.setFormat("json");
    config.setCharset(CHARSET);
    config.setSignType(SIGN_TYPE);
    config.setConnectTimeout(CONNECT_MILLIS);
    config.setReadTimeout(READ_MILLIS);
    try {
      return new DefaultAlipayClient(config);
    } catch (AlipayApiException e) {
      throw new IllegalStateException("Alipay's library refused its settings", e);
    }
  }

  private static String what(AlipayResponse answer) {
    return answer.getCode() + " " + answer.getSubCode();
  }

  private static String required(@Nullable String text) {
    if (text == null || text.isBlank() || text.length() > 64 || text.indexOf('\0') >= 0)
      throw new IllegalArgumentException("a number is missing or too long");
    return text;
  }

  private static Money amount(@Nullable String text) {
    Money amount = Money.parse(required(text), Unit.CNY.code());
    if (amount.minor() <= 0) throw new IllegalArgumentException("amount");
    return amount;
  }

  private static Status status(@Nullable String text) {
    return switch (required(text)) {
      case "TRADE_SUCCESS", "TRADE_FINISHED" -> Status.PAID;
      case "TRADE_CLOSED" -> Status.CLOSED;
      case "WAIT_BUYER_PAY" -> Status.NOT_YET;
      default -> throw new IllegalArgumentException("status");
    };
  }

  /// Alipay tells China's time without saying so.
  private Instant time(@Nullable String text) {
    if (text == null || text.isEmpty()) return clock.instant();
    return LocalDateTime.parse(text, TIME).atZone(BusinessDay.ZONE).toInstant();
  }
}
