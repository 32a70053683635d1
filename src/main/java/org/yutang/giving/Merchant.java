package org.yutang.giving;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// A merchant who gives something of every order.
///
/// @param county the county of its place, or the place where there is none
/// @param accounts who acts for it, with the role MERCHANT in its place
public record Merchant(UUID id, Text name, PlaceCode place, PlaceCode county, Set<UUID> accounts) {

  public Merchant {
    accounts = Set.copyOf(accounts);
  }

  /// Its account in the ledger: outside money, so the balance is what it gave, negative.
  public UUID ledgerAccount() {
    return ledgerAccount(id);
  }

  static UUID ledgerAccount(UUID merchant) {
    return Uuids.named("giving", "merchant", merchant.toString());
  }

  /// Sales of a merchant lie together; ids of sales carry this.
  static int shard(UUID merchant) {
    return (int) (merchant.getLeastSignificantBits() & (org.yutang.kernel.Shards.COUNT - 1));
  }

  /// @param text a part of the name
  /// @param project only those that ever pledged to it
  public record Query(
      String text,
      Optional<UUID> project,
      Optional<PlaceCode> within,
      boolean descending,
      Page.Wanted page) {}
}
