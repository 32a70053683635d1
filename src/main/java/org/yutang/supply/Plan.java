package org.yutang.supply;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.trace.Gs1Key;

/// What a step will move and make. Kept beside the step before the ledger is asked, so that whoever
/// finishes it after a crash does the very same.
///
/// @param dues what it gives to or takes from certificates, in grams; their items are certificates
record Plan(List<Leg> legs, List<MadeLot> lots, List<MadeBox> boxes, List<Leg> dues) {

  static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), List.of());

  Plan(List<Leg> legs, List<MadeLot> lots, List<MadeBox> boxes) {
    this(legs, lots, boxes, List.of());
  }

  Plan withDues(List<Leg> all) {
    return new Plan(legs, lots, boxes, all);
  }

  Plan {
    legs = List.copyOf(legs);
    lots = List.copyOf(lots);
    boxes = List.copyOf(boxes);
    dues = List.copyOf(dues);
  }

  record MadeLot(
      UUID id,
      String code,
      Lot.Product product,
      LocalDate harvestedFrom,
      LocalDate harvestedTo,
      @Nullable LocalDate bestBefore) {
    String uri() {
      return Gs1Key.HOME + "/01/" + product.gtin() + "/10/" + code;
    }
  }

  record MadeBox(UUID id, String sscc, UUID lot, long grams) {}
}
