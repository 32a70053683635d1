package org.yutang.register;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Keys;

/// Identity numbers at rest: AES-256-GCM with a random nonce, bound to the person's id, under a
/// versioned key that lies outside the database; and a keyed hash (HMAC-SHA-256, another key, first
/// 16 bytes) to find a number again. A number moved to another person's row, or changed, does not
/// open. Thread-safe.
@Component
class IdNumbers {

  private static final String CIPHER_KEY = "register-id-number";
  private static final String LOOKUP_KEY = "register-id-lookup";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HASH_BYTES = 16;

  private final Keys keys;

  IdNumbers(Keys keys) {
    this.keys = keys;
  }

  /// A number as the database keeps it.
  record Sealed(byte[] cipher, int keyVersion, byte[] hash) {}

  /// For one thread that seals many numbers: key and machinery are looked up once.
  Sealer sealer() {
    return new Sealer(keys.newest(CIPHER_KEY), mac(keys.newest(LOOKUP_KEY)));
  }

  static final class Sealer {
    private final Keys.Key key;
    private final SecretKeySpec secret;
    private final Cipher cipher;
    private final Mac mac;
    private final SecureRandom random = new SecureRandom();

    private Sealer(Keys.Key key, Mac mac) {
      this.key = key;
      this.secret = new SecretKeySpec(key.secret(), "AES");
      this.cipher = cipher();
      this.mac = mac;
    }

    Sealed seal(UUID person, String number) {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      byte[] plain = number.getBytes(StandardCharsets.UTF_8);
      try {
        cipher.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(person));
        byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
        cipher.doFinal(plain, 0, plain.length, out, NONCE_BYTES);
        return new Sealed(out, key.version(), Arrays.copyOf(mac.doFinal(plain), HASH_BYTES));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// The number of that person; refuses with [RegisterRefusal#ID_NUMBER_UNREADABLE] when it was
  /// tampered with.
  String open(UUID person, byte[] sealed, int keyVersion) {
    try {
      Cipher cipher = cipher();
      byte[] secret = keys.version(CIPHER_KEY, keyVersion).secret();
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(secret, "AES"),
          new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
      cipher.updateAAD(bytes(person));
      return new String(
          cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new Refusal(RegisterRefusal.ID_NUMBER_UNREADABLE, Map.of("person", person.toString()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a number looks like to [#sealer]'s hash, under every version of the key.
  List<byte[]> hashes(String number) {
    List<byte[]> hashes = new ArrayList<>();
    for (int version = keys.newest(LOOKUP_KEY).version(); version >= 1; version--)
      hashes.add(
          Arrays.copyOf(
              mac(keys.version(LOOKUP_KEY, version))
                  .doFinal(number.getBytes(StandardCharsets.UTF_8)),
              HASH_BYTES));
    return hashes;
  }

  /// The first three and last four signs; of short numbers less.
  static String mask(String number) {
    int length = number.length();
    int head = length >= 15 ? 3 : length >= 8 ? 1 : 0;
    int tail = length >= 15 ? 4 : length >= 8 ? 2 : 0;
    return number.substring(0, head)
        + "*".repeat(length - head - tail)
        + number.substring(length - tail);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Mac mac(Keys.Key key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
