package org.yutang.programme;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.yutang.proof.ProofVerifier;

/// What a payment of a claim publishes: where and in which month, but neither whose nor how much;
/// one digest of claim and amount, which only the salt opens.
final class ClaimLeaf {

  static final String TYPE = "yutang/claim-payment/1";

  private ClaimLeaf() {}

  static byte[] of(ClaimPayments.Payment payment, LocalDate day, byte[] salt) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", TYPE);
    fields.put("programme", payment.programme().text());
    fields.put("policyYear", payment.policyYear());
    fields.put("county", payment.county().text());
    fields.put("month", YearMonth.from(day).toString());
    fields.put("claim", ProofVerifier.digest(salt, value(payment)));
    return Leaf.canonical(fields);
  }

  /// What the digest stands for.
  static String value(ClaimPayments.Payment payment) {
    return payment.claim() + " " + payment.amount();
  }
}
