package org.yutang.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.yutang.proof.ProofVerifier.Answer;
import org.yutang.proof.ProofVerifier.NotVerified;
import org.yutang.proof.ProofVerifier.Reason;
import org.yutang.proof.ProofVerifier.Verified;
import org.yutang.store.Words;

/// What a receipt holds against: every way of changing it that we could think of, and random ones.
class ProofVerifierTest {

  private static final SigningKey LOG = new SigningKey("log.example/pond", new byte[32]);
  private static final String VKEY = LOG.verifier().toString();
  private static final byte[] SALT = "sixteen bytes and more".getBytes(StandardCharsets.UTF_8);
  private static final String PERSON = "0190a6b0-3c44-8111-9222-000000000042";
  private static final String LEAF =
      "{\"kind\":\"enrolment\",\"programme\":\"breadwinner\",\"subject\":\""
          + ProofVerifier.digest(SALT, PERSON)
          + "\",\"where\":\"奉节县\"}";
  private static final int SIZE = 1_000;
  private static final int INDEX = 421;
  private static final String PROOF = proof(SIZE, INDEX, LOG);

  @Test
  void anUnchangedReceiptIsVerifiedAndSaysWhatItIsAbout() {
    Answer answer =
        ProofVerifier.verify(
            receipt().withOpening(new ReceiptDocument.Opening(SALT, Map.of("subject", PERSON))),
            LOG.verifier());
    assertThat(answer)
        .isEqualTo(new Verified(INDEX, SIZE, "log.example/pond", Map.of("subject", PERSON)));
    assertThat(ProofVerifier.verify(bytes(LEAF), PROOF, VKEY))
        .isEqualTo(new Verified(INDEX, SIZE, "log.example/pond", Map.of()));
    assertThat(PROOF)
        .startsWith("c2sp.org/tlog-proof@v1\nindex 421\n")
        .contains("\n\nlog.example/pond\n1000\n");
  }

  @Test
  void extraDataOfOthersIsIgnored() {
    assertThat(
            ProofVerifier.verify(
                bytes(LEAF), PROOF.replace("\nindex", "\nextra AAAA\nindex"), VKEY))
        .isInstanceOf(Verified.class);
    assertThat(reason(PROOF.replace("\nindex", "\nextra !\nindex")))
        .isEqualTo(Reason.PROOF_UNREADABLE);
  }

  @Test
  void eachSortOfChangeIsNamed() {
    assertThat(
            reason(
                ProofVerifier.verify(bytes(LEAF.replace("enrolment", "enrolmenT")), PROOF, VKEY)))
        .isEqualTo(Reason.NOT_IN_LOG);
    assertThat(reason(PROOF.replace("index 421", "index 420"))).isEqualTo(Reason.NOT_IN_LOG);
    assertThat(reason(PROOF.replace("index 421", "index 1000"))).isEqualTo(Reason.INDEX_OUTSIDE);
    assertThat(reason(PROOF.replace("index 421", "index 0421"))).isEqualTo(Reason.PROOF_UNREADABLE);
    assertThat(reason(PROOF.replace("\n1000\n", "\n1001\n"))).isEqualTo(Reason.FALSE_SIGNATURE);
    assertThat(reason(PROOF.replace("\nlog.example/pond\n", "\nlog.example/bond\n")))
        .isEqualTo(Reason.OTHER_LOG);
    assertThat(reason(PROOF.replace("— log.example/pond ", "— log.example/bond ")))
        .isEqualTo(Reason.NOT_SIGNED);
    assertThat(reason(PROOF.replace("tlog-proof@v1", "tlog-proof@v2")))
        .isEqualTo(Reason.PROOF_UNREADABLE);
    assertThat(reason(PROOF.replace("\n", "\r\n"))).isEqualTo(Reason.PROOF_UNREADABLE);
    assertThat(reason(ProofVerifier.verify(bytes(LEAF), PROOF, VKEY + "x")))
        .isEqualTo(Reason.KEY_UNREADABLE);
    SigningKey sameName =
        new SigningKey("log.example/pond", bytes("another seed of thirty-two bytes"));
    assertThat(reason(ProofVerifier.verify(bytes(LEAF), PROOF, sameName.verifier())))
        .isEqualTo(Reason.NOT_SIGNED);
    assertThat(reason(ProofVerifier.verify(bytes(LEAF), proof(SIZE, INDEX, sameName), VKEY)))
        .isEqualTo(Reason.NOT_SIGNED);
  }

  @Test
  void anOpeningOfAnotherPersonOrSaltOrFieldIsNamed() {
    assertThat(opened(SALT, Map.of("subject", PERSON.replace('4', '5'))))
        .isEqualTo(Reason.OPENING_DIFFERS);
    assertThat(opened(Arrays.copyOf(SALT, 16), Map.of("subject", PERSON)))
        .isEqualTo(Reason.OPENING_DIFFERS);
    assertThat(opened(SALT, Map.of("person", PERSON))).isEqualTo(Reason.OPENING_WITHOUT_FIELD);
    assertThat(opened(SALT, Map.of("where", "奉节县"))).isEqualTo(Reason.OPENING_DIFFERS);
    assertThat(opened(SALT, Map.of("subject", PERSON, "where", "奉节县")))
        .isEqualTo(Reason.OPENING_DIFFERS);
  }

  @Test
  void everySingleChangedBitOfAProofIsFound() {
    byte[] proof = bytes(PROOF);
    for (int bit = 0; bit < proof.length * 8; bit++) {
      byte[] changed = proof.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String text = new String(changed, StandardCharsets.UTF_8);
      assertThat(ProofVerifier.verify(bytes(LEAF), text, VKEY))
          .as("bit %d: %s", bit, text)
          .isInstanceOf(NotVerified.class);
    }
  }

