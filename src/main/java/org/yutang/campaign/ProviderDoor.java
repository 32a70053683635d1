package org.yutang.campaign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.store.Keys;
import tools.jackson.core.JacksonException;

/// Reads what a provider sends and signs with the key that it shares with us.
@Component
class ProviderDoor {

  private static final String KEY = "campaign-sandbox";
  private static final String ALGORITHM = "HmacSHA256";

  private final Keys keys;

  ProviderDoor(Keys keys) {
    this.keys = keys;
  }

  /// A notice as it comes; the amount is a decimal in text.
  private record Told(UUID campaign, UUID claim, String number, String amount, String currency) {}

  /// Refuses with [CampaignRefusal#BAD_SIGNATURE] before anything is read, then with
  /// [CampaignRefusal#BAD_NOTICE].
  Payment.Notice read(Payment.Via provider, String body, String signature) {
    if (provider != Payment.Via.SANDBOX || !isSigned(body, signature))
      throw new Refusal(CampaignRefusal.BAD_SIGNATURE);
    try {
      Told told = Json.read(body, Told.class);
      return new Payment.Notice(
          Objects.requireNonNull(told.campaign),
          Objects.requireNonNull(told.claim),
          Objects.requireNonNull(told.number),
          Money.parse(Objects.requireNonNull(told.amount), Objects.requireNonNull(told.currency)));
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      throw new Refusal(CampaignRefusal.BAD_NOTICE);
    }
  }

  String write(Payment.Notice notice) {
    return Json.write(
        new Told(
            notice.campaign(),
            notice.claim(),
            notice.number(),
            notice.amount().decimal(),
            notice.amount().currency()));
  }

  String sign(String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(keys.newest(KEY).secret(), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isSigned(String body, String signature) {
    return MessageDigest.isEqual(
        sign(body).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
  }
}
