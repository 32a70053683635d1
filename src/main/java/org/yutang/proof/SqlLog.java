package org.yutang.proof;

import static org.yutang.proof.MerkleHasher.HASH_BYTES;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// The log in PostgreSQL. The process keeps nothing: every node can append, sign and answer.
///
/// An append hashes its leaves before it waits for the head row; under the lock it inserts the
/// entries, reads the partial tiles of the right edge (one a level), and writes the tiles that
/// became full and the new edge. So a batch writes each full tile once and the edge once, whatever
/// the size of the log.
@Component
class SqlLog implements Proof {

  private final LogTables tables;
  private final Signer signer;
  private final Transactions transactions;

  SqlLog(LogTables tables, Signer signer, Transactions transactions) {
    this.tables = tables;
    this.signer = signer;
    this.transactions = transactions;
  }

  @Override
  public List<Long> append(List<Entry> entries) {
    if (entries.isEmpty()) return List.of();
    refuseLarge(entries);
    Map<UUID, Entry> distinct = HashMap.newHashMap(entries.size());
    List<Entry> fresh = new ArrayList<>(entries.size());
    for (Entry entry : entries)
      if (distinct.putIfAbsent(entry.key(), entry) == null) fresh.add(entry);
    byte[] leaves = LeafHashes.of(fresh.stream().map(Entry::bytes).toList());
    Map<UUID, Long> indexes = transactions.call(() -> appendLocked(fresh, leaves));
    return entries.stream().map(entry -> indexes.get(entry.key())).toList();
  }

  private Map<UUID, Long> appendLocked(List<Entry> entries, byte[] leaves) {
    long size = tables.lockHead();
    Map<UUID, Long> indexes = HashMap.newHashMap(entries.size());
    if (tables.insertEntries(size, entries)) {
      for (int i = 0; i < entries.size(); i++) indexes.put(entries.get(i).key(), size + i);
      grow(size, leaves);
      return indexes;
    }
    indexes.putAll(tables.indexes(entries.stream().map(Entry::key).toList()));
    List<Entry> fresh = new ArrayList<>();
    byte[] freshLeaves = new byte[leaves.length];
    for (int i = 0; i < entries.size(); i++) {
      if (indexes.putIfAbsent(entries.get(i).key(), size + fresh.size()) != null) continue;
      System.arraycopy(leaves, i * HASH_BYTES, freshLeaves, fresh.size() * HASH_BYTES, HASH_BYTES);
      fresh.add(entries.get(i));
    }
    if (fresh.isEmpty()) return indexes;
    if (!tables.insertEntries(size, fresh))
      throw new IllegalStateException("a key appeared although the log is locked");
    grow(size, Arrays.copyOf(freshLeaves, fresh.size() * HASH_BYTES));
    return indexes;
  }

  private void grow(long size, byte[] leaves) {
    Map<Tile.Place, byte[]> edge = size == 0 ? Map.of() : tables.tiles(RightEdge.places(size));
    tables.putTiles(RightEdge.grow(new MerkleHasher(), size, edge, leaves));
    tables.updateHead(size + leaves.length / HASH_BYTES);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signer.wake();
          }
        });
  }

  @Override
  public String checkpoint() {
    return newest().note();
  }

  @Override
  public long size() {
    return newest().size();
  }

  @Override
  public Optional<Receipt> find(UUID key) {
    return tables.entry(key).flatMap(this::receipt);
  }

  @Override
  public Optional<Receipt> at(long index) {
    if (index < 0) return Optional.empty();
    return tables.entries(index, index + 1).stream()
        .findFirst()
        .flatMap(bytes -> receipt(new LogTables.Stored(index, bytes)));
  }

  @Override
  public List<byte[]> consistency(long from, long to) {
    if (to > size()) throw new IllegalArgumentException("to " + to + " of " + size());
    return tables.tree().consistency(from, to);
  }

  @Override
  public String verifierKey() {
    return signer.verifierKey().toString();
  }

  @Override
  public Optional<byte[]> tile(String path) {
    Optional<TilePath> wanted = TilePath.parse(path);
    if (wanted.isEmpty() || wanted.get().neededSize() > size()) return Optional.empty();
    TilePath tile = wanted.get();
    long first = tile.index() * Tile.WIDTH;
    if (tile.level() == TilePath.ENTRIES)
      return Optional.of(bundle(tables.entries(first, first + tile.width())));
    Tile.Place place = new Tile.Place(tile.level(), tile.index());
    return Optional.ofNullable(tables.tiles(List.of(place)).get(place))
        .map(hashes -> Arrays.copyOf(hashes, tile.width() * HASH_BYTES));
  }

  private Optional<Receipt> receipt(LogTables.Stored entry) {
    LogTables.Signed checkpoint = newest();
    // Committed, but not signed yet: sign now, so that nobody has to wait. Inside a transaction it
    // may not be committed.
    if (entry.index() >= checkpoint.size() && !Transactions.isOpen()) checkpoint = signer.sign();
    if (entry.index() >= checkpoint.size()) return Optional.empty();
    List<byte[]> path = tables.tree().inclusion(entry.index(), checkpoint.size());
    return Optional.of(
        new Receipt(
            entry.index(),
            entry.bytes(),
            new ProofText(entry.index(), path, checkpoint.note()).toString()));
  }

  private LogTables.Signed newest() {
    return tables.newestCheckpoint().orElseGet(signer::sign);
  }

  private static byte[] bundle(List<byte[]> entries) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bundle.write(entry.length >>> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  private static void refuseLarge(List<Entry> entries) {
    for (Entry entry : entries)
      if (entry.bytes().length > MAX_ENTRY_BYTES)
        throw new Refusal(
            ProofRefusal.ENTRY_TOO_LARGE,
            Map.of("bytes", entry.bytes().length, "limitBytes", MAX_ENTRY_BYTES));
  }
}
