package org.yutang.farm;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
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

/// Checks who may and what the contract says, then writes one step under the contract's lock;
/// [ContractMoney] moves what a step has made due.
@Component
class SqlContracts implements Contracts {

  private static final int LONGEST_REASON = 200;
  private static final int LONGEST_LOT = 80;

  /// Of all deliveries of a contract together.
  private static final long MOST_GRAMS = 10 * ContractCheck.MOST_GRAMS;

  private final ContractRows rows;
  private final SeasonRows seasons;
  private final ContractCheck check;
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
      SeasonRows seasons,
      ContractCheck check,
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
    this.seasons = seasons;
    this.check = check;
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
    return transactions.call(
        () -> {
          ContractRow row = new ContractRow(id, terms, sound.county(), sound.place());
          row.version = 1;
          row.by = actor.name();
          row.changedAt = now();
          if (version == 0 && rows.insert(row)) saved(actor, row, sound);
          else {
            row = locked(actor, Permission.RECORD_FARM, id);
            if (row.version == version + 1 && row.state == State.DRAFT && row.terms.equals(terms))
              return row.contract();
            if (version == 0) throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", id.toString()));
            begin(row, version, State.DRAFT);
            row.terms = terms;
            row.county = sound.county();
            row.place = sound.place();
            row.version++;
            row.by = actor.name();
            row.changedAt = now();
            rows.update(row);
            saved(actor, row, sound);
          }
          return row.contract();
        });
  }

  private void saved(Actor actor, ContractRow row, ContractCheck.Sound sound) {
    rows.setPlots(row.id, sound.seasons());
    rows.addStep(row, Kind.SAVED, actor, "", true);
    audit(actor, "farm.contract-saved", row);
  }

  private void audit(Actor actor, String action, ContractRow row) {
    audit.record(actor, action, row.place, row.id.toString(), Map.of("version", row.version));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private ContractRow locked(Actor actor, Permission permission, UUID id) {
    ContractRow row =
        rows.lock(id)
            .filter(found -> access.may(actor, Permission.SEE_FARM, found.place))
            .orElseThrow(() -> unknown(id));
    access.require(actor, permission, row.place);
    return row;
  }

  private static Refusal unknown(UUID id) {
    return new Refusal(FarmRefusal.UNKNOWN_CONTRACT, Map.of("contract", id.toString()));
  }

  private static void begin(ContractRow row, int version, State... from) {
    if (row.version != version)
      throw new Refusal(FarmRefusal.CONTRACT_CHANGED, Map.of("version", row.version));
    if (!Set.of(from).contains(row.state)) throw notNow(row);
  }

  private static Refusal notNow(ContractRow row) {
    return new Refusal(FarmRefusal.NOT_NOW, Map.of("state", row.state.name()));
  }

  /// One step of a person.
  ///
  /// @param permission what it wants
  /// @param from the states that allow it
  private record Move(
      Actor actor,
      UUID id,
      int version,
      Permission permission,
      Kind kind,
      State to,
      String note,
      State... from) {}

  /// Does the step, or nothing where the same person has just done it.
  private Contract step(Move move, Consumer<ContractRow> more) {
    return transactions.call(
        () -> {
          ContractRow row = locked(move.actor, move.permission, move.id);
          if (row.version == move.version + 1 && wasDone(row, move)) return row.contract();
          begin(row, move.version, move.from);
          more.accept(row);
          row.version++;
          row.state = move.to;
          row.by = move.actor.name();
          row.changedAt = now();
          rows.update(row);
          rows.addStep(row, move.kind, move.actor, move.note, false);
          outbox.write(ContractEvents.Moved.TOPIC, new ContractEvents.Moved(row.id));
          audit(move.actor, "farm.contract-" + word(move.kind), row);
          return row.contract();
        });
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private boolean wasDone(ContractRow row, Move move) {
    return rows.steps(row.id).stream()
        .anyMatch(
            step ->
                step.version() == row.version
                    && step.kind() == move.kind
                    && step.account().equals(move.actor.account())
                    && step.note().equals(move.note));
  }

  @Override
  public Contract offer(Actor actor, UUID id, int version) {
    return step(
        new Move(
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
    return step(
        new Move(
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
    return step(
        new Move(
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
                      step ->
                          step.kind() == Kind.ACCEPTED && step.account().equals(actor.account()));
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
          Money advance = row.terms.advance();
          Money there = buyers.available(row.terms.buyer());
          if (there.compareTo(advance) < 0)
            throw new Refusal(
                FarmRefusal.BUYER_LACKS_MONEY,
                Map.of("needed", advance.grouped(), "available", there.grouped()));
          row.signedAt = now();
          row.advancePaid = advance.minor() == 0;
        });
  }

  @Override
  public Contract cancel(Actor actor, UUID id, int version, String reason) {
    if (!ContractCheck.isText(reason, LONGEST_REASON)) throw SoilTest.bad("reason");
    return step(
        new Move(
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
          ContractRow row = locked(actor, Permission.RECORD_FARM, delivery.contract());
          Optional<Delivery.Taken> there = rows.findDelivery(delivery.id());
          if (there.isPresent()) {
            if (there.get().what().equals(delivery)) return there.get();
            throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", delivery.id().toString()));
          }
          if (row.state != State.SIGNED) throw notNow(row);
          boolean late = requireTaken(row.terms, delivery);
          long before =
              rows.deliveries(row.id).stream().mapToLong(each -> each.what().mass().grams()).sum();
          if (before + delivery.mass().grams() > MOST_GRAMS) throw SoilTest.bad("mass");
          if (!rows.insert(delivery, late, actor, now()))
            throw new Refusal(FarmRefusal.ID_REUSED, Map.of("id", delivery.id().toString()));
          outbox.write(ContractEvents.Delivered.TOPIC, event(row.terms, delivery));
          audit.record(
              actor,
              "farm.delivered",
              row.place,
              row.id.toString(),
              Map.of("lot", delivery.lot(), "grade", delivery.grade()));
          return new Delivery.Taken(delivery, late, actor.name());
        });
  }

  /// Whether it is late, within the days of grace.
  private boolean requireTaken(Contract.Terms terms, Delivery delivery) {
    boolean known =
        switch (terms.deal()) {
          case Contract.ByQuantity deal -> deal.line(delivery.grade()).isPresent();
          case Contract.WholeOrchard _ ->
              version(terms).grades().stream()
                  .anyMatch(each -> each.name().equals(delivery.grade()));
        };
    if (!known) throw new Refusal(FarmRefusal.UNKNOWN_GRADE, Map.of("grade", delivery.grade()));
    LocalDate day = delivery.day();
    if (day.isAfter(today())) throw SoilTest.bad("day");
    LocalDate last = terms.until().plusDays(terms.graceDays());
    if (day.isBefore(terms.from()) || day.isAfter(last))
      throw new Refusal(
          FarmRefusal.OUTSIDE_WINDOW,
          Map.of("day", day.toString(), "from", terms.from().toString(), "until", last.toString()));
    return day.isAfter(terms.until());
  }

  private Standard.Version version(Contract.Terms terms) {
    return standards.get(terms.standard()).inSeason(terms.season());
  }

  private static ContractEvents.Delivered event(Contract.Terms terms, Delivery delivery) {
    return new ContractEvents.Delivered(
        delivery.id(),
        delivery.contract(),
        terms.household().map(id -> id.value()).orElse(null),
        terms.cooperative().orElse(null),
        terms.plots(),
        delivery.lot(),
        delivery.grade(),
        delivery.mass().grams(),
        delivery.day());
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
    return step(
        new Move(
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
          if (!row.advancePaid) throw notNow(row);
          row.settlement = settlement(row, excused);
          row.settledAt = now();
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
        .orElseThrow(() -> unknown(id));
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
