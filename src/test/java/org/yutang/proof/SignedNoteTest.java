package org.yutang.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

/// Signed notes against the example of the Go implementation, which the specification was written from, and against Bouncy Castle.
class SignedNoteTest {

  private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  private static final String NOTE =
      TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private final VerifierKey peter = VerifierKey.parse(KEY).orElseThrow();

  @Test
  void theExampleOfTheGoImplementationVerifiesAndIsSignedByteForByte() {
    assertThat(peter).hasToString(KEY);
    assertThat(SignedNote.parse(NOTE).orElseThrow().check(peter)).isEqualTo(SignedNote.Check.SIGNED);
    assertThat(SignedNote.parse(NOTE).orElseThrow()).hasToString(NOTE);
    byte[] typed = Base64.getDecoder().decode(SECRET);
    SigningKey signer = new SigningKey("PeterNeumann", Arrays.copyOfRange(typed, 1, 33));
    assertThat(signer.verifier()).isEqualTo(peter);
    assertThat(signer.sign(TEXT)).isEqualTo(NOTE);
  }

  @Test
  void bouncyCastleAcceptsWhatTheJdkSignedAndTheOtherWayRound() {
    Random random = new Random(8032);
    for (int round = 0; round < 50; round++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      SigningKey ours = new SigningKey("log.example/" + round, seed);
      String text = "log.example/" + round + "\n" + random.nextInt(1_000_000) + "\n";
      SignedNote.Line line = SignedNote.parse(ours.sign(text)).orElseThrow().lines().getFirst();
      byte[] raw = Base64Text.decode(ours.verifier().toString().split("\\+", 3)[2]).orElseThrow();

      Ed25519Signer verifier = new Ed25519Signer();
      verifier.init(false, new Ed25519PublicKeyParameters(raw, 1));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      verifier.update(bytes, 0, bytes.length);
      assertThat(verifier.verifySignature(line.signature())).isTrue();

      Ed25519Signer signer = new Ed25519Signer();
      signer.init(true, new Ed25519PrivateKeyParameters(seed));
      signer.update(bytes, 0, bytes.length);
      assertThat(ours.verifier().hasSigned(bytes, signer.generateSignature())).isTrue();
      assertThat(ours.verifier().hasSigned(bytes, new byte[64])).isFalse();
      assertThat(ours.verifier().hasSigned(bytes, new byte[3])).isFalse();
    }
  }

  @Test
  void signaturesOfOthersAreIgnoredAndAFalseOneOfOursIsNot() {
    SigningKey other = new SigningKey("other.example", new byte[32]);
    String others = other.sign(TEXT).substring(TEXT.length() + 1);
    assertThat(SignedNote.parse(NOTE + others).orElseThrow().check(peter)).isEqualTo(SignedNote.Check.SIGNED);
    assertThat(SignedNote.parse(TEXT + "\n" + others).orElseThrow().check(peter)).isEqualTo(SignedNote.Check.NOT_SIGNED);
    assertThat(SignedNote.parse(NOTE.replace("answer", "Answer")).orElseThrow().check(peter)).isEqualTo(SignedNote.Check.FALSE_SIGNATURE);
    String zeroes = Base64Text.encode(Arrays.copyOf(peter.id(), 68));
    assertThat(SignedNote.parse(NOTE + "— PeterNeumann " + zeroes + "\n").orElseThrow().check(peter)).isEqualTo(SignedNote.Check.FALSE_SIGNATURE);
  }

  @Test
  void brokenNotesAreNone() {
    String signature = NOTE.substring(TEXT.length() + 1);
    for (String broken :
        List.of(
            "", TEXT, NOTE.stripTrailing(), TEXT + signature, NOTE.replace("—", "-"), NOTE + "\n", NOTE.replace("\n", "\r\n"), NOTE.replace("AM=", "AM"),
            NOTE.replace("AM=", "AN="), NOTE.replace("PeterNeumann x", "Peter Neumann x"), NOTE.replace("PeterNeumann x", "Peter+Neumann x"), TEXT + "\n— PeterNeumann x08gow==\n",
            NOTE.replace("you", "y\tou"), TEXT + "\n" + signature.repeat(101), "x".repeat(300_000) + NOTE))
      assertThat(SignedNote.parse(broken)).as(broken.length() > 400 ? "long" : broken).isEmpty();
    assertThatThrownBy(() -> new SigningKey("x", new byte[32]).sign("no newline")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenKeysAreNone() {
    for (String broken :
        List.of(
            "", "PeterNeumann", "PeterNeumann+c74f20a3", KEY.replace("c74f20a3", "c74f20a4"), KEY.replace("Peter", "Pater"), KEY.replace("+ARpc", "+Arpc"), KEY + "A", KEY.replace("c74f20a3", "C74F20A3"),
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
      assertThat(VerifierKey.parse(broken)).as(broken).isEmpty();
    assertThat(VerifierKey.parse(" " + KEY + "\n")).as("as read from a file").isPresent();
    assertThat(peter.fingerprint()).matches("([0-9a-f]{4} ){7}[0-9a-f]{4}");
  }

  @Test
  void checkpointsHaveOneForm() {
    String root = Base64Text.encode(new byte[32]);
    Checkpoint checkpoint = new Checkpoint("example.com/log42", 20_852_163, new byte[32]);
    assertThat(checkpoint).hasToString("example.com/log42\n20852163\n" + root + "\n");
    assertThat(Checkpoint.parse(checkpoint.toString()).orElseThrow()).hasToString(checkpoint.toString());
    assertThat(Checkpoint.parse("o\n0\n" + root + "\nextension\n")).isPresent();
    for (String broken :
        List.of("", "o\n1\n", "o\n1\n" + root, "o\n01\n" + root + "\n", "o\n-1\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n99999999999999999999\n" + root + "\n", "o\n9999999999999999999\n" + root + "\n", "o\n1\n" + root.substring(4) + "\n", "\n1\n" + root + "\n", "o\n1\n" + root + "\n\n"))
      assertThat(Checkpoint.parse(broken)).as(broken).isEmpty();
  }
}
