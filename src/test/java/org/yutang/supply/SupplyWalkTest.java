package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.trace.Trace;
import org.yutang.trace.Traced;

/// Random graphs of weighing, grading, splitting, merging, packing, shipping, losing and returning,
/// against a naive model: every gram is where the model has it, and a recall misses no buyer.
class SupplyWalkTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450329");
  private static final int STEPS = 150;

  @Autowired BeanFactory beans;
  @Autowired Lots lots;
  @Autowired Ledger ledger;
  @Autowired Trace trace;
  @Autowired Recalls recalls;

  private SupplyHouse house;
  private Random random;
  private final List<Buyer> buyers = new ArrayList<>();

  /// Grams by lot and place; places are sites, buyers and boxes.
  private final Map<UUID, Map<UUID, Long>> model = new LinkedHashMap<>();

  private final Map<UUID, Lot> known = new HashMap<>();

  /// What each lot was made of.
  private final Map<UUID, Set<UUID>> madeOf = new HashMap<>();

  private final Map<UUID, Set<UUID>> soldTo = new HashMap<>();
  private final Map<String, UUID> lotOfBox = new HashMap<>();
  private final Map<String, UUID> placeOfBox = new HashMap<>();
  private long lost;
  private long made;
  private int refused;

  @RepeatedTest(3)
  void everyGramIsAccountedForAndNoBuyerIsMissed() {
    long seed = System.nanoTime();
    random = new Random(seed);
    house = new SupplyHouse(beans, COUNTY, 3);
    for (int i = 0; i < 5; i++)
      buyers.add(lots.addBuyer(house.keeper, new Buyer(UUID.randomUUID(), "测试买方" + i)));
    for (int i = 0; i < STEPS; i++) step();
    assertThat(refused).as("seed %d: some steps must succeed", seed).isLessThan(STEPS / 2);
    house.settle();
    compare(seed);
    for (UUID lot : List.copyOf(madeOf.keySet())) if (random.nextInt(4) == 0) recallOf(lot, seed);
  }

  private void step() {
    try {
      switch (model.isEmpty() ? 0 : random.nextInt(12)) {
        case 0, 1 -> weighIn();
        case 2, 3 -> grade();
        case 4 -> split();
        case 5, 6 -> merge();
        case 7 -> pack();
        case 8 -> sendAndReceive();
        case 9 -> sell();
        case 10 -> lose();
        default -> sendBack();
      }
    } catch (Refusal refusal) {
      refused++;
      assertThat(refusal.code())
          .isIn(
              SupplyRefusal.NOT_ENOUGH,
              SupplyRefusal.NOT_ALIKE,
              SupplyRefusal.BAD_FIELD,
              SupplyRefusal.BAD_MASS);
    }
  }

  private void weighIn() {
    long grams = 1_000L + random.nextInt(50_000);
    Lot lot = house.weighIn(random.nextInt(3), plain(grams));
    born(lot, Set.of());
    put(lot.id(), house.point.id(), grams);
    made += grams;
  }

  private static String plain(long grams) {
    return new Mass(grams).kilograms().toPlainString();
  }

  private void born(Lot lot, Set<UUID> of) {
    known.put(lot.id(), lot);
    madeOf.put(lot.id(), of);
  }

  private void put(UUID lot, UUID place, long grams) {
    model.computeIfAbsent(lot, _ -> new TreeMap<>()).merge(place, grams, Long::sum);
  }

  private long there(UUID lot, UUID place) {
    return model.getOrDefault(lot, Map.of()).getOrDefault(place, 0L);
  }

  private UUID any() {
    return List.copyOf(model.keySet()).get(random.nextInt(model.size()));
  }

  /// Sometimes more than there is, which must be refused.
  private long some(UUID lot, UUID place) {
    long there = there(lot, place);
    return random.nextInt(8) == 0 ? there + 1 : there == 0 ? 1 : 1 + random.nextLong(there);
  }

  private void grade() {
    UUID lot = any();
    long grams = some(lot, house.point.id());
    long best = grams * random.nextInt(80) / 100;
    long below = (grams - best) / 2;
    List<Sorting.Tally> tallies = new ArrayList<>();
    if (best > 0) tallies.add(new Sorting.Tally("special", 1, best, Map.of()));
    if (below > 0) tallies.add(new Sorting.Tally(Lot.BELOW_ALL, 1, below, Map.of()));
    Handled done =
        house.handle(
            new Step.Grade(
                UUID.randomUUID(),
                house.now(),
                house.point.id(),
                lot,
                new Mass(grams),
                new Sorting(tallies, UUID.randomUUID().toString(), false)));
    put(lot, house.point.id(), -grams);
    for (Lot each : done.made()) {
      born(each, Set.of(lot));
      put(each.id(), house.point.id(), each.product().grade().equals("special") ? best : below);
    }
    lost += grams - best - below;
  }

  private void split() {
    UUID lot = any();
    long first = some(lot, house.point.id());
    Handled done =
        house.handle(
            new Step.Split(
                UUID.randomUUID(), house.now(), house.point.id(), lot, List.of(new Mass(first))));
    put(lot, house.point.id(), -first);
    born(done.made().getFirst(), Set.of(lot));
    put(done.made().getFirst().id(), house.point.id(), first);
  }

  private void merge() {
    Map<UUID, Mass> some = new HashMap<>();
    UUID first = any();
    for (UUID lot : model.keySet())
      if (some.size() < 4
          && known.get(lot).product().equals(known.get(first).product())
          && there(lot, house.point.id()) > 0) some.put(lot, new Mass(some(lot, house.point.id())));
    Handled done =
        house.handle(new Step.Merge(UUID.randomUUID(), house.now(), house.point.id(), some));
    Lot made = done.made().getFirst();
    born(made, Set.copyOf(some.keySet()));
    some.forEach(
        (lot, mass) -> {
          put(lot, house.point.id(), -mass.grams());
          put(made.id(), house.point.id(), mass.grams());
        });
  }

  private void pack() {
    UUID lot = any();
    long each = 1L + random.nextInt(2_000);
    int boxes = 1 + random.nextInt(3);
    Handled done =
        house.handle(
            new Step.Pack(
                UUID.randomUUID(), house.now(), house.point.id(), lot, new Mass(each), boxes));
    for (String box : done.boxes()) {
      put(lot, house.point.id(), -each);
      put(lot, boxId(box), each);
      lotOfBox.put(box, lot);
      placeOfBox.put(box, house.point.id());
    }
  }

  private static UUID boxId(String sscc) {
    return org.yutang.kernel.Uuids.named("supply.box", sscc);
  }

  private List<String> boxesAt(UUID place) {
    return placeOfBox.keySet().stream()
        .filter(box -> placeOfBox.get(box).equals(place))
        .limit(random.nextInt(3))
        .toList();
  }

  private void sendAndReceive() {
    UUID lot = any();
    long grams = some(lot, house.point.id());
    List<String> boxes = boxesAt(house.point.id());
    Step.Ship ship = house.toSite(house.point, house.store, Map.of(lot, new Mass(grams)), boxes);
    house.handle(ship);
    put(lot, house.point.id(), -grams);
    long arrived = grams - random.nextLong(grams + 1) / 10;
    house.handle(
        new Step.Receive(
            UUID.randomUUID(),
            house.now(),
            house.store.id(),
            ship.id(),
            Map.of(lot, new Mass(arrived)),
            boxes));
    put(lot, house.store.id(), arrived);
    lost += grams - arrived;
    boxes.forEach(box -> placeOfBox.put(box, house.store.id()));
  }

  private void sell() {
    UUID lot = any();
    Site from = random.nextBoolean() ? house.store : house.point;
    Buyer buyer = buyers.get(random.nextInt(buyers.size()));
    long grams = some(lot, from.id());
    List<String> boxes = boxesAt(from.id());
    house.handle(
        new Step.Ship(
            UUID.randomUUID(),
            house.now(),
            from.id(),
            null,
            buyer.id(),
            Map.of(lot, new Mass(grams)),
            boxes,
            ""));
    put(lot, from.id(), -grams);
    put(lot, buyer.id(), grams);
    soldTo.computeIfAbsent(lot, _ -> new HashSet<>()).add(buyer.id());
    for (String box : boxes) {
      placeOfBox.put(box, buyer.id());
      soldTo.computeIfAbsent(lotOfBox.get(box), _ -> new HashSet<>()).add(buyer.id());
    }
  }

  private void lose() {
    UUID lot = any();
    long grams = some(lot, house.point.id());
    house.handle(
        new Step.Lose(
            UUID.randomUUID(), house.now(), house.point.id(), lot, new Mass(grams), Step.Loss.ROT));
    put(lot, house.point.id(), -grams);
    lost += grams;
  }

  private void sendBack() {
    UUID lot = any();
    Buyer buyer = buyers.get(random.nextInt(buyers.size()));
    long grams = there(lot, buyer.id());
    house.handle(
        new Step.Return(
            UUID.randomUUID(), house.now(), house.store.id(), buyer.id(), lot, new Mass(grams)));
    put(lot, buyer.id(), -grams);
    put(lot, house.store.id(), grams);
  }

  private void compare(long seed) {
    long everywhere = 0;
    for (UUID lot : model.keySet())
      for (Map.Entry<UUID, Long> each : model.get(lot).entrySet()) {
        assertThat(ledger.find(Leg.account(lot, each.getKey())).map(Account::balance).orElse(0L))
            .as("seed %d, lot %s", seed, lot)
            .isEqualTo(each.getValue());
        everywhere += each.getValue();
      }
    assertThat(everywhere + lost).as("seed %d: in = out + loss", seed).isEqualTo(made);
    for (Site site : List.of(house.point, house.store))
      for (Stock.Holding each : lots.stock(house.keeper, site.id()).holdings())
        assertThat(each.mass().grams())
            .as("seed %d: the copy of the stock", seed)
            .isEqualTo(there(each.lot().id(), site.id()));
  }

  private void recallOf(UUID lot, long seed) {
    Set<UUID> reached = new HashSet<>(Set.of(lot));
    for (boolean more = true; more; ) {
      more = false;
      for (Map.Entry<UUID, Set<UUID>> each : madeOf.entrySet())
        if (each.getValue().stream().anyMatch(reached::contains))
          more |= reached.add(each.getKey());
    }
    Set<UUID> expected =
        reached.stream()
            .flatMap(each -> soldTo.getOrDefault(each, Set.of()).stream())
            .collect(Collectors.toSet());
    Recalls.Reach reach = recalls.reach(SupplyHouse.actor(Role.COUNTY_OFFICER, COUNTY), lot);
    assertThat(reach.buyers().stream().map(each -> each.buyer().id()).collect(Collectors.toSet()))
        .as("seed %d, lot %s", seed, lot)
        .containsAll(expected);
    assertThat(reach.lots().stream().map(each -> each.lot().id()).collect(Collectors.toSet()))
        .as("seed %d, lot %s", seed, lot)
        .containsAll(reached);
    for (UUID each : reached) {
      Traced.Back back =
          trace.back(house.officer, known.get(each).uri(), house.now().plusSeconds(1));
      if (!each.equals(lot))
        assertThat(back.origins())
            .as("seed %d: back from %s to %s", seed, each, lot)
            .extracting(Traced.Origin::item)
            .contains(known.get(lot).uri());
    }
  }
}
