package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.supply.SupplyHouse.kg;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Gs1Key;

/// How cool goods were kept: oranges want 3 to 12 °C.
class TemperaturesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451024");

  @Autowired BeanFactory beans;
  @Autowired Temperatures temperatures;
  @Autowired Provenance provenance;

  private SupplyHouse house;
  private Instant start = Instant.EPOCH;

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 1);
    start = house.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(10));
  }

  /// One reading every ten minutes.
  private byte[] file(String... degrees) {
    StringBuilder csv = new StringBuilder("time,temperature\n");
    for (int i = 0; i < degrees.length; i++)
      csv.append(start.plus(Duration.ofMinutes(10L * i)))
          .append(',')
          .append(degrees[i])
          .append('\n');
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Refusal refused(byte[] file) {
    return catchThrowableOfType(
        Refusal.class, () -> temperatures.take(house.keeper, house.point.id(), "冷库-1", file));
  }

  @Test
  void minutesOutsideAreToldOfAShipmentAndOfItsLot() {
    Lot lot = house.weighIn(0, "10", start);
    Step.Ship ship =
        new Step.Ship(
            UUID.randomUUID(),
            start,
            house.point.id(),
            house.store.id(),
            null,
            Map.of(lot.id(), kg("10")),
            List.of(),
            "");
    house.handle(ship);
    house.handle(
        new Step.Receive(
            UUID.randomUUID(),
            start.plus(Duration.ofMinutes(50)),
            house.store.id(),
            ship.id(),
            Map.of(lot.id(), kg("10")),
            List.of()));
    byte[] file = file("5.0", "12.0", "12.1", "2.94", "5.0", "30.0");
    temperatures.take(house.keeper, ship.id(), "车载-1", file);
    temperatures.take(house.keeper, ship.id(), "车载-1", file);
    Temperatures.Kept kept = temperatures.shipment(house.keeper, ship.id()).getFirst();
    assertThat(kept.measured()).as("until it was received").isEqualTo(50);
    assertThat(kept.outside()).as("12.1 and 2.9").isEqualTo(20);
    assertThat(kept.least()).isEqualTo(29);
    assertThat(kept.most()).as("30.0 came when it had arrived").isEqualTo(121);
    temperatures.add(house.keeper, house.store.id(), "温度计", start.plus(Duration.ofMinutes(55)), 60);
    List<Temperatures.Kept> all = temperatures.lot(house.keeper, lot.id());
    assertThat(all).extracting(Temperatures.Kept::site).containsExactly("", "测试门店");
    assertThat(all.get(1).measured())
        .as("a reading holds for an hour at most")
        .isEqualTo(Temperatures.HOLDS_MINUTES);
    assertThat(all.get(1).outside()).isZero();
    assertThat(provenance.story(Gs1Key.parse(lot.uri())).orElseThrow().temperatures())
        .extracting(Temperatures.Kept::outside)
        .containsExactly(20L, 0L);
  }

  @Test
  void aFileCountsOnceAndForOneHolder() {
    byte[] file = file("5.0", "6.0");
    UUID point = house.point.id();
    temperatures.take(house.keeper, point, "冷库-1", file);
    Temperatures.Series again = temperatures.take(house.keeper, point, "冷库-1", file);
    assertThat(again.readings()).isEqualTo(2);
    Refusal elsewhere =
        catchThrowableOfType(
            Refusal.class, () -> temperatures.take(house.keeper, house.store.id(), "冷库-1", file));
    assertThat(elsewhere.code()).isEqualTo(SupplyRefusal.FILE_SEEN);
    temperatures.take(house.keeper, point, "冷库-1", file("5.0", "6.0", "7.0"));
    assertThat(temperatures.series(house.keeper, point).getFirst().readings())
        .as("a longer file of the same device")
        .isEqualTo(3);
    assertThat(refused(file("5.0", "6.0", "7.1")).code()).isEqualTo(SupplyRefusal.READING_DIFFERS);
    assertThat(temperatures.series(house.keeper, point).getFirst().most())
        .as("a refused file leaves nothing")
        .isEqualTo(70);
  }

  @Test
  void whatNoDeviceMeasuredIsRefusedWithItsRow() {
    assertThat(refused(file("5.0", "200")).facts()).containsEntry("row", "2");
    for (String wrong : List.of("200", "60.1", "-40.1", "５.0", "5,0", "5.0℃", "", "NaN", "1e1"))
      assertThat(refused(file("5.0", wrong)).code())
          .as(wrong)
          .isIn(SupplyRefusal.BAD_READING, SupplyRefusal.READINGS_UNREADABLE);
    for (String wrong :
        List.of(
            house.now().plusSeconds(3600).toString(),
            "2024-01-01T00:00:00Z",
            "2026-02-30 08:00",
            "昨天",
            start.minusSeconds(60).toString(),
            start.toString()))
      assertThat(
              refused(
                      ("time,temperature\n" + start + ",5.0\n" + wrong + ",5.0\n")
                          .getBytes(StandardCharsets.UTF_8))
                  .code())
          .as(wrong)
          .isEqualTo(SupplyRefusal.BAD_READING_TIME);
    for (byte[] wrong :
        List.of(
            new byte[0],
            "time,temperature\n".getBytes(StandardCharsets.UTF_8),
            "时间,温度\n2026-01-01 08:00,5\n".getBytes(StandardCharsets.UTF_8),
            "time,temperature,备注\n2026-01-01 08:00,5,冷库\n".getBytes(Charset.forName("GBK")),
            "time,temperature\n\"2026".getBytes(StandardCharsets.UTF_8)))
      assertThat(refused(wrong).code()).isEqualTo(SupplyRefusal.READINGS_UNREADABLE);
    assertThat(temperatures.series(house.keeper, house.point.id())).isEmpty();
    var stranger = SupplyHouse.actor(Role.KEEPER, new PlaceCode("CN-11"));
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () -> temperatures.take(stranger, house.point.id(), "冷库-1", file("5.0")))
                .code())
        .isEqualTo(SupplyRefusal.UNKNOWN_SITE);
    var auditor = SupplyHouse.actor(Role.AUDITOR, COUNTY);
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () -> temperatures.take(auditor, house.point.id(), "冷库-1", file("5.0")))
                .code())
        .isEqualTo(AccessRefusal.NOT_PERMITTED);
  }
}
