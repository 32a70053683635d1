package org.yutang.proof;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The public log of this server.
public interface Proof {

  /// Appends entries in this order, durably, and returns the index of each. A key that was appended before keeps its
  /// first index and entry, so repeating the call is harmless. Entries must hold no personal data and at most 65,535 bytes.
  /// Joins the caller's transaction if one is open.
  List<Long> append(List<Entry> entries);

  record Entry(UUID key, byte[] bytes) {}

  /// The newest signed checkpoint, as a C2SP signed note; covers every entry that [#append] returned for, at most a second later.
  String checkpoint();

  /// The entry of that key with a proof against the newest checkpoint; empty if it was never appended or is not covered yet.
  Optional<Receipt> find(UUID key);

  /// An entry by its index, likewise.
  Optional<Receipt> at(long index);

  /// `proof` is a C2SP tlog-proof text.
  record Receipt(long index, byte[] entry, String proof) {}

  /// How many entries the newest checkpoint covers.
  long size();

  /// The public key in the form `name+hash+base64` of C2SP signed notes, for verifiers.
  String verifierKey();

  /// A tile as C2SP tlog-tiles names it: `path` is what follows `tile/`, such as `0/x001/067` or `entries/000.p/12`. Empty if there is none.
  Optional<byte[]> tile(String path);
}
