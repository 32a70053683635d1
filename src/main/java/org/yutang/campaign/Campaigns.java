package org.yutang.campaign;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Unit;

/// Opens campaigns, takes claims and the payments for them.
///
/// Thread-safe. All refuse with [CampaignRefusal] or with access's refusal; questions without an
/// actor are public. Only the server's clock says what is early or late. Calls that move something
/// must not be made inside a transaction.
public interface Campaigns {

  /// The most claims of one call.
  int MAX_CLAIMS = 2000;

  /// Wants `RUN_CAMPAIGN` in the campaign's place. The same id with the same content is quietly
  /// accepted, with other content refused. When it returns, the stock lies in the ledger.
  Campaign open(Actor actor, Campaign.New campaign);

  /// Refuses with [CampaignRefusal#UNKNOWN_CAMPAIGN].
  Campaign get(UUID campaign);

  Page<Campaign> list(Campaign.Query query);

  /// What is left of it, as of the last line that was written.
  Campaign.Stock stock(UUID campaign);

  /// Decides the claims in this order, one answer each; an accepted one is durable. Everybody may
  /// claim for the own account as holder; for others it wants `CLAIM_FOR_OTHERS` in the campaign's
  /// place. Refuses as a whole with [CampaignRefusal#TOO_MANY_CLAIMS] and, where too much waits to
  /// be written, with [CampaignRefusal#BUSY]; before the opening and after the end every claim is
  /// refused that was not accepted before. After an outage ask again with the same ids.
  ///
  /// When nothing is left, most claims are refused without asking the ledger, for a second at a
  /// time: stock that comes back may be missed for that long.
  List<FlashClaim.Answer> claim(Actor actor, UUID campaign, List<FlashClaim> claims);

  /// The same without waiting; the future fails only by an outage or a refusal as a whole.
  CompletableFuture<List<FlashClaim.Answer>> submit(
      Actor actor, UUID campaign, List<FlashClaim> claims);

  /// For the holder, and for whoever may claim for others there. Refuses with
  /// [CampaignRefusal#UNKNOWN_CLAIM].
  FlashClaim.Receipt receipt(Actor actor, UUID campaign, UUID claim);

  /// Writes down that money for a claim came and books it. The same number with the same content
  /// again gives the same payment. Wants `RUN_CAMPAIGN` in the campaign's place.
  Payment pay(Actor actor, Payment.Notice notice);

  /// Takes a provider's notice: a JSON text (`campaign`, `claim`, `number`, `amount`, `currency`)
  /// and its HMAC-SHA-256 in hex. Otherwise as [#pay].
  Payment callback(Payment.Via provider, String body, String signature);

  /// Pays for the own claim through a made-up provider, in a house of made-up people only; refuses
  /// elsewhere with [CampaignRefusal#UNKNOWN_CLAIM].
  Payment payInSandbox(Actor actor, UUID campaign, UUID claim);

  /// Payments, the newest first; those that are `REFUNDED` have to be paid back by the provider.
  /// Wants `RUN_CAMPAIGN` in the campaign's place.
  Page<Payment> payments(Actor actor, Payment.Query query);

  /// The ledger's account in which a holder keeps that unit, and from which prices are taken.
  /// Whoever grants the unit opens it.
  static UUID purse(Unit unit, UUID holder) {
    return Uuids.named("holder", unit.code(), holder.toString());
  }
}
