package org.yutang.market;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// Somebody who sells. From the day it opens it is also a merchant of [org.yutang.giving.Giving],
/// so that its orders can give; only this house tells them, nobody acts for that merchant.
///
/// @param story who is behind it, in a few sentences for buyers
/// @param note why it was refused or closed
/// @param accounts who runs it, with the role MERCHANT in its place
public record Shop(
    UUID id,
    Text name,
    Kind kind,
    PlaceCode place,
    PlaceCode county,
    String story,
    State state,
    String note,
    Set<UUID> accounts) {

  public Shop {
    accounts = Set.copyOf(accounts);
  }

  public enum Kind {
    HOUSEHOLD,
    COOPERATIVE,
    COMPANY
  }

  public enum State {
    /// Waits for an officer who verifies it.
    ASKED,
    OPEN,
    REFUSED,
    CLOSED
  }

  /// A shop to be opened.
  public record New(UUID id, Text name, Kind kind, PlaceCode place, String story) {}

  /// What sending costs to a region and everything in it that no smaller region names.
  ///
  /// @param moreGrams each of which, begun, costs `moreFen` beyond the first
  public record Freight(
      PlaceCode region, long firstGrams, long firstFen, long moreGrams, long moreFen) {
    /// For a parcel of that many grams.
    public long fen(long grams) {
      long beyond = Math.max(0, grams - firstGrams);
      return firstFen + Math.multiplyExact((beyond + moreGrams - 1) / moreGrams, moreFen);
    }
  }

  /// What it is called as a merchant of [org.yutang.giving.Giving].
  public UUID merchant() {
    return merchant(id);
  }

  /// Derived, so that nobody opens a shop under the id of a merchant who is there.
  static UUID merchant(UUID shop) {
    return Uuids.named("market", "merchant", shop.toString());
  }

  /// Its account in the ledger for money that it has earned.
  public static UUID earned(UUID shop) {
    return Uuids.named("market", "earned", shop.toString());
  }

  /// Money of orders that were paid and not received yet.
  static UUID waiting(UUID shop) {
    return Uuids.named("market", "waiting", shop.toString());
  }

  /// Which shops, by name.
  ///
  /// @param county only those of it
  public record Query(
      Optional<PlaceCode> county, Optional<State> state, org.yutang.kernel.Page.Wanted page) {}
}
