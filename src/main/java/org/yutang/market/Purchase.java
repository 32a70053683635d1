package org.yutang.market;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.payment.Via;

/// What is paid at once: an order for each shop in it.
///
/// @param payBy until when it is held
public record Purchase(
    UUID id,
    UUID buyer,
    State state,
    Money total,
    UUID payment,
    Instant askedAt,
    Instant payBy,
    List<UUID> orders) {

  public Purchase {
    orders = List.copyOf(orders);
  }

  public enum State {
    /// Written down; the ledger is about to say whether the goods are there.
    ASKED,
    /// They were not.
    REFUSED,
    /// Held until it is paid.
    UNPAID,
    PAID,
    /// Nobody paid in time; the goods are free again.
    LAPSED,
    /// It was paid after that, and the goods were gone: the money goes back.
    RETURNED
  }

  /// What a buyer wants.
  ///
  /// @param key made by the buyer's page: the same again is the same purchase
  /// @param pieces by article
  /// @param coupons codes, by shop
  /// @param seen what the buyer was told that it costs
  /// @param via the usual provider where empty
  public record Wish(
      UUID key,
      Map<UUID, Integer> pieces,
      Map<UUID, String> coupons,
      UUID address,
      Money seen,
      Optional<Via> via) {
    public Wish {
      pieces = Map.copyOf(pieces);
      coupons = Map.copyOf(coupons);
    }
  }
}
