package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;

/// What is where.
public final class Stock {

  private Stock() {}

  /// Loose goods of a lot at a site.
  public record Holding(Lot lot, Mass mass) {}

  /// A box that is at a site.
  public record Box(String sscc, Lot lot, Mass mass) {}

  /// @param holdings what should be eaten first comes first
  public record AtSite(Site site, List<Holding> holdings, List<Box> boxes) {
    public AtSite {
      holdings = List.copyOf(holdings);
      boxes = List.copyOf(boxes);
    }
  }

  /// @param from the site it left
  /// @param received empty while it is under way, and for buyers
  public record Shipment(
      UUID id,
      Site from,
      Optional<Site> to,
      Optional<Buyer> buyer,
      String waybill,
      Instant shipped,
      Optional<Instant> received,
      List<Holding> lots,
      List<Box> boxes) {
    public Shipment {
      lots = List.copyOf(lots);
      boxes = List.copyOf(boxes);
    }
  }

  /// How much of a lot is at which site or with which buyer, what is in boxes included.
  ///
  /// @param holder the site, buyer or shipment
  /// @param name of site, buyer, or empty for what is under way
  public record Whereabouts(UUID holder, String name, Mass mass) {}
}
