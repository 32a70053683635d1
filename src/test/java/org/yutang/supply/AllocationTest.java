package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Role;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Stock is divided by rules: never more than there is, the same each time, and with reasons.
class AllocationTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451026");
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final UUID SITE = UUID.randomUUID();

  @Autowired BeanFactory beans;
  @Autowired Channels channels;

  private static Stock.Holding holding(
      String code, String grade, long grams, @org.jspecify.annotations.Nullable LocalDate best) {
    return holding(code, grade, grams, best, Optional.empty());
  }

  private static Stock.Holding holding(
      String code,
      String grade,
      long grams,
      @org.jspecify.annotations.Nullable LocalDate best,
      Optional<String> held) {
    return new Stock.Holding(
        new Lot(
            UUID.nameUUIDFromBytes(code.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            code,
            new Lot.Product("09521234000013", "navel-orange", 2025, "newhall", grade),
            TODAY.minusDays(60),
            TODAY.minusDays(60),
            Optional.ofNullable(best),
            held,
            UUID.randomUUID(),
            Instant.EPOCH),
        new Mass(grams));
  }

  private static Channel channel(int priority, int share, int days, String... grades) {
    return new Channel(
        UUID.randomUUID(),
        SITE,
        Optional.of(UUID.randomUUID()),
        Optional.empty(),
        priority,
        share,
        List.of(grades),
        days);
  }

  @Test
  void sharesPrioritiesGradesAndExpiryDecide() {
    List<Stock.Holding> stock =
        List.of(
            holding("A", "special", 1000, TODAY.plusDays(60)),
            holding("B", "special", 1000, TODAY.plusDays(10)),
            holding("C", "second", 500, TODAY.plusDays(20)),
            holding("D", "special", 700, TODAY.minusDays(1)),
            holding("E", "special", 300, TODAY.plusDays(9), Optional.of("测试")));
    Channel online = channel(1, 50, 30, "special");
    Channel store = channel(2, 60, 0);
    Allocation made = Allocation.of(stock, List.of(store, online), TODAY);
    assertThat(made.parts()).extracting(Allocation.Part::channel).containsExactly(online, store);
    assertThat(told(made.parts().get(0)))
        .as("only A is fresh enough")
        .containsExactly("A 500 SHARE_FULL");
    assertThat(told(made.parts().get(1)))
        .as("60 % of 2500, what expires first")
        .containsExactly("B 1000 EXPIRES_FIRST", "C 500 EXPIRES_FIRST");
    assertThat(made.left())
        .extracting(each -> each.lot().code() + " " + each.mass().grams() + " " + each.reason())
        .containsExactly("D 700 EXPIRED", "E 300 HELD", "A 500 SHARES_FULL");
    assertThat(Allocation.of(stock, List.of(channel(1, 100, 0, "first")), TODAY).left())
        .extracting(Allocation.Left::reason)
        .contains(Allocation.Reason.NOT_ACCEPTED);
  }

  private static List<String> told(Allocation.Part part) {
    return part.picks().stream()
        .map(each -> each.lot().code() + " " + each.mass().grams() + " " + each.why())
        .toList();
  }

  @Test
  void neverMoreThanThereIsAndTheSameInAnyOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      List<Stock.Holding> stock = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(12); i++)
        stock.add(
            holding(
                "L" + i,
                random.nextBoolean() ? "special" : "second",
                1 + random.nextInt(10_000),
                random.nextInt(5) == 0 ? null : TODAY.plusDays(random.nextInt(40) - 5)));
      List<Channel> rules = new ArrayList<>();
      for (int i = 0; i < random.nextInt(6); i++)
        rules.add(
            random.nextBoolean()
                ? channel(1 + random.nextInt(3), 1 + random.nextInt(100), random.nextInt(20))
                : channel(1 + random.nextInt(3), 1 + random.nextInt(100), 0, "special"));
      Allocation made = Allocation.of(stock, rules, TODAY);
      Map<String, Long> sums = new HashMap<>();
      for (Allocation.Part part : made.parts()) {
        assertThat(part.mass()).as("seed %d", seed).isLessThanOrEqualTo(part.quota());
        for (Allocation.Pick pick : part.picks())
          sums.merge(pick.lot().code(), pick.mass().grams(), Long::sum);
      }
      for (Allocation.Left each : made.left())
        sums.merge(each.lot().code(), each.mass().grams(), Long::sum);
      for (Stock.Holding each : stock)
        assertThat(sums.get(each.lot().code()))
            .as("seed %d: picked and left are what there is", seed)
            .isEqualTo(each.mass().grams());
      List<Stock.Holding> shuffled = new ArrayList<>(stock);
      List<Channel> others = new ArrayList<>(rules);
      Collections.shuffle(shuffled, random);
      Collections.shuffle(others, random);
      assertThat(Allocation.of(shuffled, others, TODAY)).as("seed %d", seed).isEqualTo(made);
    }
  }

  @Test
  void rulesAreKeptAndTheirProposalIsShippedAsItStands() {
    SupplyHouse house = new SupplyHouse(beans, COUNTY, 1);
    Lot lot = house.weighIn(0, "10");
    Channel rule =
        new Channel(
            UUID.randomUUID(),
            house.point.id(),
            Optional.empty(),
            Optional.of(house.buyer.id()),
            1,
            40,
            List.of(),
            0);
    channels.add(house.keeper, rule);
    channels.add(house.keeper, rule);
    Allocation.Part part = channels.propose(house.keeper, house.point.id()).parts().getFirst();
    assertThat(part.mass()).isEqualTo(SupplyHouse.kg("4"));
    house.handle(house.toBuyer(house.point, Map.of(lot.id(), part.mass()), List.of()));
    assertThat(house.there(lot, house.point.id())).isEqualTo(6_000);
    for (Channel wrong :
        List.of(
            new Channel(
                UUID.randomUUID(),
                house.point.id(),
                Optional.empty(),
                Optional.empty(),
                1,
                40,
                List.of(),
                0),
            new Channel(
                UUID.randomUUID(),
                house.point.id(),
                Optional.of(house.point.id()),
                Optional.empty(),
                1,
                40,
                List.of(),
                0),
            new Channel(
                UUID.randomUUID(),
                house.point.id(),
                Optional.of(house.store.id()),
                Optional.empty(),
                1,
                101,
                List.of(),
                0),
            new Channel(
                UUID.randomUUID(),
                house.point.id(),
                Optional.of(house.store.id()),
                Optional.empty(),
                0,
                40,
                List.of(),
                0),
            new Channel(
                UUID.randomUUID(),
                house.point.id(),
                Optional.of(house.store.id()),
                Optional.empty(),
                1,
                40,
                List.of("\0"),
                0)))
      assertThat(
              catchThrowableOfType(Refusal.class, () -> channels.add(house.keeper, wrong)).code())
          .isIn(SupplyRefusal.BAD_FIELD, SupplyRefusal.UNKNOWN_SITE);
    var auditor = SupplyHouse.actor(Role.AUDITOR, COUNTY);
    assertThat(catchThrowableOfType(Refusal.class, () -> channels.add(auditor, rule)).code())
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    channels.close(house.keeper, rule.id());
    assertThat(channels.list(house.keeper, house.point.id())).isEmpty();
  }
}
