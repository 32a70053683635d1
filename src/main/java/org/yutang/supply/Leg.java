package org.yutang.supply;

import java.util.Set;
import java.util.UUID;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.AccountRules;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;

/// One movement of a step: grams of a lot, or a box as one piece. A holder is a site, a box, a
/// shipment under way, a buyer, or one of the ends of this room's books.
///
/// @param fromItem the lot or box; another one as `toItem` where a lot becomes another
record Leg(UUID fromItem, UUID from, UUID toItem, UUID to, long amount, boolean box) {

  /// From which goods come into being.
  static final UUID MADE = Uuids.named("supply.holder", "made");

  /// From which comes what a count found.
  static final UUID FOUND = Uuids.named("supply.holder", "found");

  /// To which goes what is lost, and an emptied box.
  static final UUID LOST = Uuids.named("supply.holder", "lost");

  /// Where a certificate's kilograms are that have not left with goods.
  static final UUID CERTIFIED = Uuids.named("supply.holder", "certified");

  private static final Set<UUID> SOURCES = Set.of(MADE, FOUND);
  private static final Set<UUID> ENDS = Set.of(MADE, FOUND, LOST, CERTIFIED);
  private static final Unit GRAM = new Unit("GRAM");
  private static final Unit BOX = new Unit("BOX");

  static Leg of(UUID lot, UUID from, UUID to, long grams) {
    return new Leg(lot, from, lot, to, grams, false);
  }

  static Leg becomes(UUID lot, UUID other, UUID site, long grams) {
    return new Leg(lot, site, other, site, grams, false);
  }

  static Leg ofBox(UUID box, UUID from, UUID to) {
    return new Leg(box, from, box, to, 1, true);
  }

  UUID payer() {
    return account(fromItem, from);
  }

  UUID payee() {
    return account(toItem, to);
  }

  NewAccount opensPayer() {
    return opens(payer(), fromItem, from);
  }

  NewAccount opensPayee() {
    return opens(payee(), toItem, to);
  }

  private NewAccount opens(UUID account, UUID item, UUID holder) {
    return new NewAccount(
        account,
        "stock of " + item + " with " + holder,
        box ? BOX : GRAM,
        SOURCES.contains(holder) ? AccountRules.OUTSIDE : AccountRules.PLAIN);
  }

  /// The account of an item with a holder.
  static UUID account(UUID item, UUID holder) {
    return Uuids.named("supply.stock", item.toString(), holder.toString());
  }

  static boolean isEnd(UUID holder) {
    return ENDS.contains(holder);
  }
}