  @Property
  void aRandomChangeAnywhereInAReceiptNeverVerifiesAsSomethingElse(
      @ForAll @IntRange(max = 100_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    ReceiptDocument whole =
        receipt().withOpening(new ReceiptDocument.Opening(SALT, Map.of("subject", PERSON)));
    byte[] json = bytes(whole.toJson());
    json[place % json.length] ^= (byte) change;
    Optional<ReceiptDocument> read = ReceiptDocument.parse(json);
    if (read.isEmpty()) return;
    Answer answer = ProofVerifier.verify(read.get(), LOG.verifier());
    // What still verifies must say the same: only white space or the receipt's own key can have
    // changed.
    if (answer instanceof Verified verified) {
      assertThat(verified)
          .isEqualTo(new Verified(INDEX, SIZE, "log.example/pond", Map.of("subject", PERSON)));
      assertThat(read.get().entry()).isEqualTo(whole.entry());
    }
  }

  @Test
  void aReceiptSurvivesItsFile() {
    ReceiptDocument opened =
        receipt().withOpening(new ReceiptDocument.Opening(SALT, Map.of("subject", PERSON)));
    ReceiptDocument read = ReceiptDocument.parse(bytes(opened.toJson())).orElseThrow();
    assertThat(read.entry()).isEqualTo(opened.entry());
    assertThat(read.toJson()).isEqualTo(opened.toJson());
    ReceiptDocument binary =
        new ReceiptDocument(new byte[] {(byte) 0xff, 0}, PROOF, VKEY, Optional.empty());
    assertThat(binary.toJson()).contains("entryBase64");
    assertThat(ReceiptDocument.parse(bytes(binary.toJson())).orElseThrow().entry())
        .isEqualTo(binary.entry());
  }

  @Test
  void whatIsNoReceiptIsRefused() {
    String whole = receipt().toJson();
    String salted =
        receipt()
            .withOpening(new ReceiptDocument.Opening(SALT, Map.of("subject", PERSON)))
            .toJson();
    for (String broken :
        List.of(
            "",
            "x",
            "[]",
            "{}",
            "null",
            "\"\"",
            whole + "x",
            whole + whole,
            whole.replace("receipt/1", "receipt/2"),
            whole.replace("\"key\"", "\"kay\""),
            whole.replaceFirst("\\{", "{\"entry\":\"a\","),
            whole.replaceFirst("\\{", "{\"entryBase64\":\"AAAA\","),
            whole.replaceFirst("\\{", "{\"more\":1,"),
            whole.replaceFirst("\\{", "{\"opening\":{},"),
            whole.replaceFirst("\\{", "{\"opening\":\"x\","),
            whole.replaceFirst("\\{", "{\"opening\":{\"salt\":\"00\",\"subject\":\"x\"},"),
            salted.replace("\"subject\" :", "\"salt\" :"),
            whole.replaceFirst("奉", "\\\\ud800"),
            "[".repeat(100_000),
            " ".repeat(ReceiptDocument.MAX_BYTES) + whole))
      assertThat(ReceiptDocument.parse(bytes(broken)))
          .as(broken.length() > 3_000 ? "long" : broken)
          .isEmpty();
    assertThat(ReceiptDocument.parse(new byte[] {'{', (byte) 0xff, '}'})).isEmpty();
  }

  @Test
  void everyReasonHasWordsInBothLanguages() {
    for (Reason reason : Reason.values())
      for (Words.Language language : Words.Language.values())
        assertThat(Words.in(language).has(reason.messageKey()))
            .as(language + " " + reason.messageKey())
            .isTrue();
  }

  @Test
  void verifyingTakesHowLongItTakes() {
    List<Long> nanos = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      long start = System.nanoTime();
      assertThat(ProofVerifier.verify(bytes(LEAF), PROOF, VKEY)).isInstanceOf(Verified.class);
      nanos.add(System.nanoTime() - start);
    }
    nanos.sort(null);
    System.out.printf(
        "verify: median %.3f ms, p99 %.3f ms%n", nanos.get(1_000) / 1e6, nanos.get(1_980) / 1e6);
  }

  static String proof(int size, int index, SigningKey key) {
    Map<Tile.Place, byte[]> tiles = new HashMap<>();
    byte[] leaves = new byte[size * 32];
    new Random(size).nextBytes(leaves);
    new MerkleHasher().leaf(bytes(LEAF), leaves, index * 32);
    for (Tile tile : RightEdge.grow(new MerkleHasher(), 0, tiles, leaves))
      tiles.put(tile.place(), tile.hashes());
    TileTree tree = new TileTree(places -> tiles);
    String note = key.sign(new Checkpoint(key.verifier().name(), size, tree.root(size)).toString());
    return new ProofText(index, tree.inclusion(index, size), note).toString();
  }

  static ReceiptDocument receipt() {
    return new ReceiptDocument(bytes(LEAF), PROOF, VKEY, Optional.empty());
  }

  private static Reason opened(byte[] salt, Map<String, String> fields) {
    return reason(
        ProofVerifier.verify(
            receipt().withOpening(new ReceiptDocument.Opening(salt, fields)), LOG.verifier()));
  }

  private static Reason reason(String proof) {
    return reason(ProofVerifier.verify(bytes(LEAF), proof, VKEY));
  }

  private static Reason reason(Answer answer) {
    assertThat(answer).isInstanceOf(NotVerified.class);
    return ((NotVerified) answer).reason();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
