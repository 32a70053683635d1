package org.yutang.supply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.farm.Grading;
import org.yutang.farm.Measure;
import org.yutang.farm.Sample;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Register;
import org.yutang.store.Outbox;
import org.yutang.store.Photos;
import org.yutang.store.Transactions;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Gs1Kind;

/// Checks who may and what can be, then writes.
@Component
class SqlAnimals implements Animals {

  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final int MOST_BIRDS = 100;

  private final AnimalRows rows;
  private final LotRows sites;
  private final RecallRows recalls;
  private final Numbers numbers;
  private final Standards standards;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Photos photos;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  SqlAnimals(
      AnimalRows rows,
      LotRows sites,
      RecallRows recalls,
      Numbers numbers,
      Standards standards,
      Register register,
      Access access,
      Audit audit,
      Photos photos,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.sites = sites;
    this.recalls = recalls;
    this.numbers = numbers;
    this.standards = standards;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.photos = photos;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public List<Animal> ring(Actor actor, List<Animal.New> animals) {
    if (animals.isEmpty()) return List.of();
    if (animals.size() > MAX_BATCH)
      throw new Refusal(SupplyRefusal.TOO_MANY, Map.of("limit", String.valueOf(MAX_BATCH)));
    Map<HouseholdId, HouseholdRow> households = new HashMap<>();
    register
        .households(actor, animals.stream().map(Animal.New::household).distinct().toList())
        .forEach(each -> households.put(each.id(), each));
    for (Animal.New each : animals) require(actor, each, households.get(each.household()));
    return transactions.call(() -> write(actor, animals, households));
  }

  private void require(Actor actor, Animal.New animal, @Nullable HouseholdRow household) {
    if (!animal.ring().matches(Animal.RING)) throw Planner.bad("ring");
    if (household == null) throw Planner.bad("household");
    access.require(actor, Permission.RECORD_SUPPLY, household.village());
    if (animal.hatched().isAfter(BusinessDay.of(clock.instant()))
        || animal.hatched().getYear() < 2000) throw Planner.bad("hatched");
    if (standards.get(animal.standard()).varieties().stream()
        .noneMatch(each -> each.name().equals(animal.variety()))) throw Planner.bad("variety");
  }

  private List<Animal> write(
      Actor actor, List<Animal.New> wanted, Map<HouseholdId, HouseholdRow> households) {
    List<Animal> all = new ArrayList<>();
    Map<PlaceCode, List<String>> fresh = new HashMap<>();
    for (Animal.New each : wanted) {
      HouseholdRow household = Objects.requireNonNull(households.get(each.household()));
      Standard.Version version = standards.get(each.standard()).inSeason(each.hatched().getYear());
      Animal animal =
          new Animal(
              each,
              numbers.product(each.standard(), version.fromSeason(), each.variety(), Lot.UNGRADED),
              household.village(),
              household.county(),
              Optional.empty());
      if (rows.insert(animal, actor, now()))
        fresh.computeIfAbsent(household.village(), _ -> new ArrayList<>()).add(animal.uri());
      Animal kept = rows.find(each.ring()).orElseThrow(() -> taken(each.ring()));
      if (!kept.what().equals(each)) throw taken(each.ring());
      all.add(kept);
    }
    fresh.forEach(
        (village, uris) -> {
          tell(
              wanted.getFirst().id(),
              AnimalsSeen.What.RINGED,
              now(),
              uris,
              village.text(),
              List.of(),
              null);
          audit.record(
              actor,
              "supply.ringed",
              village,
              wanted.getFirst().id().toString(),
              Map.of("count", uris.size()));
        });
    return all;
  }

  private static Refusal taken(String ring) {
    return new Refusal(SupplyRefusal.RING_TAKEN, Map.of("ring", ring));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void tell(
      UUID id,
      AnimalsSeen.What what,
      Instant at,
      List<String> uris,
      String place,
      List<String> shown,
      @Nullable String box) {
    outbox.write(AnimalsSeen.TOPIC, new AnimalsSeen(id, what, at, uris, place, shown, box));
  }

  @Override
  public Animal visit(Actor actor, Animal.Visit visit) {
    Animal animal = known(visit.ring());
    access.require(actor, Permission.RECORD_SUPPLY, animal.village());
    requirePast(visit.at());
    if (visit.photos().isEmpty() || visit.photos().size() > MAX_PHOTOS) throw Planner.bad("photos");
    if (visit.note().length() > 300 || visit.note().indexOf('\0') >= 0) throw Planner.bad("note");
    if (animal.end().filter(end -> end.at().isBefore(visit.at())).isPresent())
      throw new Refusal(SupplyRefusal.SLAUGHTERED, Map.of("ring", visit.ring()));
    visit.photos().forEach(photo -> photos.require(photo, Photos.Purpose.GOODS));
    transactions.run(
        () -> {
          boolean fresh = rows.insertVisit(visit, animal.id(), actor, now());
          if (!rows.animalOfVisit(visit.id()).equals(Optional.of(animal.id())))
            throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", visit.id().toString()));
          if (!fresh) return;
          visit.photos().forEach(photos::keep);
          tell(
              visit.id(),
              AnimalsSeen.What.VISITED,
              visit.at(),
              List.of(animal.uri()),
              animal.village().text(),
              visit.photos(),
              null);
          audit.record(
              actor,
              "supply.visited",
              animal.village(),
              animal.ring(),
              Map.of("photos", visit.photos().size()));
        });
    return animal;
  }

  private Animal known(String ring) {
    return (ring.matches(Animal.RING) ? rows.find(ring) : Optional.<Animal>empty())
        .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_RING, Map.of("ring", ring)));
  }

