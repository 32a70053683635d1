package org.yutang.web;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.FlashClaim;
import org.yutang.campaign.Price;
import org.yutang.kernel.Page;
import org.yutang.ledger.Unit;
import org.yutang.register.Place;

/// Campaigns as everybody sees them, and a claim as its holder does.
public final class CampaignView {

  private CampaignView() {}

  /// Pieces with the word for their unit where the house has one.
  public static String pieces(Screen s, long number, Unit unit) {
    return s.n(number) + " " + unit(s, unit);
  }

  public static String unit(Screen s, Unit unit) {
    return s.orElse("web.unit." + unit.code(), unit.code());
  }

  public static String price(Screen s, Campaign campaign) {
    return switch (campaign.price()) {
      case Price.Free _ -> s.t("web.campaign.free");
      case Price.Units units -> pieces(s, units.each(), units.unit());
      case Price.Paid paid -> s.money(paid.each());
    };
  }

  public static String style(Campaign.Phase phase) {
    return switch (phase) {
      case BEFORE -> "warn";
      case OPEN -> "ok";
      case ENDED -> "line";
    };
  }

  public static String style(FlashClaim.State state) {
    return switch (state) {
      case GRANTED, PAID, RE_GRANTED -> "ok";
      case RESERVED, PAYING -> "warn";
      case REFUNDED, EXPIRED -> "bad";
    };
  }

  /// @param left by the campaigns' ids
  public record Listed(Page<Campaign> campaigns, Map<UUID, Campaign.Stock> left, Instant now) {}

  /// @param key the id of the claim that the form would send
  public record One(
      Campaign campaign,
      Place place,
      Campaign.Stock stock,
      Instant now,
      String key,
      String quantity,
      String problem) {

    public Campaign.Phase phase() {
      return campaign.phase(now);
    }

    public boolean soldOut() {
      return stock.left() == 0;
    }

    /// What the clock runs towards.
    public Instant until() {
      return phase() == Campaign.Phase.BEFORE ? campaign.opensAt() : campaign.endsAt();
    }
  }

  public record Claimed(
      Campaign campaign, FlashClaim.Receipt receipt, Instant now, boolean sandbox, String problem) {

    public Optional<Instant> payBy() {
      return receipt.state() == FlashClaim.State.RESERVED ? receipt.payBy() : Optional.empty();
    }
  }
}
