package org.yutang.campaign;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.LedgerRefusal;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Taking;
import org.yutang.ledger.Takings;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Checks who may, and hands on to whoever does it.
@Component
class SqlCampaigns implements Campaigns {

  /// When somebody who found too much waiting may come again.
  private static final int BUSY_SECONDS = 2;

  private final CampaignRows rows;
  private final Gates gates;
  private final Stocking stocking;
  private final Payments payments;
  private final PaymentRows paymentRows;
  private final ProviderDoor door;
  private final Ledger ledger;
  private final Takings takings;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final HouseSettings settings;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlCampaigns(
      CampaignRows rows,
      Gates gates,
      Stocking stocking,
      Payments payments,
      PaymentRows paymentRows,
      ProviderDoor door,
      Ledger ledger,
      Takings takings,
      Register register,
      Access access,
      Audit audit,
      HouseSettings settings,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.gates = gates;
    this.stocking = stocking;
    this.payments = payments;
    this.paymentRows = paymentRows;
    this.door = door;
    this.ledger = ledger;
    this.takings = takings;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.settings = settings;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Campaign open(Actor actor, Campaign.New wish) {
    register.getPlace(wish.place());
    access.require(actor, Permission.RUN_CAMPAIGN, wish.place());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (rows.find(wish.id()).isEmpty()) {
      Wishes.requireSound(wish, now);
      if (ledger.shards() > 1 && !(wish.price() instanceof Price.Free))
        throw new Refusal(CampaignRefusal.NEEDS_ONE_SHARD);
      transactions.run(() -> write(actor, wish, now));
    }
    Campaign there = rows.get(wish.id()).campaign();
    if (!isSame(wish, there))
      throw new Refusal(CampaignRefusal.ID_REUSED, Map.of("id", wish.id().toString()));
    stocking.lay(wish.id());
    return there;
  }

  private void write(Actor actor, Campaign.New wish, Instant now) {
    if (!rows.insert(wish, actor.account(), now)) return;
    outbox.write(CampaignOpened.TOPIC, new CampaignOpened(wish.id()));
    audit.record(
        actor,
        "campaign.open",
        wish.place(),
        wish.id().toString(),
        Map.of("title", wish.title().zh(), "stock", wish.stock(), "unit", wish.unit().code()));
  }

  private static boolean isSame(Campaign.New wish, Campaign there) {
    return new Campaign(
            wish.id(),
            wish.title(),
            wish.place(),
            wish.unit(),
            wish.stock(),
            wish.perHolder(),
            wish.opensAt(),
            wish.endsAt().orElse(wish.opensAt().plus(Campaign.LONGEST)),
            wish.price(),
            there.createdAt())
        .equals(there);
  }

  @Override
  public Campaign get(UUID campaign) {
    return rows.get(campaign).campaign();
  }

  @Override
  public Page<Campaign> list(Campaign.Query query) {
    return rows.list(query);
  }

  @Override
  public Campaign.Stock stock(UUID campaign) {
    Campaign found = get(campaign);
    Account stock =
        ledger
            .find(found.stockAccount())
            .orElseGet(() -> Account.none(found.stockAccount(), found.unit()));
    // what is granted is what left the stock: one account read at one moment
    long laid = stock.name().isEmpty() ? 0 : found.stock();
    return new Campaign.Stock(stock.available(), stock.reserved(), laid - stock.balance());
  }

  @Override
  public List<FlashClaim.Answer> claim(Actor actor, UUID campaign, List<FlashClaim> claims) {
    try {
      return submit(actor, campaign, claims).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refusal refusal) throw refusal;
      throw new IllegalStateException("claims could not be decided", e.getCause());
    }
  }

  @Override
  public CompletableFuture<List<FlashClaim.Answer>> submit(
      Actor actor, UUID campaign, List<FlashClaim> claims) {
    if (claims.size() > MAX_CLAIMS)
      throw new Refusal(CampaignRefusal.TOO_MANY_CLAIMS, Map.of("limit", MAX_CLAIMS));
    Gate gate = gates.get(campaign);
    requireMayClaim(actor, gate.campaign(), claims);
    Gate.Round round = gate.begin(claims, clock.instant());
    if (round.commands().isEmpty()) return gate.end(round, List.of());
    return ask(gate, round)
        .whenComplete(
            (outcomes, failure) -> {
              if (failure != null) gate.failed(round);
            })
        .thenCompose(outcomes -> gate.end(round, outcomes));
  }

