package org.yutang.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Refusal;
import org.yutang.store.Home;
import org.yutang.store.Transactions;

/// The log on a real database. Other tests of the same run append to it as well, so indexes are
/// never assumed.
class LogTest extends ServerTest {

  @Autowired Proof proof;
  @Autowired Signer signer;
  @Autowired LogTables tables;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;
  @Autowired Home home;

  @Test
  void anAppendedEntryIsFoundByKeyAndByIndexWithAProofThatVerifies() {
    Proof.Entry entry = entry("one");

    long index = proof.append(List.of(entry)).getFirst();

    Proof.Receipt receipt = proof.find(entry.key()).orElseThrow();
    assertThat(receipt.index()).isEqualTo(index);
    assertThat(receipt.entry()).isEqualTo(entry.bytes());
    assertThat(verified(receipt).index()).isEqualTo(index);
    assertThat(proof.at(index).orElseThrow().entry()).isEqualTo(entry.bytes());
    assertThat(proof.find(UUID.randomUUID())).isEmpty();
    assertThat(proof.at(proof.size() + 1_000_000)).isEmpty();
    assertThat(proof.at(-1)).isEmpty();
  }

  @Test
  void repeatingAnAppendKeepsTheFirstIndexAndEntry() {
    List<Proof.Entry> entries = entries("repeat", 600);
    List<Long> first = proof.append(entries);
    List<Proof.Entry> mixed = new ArrayList<>(entries.reversed());
    Proof.Entry fresh = entry("repeat, new");
    mixed.add(fresh);
    mixed.add(fresh);
    mixed.add(new Proof.Entry(entries.getFirst().key(), bytes("another text under the same key")));

    List<Long> again = proof.append(mixed);

    assertThat(again.subList(0, 600)).isEqualTo(first.reversed());
    assertThat(again.get(600)).isGreaterThan(first.getLast()).isEqualTo(again.get(601));
    assertThat(again.get(602)).isEqualTo(first.getFirst());
    assertThat(proof.find(entries.getFirst().key()).orElseThrow().entry())
        .isEqualTo(entries.getFirst().bytes());
    verified(proof.find(fresh.key()).orElseThrow());
  }

