package org.yutang.programme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;
import org.yutang.kernel.PlaceCode;
import org.yutang.proof.ProofVerifier;
import org.yutang.register.PersonId;
import org.yutang.store.Json;

/// What an enrolment publishes: canonical JSON (RFC 8785) without anything that says who it is. The
/// county is named, the village is not; the date is that of the whole run; the person is a digest
/// that only the salt can open.
final class Leaf {

  static final String TYPE = "yutang/enrolment/1";

  private Leaf() {}

  static byte[] of(
      ProgrammeId programme,
      int version,
      int policyYear,
      PlaceCode county,
      long premiumMinor,
      String currency,
      LocalDate businessDate,
      UUID transfer,
      String person) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", TYPE);
    fields.put("programme", programme.text());
    fields.put("version", version);
    fields.put("policyYear", policyYear);
    fields.put("county", county.text());
    // as text: a JSON number is only exact up to 2^53
    fields.put("premiumMinor", String.valueOf(premiumMinor));
    fields.put("currency", currency);
    fields.put("date", businessDate.toString());
    fields.put("transfer", transfer.toString());
    fields.put("person", person);
    return canonical(fields);
  }

  static byte[] canonical(Map<String, Object> fields) {
    try {
      return new JsonCanonicalizer(Json.write(fields)).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String digest(byte[] salt, PersonId person) {
    return ProofVerifier.digest(salt, person.toString());
  }
}
