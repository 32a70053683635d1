/// The transparency log: bytes in, tiles, signed checkpoints and proofs out. Knows no business.
///
/// Promises: an RFC 6962 Merkle tree over entries that are never changed or removed, C2SP tlog-tiles and checkpoints that
/// other people's tools read, and self-contained proofs (C2SP tlog-proof) that verify without this server.
///
/// Owns the schema `proof`. Start reading at [org.yutang.proof.Proof], then [org.yutang.proof.ProofVerifier].
@NullMarked
package org.yutang.proof;

import org.jspecify.annotations.NullMarked;