  private CompletableFuture<List<Outcome>> ask(Gate gate, Gate.Round round) {
    try {
      return ledger.submit(round.commands());
    } catch (Refusal refused) {
      gate.failed(round);
      if (refused.code() != LedgerRefusal.BUSY) throw refused;
      throw new Refusal(CampaignRefusal.BUSY, Map.of("retryAfterSeconds", BUSY_SECONDS));
    } catch (RuntimeException e) {
      gate.failed(round);
      throw e;
    }
  }

  private void requireMayClaim(Actor actor, Campaign campaign, List<FlashClaim> claims) {
    for (FlashClaim claim : claims)
      if (!claim.holder().equals(actor.account())) {
        access.require(actor, Permission.CLAIM_FOR_OTHERS, campaign.place());
        return;
      }
  }

  @Override
  public FlashClaim.Receipt receipt(Actor actor, UUID campaign, UUID claim) {
    Gate gate = gates.get(campaign);
    Campaign of = gate.campaign();
    Taking found =
        takings
            .find(of.line(claim))
            .filter(
                taking ->
                    taking.holder().equals(actor.account())
                        || access.may(actor, Permission.CLAIM_FOR_OTHERS, of.place()))
            .orElseThrow(() -> new Refusal(CampaignRefusal.UNKNOWN_CLAIM));
    Optional<Price.Paid> price =
        of.price() instanceof Price.Paid paid ? Optional.of(paid) : Optional.empty();
    Optional<Instant> payBy = price.map(paid -> found.recordedAt().plus(paid.within()));
    return new FlashClaim.Receipt(
        campaign,
        claim,
        found.holder(),
        found.amount(),
        payBy.map(until -> state(campaign, claim, until)).orElse(FlashClaim.State.GRANTED),
        gate.written().position(found.number()),
        found.recordedAt(),
        found.id(),
        payBy,
        price.map(paid -> Payments.due(paid, found)));
  }

  private FlashClaim.State state(UUID campaign, UUID claim, Instant payBy) {
    return paymentRows
        .findOfClaim(campaign, claim)
        .map(
            payment ->
                switch (payment.state()) {
                  case RECEIVED -> FlashClaim.State.PAYING;
                  case PAID -> FlashClaim.State.PAID;
                  case RE_GRANTED -> FlashClaim.State.RE_GRANTED;
                  case REFUNDED -> FlashClaim.State.REFUNDED;
                })
        .orElse(
            clock.instant().isBefore(payBy) ? FlashClaim.State.RESERVED : FlashClaim.State.EXPIRED);
  }

  @Override
  public Payment pay(Actor actor, Payment.Notice notice) {
    Campaign campaign = get(notice.campaign());
    access.require(actor, Permission.RUN_CAMPAIGN, campaign.place());
    return payments.take(
        Payment.Via.COUNTER,
        notice,
        () ->
            audit.record(
                actor,
                "campaign.pay",
                campaign.place(),
                campaign.id().toString(),
                Map.of("claim", notice.claim().toString(), "amount", notice.amount().toString())));
  }

  @Override
  public Payment callback(Payment.Via provider, String body, String signature) {
    return payments.take(provider, door.read(provider, body, signature), () -> {});
  }

  @Override
  public Payment payInSandbox(Actor actor, UUID campaign, UUID claim) {
    FlashClaim.Receipt receipt = receipt(actor, campaign, claim);
    Money due = receipt.due().orElseThrow(() -> new Refusal(CampaignRefusal.NOT_FOR_MONEY));
    if (settings.find(HouseSettings.SYNTHETIC).isEmpty())
      throw new Refusal(CampaignRefusal.UNKNOWN_CLAIM);
    String body = door.write(new Payment.Notice(campaign, claim, "sandbox-" + claim, due));
    return callback(Payment.Via.SANDBOX, body, door.sign(body));
  }

  @Override
  public Page<Payment> payments(Actor actor, Payment.Query query) {
    access.require(actor, Permission.RUN_CAMPAIGN, get(query.campaign()).place());
    return paymentRows.list(query);
  }
}
