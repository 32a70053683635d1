package org.yutang.proof;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The log's own key: an Ed25519 key from its 32-byte seed, with the name that it signs under.
/// Immutable.
final class SigningKey {

  private final Ed25519PrivateKeyParameters key;
  private final VerifierKey verifier;

  SigningKey(String name, byte[] seed) {
    key = new Ed25519PrivateKeyParameters(seed);
    verifier = new VerifierKey(name, key.generatePublicKey().getEncoded());
  }

  VerifierKey verifier() {
    return verifier;
  }

  /// The signed note: the text, an empty line, one signature line. The same text always gives the
  /// same note.
  String sign(String text) {
    SignedNote.checkText(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer ed25519 = new Ed25519Signer();
    ed25519.init(true, key);
    ed25519.update(bytes, 0, bytes.length);
    return new SignedNote(
            text,
            List.of(
                new SignedNote.Line(verifier.name(), verifier.id(), ed25519.generateSignature())))
        .toString();
  }
}
