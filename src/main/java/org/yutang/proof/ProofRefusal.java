package org.yutang.proof;

import org.yutang.kernel.Refusal;

/// Why the log says no.
public enum ProofRefusal implements Refusal.Code {
  /// An entry is larger than the log can hold. Facts: `bytes`, `limitBytes`.
  ENTRY_TOO_LARGE(Refusal.Kind.TOO_LARGE),
  /// There is no such entry in the log. Facts: `key`.
  NOT_IN_LOG(Refusal.Kind.NOT_FOUND),
  /// The setting `yutang.log-origin` is no name for a log. Facts: `origin`.
  BAD_ORIGIN(Refusal.Kind.INVALID),
  /// What is stored does not match what was signed. Facts: `reason`.
  LOG_DAMAGED(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  ProofRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
