package org.yutang.market;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.yutang.kernel.Money;

/// Who gets what of a harvest, by the rules of the orders and in the order of their payment.
///
/// @param tallies by part of the pre-sale, in their order
/// @param digest names exactly this plan
public record PresalePlan(List<Share> shares, List<Tally> tallies, String digest) {

  public PresalePlan {
    shares = List.copyOf(shares);
    tallies = List.copyOf(tallies);
  }

  /// @param back in fen: of everything that did not come or costs less now, the part that the buyer
  ///   paid after the coupon, rounded up once an order
  /// @param whole nothing is sent: all of the money goes back, freight as well
  public record Share(
      UUID order,
      String number,
      Instant paidAt,
      List<Presale.Given> given,
      Money back,
      boolean whole) {
    public Share {
      given = List.copyOf(given);
    }
  }

  /// Pieces: `harvested` is what the harvest fills, `given` what leaves, `left` the rest.
  public record Tally(String grade, long harvested, long ordered, long given, long left) {}

  public Money back() {
    return shares.stream().map(Share::back).reduce(Money.fen(0), Money::plus);
  }
}
