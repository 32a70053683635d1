package org.yutang.bench;

import org.yutang.kernel.Refusal;

/// Why a benchmark does not run.
public enum BenchRefusal implements Refusal.Code {
  /// Facts: `name`, `known`.
  UNKNOWN_BENCH(Refusal.Kind.NOT_FOUND),
  /// The house holds something; a benchmark would empty its tables.
  NOT_EMPTY(Refusal.Kind.CONFLICT),
  /// The house holds no programme year to measure.
  NO_YEAR(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  BenchRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
