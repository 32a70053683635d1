/// The transparency log: bytes in, tiles, signed checkpoints and proofs out. Knows no business.
///
/// Promises: an RFC 6962 Merkle tree over entries that are never changed or removed;
/// [tlog-tiles](https://c2sp.org/tlog-tiles) and [checkpoints](https://c2sp.org/tlog-checkpoint) as
/// [signed notes](https://c2sp.org/signed-note) that other people's tools read; self-contained
/// proofs ([tlog-proof](https://c2sp.org/tlog-proof)) that verify without this server. An append
/// joins its caller's transaction, repeats harmlessly, and is covered by a checkpoint at most a
/// second after the commit. Two checkpoints never contradict each other; a server whose stored tree
/// contradicts what it signed does not start. That entries hold no personal data is their author's
/// duty, not this room's.
///
/// Owns the schema `proof`: the head (a locked row puts appends in order), entries, tiles,
/// checkpoints. The signing key lies in the keys folder, outside database and backup; the process
/// itself keeps nothing.
///
/// Start reading at [org.yutang.proof.Proof] and `SqlLog` behind it; `RightEdge` (how the tree
/// grows) and `TileTree` (how proofs come out of tiles) are the two algorithms; `Signer` makes the
/// checkpoints. [org.yutang.proof.ProofVerifier] is the other side and needs none of these.
@NullMarked
package org.yutang.proof;

import org.jspecify.annotations.NullMarked;
