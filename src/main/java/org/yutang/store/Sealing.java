package org.yutang.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// What is personal at rest: AES-256-GCM with a random nonce under a versioned key of [Keys], bound
/// to the id of the row that holds it, so that what was moved or changed does not open.
/// Thread-safe.
@Component
public class Sealing {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Keys keys;
  private final SecureRandom random = new SecureRandom();

  Sealing(Keys keys) {
    this.keys = keys;
  }

  /// As the database keeps it: nonce, then cipher text with its tag.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Sealed(byte[] bytes, int keyVersion) {}

  /// @param key names the key, one a kind of secret
  /// @param about the id of the row
  public Sealed seal(String key, UUID about, String text) {
    return seal(key, about, text.getBytes(StandardCharsets.UTF_8));
  }

  /// The same for bytes.
  public Sealed seal(String key, UUID about, byte[] plain) {
    Keys.Key newest = keys.newest(key);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, newest, nonce, about);
      byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, out, NONCE_BYTES);
      return new Sealed(out, newest.version());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A digest of a text that only this server can make (HMAC-SHA-256, cut to 128 bits): tells equal
  /// texts from others, and nothing else about them. Always under the first version of the key, so
  /// that it stays the same.
  public UUID mark(String key, String text) {
    keys.newest(key);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.version(key, 1).secret(), "HmacSHA256"));
      ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Refuses with [StoreRefusal#SEAL_BROKEN] what was moved, changed or sealed under another key.
  public String open(String key, UUID about, Sealed sealed) {
    return new String(openBytes(key, about, sealed), StandardCharsets.UTF_8);
  }

  /// The same for bytes.
  public byte[] openBytes(String key, UUID about, Sealed sealed) {
    byte[] bytes = sealed.bytes();
    try {
      Cipher cipher =
          cipher(
              Cipher.DECRYPT_MODE,
              keys.version(key, sealed.keyVersion()),
              Arrays.copyOf(bytes, NONCE_BYTES),
              about);
      return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new Refusal(StoreRefusal.SEAL_BROKEN, Map.of("what", about.toString()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, Keys.Key key, byte[] nonce, UUID about)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key.secret(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ByteBuffer.allocate(16)
            .putLong(about.getMostSignificantBits())
            .putLong(about.getLeastSignificantBits())
            .array());
    return cipher;
  }
}
