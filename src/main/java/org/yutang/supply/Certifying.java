package org.yutang.supply;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

/// Certificates and their mass balance.
///
/// A certificate is an account of the ledger: it is filled with what was certified, and whatever of
/// its lots leaves for a buyer takes as much from it, in the same linked group as the goods; what
/// comes back gives it back. So no more can leave than was certified, whoever counts, finds, splits
/// or merges. A lot is under a certificate where all that it was made of is: one spoonful of other
/// goods, and the merged lot is not certified.
@Component
class Certifying {

  private static final int MOST_YEARS = 5;

  private final CertificateRows rows;
  private final LotRows lots;
  private final StepRows steps;
  private final Standards standards;

  Certifying(CertificateRows rows, LotRows lots, StepRows steps, Standards standards) {
    this.rows = rows;
    this.lots = lots;
    this.steps = steps;
    this.standards = standards;
  }

  /// The tests that a lot must pass. Refuses with [SupplyRefusal#NO_PURITY_TESTS].
  List<Standard.PurityTest> tests(Lot lot) {
    List<Standard.PurityTest> tests =
        standards.get(lot.product().standard()).inSeason(lot.product().season()).purity();
    if (tests.isEmpty())
      throw new Refusal(
          SupplyRefusal.NO_PURITY_TESTS, Map.of("standard", lot.product().standard()));
    return tests;
  }

  Plan analyse(Step.Analyse step) {
    CertificateRows.SampleRow sample = sample(step.sample());
    if (!sample.lot().equals(step.lot())) throw unknown(step.sample());
    requireAfter(step, sample);
    boolean passed = passes(tests(lots.find(step.lot()).orElseThrow()), step.found());
    if (!rows.analyse(step, passed)) throw new Refusal(SupplyRefusal.SAMPLE_ANALYSED);
    return Plan.NOTHING;
  }

  private static void requireAfter(Step step, CertificateRows.SampleRow sample) {
    if (step.at().isBefore(sample.at()))
      throw new Refusal(
          SupplyRefusal.BEFORE_IT_WAS,
          Map.of("at", step.at().toString(), "made", sample.at().toString()));
  }

