package org.yutang.proof;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The public log of this server.
public interface Proof {

  /// The most bytes that an entry may have: what the length prefix of an entry bundle can say.
  int MAX_ENTRY_BYTES = 65_535;

  /// Appends entries in this order, durably, and returns the index of each. A key that was appended
  /// before, or stands in the list before, keeps its first index and entry, so repeating the call
  /// is harmless. Entries must hold no personal data. Refuses with [ProofRefusal#ENTRY_TOO_LARGE];
  /// nothing is appended then.
  ///
  /// Joins the caller's transaction if one is open; whoever else appends waits until that ends, so
  /// append late in it.
  List<Long> append(List<Entry> entries);

  /// What is appended: `key` is made by the caller and names the entry for ever.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(UUID key, byte[] bytes) {}

  /// The newest signed checkpoint, as a C2SP signed note; covers every entry that [#append]
  /// returned for, at most a second after its transaction was committed.
  String checkpoint();

  /// The entry of that key with a proof against the newest checkpoint; empty if there is none, or
  /// none that is committed.
  Optional<Receipt> find(UUID key);

  /// An entry by its index, likewise.
  Optional<Receipt> at(long index);

  /// An entry with its proof, a C2SP tlog-proof text.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Receipt(long index, byte[] entry, String proof) {}

  /// The hashes which show that the tree of size `from` is the beginning of the tree of size `to`
  /// (RFC 6962, section 2.1.2); empty list where there is nothing to show (`from` 0, or both the
  /// same).
  ///
  /// @throws IllegalArgumentException unless 0 ≤ from ≤ to ≤ [#size]
  List<byte[]> consistency(long from, long to);

  /// How many entries the newest checkpoint covers.
  long size();

  /// The public key in the form `name+id+base64` of C2SP signed notes, for verifiers.
  String verifierKey();

  /// A tile or entry bundle as C2SP tlog-tiles names it: `path` is what follows `tile/`, such as
  /// `0/x001/067` or `entries/000.p/12`. Empty if the path has another form, or reaches beyond the
  /// newest checkpoint.
  Optional<byte[]> tile(String path);

  /// Whether this path names a full tile or bundle, which never changes.
  static boolean isFull(String path) {
    return TilePath.parse(path).filter(TilePath::isFull).isPresent();
  }
}
