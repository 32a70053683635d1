package org.yutang.supply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.store.Photos;

/// Works out what a step moves and makes, and refuses what cannot be, as far as the books tell it.
/// Whether enough is there, the ledger decides. In the transaction in which the step is written.
@Component
class Planner {

  /// A hundred tonnes.
  private static final long MOST_GRAMS = 100_000_000;

  /// A count finds at most this part of what the books have, and a kilogram: more is another lot.
  private static final int FOUND_AT_MOST = 20;

  /// How long ago something may have been harvested that is weighed in.
  private static final int MOST_DAYS_AGO = 60;

  private final LotRows lots;
  private final RecallRows recalls;
  private final StepRows steps;
  private final Numbers numbers;
  private final Seasons seasons;
  private final Plots plots;
  private final Standards standards;
  private final Photos photos;
  private final Ledger ledger;
  private final Certifying certifying;

  Planner(
      LotRows lots,
      RecallRows recalls,
      StepRows steps,
      Numbers numbers,
      Seasons seasons,
      Plots plots,
      Standards standards,
      Photos photos,
      Ledger ledger,
      Certifying certifying) {
    this.lots = lots;
    this.recalls = recalls;
    this.steps = steps;
    this.numbers = numbers;
    this.seasons = seasons;
    this.plots = plots;
    this.standards = standards;
    this.photos = photos;
    this.ledger = ledger;
    this.certifying = certifying;
  }

  Plan plan(Actor actor, Step step) {
    return switch (step) {
      case Step.WeighIn each -> weighIn(actor, each);
      case Step.Grade each -> grade(each);
      case Step.Split each -> split(each);
      case Step.Merge each -> merge(each);
      case Step.Lose each -> lose(each);
      case Step.Count each -> count(each);
      case Step.Pack each -> pack(each);
      case Step.Unpack each -> unpack(each);
      case Step.Ship each -> ship(each);
      case Step.Receive each -> receive(each);
      case Step.Return each -> sendBack(each);
      case Step.Hold each -> noted(each.lot(), each.why());
      case Step.Release each -> {
        requireNotRecalled(known(each.lot()));
        yield noted(each.lot(), each.note());
      }
      case Step.Test each -> tested(each);
      case Step.Sample each -> sample(each);
      case Step.Analyse each -> {
        requireText(each.laboratory(), 100, "laboratory");
        requireText(each.number(), 100, "number");
        yield certifying.analyse(each);
      }
      case Step.Certify each -> {
        requireText(each.number(), 100, "number");
        yield certifying.certify(each);
      }
      case Step.Withdraw each -> {
        requireText(each.why(), 300, "reason");
        certifying.requireStanding(each.certificate());
        yield Plan.NOTHING;
      }
    };
  }

  private Plan weighIn(Actor actor, Step.WeighIn step) {
    requireMass(step.mass());
    LocalDate day = BusinessDay.of(step.at());
    if (step.harvested().isAfter(day) || step.harvested().isBefore(day.minusDays(MOST_DAYS_AGO)))
      throw bad("harvested");
    Season season = seasons.getSeason(actor, step.season());
    Plot plot = plots.get(actor, season.what().plot());
    long most =
        Math.round(2 * plot.measured().mu().doubleValue() * season.what().targetPerMu().grams());
    long before = steps.harvested(step.season(), step.id());
    if (before + step.mass().grams() > most)
      throw new Refusal(
          SupplyRefusal.MORE_THAN_IT_BEARS,
          Map.of("kilograms", kilograms(before + step.mass().grams()), "most", kilograms(most)));
    if (step.photos().size() > 5) throw bad("photos");
    step.photos().forEach(photo -> photos.require(photo, Photos.Purpose.GOODS));
    step.photos().forEach(photos::keep);
    Lot.Product product =
        numbers.product(
            season.what().standard(), season.version(), season.what().variety(), Lot.UNGRADED);
    Plan.MadeLot lot = made(step, 0, product, step.harvested(), step.harvested());
    return new Plan(
        List.of(Leg.of(lot.id(), Leg.MADE, step.site(), step.mass().grams())),
        List.of(lot),
        List.of());
  }

  private Plan.MadeLot made(Step step, int nth, Lot.Product product, LocalDate from, LocalDate to) {
    UUID id = Uuids.named("supply.lot", step.id().toString(), String.valueOf(nth));
    @Nullable LocalDate bestBefore = null;
    var keeps = standards.get(product.standard()).inSeason(product.season()).shelfLifeDays();
    if (keeps.isPresent()) bestBefore = from.plusDays(keeps.getAsInt());
    return new Plan.MadeLot(id, Numbers.code(from.getYear(), id), product, from, to, bestBefore);
  }

