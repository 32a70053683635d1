package org.yutang.programme;

import org.yutang.kernel.Money;

/// What a reviewer says of a claim.
public sealed interface Decision {

  /// The whole own share counts.
  record Accept() implements Decision {}

  /// Less than the own share counts, for this reason.
  record Reduce(Money counted, String note) implements Decision {}

  record Reject(Why why, String note) implements Decision {}

  /// Why a claim is rejected.
  enum Why {
    NOT_COVERED_BY_RULES,
    BELOW_DEDUCTIBLE,
    NOT_AN_INPATIENT,
    PAID_BY_OTHERS,
    PAPERS_NOT_CONVINCING,
    OTHER
  }
}
