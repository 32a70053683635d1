package org.yutang.supply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.store.EveryMinute;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;
import org.yutang.trace.Gs1Key;

/// A step is written down with its plan, the ledger decides, then the step is done: each of the
/// three may be repeated, so whoever finds a step that was cut off finishes it.
@Component
class SqlHandling implements Handling, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(SqlHandling.class);
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration BACK = Duration.ofDays(399);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StepRows steps;
  private final LotRows lots;
  private final RecallRows recalls;
  private final CertificateRows certificates;
  private final Planner planner;
  private final GradedLots graded;
  private final Access access;
  private final Audit audit;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlHandling(
      StepRows steps,
      LotRows lots,
      RecallRows recalls,
      CertificateRows certificates,
      Planner planner,
      GradedLots graded,
      Access access,
      Audit audit,
      Ledger ledger,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.steps = steps;
    this.lots = lots;
    this.recalls = recalls;
    this.certificates = certificates;
    this.planner = planner;
    this.graded = graded;
    this.access = access;
    this.audit = audit;
    this.ledger = ledger;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Handled handle(Actor actor, Step step) {
    if (Transactions.isOpen()) throw new IllegalStateException("in a transaction");
    Site site =
        lots.site(step.site())
            .orElseThrow(
                () ->
                    new Refusal(
                        SupplyRefusal.UNKNOWN_SITE, Map.of("site", step.site().toString())));
    access.require(actor, wants(step), site.what().place());
    StepRows.Asked asked = transactions.call(() -> ask(actor, step));
    if (!asked.done()) finish(asked);
    return told(asked);
  }

  private static Permission wants(Step step) {
    return switch (step.kind()) {
      case ANALYSE, CERTIFY, WITHDRAW -> Permission.CERTIFY_GOODS;
      default -> Permission.RECORD_SUPPLY;
    };
  }

  private Handled told(StepRows.Asked asked) {
    UUID id = asked.step().id();
    return new Handled(asked.step(), lots.madeBy(List.of(id)), lots.boxesOf(id), asked.by());
  }

  @Override
  public Optional<Handled> find(Actor actor, UUID step) {
    return steps
        .find(step)
        .filter(StepRows.Asked::done)
        .filter(
            asked ->
                lots.site(asked.step().site())
                    .filter(site -> access.may(actor, Permission.SEE_SUPPLY, site.what().place()))
                    .isPresent())
        .map(this::told);
  }

  private StepRows.Asked ask(Actor actor, Step step) {
    certificates.lock(step instanceof Step.Certify);
    Optional<StepRows.Asked> there = steps.find(step.id());
    if (there.isEmpty()) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      if (step.at().isAfter(now.plus(AHEAD)) || step.at().isBefore(now.minus(BACK)))
        throw new Refusal(SupplyRefusal.BAD_TIME, Map.of("at", step.at().toString()));
      Plan plan = planner.plan(actor, step);
      requireOrder(step, plan);
      steps.ask(new StepRows.Asked(step, plan, actor.account(), actor.name(), now, false, false));
      there = steps.find(step.id()); // somebody may have been quicker
    }
    StepRows.Asked asked = there.orElseThrow();
    if (!asked.step().equals(step))
      throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", step.id().toString()));
    // what the ledger refused may be tried again, as it was planned and under the same ids
    if (asked.refused()) {
      if (!planner.plan(actor, step).dues().equals(asked.plan().dues()))
        throw new Refusal(SupplyRefusal.CERTIFICATE_CHANGED);
      steps.again(step);
    }
    return asked;
  }

  /// Nothing happens to goods before they were made: a trace in the wrong order would lose them.
  private void requireOrder(Step step, Plan plan) {
    Set<UUID> sources = new LinkedHashSet<>();
    List<Instant> before = new ArrayList<>();
    for (Leg leg : plan.legs()) {
      if (leg.from().equals(Leg.MADE)) continue;
      if (leg.box()) before.add(lots.packedAt(leg.fromItem()));
      else sources.add(leg.fromItem());
    }
    lots.these(sources).values().forEach(lot -> before.add(lot.madeAt()));
    if (step instanceof Step.Receive receive)
      lots.shipment(receive.shipment()).ifPresent(row -> before.add(row.shipped()));
    for (Instant each : before)
      if (step.at().isBefore(each))
        throw new Refusal(
            SupplyRefusal.BEFORE_IT_WAS,
            Map.of("at", step.at().toString(), "made", each.toString()));
  }

  private void finish(StepRows.Asked asked) {
    if (!asked.plan().legs().isEmpty() || !asked.plan().dues().isEmpty()) move(asked);
    transactions.run(() -> write(asked));
  }

  private void move(StepRows.Asked asked) {
    Step step = asked.step();
    List<Command.Transfer> transfers = new ArrayList<>();
    Set<NewAccount> accounts = new LinkedHashSet<>();
    for (Leg leg :
        Stream.concat(asked.plan().legs().stream(), asked.plan().dues().stream()).toList()) {
      accounts.add(leg.opensPayer());
      accounts.add(leg.opensPayee());
      transfers.add(
          new Command.Transfer(
              Uuids.derivedFrom(asked.askedAt(), "supply." + transfers.size(), step.id()),
              leg.payer(),
              leg.payee(),
              leg.amount(),
              step.kind().name(),
              BusinessDay.of(asked.askedAt())));
    }
    ledger.open(List.copyOf(accounts));
    UUID group = Uuids.derivedFrom(asked.askedAt(), "supply", step.id());
    Outcome outcome = ledger.execute(List.of(new Command.Linked(group, transfers))).getFirst();
    if (outcome instanceof Outcome.Refused refused) {
      transactions.run(() -> steps.refuse(step.id()));
      throw refusal(refused, asked.plan());
    }
  }

  private Refusal refusal(Outcome.Refused refused, Plan plan) {
    for (Leg due : plan.dues())
      if (due.payer().equals(refused.account()) && refused.reason() == Outcome.Reason.INSUFFICIENT)
        return new Refusal(
            SupplyRefusal.MORE_THAN_CERTIFIED,
            Map.of(
                "certificate",
                certificates.find(due.fromItem()).map(Certificate::number).orElse(""),
                "wanted",
                Planner.kilograms(due.amount()),
                "left",
                Planner.kilograms(certificates.balance(due.fromItem(), due.from()))));
    Optional<Leg> short_ =
        plan.legs().stream().filter(leg -> leg.payer().equals(refused.account())).findFirst();
    if (refused.reason() == Outcome.Reason.OTHER_SHARD)
      return new Refusal(SupplyRefusal.OTHER_SHARD, Map.of());
    if (refused.reason() != Outcome.Reason.INSUFFICIENT || short_.isEmpty())
      throw new IllegalStateException("the ledger says " + refused);
    Leg leg = short_.get();
    if (leg.box())
      return new Refusal(SupplyRefusal.BOX_ELSEWHERE, Map.of("box", leg.fromItem().toString()));
    long wanted =
        plan.legs().stream()
            .filter(each -> each.payer().equals(leg.payer()))
            .mapToLong(Leg::amount)
            .sum();
    return new Refusal(
        SupplyRefusal.NOT_ENOUGH,
        Map.of(
            "lot",
            lots.find(leg.fromItem()).map(Lot::code).orElse(""),
            "wanted",
            Planner.kilograms(wanted),
            "there",
            Planner.kilograms(ledger.find(leg.payer()).map(Account::balance).orElse(0L))));
  }

  /// Once for each step, whoever is first.
  private void write(StepRows.Asked asked) {
    if (!asked.plan().lots().isEmpty() || !asked.plan().boxes().isEmpty()) recalls.lock(false);
    if (!steps.finish(asked)) return;
    Step step = asked.step();
    Plan plan = asked.plan();
    Site site = lots.site(step.site()).orElseThrow();
    Set<UUID> touched = new LinkedHashSet<>();
    for (Plan.MadeLot lot : plan.lots())
      lots.insert(lot, site.what().place(), step.id(), step.at());
    Certifying.sourcesOf(plan).forEach(certificates::inherit);
    for (Plan.MadeBox box : plan.boxes()) lots.insertBox(box, step.site(), step.id());
    for (Leg leg : plan.legs()) {
      lots.move(leg);
      touched.add(leg.box() ? lots.lotOf(leg.fromItem()) : leg.fromItem());
      if (!leg.box()) touched.add(leg.toItem());
    }
    switch (step) {
      case Step.Ship ship -> lots.insertShipment(ship);
      case Step.Receive receive -> lots.receive(receive.shipment(), receive.at());
      case Step.Hold hold -> {
        lots.hold(hold.lot(), hold.why());
        touched.add(hold.lot());
      }
      case Step.Release release -> {
        lots.hold(release.lot(), null);
        touched.add(release.lot());
      }
      case Step.Test test -> {
        if (!test.passed()) lots.hold(test.lot(), test.laboratory() + " " + test.number());
        touched.add(test.lot());
      }
      case Step.Count count -> touched.add(count.lot());
      case Step.Sample sample -> certificates.insert(sample);
      case Step.Analyse analyse -> {
        certificates
            .sample(analyse.sample())
            .flatMap(CertificateRows.SampleRow::found)
            .filter(found -> !found.passed())
            .ifPresent(
                _ -> lots.hold(analyse.lot(), analyse.laboratory() + " " + analyse.number()));
        touched.add(analyse.lot());
      }
      case Step.Certify certify -> {
        certificates.issue(certify.id(), certify.at());
        touched.addAll(certify.lots().keySet());
      }
      case Step.Withdraw withdraw -> {
        certificates.withdraw(withdraw);
        touched.addAll(certificates.lotsOf(withdraw.certificate()));
      }
      default -> {}
    }
    steps.touch(step.id(), touched);
    inherit(plan, touched);
    graded.tell(asked);
    audit.record(
        new Actor(asked.account(), asked.by(), Set.of()),
        "supply." + step.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        site.what().place(),
        step.id().toString(),
        Map.of("lots", touched.size()));
    outbox.write(StepDone.TOPIC, new StepDone(step.id()));
  }

  /// What is made of goods that are called back is called back too.
  private void inherit(Plan plan, Set<UUID> touched) {
    List<String> made = new ArrayList<>();
    plan.lots().forEach(lot -> made.add(lot.uri()));
    plan.boxes().forEach(box -> made.add(Gs1Key.HOME + "/00/" + box.sscc()));
    if (!made.isEmpty())
      recalls.inherit(lots.these(touched).values().stream().map(Lot::uri).toList(), made);
  }

  @Override
  public void everyMinute() {
    for (StepRows.Asked each : steps.unfinished(clock.instant().minus(PATIENCE))) {
      try {
        finish(each);
      } catch (Refusal refusal) {
        LOG.info("A step that was cut off cannot be done: {}", refusal.code());
      } catch (RuntimeException e) {
        LOG.warn("A step that was cut off is tried again in a minute: {}", each.step().id(), e);
      }
    }
  }
}
