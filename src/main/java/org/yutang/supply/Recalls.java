package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;

/// Calls batches back: finds where one went and blocks every code that it reached. Wants
/// `RECALL_GOODS`. Thread-safe.
public interface Recalls {

  /// Where a lot, and whatever was made of it, went. Refuses with [SupplyRefusal#UNKNOWN_LOT].
  Reach reach(Actor actor, UUID lot);

  /// Blocks the lot and everything that it reached by now: public pages turn red, lots are held.
  /// The same id again is quietly accepted.
  Recall block(Actor actor, UUID id, UUID lot, String reason);

  /// Ends it; lots that it held are released.
  Recall lift(Actor actor, UUID id, String note);

  /// The newest first, at most 200.
  List<Recall> list(Actor actor);

  /// @param lots that hold some of it, with how much of each is where
  /// @param buyers who were sent some, with what
  /// @param boxes SSCCs
  record Reach(
      Lot lot,
      List<Where> lots,
      List<Sent> buyers,
      List<Stock.Shipment> shipments,
      List<String> boxes) {
    public Reach {
      lots = List.copyOf(lots);
      buyers = List.copyOf(buyers);
      shipments = List.copyOf(shipments);
      boxes = List.copyOf(boxes);
    }
  }

  record Where(Lot lot, List<Stock.Whereabouts> places) {
    public Where {
      places = List.copyOf(places);
    }
  }

  /// @param last when something was sent last
  /// @param mass what the buyer has of these lots
  record Sent(Buyer buyer, Instant last, Mass mass) {}

  /// @param codes how many were blocked
  record Recall(
      UUID id,
      Lot lot,
      String reason,
      String by,
      Instant begun,
      Optional<Instant> lifted,
      int codes) {}
}
