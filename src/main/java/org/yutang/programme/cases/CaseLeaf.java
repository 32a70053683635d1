package org.yutang.programme.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.yutang.proof.ProofVerifier;
import org.yutang.store.Json;

/// What a paid instalment publishes: canonical JSON (RFC 8785) without anything that says who it
/// is; case and amount are one digest that only the salt can open.
final class CaseLeaf {

  static final String TYPE = "yutang/case-payment/1";

  private CaseLeaf() {}

  static byte[] of(PaymentRows.Payment payment, LocalDate day, byte[] salt) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", TYPE);
    fields.put("programme", payment.programme());
    fields.put("kind", payment.kind());
    fields.put("policyYear", payment.policyYear());
    fields.put("county", payment.county());
    fields.put("month", YearMonth.from(day).toString());
    fields.put("case", ProofVerifier.digest(salt, value(payment)));
    try {
      return new JsonCanonicalizer(Json.write(fields)).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the digest stands for.
  static String value(PaymentRows.Payment payment) {
    return payment.caseId() + " " + payment.name() + " " + payment.amount();
  }
}
