package org.yutang.giving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.yutang.proof.ProofVerifier;
import org.yutang.store.Json;

/// What donations and refunds publish: canonical JSON (RFC 8785). The order's number is a digest
/// that only the salt can open, because numbers could be guessed.
final class Leaf {

  static final String DONATION = "yutang/donation/1";
  static final String REFUND = "yutang/refund/1";

  private Leaf() {}

  static byte[] donation(
      UUID project, UUID merchant, long fen, LocalDate date, byte[] salt, String orderNumber) {
    return canonical(fields(DONATION, project, merchant, fen, date, salt, orderNumber));
  }

  /// @param sale names the leaf of the donation that it takes back from
  static byte[] refund(
      UUID project,
      UUID merchant,
      long fen,
      LocalDate date,
      byte[] salt,
      String orderNumber,
      UUID sale) {
    Map<String, Object> fields = fields(REFUND, project, merchant, fen, date, salt, orderNumber);
    fields.put("donation", sale.toString());
    return canonical(fields);
  }

  private static Map<String, Object> fields(
      String type,
      UUID project,
      UUID merchant,
      long fen,
      LocalDate date,
      byte[] salt,
      String orderNumber) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", type);
    fields.put("project", project.toString());
    fields.put("merchant", merchant.toString());
    // as text: a JSON number is only exact up to 2^53
    fields.put("amountMinor", String.valueOf(fen));
    fields.put("currency", Sale.CURRENCY);
    fields.put("date", date.toString());
    fields.put("order", ProofVerifier.digest(salt, orderNumber));
    return fields;
  }

  private static byte[] canonical(Map<String, Object> fields) {
    try {
      return new JsonCanonicalizer(Json.write(fields)).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
