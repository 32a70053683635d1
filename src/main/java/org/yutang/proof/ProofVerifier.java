package org.yutang.proof;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Checks a proof with nothing but the entry, the proof and the log's public key: no server, no
/// network, no database.
///
/// Four questions in turn: Is the checkpoint signed by that key and about that log? Does the path
/// lead from this very entry, at this very index, to the signed root? And for a receipt with an
/// opening: do the salt and the name give the digest in the entry? Whatever was changed, one of
/// them fails. Thread-safe.
public final class ProofVerifier {

  private ProofVerifier() {}

  /// What came out.
  public sealed interface Answer {}

  /// The entry is in the log.
  ///
  /// @param index the entry's number, from 0
  /// @param size how many entries the log had when it signed
  /// @param origin the log's name
  /// @param opened which fields of the entry the opening showed to be about what, by field
  public record Verified(long index, long size, String origin, Map<String, String> opened)
      implements Answer {
    public Verified {
      opened = Map.copyOf(opened);
    }
  }

  /// Something does not fit.
  public record NotVerified(Reason reason, Map<String, Object> facts) implements Answer {
    public NotVerified {
      facts = Map.copyOf(facts);
    }

    NotVerified(Reason reason) {
      this(reason, Map.of());
    }
  }

  /// Why not. Each has a message `proof.reason.<code>` in both languages.
  public enum Reason {
    /// The file is no receipt.
    RECEIPT_UNREADABLE,
    /// The proof is not of the form.
    PROOF_UNREADABLE,
    /// The key is not of the form.
    KEY_UNREADABLE,
    /// The checkpoint belongs to a log of another name. Facts: `found`, `expected`.
    OTHER_LOG,
    /// The checkpoint has no signature of this key. Facts: `origin`.
    NOT_SIGNED,
    /// There is a signature of this key, and it is false. Facts: `origin`.
    FALSE_SIGNATURE,
    /// The index lies beyond the end of the log. Facts: `index`, `size`.
    INDEX_OUTSIDE,
    /// The path does not lead from this entry to the signed root. Facts: `index`, `size`.
    NOT_IN_LOG,
    /// The entry lacks a field that the opening names. Facts: `field`.
    OPENING_WITHOUT_FIELD,
    /// Salt and name give another digest. Facts: `field`.
    OPENING_DIFFERS;

    /// The last part of the message key.
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String messageKey() {
      return "proof.reason." + code();
    }
  }

  /// Checks that these bytes are an entry of the log with this key.
  ///
  /// @param proof a C2SP tlog-proof text
  /// @param verifierKey as in [Proof#verifierKey]
  public static Answer verify(byte[] entry, String proof, String verifierKey) {
    Optional<VerifierKey> key = VerifierKey.parse(verifierKey);
    return key.isEmpty() ? new NotVerified(Reason.KEY_UNREADABLE) : verify(entry, proof, key.get());
  }

  public static Answer verify(byte[] entry, String proof, VerifierKey key) {
    Optional<ProofText> read = ProofText.parse(proof);
    Optional<SignedNote> note = read.flatMap(text -> SignedNote.parse(text.checkpoint()));
    Optional<Checkpoint> head = note.flatMap(signed -> Checkpoint.parse(signed.text()));
    if (read.isEmpty() || note.isEmpty() || head.isEmpty())
      return new NotVerified(Reason.PROOF_UNREADABLE);

    Checkpoint checkpoint = head.get();
    if (!checkpoint.origin().equals(key.name()))
      return new NotVerified(
          Reason.OTHER_LOG, Map.of("found", checkpoint.origin(), "expected", key.name()));
    return switch (note.get().check(key)) {
      case NOT_SIGNED -> new NotVerified(Reason.NOT_SIGNED, Map.of("origin", checkpoint.origin()));
      case FALSE_SIGNATURE ->
          new NotVerified(Reason.FALSE_SIGNATURE, Map.of("origin", checkpoint.origin()));
      case SIGNED -> included(entry, read.get(), checkpoint);
    };
  }

  /// Checks a receipt, with its opening if it has one.
  ///
  /// @param key whom to trust; where the reader has none of their own, the receipt's own key, which
  ///   then proves only that the receipt fits together
  public static Answer verify(ReceiptDocument receipt, VerifierKey key) {
    return switch (verify(receipt.entry(), receipt.proof(), key)) {
      case NotVerified not -> not;
      case Verified verified ->
          receipt.opening().map(opening -> opened(receipt, opening, verified)).orElse(verified);
    };
  }

  private static Answer included(byte[] entry, ProofText proof, Checkpoint checkpoint) {
    Map<String, Object> where = Map.of("index", proof.index(), "size", checkpoint.size());
    if (proof.index() >= checkpoint.size()) return new NotVerified(Reason.INDEX_OUTSIDE, where);
    byte[] leaf = new MerkleHasher().leaf(entry);
    List<byte[]> path = proof.path();
    if (!MerkleProofs.isIncluded(leaf, proof.index(), checkpoint.size(), path, checkpoint.root()))
      return new NotVerified(Reason.NOT_IN_LOG, where);
    return new Verified(proof.index(), checkpoint.size(), checkpoint.origin(), Map.of());
  }

  private static Answer opened(
      ReceiptDocument receipt, ReceiptDocument.Opening opening, Verified verified) {
    Map<String, String> fields = receipt.entryTexts();
    Map<String, String> opened = new TreeMap<>();
    for (Map.Entry<String, String> shown : opening.fields().entrySet()) {
      String logged = fields.get(shown.getKey());
      if (logged == null)
        return new NotVerified(Reason.OPENING_WITHOUT_FIELD, Map.of("field", shown.getKey()));
      if (!logged.equals(digest(opening.salt(), shown.getValue())))
        return new NotVerified(Reason.OPENING_DIFFERS, Map.of("field", shown.getKey()));
      opened.put(shown.getKey(), shown.getValue());
    }
    return new Verified(verified.index(), verified.size(), verified.origin(), opened);
  }

  /// What stands in a leaf instead of something that must not be public: lower-case hex of SHA-256
  /// over the salt's bytes and the value in UTF-8. Once the salt is destroyed, nobody can connect
  /// the two.
  public static String digest(byte[] salt, String value) {
    java.security.MessageDigest sha = MerkleHasher.sha256();
    sha.update(salt);
    return HexFormat.of().formatHex(sha.digest(value.getBytes(StandardCharsets.UTF_8)));
  }
}