  @Test
  void whatIsRolledBackLeavesNoTrace() {
    Proof.Entry lost = entry("lost");
    long before = tables.head().size();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      proof.append(List.of(lost));
                      assertThat(proof.find(lost.key()))
                          .as("not committed, so not provable")
                          .isEmpty();
                      throw new IllegalStateException("the caller's transaction fails");
                    }))
        .hasMessage("the caller's transaction fails");

    assertThat(proof.find(lost.key())).isEmpty();
    long index = proof.append(List.of(lost)).getFirst();
    assertThat(index).isGreaterThanOrEqualTo(before);
    verified(proof.find(lost.key()).orElseThrow());
  }

  @Test
  void theLargestEntryIsTakenAndOneByteMoreIsRefusedWithAllThatCameWithIt() {
    Proof.Entry largest = new Proof.Entry(UUID.randomUUID(), new byte[65_535]);
    proof.append(List.of(largest));
    verified(proof.find(largest.key()).orElseThrow());

    Proof.Entry small = entry("small");
    assertThatThrownBy(
            () ->
                proof.append(List.of(small, new Proof.Entry(UUID.randomUUID(), new byte[65_536]))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProofRefusal.ENTRY_TOO_LARGE));
    assertThat(proof.find(small.key())).isEmpty();
  }

  @Test
  void writersAtTheSameTimeGetDistinctIndexesAndOneTree() throws Exception {
    List<Proof.Entry> shared = entries("shared", 400);
    CountDownLatch go = new CountDownLatch(1);
    List<Callable<List<Long>>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      List<Proof.Entry> own = new ArrayList<>(entries("own " + writer, 300));
      own.addAll(shared);
      Collections.shuffle(own, new java.util.Random(writer));
      writers.add(
          () -> {
            go.await();
            for (int from = 0; from < own.size(); from += 70)
              proof.append(own.subList(from, Math.min(own.size(), from + 70)));
            return proof.append(shared);
          });
    }
    List<List<Long>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> running = writers.stream().map(threads::submit).toList();
      go.countDown();
      for (Future<List<Long>> each : running) answers.add(each.get());
    }
    assertThat(answers).allMatch(answers.getFirst()::equals);
    assertThat(answers.getFirst()).doesNotHaveDuplicates();
    verifyWholeTree();
  }

  @Test
  void aCheckpointThatACrashPreventedIsMadeAtTheNextStart() {
    List<Proof.Entry> entries = entries("crash", 10);
    proof.append(entries);
    signer.sign();
    long size = tables.head().size();
    // As after a crash between the append's commit and the signature.
    sql.sql("delete from proof.checkpoint where size > :size").param("size", size - 7).update();

    signer.stop();
    signer.start();

    assertThat(proof.size()).isGreaterThanOrEqualTo(size);
    verified(proof.find(entries.getLast().key()).orElseThrow());
  }

  @Test
  void aTreeThatContradictsItsSignatureKeepsTheServerFromStarting() {
    proof.append(entries("damage", 3));
    signer.sign();
    signer.stop();
    long size = tables.head().size();
    try {
      damaged(
          "update proof.entry set bytes = bytes || '\\x00'::bytea where index = " + (size - 1),
          "do not match their hashes");
      damaged(
          "update proof.checkpoint set root = sha256('x') where size = " + size,
          "is not the one that was signed");
      damaged("update proof.head set size = size + 1", "the head says");
      damaged(
          "update proof.tile set hashes = sha256('x') || substring(hashes from 33) where level = 0 and index = "
              + (size - 1) / 256,
          "");
      damaged("delete from proof.entry where index = " + (size - 1), "the head says");
    } finally {
      signer.start();
    }
  }

  @Test
  void checkpointsOfGrowingSizesAreConsistentAndNeverGoBack() {
    long before = 0;
    byte[] root = new MerkleHasher().empty();
    for (int step = 1; step < 6; step++) {
      proof.append(entries("grow " + step, step * 37));
      LogTables.Signed signed = signer.sign();
      assertThat(signed.size()).isGreaterThan(before);
      assertThat(
              MerkleProofs.isConsistent(
                  before,
                  root,
                  signed.size(),
                  signed.root(),
                  proof.consistency(before, signed.size())))
          .isTrue();
      assertThat(signer.sign().note())
          .as("the same tree gives the same note")
          .isEqualTo(signed.note());
      before = signed.size();
      root = signed.root();
    }
    assertThatThrownBy(() -> proof.consistency(3, proof.size() + 1_000_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNewKeySignsTheSameRootAgain() {
    proof.append(entries("rotate", 2));
    LogTables.Signed signed = signer.sign();
    SigningKey other = new SigningKey("another.name/log", new byte[32]);
    Checkpoint same = new Checkpoint("another.name/log", signed.size(), signed.root());

    assertThat(tables.putCheckpoint(same, other.sign(same.toString()), java.time.Instant.EPOCH))
        .isTrue();
    LogTables.Signed renewed = signer.sign();

    assertThat(renewed.note()).startsWith(signer.verifierKey().name() + "\n");
    assertThat(
            tables.putCheckpoint(
                new Checkpoint("x", signed.size(), new byte[32]), "x", java.time.Instant.EPOCH))
        .as("another root of the same size")
        .isFalse();
  }

  @Test
  void tilesAndBundlesRebuildEveryEntryAndHash() {
    proof.append(entries("tiles", 700));
    verifyWholeTree();
  }

  @Test
  void aTileBeyondTheCheckpointOrOfAnotherSpellingIsNotThere() {
    proof.append(entries("spelling", 300));
    signer.sign();
    assertThat(proof.tile("0/000")).isPresent();
    assertThat(proof.tile("0/000.p/5").orElseThrow())
        .hasSize(160)
        .isEqualTo(java.util.Arrays.copyOf(proof.tile("0/000").orElseThrow(), 160));
    for (String path :
        List.of(
            "",
            "0",
            "0/0",
            "0/00",
            "0/0000",
            "00/000",
            "-1/000",
            "+1/000",
            "64/000",
            "0/x000/001",
            "0/x001",
            "0/000/",
            "/0/000",
            "0//000",
            "0/000.p",
            "0/000.p/",
            "0/000.p/0",
            "0/000.p/05",
            "0/000.p/256",
            "0/000.p/1/",
            "0/../000",
            "entries",
            "entries/0",
            "Entries/000",
            "entries/000.p/256",
            "0/999/x999",
            "0/x999/x999/x999/x999/x999/x999/x999/x999/999",
            "63/000",
            "0/x999/999",
            "entries/x999/999",
            "0/٠٠٠",
            "0/000\n",
            "0/000%2ep/1",
            "0/x922/x337/x203/x685/x477/x580/807",
            "7/x999/x999/x999/x999/x999/x999/999")) assertThat(proof.tile(path)).as(path).isEmpty();
  }

  @Test
  void theCheckpointFollowsWithinASecondAndTheKeyLiesBesideTheServer() throws Exception {
    Proof.Entry entry = entry("soon");
    long index = proof.append(List.of(entry)).getFirst();
    long limit = System.nanoTime() + 5_000_000_000L;
    while (tables.newestCheckpoint().orElseThrow().size() <= index && System.nanoTime() < limit)
      Thread.onSpinWait();
    assertThat(proof.size()).isGreaterThan(index);
    assertThat(Files.readString(home.run().resolve(Signer.KEY_FILE)).strip())
        .isEqualTo(proof.verifierKey());
    assertThat(VerifierKey.parse(proof.verifierKey())).isPresent();
  }

  private void damaged(String statement, String reason) {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      sql.sql(statement).update();
                      signer.start(); // refuses, which also undoes the damage
                    }))
        .as(statement)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProofRefusal.LOG_DAMAGED))
        .hasMessageContaining(reason);
  }

  /// Reads the log as a stranger would, through checkpoint and tiles only, and builds it again the
  /// naive way.
  private void verifyWholeTree() {
    signer.sign();
    SignedNote note = SignedNote.parse(proof.checkpoint()).orElseThrow();
    assertThat(note.check(VerifierKey.parse(proof.verifierKey()).orElseThrow()))
        .isEqualTo(SignedNote.Check.SIGNED);
    Checkpoint checkpoint = Checkpoint.parse(note.text()).orElseThrow();
    List<byte[]> entries = new ArrayList<>();
    for (long first = 0; first < checkpoint.size(); first += 256) {
      int width = (int) Math.min(256, checkpoint.size() - first);
      String place = new TilePath(TilePath.ENTRIES, first / 256, width).toString();
      java.nio.ByteBuffer bundle = java.nio.ByteBuffer.wrap(proof.tile(place).orElseThrow());
      while (bundle.hasRemaining()) {
        byte[] entry = new byte[bundle.getShort() & 0xffff];
        bundle.get(entry);
        entries.add(entry);
      }
    }
    NaiveTree naive = NaiveTree.of(entries);
    assertThat(naive.root()).isEqualTo(checkpoint.root());
    Map<String, byte[]> tiles = naive.tiles();
    tiles.forEach((path, hashes) -> assertThat(proof.tile(path)).as(path).get().isEqualTo(hashes));
  }

  private ProofVerifier.Verified verified(Proof.Receipt receipt) {
    ProofVerifier.Answer answer =
        ProofVerifier.verify(receipt.entry(), receipt.proof(), proof.verifierKey());
    assertThat(answer).isInstanceOf(ProofVerifier.Verified.class);
    return (ProofVerifier.Verified) answer;
  }

  private static Proof.Entry entry(String text) {
    return new Proof.Entry(UUID.randomUUID(), bytes(text));
  }

  private static List<Proof.Entry> entries(String text, int count) {
    List<Proof.Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) entries.add(entry(text + " " + i));
    return entries;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