  private Plan grade(Step.Grade step) {
    requireMass(step.mass());
    Lot lot = free(step.lot());
    long sum = step.sorting().mass().grams();
    if (sum > step.mass().grams())
      throw new Refusal(
          SupplyRefusal.GRADED_TOO_MUCH,
          Map.of("sum", kilograms(sum), "sorted", kilograms(step.mass().grams())));
    if (!steps.takeFile(step.sorting().digest(), step.id()))
      throw new Refusal(SupplyRefusal.FILE_SEEN, Map.of());
    List<Leg> legs = new ArrayList<>();
    List<Plan.MadeLot> all = new ArrayList<>();
    for (Sorting.Tally tally : step.sorting().tallies()) {
      if (tally.grams() == 0) continue;
      Lot.Product product =
          numbers.product(
              lot.product().standard(),
              lot.product().season(),
              lot.product().variety(),
              tally.grade());
      Plan.MadeLot made = made(step, all.size(), product, lot.harvestedFrom(), lot.harvestedTo());
      all.add(made);
      legs.add(Leg.becomes(lot.id(), made.id(), step.site(), tally.grams()));
    }
    if (sum < step.mass().grams())
      legs.add(Leg.of(lot.id(), step.site(), Leg.LOST, step.mass().grams() - sum));
    return new Plan(legs, all, List.of());
  }

  private Plan split(Step.Split step) {
    Lot lot = free(step.lot());
    requireFew(step.parts().size());
    List<Leg> legs = new ArrayList<>();
    List<Plan.MadeLot> all = new ArrayList<>();
    for (Mass part : step.parts()) {
      requireMass(part);
      Plan.MadeLot made =
          made(step, all.size(), lot.product(), lot.harvestedFrom(), lot.harvestedTo());
      all.add(made);
      legs.add(Leg.becomes(lot.id(), made.id(), step.site(), part.grams()));
    }
    return new Plan(legs, all, List.of());
  }

  private Plan merge(Step.Merge step) {
    requireFew(step.lots().size());
    if (step.lots().size() < 2) throw bad("lots");
    List<Lot> all = step.lots().keySet().stream().sorted().map(this::free).toList();
    Lot first = all.getFirst();
    for (Lot lot : all)
      if (!lot.product().equals(first.product()))
        throw new Refusal(SupplyRefusal.NOT_ALIKE, Map.of());
    Plan.MadeLot made =
        made(
            step,
            0,
            first.product(),
            all.stream().map(Lot::harvestedFrom).min(LocalDate::compareTo).orElseThrow(),
            all.stream().map(Lot::harvestedTo).max(LocalDate::compareTo).orElseThrow());
    List<Leg> legs = new ArrayList<>();
    for (Lot lot : all) {
      Mass mass = requireMass(step.lots().get(lot.id()));
      legs.add(Leg.becomes(lot.id(), made.id(), step.site(), mass.grams()));
    }
    return new Plan(legs, List.of(made), List.of());
  }

  private Plan lose(Step.Lose step) {
    known(step.lot());
    requireMass(step.mass());
    return moves(List.of(Leg.of(step.lot(), step.site(), Leg.LOST, step.mass().grams())));
  }

  private Plan sample(Step.Sample step) {
    var _ = certifying.tests(known(step.lot()));
    requireMass(step.mass());
    requireText(step.seal(), 100, "seal");
    return moves(List.of(Leg.of(step.lot(), step.site(), Leg.LOST, step.mass().grams())));
  }

  private Plan count(Step.Count step) {
    known(step.lot());
    if (step.counted().grams() > MOST_GRAMS) throw badMass(step.counted());
    long booked = balance(step.lot(), step.site());
    long counted = step.counted().grams();
    if (counted == booked) return Plan.NOTHING;
    if (counted > booked + booked / FOUND_AT_MOST + 1000) throw badMass(step.counted());
    if (steps.isCounted(step.lot(), step.site())) throw new Refusal(SupplyRefusal.COUNTED_NOW);
    return moves(
        List.of(
            counted < booked
                ? Leg.of(step.lot(), step.site(), Leg.LOST, booked - counted)
                : Leg.of(step.lot(), Leg.FOUND, step.site(), counted - booked)));
  }

  private long balance(UUID lot, UUID holder) {
    return ledger.find(Leg.account(lot, holder)).map(Account::balance).orElse(0L);
  }

