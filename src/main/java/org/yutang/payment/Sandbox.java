package org.yutang.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.store.Keys;
import tools.jackson.core.JacksonException;

/// A bank that answers at once, for made-up people: it signs its answer and gives it in at the door
/// where every provider's answers come in. Accounts that end in [#FAILING] cannot be paid to, so
/// that failures can be seen.
@Component
class Sandbox implements Provider {

  static final String FAILING = "0000";
  private static final String KEY = "payment-sandbox";

  private final ObjectProvider<Payouts> door;
  private final PayoutRows rows;
  private final Keys keys;

  Sandbox(ObjectProvider<Payouts> door, PayoutRows rows, Keys keys) {
    this.door = door;
    this.rows = rows;
    this.keys = keys;
  }

  /// What a provider says of a payout.
  ///
  /// @param reason empty when it was paid
  /// @param day ISO
  record Answer(UUID payout, boolean paid, String reason, LocalDate day) {

    /// Refuses with [PaymentRefusal#BAD_ANSWER].
    static Answer read(String body) {
      try {
        Answer answer = Json.read(body, Answer.class);
        Objects.requireNonNull(answer.payout);
        Objects.requireNonNull(answer.reason);
        Objects.requireNonNull(answer.day);
        return answer;
      } catch (JacksonException | NullPointerException e) {
        throw new Refusal(PaymentRefusal.BAD_ANSWER);
      }
    }
  }

  @Override
  public Payout.Via via() {
    return Payout.Via.SANDBOX;
  }

  @Override
  public void send(PayoutRows.Row payout) {
    boolean fails = rows.payee(payout).account().endsWith(FAILING);
    String body =
        Json.write(
            new Answer(payout.id(), !fails, fails ? "account closed" : "", payout.businessDate()));
    door.getObject().callback(via(), body, sign(body));
  }

  String sign(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.newest(KEY).secret(), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
