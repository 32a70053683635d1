package org.yutang.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// The log's own key: an Ed25519 key from its 32-byte seed, with the name that it signs under. Immutable.
final class SigningKey {

  private final PrivateKey key;
  private final VerifierKey verifier;

  SigningKey(String name, byte[] seed) {
    try {
      key = KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.clone()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 seed", e);
    }
    // The JDK gives no public key for a seed; Bouncy Castle does.
    verifier = new VerifierKey(name, new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
  }

  VerifierKey verifier() {
    return verifier;
  }

  /// The signed note: the text, an empty line, one signature line. The same text always gives the same note.
  String sign(String text) {
    SignedNote.checkText(text);
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(text.getBytes(StandardCharsets.UTF_8));
      return new SignedNote(text, java.util.List.of(new SignedNote.Line(verifier.name(), verifier.id(), ed25519.sign()))).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }
}