  private CertificateRows.SampleRow sample(UUID id) {
    return rows.sample(id).orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(UUID sample) {
    return new Refusal(SupplyRefusal.UNKNOWN_SAMPLE, Map.of("sample", sample.toString()));
  }

  /// Every test of the standard, none else, each with a number.
  private static boolean passes(List<Standard.PurityTest> tests, Map<String, String> found) {
    Map<String, String> open = new TreeMap<>(found);
    boolean passes = true;
    for (Standard.PurityTest test : tests) {
      String value = open.remove(test.name());
      if (value == null || !value.matches("-?[0-9]{1,6}([.][0-9]{1,4})?"))
        throw Planner.bad(test.name());
      passes &= test.passes(new BigDecimal(value));
    }
    if (!open.isEmpty()) throw Planner.bad(open.keySet().iterator().next());
    return passes;
  }

  Plan certify(Step.Certify step) {
    CertificateRows.SampleRow sample = sample(step.sample());
    Certificates.Analysis found =
        sample
            .found()
            .filter(Certificates.Analysis::passed)
            .orElseThrow(() -> new Refusal(SupplyRefusal.NOT_PURE));
    requireAfter(step, sample);
    LocalDate day = BusinessDay.of(step.at());
    if (step.validUntil().isBefore(day) || step.validUntil().isAfter(day.plusYears(MOST_YEARS)))
      throw Planner.bad("validUntil");
    if (step.lots().isEmpty() || step.lots().size() > Handling.MAX_ITEMS) throw Planner.bad("lots");
    Set<UUID> pure = whollyOf(sample.lot());
    long sum = 0;
    for (Map.Entry<UUID, Mass> each : new TreeMap<>(step.lots()).entrySet()) {
      UUID lot = each.getKey();
      long grams = each.getValue().grams();
      require(lots.find(lot).orElseThrow(() -> Planner.unknown(lot)), grams, pure, day);
      sum += grams;
    }
    long most = made(sample.lot()) - rows.certified(sample.lot(), day);
    if (sum > most) throw tooMuch(sum, Math.max(0, most));
    if (!rows.claim(step, sample, found.laboratory(), sum))
      throw new Refusal(SupplyRefusal.NUMBER_TAKEN, Map.of("certificate", step.number()));
    return Plan.NOTHING.withDues(List.of(Leg.of(step.id(), Leg.MADE, Leg.CERTIFIED, sum)));
  }

  private void require(Lot lot, long grams, Set<UUID> pure, LocalDate day) {
    if (!pure.contains(lot.id()))
      throw new Refusal(SupplyRefusal.NOT_OF_SAMPLE, Map.of("lot", lot.code()));
    if (lot.held().isPresent())
      throw new Refusal(
          SupplyRefusal.LOT_HELD, Map.of("lot", lot.code(), "reason", lot.held().get()));
    rows.valid(lot.id(), day)
        .flatMap(rows::find)
        .ifPresent(
            there -> {
              throw new Refusal(
                  SupplyRefusal.CERTIFIED_ALREADY,
                  Map.of("lot", lot.code(), "certificate", there.number()));
            });
    if (rows.isMoving(lot.id()) || rows.valid(lot.id(), day).isPresent())
      throw new Refusal(SupplyRefusal.MOVED_NOW, Map.of("lot", lot.code()));
    long there = rows.inHouse(lot.id());
    if (grams <= 0 || grams > there) throw tooMuch(grams, there);
  }

  private static Refusal tooMuch(long grams, long most) {
    return new Refusal(
        SupplyRefusal.CERTIFIED_TOO_MUCH,
        Map.of("kilograms", Planner.kilograms(grams), "most", Planner.kilograms(most)));
  }

  /// How much of a lot there was when it was made.
  private long made(UUID lot) {
    UUID by = lots.find(lot).orElseThrow().madeBy();
    return steps.find(by).orElseThrow().plan().legs().stream()
        .filter(leg -> !leg.box() && leg.toItem().equals(lot) && !leg.to().equals(Leg.LOST))
        .mapToLong(Leg::amount)
        .sum();
  }

  /// A lot and what was made of nothing else, however often it was sorted and divided.
  Set<UUID> whollyOf(UUID source) {
    Map<UUID, Lot> below = lots.these(lots.descendants(source));
    Set<UUID> open = new java.util.HashSet<>(below.keySet());
    Set<UUID> pure = new java.util.LinkedHashSet<>(Set.of(source));
    Map<UUID, Set<UUID>> sources = new LinkedHashMap<>();
    for (StepRows.Asked made :
        steps.these(below.values().stream().map(Lot::madeBy).collect(Collectors.toSet())))
      sourcesOf(made.plan()).forEach(sources::put);
    for (boolean more = true; more; ) {
      more = false;
      for (UUID lot : List.copyOf(open))
        if (!lot.equals(source) && pure.containsAll(sources.getOrDefault(lot, Set.of(lot)))) {
          open.remove(lot);
          more |= pure.add(lot);
        }
    }
    return pure;
  }

  /// Of what each new lot is made.
  static Map<UUID, Set<UUID>> sourcesOf(Plan plan) {
    Map<UUID, Set<UUID>> sources = new LinkedHashMap<>();
    for (Plan.MadeLot made : plan.lots())
      sources.put(
          made.id(),
          plan.legs().stream()
              .filter(leg -> leg.toItem().equals(made.id()) && !leg.fromItem().equals(made.id()))
              .map(Leg::fromItem)
              .collect(Collectors.toSet()));
    return sources;
  }

  void requireStanding(UUID certificate) {
    Certificate there =
        rows.find(certificate)
            .orElseThrow(
                () ->
                    new Refusal(
                        SupplyRefusal.UNKNOWN_CERTIFICATE,
                        Map.of("certificate", certificate.toString())));
    if (there.withdrawn().isPresent()) throw new Refusal(SupplyRefusal.WITHDRAWN_ALREADY);
  }

  /// What goods that leave for a buyer take from certificates.
  List<Leg> leaving(Step.Ship step, Map<UUID, Long> grams) {
    if (step.buyer() == null) return List.of();
    Map<UUID, Long> by = new TreeMap<>();
    grams.forEach(
        (lot, mass) ->
            rows.valid(lot, BusinessDay.of(step.at()))
                .ifPresent(certificate -> by.merge(certificate, mass, Long::sum)));
    List<Leg> dues = new ArrayList<>();
    by.forEach(
        (certificate, mass) -> dues.add(Leg.of(certificate, Leg.CERTIFIED, step.buyer(), mass)));
    return dues;
  }

  /// What comes back gives back as much as that buyer has of the lot's certificates.
  List<Leg> returning(Step.Return step) {
    List<Leg> dues = new ArrayList<>();
    long open = step.mass().grams();
    for (UUID certificate : rows.ever(step.lot())) {
      long part = Math.min(open, rows.balance(certificate, step.buyer()));
      if (part > 0) dues.add(Leg.of(certificate, step.buyer(), Leg.CERTIFIED, part));
      open -= part;
    }
    return dues;
  }
}
