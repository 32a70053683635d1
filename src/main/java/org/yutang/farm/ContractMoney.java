package org.yutang.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.Contract.State;
import org.yutang.farm.Contract.Step.Kind;
import org.yutang.farm.PriceChain.Link;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Pays advances and settlements out of buyers' accounts, and takes in what buyers pay. Every step
/// may be repeated, so it survives being killed between any two of them: ids are derived from the
/// contract, and what the buyer's account lacks is tried again each minute.
@Component
class ContractMoney implements Outbox.Listener, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(ContractMoney.class);
  private static final int TRIED_AT_ONCE = 1000;
  private static final UUID OUTSIDE = Uuids.named("farm.outside");

  private final ContractRows rows;
  private final BuyerRows buyers;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final java.time.Clock clock;

  ContractMoney(
      ContractRows rows,
      BuyerRows buyers,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      java.time.Clock clock) {
    this.rows = rows;
    this.buyers = buyers;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "farm.contracts";
  }

  @Override
  public Set<String> topics() {
    return Set.of(ContractEvents.Moved.TOPIC, ContractEvents.BuyerPaid.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch)
      switch (entry.topic()) {
        case ContractEvents.Moved.TOPIC -> pay(entry.as(ContractEvents.Moved.class).contract());
        case ContractEvents.BuyerPaid.TOPIC ->
            takeIn(entry.as(ContractEvents.BuyerPaid.class).payment());
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
  }

  @Override
  public void everyMinute() {
    transactions.run(
        () ->
            rows.unpaid(TRIED_AT_ONCE)
                .forEach(
                    id -> outbox.write(ContractEvents.Moved.TOPIC, new ContractEvents.Moved(id))));
  }

  private void takeIn(UUID id) {
    BuyerRows.Payment payment = buyers.findPayment(id).orElseThrow();
    Buyer buyer = buyers.find(payment.buyer()).orElseThrow();
    ledger.open(
        List.of(new NewAccount(OUTSIDE, t("outside", Map.of()), Unit.CNY, true), account(buyer)));
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Transfer(
                        Uuids.derived(payment.at(), "farm-buyer-paid", id.toString()),
                        OUTSIDE,
                        buyer.account(),
                        payment.amount().minor(),
                        "farm-buyer-paid",
                        BusinessDay.of(payment.at()))))
            .getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("payment " + id + " not taken in: " + refused);
  }

  private void pay(UUID id) {
    ContractRow row = rows.find(id).orElseThrow();
    switch (row.state) {
      case SIGNED -> {
        if (!row.advancePaid) payAdvance(row);
      }
      case SETTLING -> paySettlement(row);
      case DRAFT, OFFERED, ACCEPTED, SETTLED, CANCELLED -> {}
    }
  }

  private void payAdvance(ContractRow row) {
    Instant cause = row.signedAt();
    Leg advance = new Leg("farm-advance", grower(row.terms), row.terms.advance());
    if (paid(row, cause, "farm-advance-group", List.of(advance)))
      done(row, State.SIGNED, Kind.ADVANCE_PAID, changed -> changed.advancePaid = true);
  }

  private void paySettlement(ContractRow row) {
    Settlement settlement = row.settlement();
    List<Leg> legs = new ArrayList<>();
    legs.add(new Leg("farm-settlement", grower(row.terms), settlement.toGrower()));
    settlement
        .shares()
        .forEach((link, share) -> legs.add(new Leg(memo(link), account(row, link), share)));
    if (paid(row, row.settledAt(), "farm-settlement-group", legs))
      done(row, State.SETTLING, Kind.PAID, changed -> changed.state = State.SETTLED);
  }

  private record Leg(String memo, NewAccount to, Money amount) {}

  private static String memo(Link link) {
    return "farm-share-" + link.name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Whether it is paid, now or before.
  private boolean paid(ContractRow row, Instant cause, String group, List<Leg> all) {
    Buyer buyer = buyers.find(row.terms.buyer()).orElseThrow();
    List<Leg> legs = all.stream().filter(leg -> leg.amount.minor() > 0).toList();
    if (legs.isEmpty()) return true;
    List<NewAccount> accounts = new ArrayList<>(legs.stream().map(Leg::to).distinct().toList());
    accounts.add(account(buyer));
    ledger.open(accounts);
    List<Command.Transfer> transfers =
        legs.stream()
            .map(
                leg ->
                    new Command.Transfer(
                        Uuids.derived(cause, leg.memo, row.id.toString()),
                        buyer.account(),
                        leg.to.id(),
                        leg.amount.minor(),
                        leg.memo,
                        BusinessDay.of(cause)))
            .toList();
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Linked(Uuids.derived(cause, group, row.id.toString()), transfers)))
            .getFirst();
    if (!(outcome instanceof Outcome.Refused refused)) return true;
    if (refused.reason() != Outcome.Reason.INSUFFICIENT)
      LOG.warn("contract {} not paid: {}", row.id, refused.reason());
    done(row, row.state, Kind.MONEY_MISSING, changed -> changed.moneyMissing = true);
    return false;
  }

  /// Writes down what the ledger did, once.
  private void done(
      ContractRow seen, State state, Kind kind, java.util.function.Consumer<ContractRow> change) {
    transactions.run(
        () -> {
          ContractRow row = rows.lock(seen.id).orElseThrow();
          boolean before =
              rows.steps(row.id).stream()
                  .anyMatch(step -> step.version() == row.version && step.kind() == kind);
          if (row.state != state || before) return;
          row.moneyMissing = false;
          change.accept(row);
          row.changedAt = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
          rows.update(row);
          rows.addStep(row, kind, Actor.SYSTEM, "", false);
        });
  }

  private static NewAccount account(Buyer buyer) {
    return plain(buyer.account(), "buyer", buyer.name());
  }

  /// The account from which growers are paid out.
  private static NewAccount grower(Contract.Terms terms) {
    return terms
        .household()
        .map(
            id ->
                plain(
                    Uuids.named("farm.grower", id.toString()),
                    "grower",
                    id.toString().substring(0, 8)))
        .orElseGet(() -> cooperative(terms));
  }

  private static NewAccount cooperative(Contract.Terms terms) {
    String id = terms.cooperative().orElseThrow().toString();
    return plain(Uuids.named("farm.cooperative", id), "cooperative", id.substring(0, 8));
  }

  private static NewAccount account(ContractRow row, Link link) {
    if (link == Link.COOPERATIVE) return cooperative(row.terms);
    String name = link.name().toLowerCase(java.util.Locale.ROOT);
    return plain(Uuids.named("farm.share", name, row.county.text()), name, row.county.text());
  }

  private static NewAccount plain(UUID id, String which, String name) {
    return new NewAccount(id, t(which, Map.of("name", name)), Unit.CNY, false);
  }

  private static String t(String which, Map<String, ?> facts) {
    return Words.in(Words.Language.ZH).t("farm.account." + which, facts);
  }
}
