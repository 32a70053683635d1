package org.yutang.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Personal bytes at rest: AES-256-GCM with a random nonce under the newest version of a named key,
/// which lies outside database and backup. What is sealed is bound to its owner (such as the id of
/// its row): elsewhere it does not open. Thread-safe.
@Component
public class Seals {

  private static final int VERSION_BYTES = 4;
  private static final int NONCE_BYTES = 12;
  private static final int HEAD_BYTES = VERSION_BYTES + NONCE_BYTES;
  private static final int TAG_BITS = 128;

  private final Keys keys;
  private final SecureRandom random = new SecureRandom();

  Seals(Keys keys) {
    this.keys = keys;
  }

  /// @return the key's version, the nonce and the encrypted bytes with their tag, in one
  public byte[] seal(String key, byte[] owner, byte[] plain) {
    Keys.Key newest = keys.newest(key);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, newest, nonce, owner);
      ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + cipher.getOutputSize(plain.length));
      out.putInt(newest.version()).put(nonce);
      cipher.doFinal(ByteBuffer.wrap(plain), out);
      return out.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What was sealed. Refuses with [StoreRefusal#SEAL_BROKEN] what was changed, moved to another
  /// owner, or sealed with another key.
  public byte[] open(String key, byte[] owner, byte[] sealed) {
    if (sealed.length < HEAD_BYTES) throw broken(key);
    ByteBuffer in = ByteBuffer.wrap(sealed);
    Keys.Key version = keys.version(key, in.getInt());
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(nonce);
    try {
      return cipher(Cipher.DECRYPT_MODE, version, nonce, owner)
          .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
    } catch (AEADBadTagException e) {
      throw broken(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher cipher(int mode, Keys.Key key, byte[] nonce, byte[] owner)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key.secret(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner);
    return cipher;
  }

  private static Refusal broken(String key) {
    return new Refusal(StoreRefusal.SEAL_BROKEN, Map.of("key", key));
  }
}
