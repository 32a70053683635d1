package org.yutang.farm;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.farm.Contract.State;
import org.yutang.farm.Contract.Step.Kind;
import org.yutang.kernel.Area;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.Register;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Checks what the contract says; [ContractStep] writes the step, and [ContractMoney] moves what it
/// has made due.
@Component
class SqlContracts implements Contracts {

  private static final int LONGEST_REASON = 200;
  private static final int LONGEST_LOT = 80;

  /// Of all deliveries of a contract together.
  private static final long MOST_GRAMS = 10 * ContractCheck.MOST_GRAMS;

  private final ContractRows rows;
  private final ContractStep step;
  private final SeasonRows seasons;
  private final ContractCheck check;
  private final DeliveryCheck taking;
  private final GradedRows graded;
  private final Buyers buyers;
  private final Quotes quotes;
  private final Standards standards;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlContracts(
      ContractRows rows,
      ContractStep step,
      SeasonRows seasons,
      ContractCheck check,
      DeliveryCheck taking,
      GradedRows graded,
      Buyers buyers,
      Quotes quotes,
      Standards standards,
      Register register,
      Access access,
      Audit audit,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.step = step;
    this.seasons = seasons;
    this.check = check;
    this.taking = taking;
    this.graded = graded;
    this.buyers = buyers;
    this.quotes = quotes;
    this.standards = standards;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Contract save(Actor actor, UUID id, int version, Contract.Terms terms) {
    access.requireSomewhere(actor, Permission.RECORD_FARM);
    ContractCheck.Sound sound =
        check.check(terms, villages -> access.among(actor, Permission.RECORD_FARM, villages));
    access.require(actor, Permission.RECORD_FARM, sound.place());
    return step.save(actor, id, version, terms, sound);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  @Override
  public Contract offer(Actor actor, UUID id, int version) {
    return step.take(
        new ContractStep.Move(
            actor,
            id,
            version,
            Permission.RECORD_FARM,
            Kind.OFFERED,
            State.OFFERED,
            "",
            State.DRAFT),
        // prices and plots may have changed since it was drafted
        row -> check.check(row.terms, villages -> villages));
  }

  @Override
  public Contract accept(Actor actor, UUID id, int version, Contract.Word word) {
    return step.take(
        new ContractStep.Move(
            actor,
            id,
            version,
            Permission.RECORD_FARM,
            Kind.ACCEPTED,
            State.ACCEPTED,
            word.name(),
            State.OFFERED),
        row -> {});
  }

  @Override
  public Contract sign(Actor actor, UUID id, int version) {
    return step.take(
        new ContractStep.Move(
            actor,
            id,
            version,
            Permission.SIGN_CONTRACT,
            Kind.SIGNED,
            State.SIGNED,
            "",
            State.ACCEPTED),
        row -> {
          boolean accepted =
              rows.steps(id).stream()
                  .anyMatch(
                      each ->
                          each.kind() == Kind.ACCEPTED && each.account().equals(actor.account()));
          if (accepted) throw new Refusal(FarmRefusal.SAME_PERSON);
          seasons.lock(rows.seasons(id));
          boolean whole = row.terms.deal() instanceof Contract.WholeOrchard;
          rows.promised(id, whole)
              .ifPresent(
                  other -> {
                    throw new Refusal(
                        FarmRefusal.PLOT_PROMISED,
                        Map.of("plot", other.plot(), "contract", other.contract().toString()));
                  });
          outbox.write(ContractEvents.Signed.TOPIC, new ContractEvents.Signed(row.id));
          Money advance = row.terms.advance();
          Money there = buyers.available(row.terms.buyer());
          if (there.compareTo(advance) < 0)
            throw new Refusal(
                FarmRefusal.BUYER_LACKS_MONEY,
                Map.of("needed", advance.grouped(), "available", there.grouped()));
          row.signedAt = step.now();
          row.advancePaid = advance.minor() == 0;
        });
  }

  @Override
  public Contract cancel(Actor actor, UUID id, int version, String reason) {
    if (!ContractCheck.isText(reason, LONGEST_REASON)) throw SoilTest.bad("reason");
    return step.take(
        new ContractStep.Move(
            actor,
            id,
            version,
            Permission.RECORD_FARM,
            Kind.CANCELLED,
            State.CANCELLED,
            reason,
            State.DRAFT,
            State.OFFERED,
            State.ACCEPTED),
        row -> {});
  }

  @Override
  public Delivery.Taken deliver(Actor actor, Delivery delivery) {
    if (!ContractCheck.isText(delivery.lot(), LONGEST_LOT)) throw SoilTest.bad("lot");
    if (delivery.mass().grams() == 0 || delivery.mass().grams() > ContractCheck.MOST_GRAMS)
      throw SoilTest.bad("mass");
    return transactions.call(
        () -> {
          ContractRow row = step.locked(actor, Permission.RECORD_FARM, delivery.contract());
          Optional<Delivery.Taken> there = rows.findDelivery(delivery.id());
          if (there.isPresent()) {
            if (there.get().what().equals(delivery)) return there.get();
            throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", delivery.id().toString()));
          }
          if (row.state != State.SIGNED) throw ContractStep.notNow(row);
          boolean late = taking.requireTaken(row.terms, delivery.grade(), delivery.day());
          taking.requireUncounted(delivery);
          long before =
              rows.deliveries(row.id).stream().mapToLong(each -> each.what().mass().grams()).sum();
          if (before + delivery.mass().grams() > MOST_GRAMS) throw SoilTest.bad("mass");
          if (!rows.insert(delivery, late, false, actor, step.now()))
            throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", delivery.id().toString()));
          outbox.write(
              ContractEvents.Delivered.TOPIC, ContractEvents.Delivered.of(row.terms, delivery));
          audit.record(
              actor,
              "farm.delivered",
              row.place,
              row.id.toString(),
              Map.of("lot", delivery.lot(), "grade", delivery.grade()));
          return new Delivery.Taken(delivery, late, false, actor.name());
        });
  }

  private Standard.Version version(Contract.Terms terms) {
    return standards.get(terms.standard()).inSeason(terms.season());
  }

  @Override
  public Settlement preview(Actor actor, UUID id, boolean excused) {
    ContractRow row = seen(actor, id);
    return row.settlement != null ? row.settlement : settlement(row, excused);
  }

  private Settlement settlement(ContractRow row, boolean excused) {
    Contract.Terms terms = row.terms;
    return Settlement.of(
        today(),
        terms,
        rows.deliveries(row.id).stream().map(Delivery.Taken::what).toList(),
        excused,
        (grade, day) -> marketPrice(row, grade, day));
  }

  /// Never below the protected price.
  private Money marketPrice(ContractRow row, String grade, LocalDate day) {
    Contract.Terms terms = row.terms;
    Money market =
        quotes
            .price(row.county, terms.standard(), grade, day)
            .map(Quotes.MarketPrice::perKilogram)
            .orElseThrow(
                () ->
                    new Refusal(
                        FarmRefusal.NO_MARKET_PRICE,
                        Map.of(
                            "grade",
                            ContractCheck.title(version(terms), grade),
                            "day",
                            day.toString())));
    Money least = ContractCheck.protectedPrice(version(terms), terms.season(), grade);
    return market.compareTo(least) < 0 ? least : market;
  }

  @Override
  public Contract settle(Actor actor, UUID id, int version, boolean excused) {
    return step.take(
        new ContractStep.Move(
            actor,
            id,
            version,
            Permission.SIGN_CONTRACT,
            Kind.SETTLED,
            State.SETTLING,
            excused ? "EXCUSED" : "",
            State.SIGNED),
        row -> {
          LocalDate last = row.terms.until().plusDays(row.terms.graceDays());
          if (!today().isAfter(last) && !isFull(row))
            throw new Refusal(FarmRefusal.WINDOW_OPEN, Map.of("until", last.toString()));
          if (!row.advancePaid) throw ContractStep.notNow(row);
          row.settlement = settlement(row, excused);
          row.settledAt = step.now();
        });
  }

  /// Whether everything of every grade is there; a whole orchard never is before its last day.
  private boolean isFull(ContractRow row) {
    if (!(row.terms.deal() instanceof Contract.ByQuantity deal)) return false;
    List<Delivery> all = rows.deliveries(row.id).stream().map(Delivery.Taken::what).toList();
    return deal.lines().stream()
        .allMatch(line -> brought(all, line.grade()).compareTo(line.quantity()) >= 0);
  }

  private static Mass brought(Collection<Delivery> all, String grade) {
    return all.stream()
        .filter(each -> each.grade().equals(grade))
        .map(Delivery::mass)
        .reduce(new Mass(0), Mass::plus);
  }

  private ContractRow seen(Actor actor, UUID id) {
    return rows.find(id)
        .filter(found -> access.may(actor, Permission.SEE_FARM, found.place))
        .orElseThrow(() -> ContractStep.unknown(id));
  }

  @Override
  public Contract get(Actor actor, UUID id) {
    return seen(actor, id).contract();
  }

  @Override
  public Page<Contract> list(Actor actor, Contract.Query query) {
    List<PlaceCode> held = access.places(actor, Permission.SEE_FARM);
    boolean everywhere = query.place().isEmpty() && held.contains(PlaceCode.WORLD);
    Set<PlaceCode> within = everywhere ? Set.of() : register.within(held, rows.places());
    if (query.place().isPresent())
      within = register.within(List.of(query.place().get()), List.copyOf(within));
    List<String> places = within.stream().map(PlaceCode::text).toList();
    Function<ContractRow, Contract> each = ContractRow::contract;
    return new Page<>(
        rows.list(query, everywhere, places).stream().map(each).toList(),
        rows.count(query, everywhere, places),
        query.page().number(),
        query.page().size());
  }

  @Override
  public List<Delivery.Taken> deliveries(Actor actor, UUID id) {
    return rows.deliveries(seen(actor, id).id);
  }

  @Override
  public List<GradedGoods.Uncounted> uncounted(Actor actor, UUID id) {
    return graded.uncounted(seen(actor, id).id);
  }

  @Override
  public List<Contract.Step> steps(Actor actor, UUID id) {
    return rows.steps(seen(actor, id).id);
  }

  @Override
  public Area area(Contract contract) {
    return new Area(rows.squareMetres(contract.id()));
  }

  @Override
  public Optional<Quotes.ExchangeRate> rate(Settlement settlement) {
    return quotes.rate(settlement.day());
  }
}