  private void requirePast(Instant at) {
    if (at.isAfter(clock.instant().plus(AHEAD)))
      throw new Refusal(SupplyRefusal.BAD_TIME, Map.of("at", at.toString()));
  }

  @Override
  public String slaughter(
      Actor actor, UUID id, Instant at, UUID siteId, Map<String, Mass> animals) {
    Site site =
        sites
            .site(siteId)
            .orElseThrow(
                () -> new Refusal(SupplyRefusal.UNKNOWN_SITE, Map.of("site", siteId.toString())));
    access.require(actor, Permission.RECORD_SUPPLY, site.what().place());
    requirePast(at);
    if (animals.isEmpty() || animals.size() > MOST_BIRDS) throw Planner.bad("rings");
    animals.keySet().forEach(this::known);
    return transactions.call(() -> slaughtered(actor, id, at, site, animals));
  }

  private String slaughtered(
      Actor actor, UUID id, Instant at, Site site, Map<String, Mass> masses) {
    List<Animal> all = rows.lock(masses.keySet());
    for (String ring : masses.keySet())
      if (all.stream().noneMatch(each -> each.ring().equals(ring)))
        throw new Refusal(SupplyRefusal.UNKNOWN_RING, Map.of("ring", ring));
    Set<String> boxes =
        all.stream()
            .flatMap(each -> each.end().stream())
            .map(Animal.End::box)
            .collect(Collectors.toSet());
    boolean repeated =
        boxes.size() == 1
            && all.stream()
                .allMatch(
                    each ->
                        each.end()
                            .filter(end -> end.at().equals(at))
                            .filter(end -> end.mass().equals(masses.get(each.ring())))
                            .isPresent());
    if (repeated) return boxes.iterator().next();
    for (Animal each : all)
      if (each.end().isPresent())
        throw new Refusal(SupplyRefusal.SLAUGHTERED, Map.of("ring", each.ring()));
    String box = numbers.sscc();
    for (Animal each : all) {
      Mass mass = Objects.requireNonNull(masses.get(each.ring()));
      rows.end(each.id(), new Animal.End(at, mass, grade(each, mass, at), box));
    }
    tell(
        id,
        AnimalsSeen.What.SLAUGHTERED,
        at,
        all.stream().map(Animal::uri).toList(),
        site.uri(),
        List.of(),
        box);
    audit.record(
        actor,
        "supply.slaughtered",
        site.what().place(),
        id.toString(),
        Map.of("count", all.size()));
    return box;
  }

  private String grade(Animal animal, Mass mass, Instant at) {
    Standard.Version version =
        standards.get(animal.product().standard()).inSeason(animal.product().season());
    Map<Measure, Long> values = new EnumMap<>(Measure.class);
    values.put(Measure.WEIGHT, mass.grams());
    values.put(Measure.AGE, ChronoUnit.DAYS.between(animal.what().hatched(), BusinessDay.of(at)));
    return version.grade(new Sample(values)) instanceof Grading.Graded graded
        ? graded.grade().name()
        : Lot.BELOW_ALL;
  }

  @Override
  public Animal get(Actor actor, String ring) {
    Animal animal = known(ring);
    if (!access.may(actor, Permission.SEE_SUPPLY, animal.village()))
      throw new Refusal(SupplyRefusal.UNKNOWN_RING, Map.of("ring", ring));
    return animal;
  }

  @Override
  public List<Animal.Visit> visits(Actor actor, String ring) {
    return rows.visits(get(actor, ring).id());
  }

  @Override
  public List<Animal> list(Actor actor, String ringBegins) {
    if (!ringBegins.matches("[0-9A-Z-]{0,20}")) return List.of();
    List<Animal> all = rows.list(ringBegins);
    Set<PlaceCode> seen =
        access.among(
            actor,
            Permission.SEE_SUPPLY,
            all.stream().map(Animal::village).collect(Collectors.toSet()));
    return all.stream().filter(each -> seen.contains(each.village())).limit(200).toList();
  }

  @Override
  public List<Told> told(Gs1Key code) {
    if (code.kind() == Gs1Kind.SSCC)
      return rows.inBox(code.key()).stream().map(this::told).toList();
    if (code.kind() != Gs1Kind.SGTIN) return List.of();
    return rows.find(code.serial()).stream()
        .filter(animal -> animal.uri().equals(code.link()))
        .map(this::told)
        .toList();
  }

  private Told told(Animal animal) {
    List<String> codes = new ArrayList<>(List.of(animal.uri()));
    animal.end().ifPresent(end -> codes.add(Gs1Key.HOME + "/00/" + end.box()));
    return new Told(
        animal,
        rows.visits(animal.id()).stream()
            .map(each -> new Animal.Visit(each.id(), each.ring(), each.at(), each.photos(), "", ""))
            .toList(),
        recalls.blocked(codes));
  }

  @Override
  public Optional<byte[]> photo(Gs1Key code, String photo) {
    return told(code).stream()
        .flatMap(each -> each.visits().stream())
        .filter(visit -> visit.photos().contains(photo))
        .findFirst()
        .map(_ -> photos.get(photo));
  }
}
