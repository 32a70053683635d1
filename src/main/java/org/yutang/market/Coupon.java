package org.yutang.market;

import java.time.LocalDate;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;

/// Takes something off the goods of one order of a shop; one an order.
///
/// @param least what the goods must cost
/// @param pieces how many orders may use it
public record Coupon(
    UUID id,
    UUID shop,
    String code,
    Money off,
    Money least,
    long pieces,
    LocalDate from,
    LocalDate to) {

  /// The ledger's account of what is left of it.
  static UUID left(UUID coupon) {
    return Uuids.named("market", "coupon-left", coupon.toString());
  }

  static UUID held(UUID coupon) {
    return Uuids.named("market", "coupon-held", coupon.toString());
  }

  static UUID used(UUID coupon) {
    return Uuids.named("market", "coupon-used", coupon.toString());
  }
}
