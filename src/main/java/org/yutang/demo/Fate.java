package org.yutang.demo;

/// What becomes of a made-up claim, with how many of a thousand it becomes of. The open ones are
/// filed in the last days, the others earlier.
enum Fate {
  DRAFT(15, true),
  FILED(35, true),
  OVERDUE(5, false),
  PAPERS_MISSING(15, true),
  AWAITING_SECOND(5, true),
  WITHDRAWN(15, false),
  REJECTED(60, false),
  REJECTED_LATELY(4, true),
  REJECTED_THEN_PAID(12, false),
  REJECTED_TWICE(8, false),
  REDUCED(66, false),
  REDUCED_THEN_RAISED(10, false),
  REDUCED_AND_UPHELD(10, false),
  PAID_AFTER_PAPERS(90, false),
  PAID_BY_TWO(18, false),
  PAID_AFTER_DISAGREEMENT(4, false),
  PAYMENT_FAILED(8, false),
  PAID_AFTER_FAILURE(12, false),
  PAID(608, false);

  final int perMille;

  /// Whether it happened in the last days.
  final boolean recent;

  Fate(int perMille, boolean recent) {
    this.perMille = perMille;
    this.recent = recent;
  }

  /// Spreads all fates over the claims, each as often as its share says.
  static Fate of(int claim) {
    int at = Math.floorMod(claim * 7919, 1000); // 7919 is prime: every residue comes once
    for (Fate fate : values()) {
      at -= fate.perMille;
      if (at < 0) return fate;
    }
    return PAID;
  }
}
