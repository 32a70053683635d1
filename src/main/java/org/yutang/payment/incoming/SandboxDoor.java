package org.yutang.payment.incoming;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Unit;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.store.Gather;
import org.yutang.store.HouseSettings;
import org.yutang.store.Keys;

/// A provider without money, for made-up people and for trying out. It keeps a book of its own and
/// signs what it tells, as one elsewhere would.
///
/// It is there where people are made up, or where the server's settings say so: strangers may use
/// it, and what they "pay" stands in the books.
@Component
class SandboxDoor implements PayDoor {

  static final String SIGN = "sign";
  private static final String KEY = "payment-incoming-sandbox";

  private final JdbcClient sql;
  private final HouseSettings settings;
  private final Keys keys;
  private final Clock clock;
  private final boolean wanted;
  private final Gather<Use, Trade> uses = new Gather<>(200, this::use);

  SandboxDoor(
      JdbcClient sql,
      HouseSettings settings,
      Keys keys,
      Clock clock,
      @Value("${yutang.sandbox-payments:false}") boolean wanted) {
    this.sql = sql;
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
    this.wanted = wanted;
  }

  private record Trade(String trade, long amount, Status status, Instant paidAt) {}

  @Override
  public Via via() {
    return Via.SANDBOX;
  }

  @Override
  public boolean isOpen() {
    return wanted || settings.find(HouseSettings.SYNTHETIC).isPresent();
  }

  @Override
  public String address(IncomingPayment payment, boolean phone, String back) {
    return "/pay/sandbox/"
        + payment.id()
        + "?back="
        + URLEncoder.encode(back, StandardCharsets.UTF_8);
  }

  /// Writes down what the payer did, in the provider's own book; what was done first counts.
  ///
  /// @return the notice
  Map<String, String> use(IncomingPayment payment, boolean pays) {
    String number = PayDoor.number(payment.id());
    String trade = "S" + Uuids.fresh(clock.instant()).toString().replace("-", "");
    return signed(
        told(
            number,
            uses.ask(
                new Use(
                    number,
                    new Trade(
                        trade,
                        payment.order().amount().minor(),
                        pays ? Status.PAID : Status.CLOSED,
                        clock.instant().truncatedTo(ChronoUnit.MICROS))))));
  }

  private record Use(String number, Trade trade) {}

  /// What stands in the book then, of each.
  private List<Trade> use(List<Use> some) {
    sql.sql(
            """
            insert into payment.sandbox_trade (number, trade, amount, state, paid_at)
            select * from unnest(:numbers, :trades, :amounts, :states, cast(:at as timestamptz[])) on conflict (number) do nothing
            """)
        .param("numbers", some.stream().map(Use::number).toArray(String[]::new))
        .param("trades", some.stream().map(use -> use.trade().trade()).toArray(String[]::new))
        .param("amounts", some.stream().map(use -> use.trade().amount()).toArray(Long[]::new))
        .param(
            "states", some.stream().map(use -> use.trade().status().name()).toArray(String[]::new))
        .param(
            "at", some.stream().map(use -> use.trade().paidAt().toString()).toArray(String[]::new))
        .update();
    Map<String, Trade> there = find(some.stream().map(Use::number).toList());
    return some.stream().map(use -> Objects.requireNonNull(there.get(use.number()))).toList();
  }

  private static Told told(String number, Trade trade) {
    return new Told(
        number, trade.trade(), Money.fen(trade.amount()), trade.status(), trade.paidAt());
  }

  /// A notice as it travels.
  Map<String, String> signed(Told told) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("out_trade_no", told.number());
    fields.put("trade_no", told.trade());
    fields.put("total_amount", told.amount().decimal());
    fields.put("trade_status", told.status().name());
    fields.put("paid_at", told.paidAt().toString());
    fields.put(SIGN, sign(fields));
    return fields;
  }

  @Override
  public Told read(Map<String, String> fields) {
    Map<String, String> content = new TreeMap<>(fields);
    String signature = content.remove(SIGN);
    if (signature == null
        || !MessageDigest.isEqual(
            sign(content).getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.UTF_8)))
      throw new Refusal(PaymentRefusal.BAD_SIGNATURE);
    try {
      return new Told(
          content.getOrDefault("out_trade_no", ""),
          content.getOrDefault("trade_no", ""),
          Money.parse(content.getOrDefault("total_amount", ""), Unit.CNY.code()),
          Status.valueOf(content.getOrDefault("trade_status", "")),
          Instant.parse(content.getOrDefault("paid_at", "")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Refusal(PaymentRefusal.BAD_NOTICE);
    }
  }

  @Override
  public Optional<Told> ask(UUID payment) {
    String number = PayDoor.number(payment);
    return find(number).map(trade -> told(number, trade));
  }

  @Override
  public Returned refund(Back back) {
    boolean known = find(back.number()).filter(it -> it.trade().equals(back.trade())).isPresent();
    return known ? new Returned.Done() : new Returned.Refused("unknown trade");
  }

  @Override
  public String word(boolean taken) {
    return taken ? "success" : "failure";
  }

  private Optional<Trade> find(String number) {
    return Optional.ofNullable(find(List.of(number)).get(number));
  }

  private Map<String, Trade> find(List<String> numbers) {
    Map<String, Trade> found = new HashMap<>();
    sql.sql(
            "select number, trade, amount, state, paid_at from payment.sandbox_trade where number = any (:numbers)")
        .param("numbers", numbers.toArray(String[]::new))
        .query(
            row -> {
              found.put(
                  row.getString("number"),
                  new Trade(
                      row.getString("trade"),
                      row.getLong("amount"),
                      Status.valueOf(row.getString("state")),
                      IncomingRows.instant(row, "paid_at").orElseThrow()));
            });
    return found;
  }

  private String sign(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(fields)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.newest(KEY).secret(), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
