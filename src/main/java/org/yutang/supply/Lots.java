package org.yutang.supply;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Sites, buyers, and what is known of lots. Looking wants `SEE_SUPPLY`, writing `RECORD_SUPPLY`,
/// in the site's place; a lot is seen by whoever may see a site that it was at. Thread-safe.
public interface Lots {

  /// The same id with the same content is quietly accepted. Refuses with [SupplyRefusal#BAD_FIELD]
  /// and [SupplyRefusal#ID_REUSED].
  Site addSite(Actor actor, Site.New site);

  /// Refuses with [SupplyRefusal#UNKNOWN_SITE].
  Site site(Actor actor, UUID site);

  /// Those that the actor may see, by kind and name; at most 500.
  List<Site> sites(Actor actor);

  /// All sites, for whoever ships there; at most 500. Wants `RECORD_SUPPLY` somewhere.
  List<Site> destinations(Actor actor);

  Buyer addBuyer(Actor actor, Buyer buyer);

  /// By name; at most 500.
  List<Buyer> buyers(Actor actor);

  /// Refuses with [SupplyRefusal#UNKNOWN_LOT].
  Lot get(Actor actor, UUID lot);

  /// By its code.
  Optional<Lot> find(Actor actor, String code);

  /// Those made at sites that the actor may see; the newest first, at most 200.
  List<Lot> newest(Actor actor);

  Stock.AtSite stock(Actor actor, UUID site);

  List<Stock.Whereabouts> whereabouts(Actor actor, UUID lot);

  /// What was done with a lot, or made it, the oldest first.
  List<Handled> history(Actor actor, UUID lot);

  /// Shipments that left a site or are for it, the newest first; at most 200.
  List<Stock.Shipment> shipments(Actor actor, UUID site);

  /// Refuses with [SupplyRefusal#UNKNOWN_SHIPMENT].
  Stock.Shipment shipment(Actor actor, UUID shipment);
}
