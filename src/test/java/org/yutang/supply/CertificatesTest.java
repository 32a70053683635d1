package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yutang.supply.SupplyHouse.kg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Gs1Key;

/// Certified kilograms that leave never exceed certified kilograms produced.
class CertificatesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451028");

  @Autowired BeanFactory beans;
  @Autowired Lots lots;
  @Autowired Handling handling;
  @Autowired Certificates certificates;
  @Autowired Provenance provenance;

  private SupplyHouse house;
  private int honey;

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 1);
    honey = house.addPlot("honey", "wild-flower");
  }

  private Certificate certify(Lot lot, String kilograms) {
    UUID sample = house.analysed(lot, "0.5", SupplyHouse.pure());
    Step.Certify step = house.certify(sample, Map.of(lot.id(), kg(kilograms)));
    handling.handle(house.officer, step);
    return certificates.get(house.officer, step.id());
  }

  private Certificate now(Certificate certificate) {
    return certificates.get(house.officer, certificate.id());
  }

  private Step.Ship sell(Lot lot, String kilograms) {
    return house.toBuyer(house.point, Map.of(lot.id(), kg(kilograms)), List.of());
  }

  private Step.Return back(Lot lot, String kilograms) {
    return new Step.Return(
        UUID.randomUUID(),
        house.now(),
        house.point.id(),
        house.buyer.id(),
        lot.id(),
        kg(kilograms));
  }

  private Provenance.Story story(Lot lot) {
    return provenance.story(Gs1Key.parse(lot.uri())).orElseThrow();
  }

  @Test
  void whatLeavesIsCountedAndWhatComesBackIsGivenBack() {
    Lot lot = house.weighIn(honey, "100");
    Certificate made = certify(lot, "80");
    assertThat(made.left()).isEqualTo(kg("80"));
    Step.Ship first = sell(lot, "50");
    house.handle(first);
    house.handle(first);
    assertThat(now(made).sold()).isEqualTo(kg("50"));
    Refusal refusal = house.refused(sell(lot, "30.001"));
    assertThat(refusal.code()).isEqualTo(SupplyRefusal.MORE_THAN_CERTIFIED);
    assertThat(refusal.facts())
        .containsEntry("certificate", made.number())
        .containsEntry("left", "30");
    assertThat(house.there(lot, house.point.id())).as("nothing moved").isEqualTo(49_500);
    house.handle(back(lot, "20"));
    assertThat(now(made).left()).isEqualTo(kg("50"));
    house.handle(sell(lot, "50"));
    assertThat(now(made).left()).isEqualTo(kg("0"));
    assertThat(story(lot).certificates()).extracting(Certificate::id).containsExactly(made.id());
  }

  @Test
  void whatACountFindsCannotLeaveAsCertified() {
    Lot lot = house.weighIn(honey, "100");
    certify(lot, "99.5");
    house.handle(
        new Step.Count(UUID.randomUUID(), house.now(), house.point.id(), lot.id(), kg("104")));
    assertThat(house.refused(sell(lot, "104")).code()).isEqualTo(SupplyRefusal.MORE_THAN_CERTIFIED);
    house.handle(sell(lot, "99.5"));
  }

  @Test
  void oneSpoonfulOfOtherGoodsAndTheMergedLotIsNotCertified() {
    Lot lot = house.weighIn(honey, "100");
    Certificate made = certify(lot, "99.5");
    List<Lot> parts =
        house
            .handle(
                new Step.Split(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    lot.id(),
                    List.of(kg("40"), kg("30"))))
            .made()
            .stream()
            .sorted(Comparator.comparingLong(part -> -house.there(part, house.point.id())))
            .toList();
    Lot again = merge(Map.of(parts.get(0).id(), kg("40"), parts.get(1).id(), kg("10")));
    assertThat(story(again).certificates()).hasSize(1);
    Lot other = house.weighIn(honey, "1");
    Lot mixed = merge(Map.of(again.id(), kg("20"), other.id(), kg("0.001")));
    assertThat(story(mixed).certificates()).isEmpty();
    house.handle(sell(mixed, "20.001"));
    assertThat(now(made).left()).as("not sold as certified").isEqualTo(kg("99.5"));
    List<String> boxes =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), house.now(), house.point.id(), again.id(), kg("5"), 2))
            .boxes();
    house.handle(house.toBuyer(house.point, Map.of(parts.get(1).id(), kg("20")), boxes));
    assertThat(now(made).sold()).isEqualTo(kg("30"));
  }

  private Lot merge(Map<UUID, Mass> some) {
    return house
        .handle(new Step.Merge(UUID.randomUUID(), house.now(), house.point.id(), some))
        .made()
        .getFirst();
  }

  @Test
  void onlyWhatWasSampledAndPassedIsCertified() {
    Lot lot = house.weighIn(honey, "100");
    Lot other = house.weighIn(honey, "100");
    UUID sample = UUID.randomUUID();
    house.handle(new Step.Sample(sample, house.now(), house.point.id(), lot.id(), kg("0.5"), "封签"));
    assertThat(refused(house.certify(sample, Map.of(lot.id(), kg("1")))).code())
        .isEqualTo(SupplyRefusal.NOT_PURE);
    Map<String, String> thin = new HashMap<>(SupplyHouse.pure());
    thin.remove("hmf");
    assertThat(refused(analyse(lot, sample, thin)).facts()).containsEntry("field", "hmf");
    thin.put("hmf", "12,4");
    assertThat(refused(analyse(lot, sample, thin)).facts()).containsEntry("field", "hmf");
    thin.put("hmf", "12.4");
    thin.put("magic", "1");
    assertThat(refused(analyse(lot, sample, thin)).facts()).containsEntry("field", "magic");
    assertThat(house.refused(analyse(lot, sample, SupplyHouse.pure())).code())
        .as("a keeper is no laboratory")
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
    handling.handle(house.officer, analyse(lot, sample, SupplyHouse.pure()));
    assertThat(refused(analyse(lot, sample, SupplyHouse.pure())).code())
        .isEqualTo(SupplyRefusal.SAMPLE_ANALYSED);
    assertThat(refused(house.certify(sample, Map.of(other.id(), kg("1")))).code())
        .isEqualTo(SupplyRefusal.NOT_OF_SAMPLE);
    assertThat(refused(house.certify(sample, Map.of(lot.id(), kg("99.501")))).code())
        .isEqualTo(SupplyRefusal.CERTIFIED_TOO_MUCH);
    Step.Certify step = house.certify(sample, Map.of(lot.id(), kg("99.5")));
    handling.handle(house.officer, step);
    handling.handle(house.officer, step);
    assertThat(refused(house.certify(sample, Map.of(lot.id(), kg("1")))).code())
        .isEqualTo(SupplyRefusal.CERTIFIED_ALREADY);
    assertThat(
            house
                .refused(
                    new Step.Sample(
                        UUID.randomUUID(),
                        house.now(),
                        house.point.id(),
                        house.weighIn(0, "5").id(),
                        kg("1"),
                        "封签"))
                .code())
        .isEqualTo(SupplyRefusal.NO_PURITY_TESTS);
  }

  private Refusal refused(Step step) {
    return house.refused(house.officer, step);
  }

  private Step.Analyse analyse(Lot lot, UUID sample, Map<String, String> found) {
    return new Step.Analyse(
        UUID.randomUUID(), house.now(), house.point.id(), lot.id(), sample, "测试站", "R-1", found);
  }

  @Test
  void honeyThatMissesATestIsHeldAndNotCertified() {
    Lot lot = house.weighIn(honey, "100");
    Map<String, String> syrup = new HashMap<>(SupplyHouse.pure());
    syrup.put("c4-sugars", "7.1");
    UUID sample = house.analysed(lot, "0.5", syrup);
    assertThat(lots.get(house.keeper, lot.id()).held()).isPresent();
    assertThat(refused(house.certify(sample, Map.of(lot.id(), kg("1")))).code())
        .isEqualTo(SupplyRefusal.NOT_PURE);
  }

  @Test
  void aWithdrawnCertificateHoldsNoLongerAndSaysSo() {
    Lot lot = house.weighIn(honey, "100");
    Certificate made = certify(lot, "99.5");
    house.handle(sell(lot, "10"));
    Step.Withdraw step =
        new Step.Withdraw(UUID.randomUUID(), house.now(), house.point.id(), made.id(), "样品与封签不符");
    handling.handle(house.officer, step);
    handling.handle(house.officer, step);
    Step again =
        new Step.Withdraw(UUID.randomUUID(), house.now(), house.point.id(), made.id(), "又一次");
    assertThat(refused(again).code()).isEqualTo(SupplyRefusal.WITHDRAWN_ALREADY);
    assertThat(story(lot).certificates().getFirst().state(house.today()))
        .isEqualTo(Certificate.State.WITHDRAWN);
    house.handle(sell(lot, "10"));
    assertThat(now(made).sold()).as("only what left while it held").isEqualTo(kg("10"));
    Certificate second = certify(lot, "79");
    assertThat(second.left()).isEqualTo(kg("79"));
  }

  /// Whatever is split, merged, sold and taken back: a model of certified grams agrees.
  @Test
  void noWalkLetsMoreLeaveThanWasCertified() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Lot source = house.weighIn(honey, "100");
    Certificate made = certify(source, "60");
    List<Lot> all = new ArrayList<>(List.of(source, house.weighIn(honey, "30")));
    Map<UUID, Long> sold = new HashMap<>();
    int counted = 0;
    for (int i = 0; i < 60; i++) {
      Lot lot = all.get(random.nextInt(all.size()));
      long there = house.there(lot, house.point.id());
      Mass some = new Mass(1 + random.nextLong(Math.max(1, there)));
      try {
        switch (random.nextInt(4)) {
          case 0 ->
              all.addAll(
                  house
                      .handle(
                          new Step.Split(
                              UUID.randomUUID(),
                              house.now(),
                              house.point.id(),
                              lot.id(),
                              List.of(some)))
                      .made());
          case 1 -> {
            Lot other = all.get(random.nextInt(all.size()));
            if (!other.id().equals(lot.id()))
              all.add(merge(Map.of(lot.id(), some, other.id(), new Mass(1))));
          }
          case 2 -> {
            house.handle(house.toBuyer(house.point, Map.of(lot.id(), some), List.of()));
            if (!story(lot).certificates().isEmpty()) {
              sold.merge(lot.id(), some.grams(), Long::sum);
              counted++;
            }
          }
          default -> {
            house.handle(
                new Step.Return(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    house.buyer.id(),
                    lot.id(),
                    some));
            if (!story(lot).certificates().isEmpty())
              sold.merge(lot.id(), -some.grams(), Long::sum);
          }
        }
      } catch (Refusal refusal) {
        assertThat(refusal.code())
            .as("seed %d", seed)
            .isIn(SupplyRefusal.NOT_ENOUGH, SupplyRefusal.MORE_THAN_CERTIFIED);
      }
      long out = sold.values().stream().mapToLong(Long::longValue).sum();
      assertThat(now(made).sold().grams()).as("seed %d, step %d", seed, i).isEqualTo(out);
      assertThat(out).isLessThanOrEqualTo(60_000);
    }
    assertThat(counted).as("seed %d: some must be sold", seed).isPositive();
  }
}
