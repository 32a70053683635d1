package org.yutang.programme;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What a pairing publishes: which gift, by how much it raises the cover of one person, since when;
/// the person is a digest that only the salt can open. Of several leaves of a gift the one with the
/// highest number holds.
final class PairingLeaf {

  static final String TYPE = "yutang/pairing/1";

  private PairingLeaf() {}

  static byte[] of(
      ProgrammeId programme,
      UUID gift,
      int number,
      long adds,
      String currency,
      LocalDate day,
      String person) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("type", TYPE);
    fields.put("programme", programme.text());
    fields.put("gift", gift.toString());
    fields.put("number", number);
    fields.put("addsMinor", String.valueOf(adds));
    fields.put("currency", currency);
    fields.put("date", day.toString());
    fields.put("person", person);
    return Leaf.canonical(fields);
  }
}
