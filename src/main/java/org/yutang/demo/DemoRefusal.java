package org.yutang.demo;

import org.yutang.kernel.Refusal;

/// Why there can be no demo here.
enum DemoRefusal implements Refusal.Code {
  /// The folder holds accounts or people that the demo did not make.
  NOT_A_DEMO(Refusal.Kind.CONFLICT),
  /// A step of the demo did not come to its end. Facts: `step`, `reason`.
  STEP_FAILED(Refusal.Kind.UNAVAILABLE);

  private final Refusal.Kind kind;

  DemoRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
