package org.yutang.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Home;
import org.yutang.store.Keys;
import org.yutang.store.Transactions;

/// Signs the log's size and root whenever it has grown: soon after an append of this process, and
/// by looking twice a second for those of others. Signs only what is committed and what continues
/// the newest checkpoint; several processes may sign at once, since the same tree gives the same
/// note.
///
/// At start it compares the stored tree with the newest checkpoint and keeps the server from
/// starting where they differ, because the log would then contradict what it has published.
@Component
class Signer implements SmartLifecycle {

  /// Where verifiers on this machine find the key that they can trust: the file of the running
  /// server's folder.
  static final String KEY_FILE = "log.vkey";

  /// The name of the signing key in [Keys].
  static final String KEY_NAME = "log";

  private static final Logger LOG = LoggerFactory.getLogger(Signer.class);
  private static final long LOOK_MILLIS = 500;
  private static final long PAUSE_MILLIS = 200;
  private static final int ORIGIN_RANDOM_BYTES = 8;
  private static final int MAX_ORIGIN_CHARS = 200;

  private final LogTables tables;
  private final Keys keys;
  private final Home home;
  private final Clock clock;
  private final Transactions transactions;
  private final String origin;
  private final Semaphore grown = new Semaphore(0);
  private volatile @Nullable Thread thread;

  Signer(
      LogTables tables,
      Keys keys,
      Home home,
      Clock clock,
      Transactions transactions,
      @Value("${yutang.log-origin:}") String wantedOrigin) {
    this.tables = tables;
    this.keys = keys;
    this.home = home;
    this.clock = clock;
    this.transactions = transactions;
    this.origin = origin(tables, wantedOrigin);
  }

  VerifierKey verifierKey() {
    return signingKey().verifier();
  }

  /// To be called after an append was committed.
  void wake() {
    grown.release();
  }

  /// Signs the tree as it is committed now, unless its newest checkpoint says it all already.
  ///
  /// @return the newest checkpoint
  synchronized LogTables.Signed sign() {
    Optional<LogTables.Signed> newest = tables.newestCheckpoint();
    LogTables.Head head =
        tables.head(); // read second, so it cannot lie behind the checkpoint of another process
    SigningKey key = signingKey();
    if (newest.isPresent()
        && newest.get().size() == head.size()
        && isBy(key.verifier(), newest.get())) return newest.get();
    TileTree tree = tables.tree();
    newest.ifPresent(old -> refuseContradiction(old, head.size(), tree));
    Checkpoint checkpoint =
        new Checkpoint(key.verifier().name(), head.size(), tree.root(head.size()));
    String note = key.sign(checkpoint.toString());
    if (!tables.putCheckpoint(checkpoint, note, clock.instant()))
      throw damaged("there is another root of size " + checkpoint.size());
    return new LogTables.Signed(checkpoint.size(), checkpoint.root(), note);
  }

  @Override
  public void start() {
    transactions.run(this::refuseDamage);
    sign();
    publishKey();
    Thread signing = Thread.ofPlatform().daemon().name("log-signer").unstarted(this::signOnAndOn);
    thread = signing;
    signing.start();
  }

  @Override
  public void stop() {
    Thread signing = thread;
    if (signing == null) return;
    thread = null;
    signing.interrupt();
    try {
      signing.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /// Before the web server and the relay, which begin to ask and append; after them at the end.
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }

  private void signOnAndOn() {
    while (Thread.currentThread().equals(thread)) {
      try {
        if (grown.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          Thread.sleep(PAUSE_MILLIS); // gathers what comes at the same time under one signature
          grown.drainPermits();
        }
        sign();
      } catch (InterruptedException e) {
        return; // stopped
      } catch (RuntimeException e) {
        if (thread == null) return;
        LOG.error(
            "the log could not be signed; it stays at its last checkpoint until that succeeds", e);
      }
    }
  }

  /// The right edge, the newest checkpoint's root and the entries at the end must fit together.
  private void refuseDamage() {
    long size = tables.lockHead(); // others append again when the transaction ends
    long entries = tables.lastIndex() + 1;
    if (entries != size) throw damaged("the head says " + size + " entries, there are " + entries);
    try {
      TileTree tree = tables.tree();
      tables.newestCheckpoint().ifPresent(newest -> refuseContradiction(newest, size, tree));
      tree.root(size);
      if (size > 0) refuseForeignTail(size);
    } catch (IllegalStateException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private void refuseContradiction(LogTables.Signed signed, long size, TileTree tree) {
    if (signed.size() > size)
      throw damaged("size " + signed.size() + " was signed, the log has " + size);
    if (!Arrays.equals(tree.root(signed.size()), signed.root()))
      throw damaged("the root of size " + signed.size() + " is not the one that was signed");
  }

  /// Hashes the entries of the last tile again.
  private void refuseForeignTail(long size) {
    long tile = (size - 1) / Tile.WIDTH;
    Tile.Place place = new Tile.Place(0, tile);
    byte[] hashes = tables.tiles(java.util.List.of(place)).getOrDefault(place, new byte[0]);
    byte[] fresh = LeafHashes.of(tables.entries(tile * Tile.WIDTH, size));
    if (!Arrays.equals(hashes, fresh))
      throw damaged("the entries of tile " + tile + " do not match their hashes");
  }

  private static Refusal damaged(String reason) {
    return new Refusal(ProofRefusal.LOG_DAMAGED, Map.of("reason", reason));
  }

  private static boolean isBy(VerifierKey key, LogTables.Signed signed) {
    return SignedNote.parse(signed.note())
        .filter(note -> note.check(key) == SignedNote.Check.SIGNED)
        .flatMap(note -> Checkpoint.parse(note.text()))
        .filter(checkpoint -> checkpoint.origin().equals(key.name()))
        .isPresent();
  }

  private SigningKey signingKey() {
    return new SigningKey(origin, keys.newest(KEY_NAME).secret());
  }

  private void publishKey() {
    try {
      Files.writeString(home.run().resolve(KEY_FILE), verifierKey() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log's public key", e);
    }
  }

  /// The setting, or the name that this installation once got.
  private static String origin(LogTables tables, String wanted) {
    byte[] random = new byte[ORIGIN_RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    tables.createHead("yutang/" + HexFormat.of().formatHex(random));
    if (wanted.isBlank()) return tables.head().origin();
    if (!VerifierKey.isName(wanted) || wanted.length() > MAX_ORIGIN_CHARS)
      throw new Refusal(ProofRefusal.BAD_ORIGIN, Map.of("origin", wanted));
    return wanted;
  }
}
