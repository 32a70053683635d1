package org.yutang.giving;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.store.Keys;

/// The texts that open donors' pages. Each is a keyed digest of the giver's own random key, so that
/// sending a gift twice gives the same link although no link is kept.
@Component
class GiftLinks {

  private static final String KEY = "giving-link";
  private static final String PREFIX = "yg_";
  private static final String FORM = PREFIX + "[A-Za-z0-9_-]{43}";

  private final Keys keys;

  GiftLinks(Keys keys) {
    this.keys = keys;
  }

  String of(UUID key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.newest(KEY).secret(), "HmacSHA256"));
      byte[] text = mac.doFinal(key.toString().getBytes(StandardCharsets.UTF_8));
      return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Refuses with [GivingRefusal#UNKNOWN_LINK] what cannot be one.
  static byte[] digest(String link) {
    if (!link.matches(FORM)) throw new Refusal(GivingRefusal.UNKNOWN_LINK);
    try {
      return MessageDigest.getInstance("SHA-256").digest(link.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static int shard(byte[] digest) {
    return ((digest[0] & 0xff) << 8 | (digest[1] & 0xff)) % Shards.COUNT;
  }
}
