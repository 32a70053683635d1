package org.yutang.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Signed notes against the example of the Go implementation, which the specification was written
/// from, and against the JDK.
class SignedNoteTest {

  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  private static final String NOTE =
      TEXT
          + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private final VerifierKey peter = VerifierKey.parse(KEY).orElseThrow();

  @Test
  void theExampleOfTheGoImplementationVerifiesAndIsSignedByteForByte() {
    assertThat(peter).hasToString(KEY);
    assertThat(SignedNote.parse(NOTE).orElseThrow().check(peter))
        .isEqualTo(SignedNote.Check.SIGNED);
    assertThat(SignedNote.parse(NOTE).orElseThrow()).hasToString(NOTE);
    byte[] typed = Base64.getDecoder().decode(SECRET);
    SigningKey signer = new SigningKey("PeterNeumann", Arrays.copyOfRange(typed, 1, 33));
    assertThat(signer.verifier()).isEqualTo(peter);
    assertThat(signer.sign(TEXT)).isEqualTo(NOTE);
  }

  @Test
  void theJdkAcceptsWhatWeSignedAndWeWhatTheJdkSigned() throws Exception {
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    Random random = new Random(8032);
    for (int round = 0; round < 50; round++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      SigningKey ours = new SigningKey("log.example/" + round, seed);
      String text = "log.example/" + round + "\n" + random.nextInt(1_000_000) + "\n";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      SignedNote.Line line = SignedNote.parse(ours.sign(text)).orElseThrow().lines().getFirst();
      byte[] raw = Base64Text.decode(ours.verifier().toString().split("\\+", 3)[2]).orElseThrow();

      Signature jdk = Signature.getInstance("Ed25519");
      byte[] start =
          HexFormat.of()
              .parseHex(
                  "302a300506032b6570032100"); // RFC 8410: SubjectPublicKeyInfo up to the raw key
      byte[] encoded = Arrays.copyOf(start, 44);
      System.arraycopy(raw, 1, encoded, 12, 32);
      jdk.initVerify(keys.generatePublic(new X509EncodedKeySpec(encoded)));
      jdk.update(bytes);
      assertThat(jdk.verify(line.signature())).isTrue();

      jdk.initSign(keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      jdk.update(bytes);
      assertThat(ours.verifier().hasSigned(bytes, jdk.sign())).isTrue();
      assertThat(ours.verifier().hasSigned(bytes, new byte[64])).isFalse();
      assertThat(ours.verifier().hasSigned(bytes, new byte[3])).isFalse();
    }
  }

  @Test
  void signaturesOfOthersAreIgnoredAndAFalseOneOfOursIsNot() {
    SigningKey other = new SigningKey("other.example", new byte[32]);
    String others = other.sign(TEXT).substring(TEXT.length() + 1);
    assertThat(SignedNote.parse(NOTE + others).orElseThrow().check(peter))
        .isEqualTo(SignedNote.Check.SIGNED);
    assertThat(SignedNote.parse(TEXT + "\n" + others).orElseThrow().check(peter))
        .isEqualTo(SignedNote.Check.NOT_SIGNED);
    assertThat(SignedNote.parse(NOTE.replace("answer", "Answer")).orElseThrow().check(peter))
        .isEqualTo(SignedNote.Check.FALSE_SIGNATURE);
    String zeroes = Base64Text.encode(Arrays.copyOf(peter.id(), 68));
    assertThat(
            SignedNote.parse(NOTE + "— PeterNeumann " + zeroes + "\n").orElseThrow().check(peter))
        .isEqualTo(SignedNote.Check.FALSE_SIGNATURE);
  }

  @Test
  void brokenNotesAreNone() {
    String signature = NOTE.substring(TEXT.length() + 1);
    for (String broken :
        List.of(
            "",
            TEXT,
            NOTE.stripTrailing(),
            TEXT + signature,
            NOTE.replace("—", "-"),
            NOTE + "\n",
            NOTE.replace("\n", "\r\n"),
            NOTE.replace("AM=", "AM"),
            NOTE.replace("AM=", "AN="),
            NOTE.replace("PeterNeumann x", "Peter Neumann x"),
            NOTE.replace("PeterNeumann x", "Peter+Neumann x"),
            TEXT + "\n— PeterNeumann x08gow==\n",
            NOTE.replace("you", "y\tou"),
            TEXT + "\n" + signature.repeat(101),
            "x".repeat(300_000) + NOTE))
      assertThat(SignedNote.parse(broken)).as(broken.length() > 400 ? "long" : broken).isEmpty();
    assertThatThrownBy(() -> new SigningKey("x", new byte[32]).sign("no newline"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenKeysAreNone() {
    for (String broken :
        List.of(
            "",
            "PeterNeumann",
            "PeterNeumann+c74f20a3",
            KEY.replace("c74f20a3", "c74f20a4"),
            KEY.replace("Peter", "Pater"),
            KEY.replace("+ARpc", "+Arpc"),
            KEY + "A",
            KEY.replace("c74f20a3", "C74F20A3"),
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
    assertThat(Checkpoint.parse(checkpoint.toString()).orElseThrow())
        .hasToString(checkpoint.toString());
    assertThat(Checkpoint.parse("o\n0\n" + root + "\nextension\n")).isPresent();
    for (String broken :
        List.of(
            "",
            "o\n1\n",
            "o\n1\n" + root,
            "o\n01\n" + root + "\n",
            "o\n-1\n" + root + "\n",
            "o\n+1\n" + root + "\n",
            "o\n99999999999999999999\n" + root + "\n",
            "o\n9999999999999999999\n" + root + "\n",
            "o\n1\n" + root.substring(4) + "\n",
            "\n1\n" + root + "\n",
            "o\n1\n" + root + "\n\n")) assertThat(Checkpoint.parse(broken)).as(broken).isEmpty();
  }
}