  private Plan pack(Step.Pack step) {
    Lot lot = free(step.lot());
    requireMass(step.each());
    requireFew(step.boxes());
    List<Leg> legs = new ArrayList<>();
    List<Plan.MadeBox> boxes = new ArrayList<>();
    for (int i = 0; i < step.boxes(); i++) {
      String sscc = numbers.sscc();
      UUID box = Uuids.named("supply.box", sscc);
      boxes.add(new Plan.MadeBox(box, sscc, lot.id(), step.each().grams()));
      legs.add(Leg.of(lot.id(), step.site(), box, step.each().grams()));
      legs.add(Leg.ofBox(box, Leg.MADE, step.site()));
    }
    return new Plan(legs, List.of(), boxes);
  }

  private Plan unpack(Step.Unpack step) {
    LotRows.BoxRow box = boxAt(step.sscc(), step.site());
    return moves(
        List.of(
            Leg.ofBox(box.id(), step.site(), Leg.LOST),
            Leg.of(box.lot(), box.id(), step.site(), box.grams())));
  }

  private LotRows.BoxRow boxAt(String sscc, UUID site) {
    LotRows.BoxRow box =
        (sscc.matches("[0-9]{18}") ? lots.box(sscc) : Optional.<LotRows.BoxRow>empty())
            .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_BOX, Map.of("box", sscc)));
    if (!site.equals(box.holder()))
      throw new Refusal(SupplyRefusal.BOX_ELSEWHERE, Map.of("box", sscc));
    return box;
  }

  private Plan ship(Step.Ship step) {
    if ((step.to() == null) == (step.buyer() == null)) throw bad("to");
    if (step.waybill().length() > 50 || step.waybill().indexOf('\0') >= 0) throw bad("waybill");
    requireFew(step.lots().size() + step.boxes().size());
    requireOnce(step.boxes());
    if (lots.isHolder(step.id()) || Leg.isEnd(step.id()))
      throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", step.id().toString()));
    if (step.to() != null && (step.to().equals(step.site()) || lots.site(step.to()).isEmpty()))
      throw new Refusal(SupplyRefusal.UNKNOWN_SITE, Map.of("site", step.to().toString()));
    if (step.buyer() != null && lots.buyer(step.buyer()).isEmpty())
      throw new Refusal(SupplyRefusal.UNKNOWN_BUYER, Map.of("buyer", step.buyer().toString()));
    UUID holder = step.buyer() != null ? step.buyer() : step.id();
    List<Leg> legs = new ArrayList<>();
    Map<UUID, Long> leaving = new HashMap<>();
    for (Map.Entry<UUID, Mass> each : step.lots().entrySet()) {
      free(each.getKey());
      requireMass(each.getValue());
      legs.add(Leg.of(each.getKey(), step.site(), holder, each.getValue().grams()));
      leaving.merge(each.getKey(), each.getValue().grams(), Long::sum);
    }
    for (String sscc : step.boxes()) {
      LotRows.BoxRow box = boxAt(sscc, step.site());
      free(box.lot());
      legs.add(Leg.ofBox(box.id(), step.site(), holder));
      leaving.merge(box.lot(), box.grams(), Long::sum);
    }
    return moves(legs).withDues(certifying.leaving(step, leaving));
  }

  private Plan receive(Step.Receive step) {
    LotRows.ShipmentRow shipment =
        lots.shipment(step.shipment())
            .filter(found -> step.site().equals(found.to()))
            .orElseThrow(
                () ->
                    new Refusal(
                        SupplyRefusal.UNKNOWN_SHIPMENT,
                        Map.of("shipment", step.shipment().toString())));
    if (shipment.received() != null)
      throw new Refusal(
          SupplyRefusal.SHIPMENT_DONE, Map.of("shipment", step.shipment().toString()));
    requireOnce(step.boxes());
    List<Leg> legs = new ArrayList<>();
    Map<UUID, Long> shipped = lots.held(step.shipment());
    for (UUID lot : step.lots().keySet())
      if (!shipped.containsKey(lot)) throw notShipped(lot.toString());
    for (Map.Entry<UUID, Long> each : shipped.entrySet()) {
      long arrived = step.lots().getOrDefault(each.getKey(), new Mass(0)).grams();
      long lost = each.getValue() - arrived;
      if (lost < 0) throw notShipped(known(each.getKey()).code());
      if (arrived > 0) legs.add(Leg.of(each.getKey(), step.shipment(), step.site(), arrived));
      if (lost > 0) legs.add(Leg.of(each.getKey(), step.shipment(), Leg.LOST, lost));
    }
    Set<String> arrived = new HashSet<>(step.boxes());
    for (LotRows.BoxRow box : lots.boxesWith(step.shipment())) {
      boolean here = arrived.remove(box.sscc());
      legs.add(Leg.ofBox(box.id(), step.shipment(), here ? step.site() : Leg.LOST));
      if (!here) legs.add(Leg.of(box.lot(), box.id(), Leg.LOST, box.grams()));
    }
    if (!arrived.isEmpty()) throw notShipped(arrived.iterator().next());
    return moves(legs);
  }

  private static void requireOnce(List<String> boxes) {
    if (Set.copyOf(boxes).size() < boxes.size()) throw bad("boxes");
  }

  private static Refusal notShipped(String what) {
    return new Refusal(SupplyRefusal.NOT_SHIPPED, Map.of("lot", what));
  }

  /// Loose goods first, then what lay in boxes.
  private Plan sendBack(Step.Return step) {
    known(step.lot());
    long open = requireMass(step.mass()).grams();
    List<Leg> legs = new ArrayList<>();
    long loose = Math.min(open, balance(step.lot(), step.buyer()));
    if (loose > 0) legs.add(Leg.of(step.lot(), step.buyer(), step.site(), loose));
    open -= loose;
    for (LotRows.BoxRow box : lots.boxesWith(step.buyer())) {
      if (open == 0 || !box.lot().equals(step.lot())) continue;
      long part = Math.min(open, balance(box.lot(), box.id()));
      if (part > 0) legs.add(Leg.of(step.lot(), box.id(), step.site(), part));
      open -= part;
    }
    if (legs.size() > Handling.MAX_ITEMS)
      throw new Refusal(
          SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(Handling.MAX_ITEMS)));
    if (open > 0)
      throw new Refusal(
          SupplyRefusal.NOT_ENOUGH,
          Map.of(
              "lot",
              known(step.lot()).code(),
              "wanted",
              kilograms(step.mass().grams()),
              "there",
              kilograms(step.mass().grams() - open)));
    return moves(legs).withDues(certifying.returning(step));
  }

  private Plan noted(UUID lot, String text) {
    known(lot);
    requireText(text, 300, "reason");
    return Plan.NOTHING;
  }

  private static void requireText(String text, int most, String field) {
    if (text.isBlank() || text.length() > most || text.indexOf('\0') >= 0) throw bad(field);
  }

  private Plan tested(Step.Test step) {
    known(step.lot());
    requireText(step.laboratory(), 100, "laboratory");
    requireText(step.number(), 100, "number");
    if (step.findings().size() > 50) throw bad("findings");
    return Plan.NOTHING;
  }

  private static Plan moves(List<Leg> legs) {
    if (legs.isEmpty()) throw bad("lots");
    return new Plan(legs, List.of(), List.of());
  }

  private Lot known(UUID lot) {
    return lots.find(lot).orElseThrow(() -> unknown(lot));
  }

  static Refusal unknown(UUID lot) {
    return new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", lot.toString()));
  }

  /// A lot that may leave.
  private Lot free(UUID id) {
    Lot lot = known(id);
    Optional<String> held = lot.held();
    if (held.isPresent())
      throw new Refusal(SupplyRefusal.LOT_HELD, Map.of("lot", lot.code(), "reason", held.get()));
    return lot;
  }

  private void requireNotRecalled(Lot lot) {
    Optional<Provenance.Blocked> blocked = recalls.blocked(List.of(lot.uri()));
    if (blocked.isPresent())
      throw new Refusal(
          SupplyRefusal.LOT_HELD, Map.of("lot", lot.code(), "reason", blocked.get().reason()));
  }

  private static void requireFew(int count) {
    if (count < 1) throw bad("lots");
    if (count > Handling.MAX_ITEMS)
      throw new Refusal(
          SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(Handling.MAX_ITEMS)));
  }

  private static Mass requireMass(@Nullable Mass mass) {
    if (mass == null || mass.grams() == 0 || mass.grams() > MOST_GRAMS)
      throw badMass(mass == null ? new Mass(0) : mass);
    return mass;
  }

  private static Refusal badMass(Mass mass) {
    return new Refusal(
        SupplyRefusal.BAD_MASS,
        Map.of("kilograms", kilograms(mass.grams()), "most", kilograms(MOST_GRAMS)));
  }

  static String kilograms(long grams) {
    return new Mass(grams).kilograms().stripTrailingZeros().toPlainString();
  }

  static Refusal bad(String field) {
    return new Refusal(SupplyRefusal.BAD_FIELD, Map.of("field", field));
  }
}
