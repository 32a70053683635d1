package org.yutang.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// Stock that is claimed from a minute on. Never changes.
///
/// @param stock how many pieces there are
/// @param perHolder how many of them one holder may have
/// @param opensAt the first instant at which it can be claimed
/// @param endsAt the first instant at which it cannot be claimed any more; after [#LONGEST] where
///   none was said
public record Campaign(
    UUID id,
    Text title,
    PlaceCode place,
    Unit unit,
    long stock,
    long perHolder,
    Instant opensAt,
    Instant endsAt,
    Price price,
    Instant createdAt) {

  /// Claims are found again by ids of the ledger, which takes none that are older than 400 days.
  public static final Duration LONGEST = Duration.ofDays(365);

  /// Positions of all their claims fit into memory.
  public static final long MAX_STOCK = 10_000_000;

  public static final long MAX_PER_HOLDER = 1_000_000;

  /// How far the clock of whoever made a claim's id may be away from ours before its time is not
  /// used.
  private static final Duration SLACK = Duration.ofHours(1);

  private static final int TIMED = 7;

  /// A campaign to be opened.
  public record New(
      UUID id,
      Text title,
      PlaceCode place,
      Unit unit,
      long stock,
      long perHolder,
      Instant opensAt,
      Optional<Instant> endsAt,
      Price price) {}

  /// @param left can still be claimed
  /// @param held waits for its payment
  /// @param granted has been given
  public record Stock(long left, long held, long granted) {}

  /// Which campaigns, the latest opening first.
  ///
  /// @param text a part of the title
  public record Query(String text, Page.Wanted page) {}

  public enum Phase {
    BEFORE,
    OPEN,
    ENDED
  }

  public Phase phase(Instant now) {
    if (now.isBefore(opensAt)) return Phase.BEFORE;
    return now.isBefore(endsAt) ? Phase.OPEN : Phase.ENDED;
  }

  /// The ledger's account of what can still be claimed.
  public UUID stockAccount() {
    return account("stock");
  }

  /// The ledger's account of what was granted.
  public UUID grantedAccount() {
    return account("granted");
  }

  /// The ledger's account of what was taken for it.
  public UUID incomeAccount() {
    return account("income");
  }

  /// The ledger's account from which the stock came.
  UUID sourceAccount() {
    return account("source");
  }

  /// The ledger's account of the world outside, from which payments come.
  UUID payersAccount() {
    return account("payers");
  }

  /// The id of a claim's line in the ledger: nobody can aim at another's line by choosing an id.
  ///
  /// Its time is that of the claim's own id where that has one (version 7) within the campaign,
  /// because lines that are written together then lie together, else the opening.
  UUID line(UUID claim) {
    Instant cause = opensAt;
    if (claim.version() == TIMED) {
      Instant made = Uuids.instantOf(claim);
      if (made.isAfter(opensAt.minus(SLACK)) && made.isBefore(endsAt.plus(SLACK))) cause = made;
    }
    return Uuids.derivedFrom(cause, "campaign.claim", id, claim);
  }

  static int shard(UUID campaign) {
    return (int) (campaign.getLeastSignificantBits() & (org.yutang.kernel.Shards.COUNT - 1));
  }

  private UUID account(String which) {
    return Uuids.named("campaign", which, id.toString());
  }
}
