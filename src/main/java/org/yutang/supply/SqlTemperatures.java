package org.yutang.supply;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Keeps readings by their holder and looks at them when somebody asks: a late file counts too.
@Component
class SqlTemperatures implements Temperatures {

  private static final int LONGEST_DEVICE = 60;

  private final TemperatureRows rows;
  private final LotRows lots;
  private final SqlLots shown;
  private final Standards standards;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlTemperatures(
      TemperatureRows rows,
      LotRows lots,
      SqlLots shown,
      Standards standards,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.lots = lots;
    this.shown = shown;
    this.standards = standards;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Series take(Actor actor, UUID holder, String device, byte[] file) {
    PlaceCode place = require(actor, Permission.RECORD_SUPPLY, holder);
    requireDevice(device);
    Instant now = now();
    ReadingsFile read = ReadingsFile.read(file, now);
    transactions.run(
        () -> {
          if (!rows.insertFile(read, holder, device, actor, now)) {
            if (!rows.has(read.digest(), holder, device))
              throw new Refusal(SupplyRefusal.FILE_SEEN);
            return;
          }
          insert(holder, device, read.readings());
          audit.record(
              actor,
              "supply.temperatures",
              place,
              holder.toString(),
              Map.of("readings", read.readings().size()));
        });
    return rows.series(holder).stream()
        .filter(each -> each.device().equals(device))
        .findFirst()
        .orElseThrow();
  }

  private static void requireDevice(String device) {
    if (device.isBlank() || device.length() > LONGEST_DEVICE || device.indexOf('\0') >= 0)
      throw Planner.bad("device");
  }

  private void insert(UUID holder, String device, List<ReadingsFile.Reading> readings) {
    rows.insert(holder, device, readings)
        .ifPresent(
            at -> {
              throw new Refusal(
                  SupplyRefusal.READING_DIFFERS, Map.of("device", device, "at", at.toString()));
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void add(Actor actor, UUID holder, String device, Instant at, int tenths) {
    PlaceCode place = require(actor, Permission.RECORD_SUPPLY, holder);
    requireDevice(device);
    var _ = ReadingsFile.time(at.toString(), 1, now());
    if (tenths < ReadingsFile.COLDEST || tenths > ReadingsFile.WARMEST)
      throw new Refusal(
          SupplyRefusal.BAD_READING,
          Map.of("row", "1", "value", java.math.BigDecimal.valueOf(tenths, 1).toPlainString()));
    transactions.run(
        () -> {
          insert(holder, device, List.of(new ReadingsFile.Reading(at, tenths)));
          audit.record(
              actor, "supply.temperatures", place, holder.toString(), Map.of("readings", 1));
        });
  }

  /// A place of the site, or of one end of the shipment, where the actor may.
  private PlaceCode require(Actor actor, Permission permission, UUID holder) {
    Optional<LotRows.ShipmentRow> shipment = lots.shipment(holder);
    List<Site> sites =
        shipment
            .map(row -> Stream.of(row.site(), row.to()).filter(Objects::nonNull))
            .orElseGet(() -> Stream.of(holder))
            .flatMap(site -> lots.site(site).stream())
            .toList();
    for (Site site : sites)
      if (access.may(actor, permission, site.what().place())) return site.what().place();
    if (sites.stream()
        .anyMatch(site -> access.may(actor, Permission.SEE_SUPPLY, site.what().place())))
      access.require(actor, permission, sites.getFirst().what().place());
    throw new Refusal(SupplyRefusal.UNKNOWN_SITE, Map.of("site", holder.toString()));
  }

  @Override
  public List<Series> series(Actor actor, UUID holder) {
    var _ = require(actor, Permission.SEE_SUPPLY, holder);
    return rows.series(holder);
  }

  @Override
  public List<Kept> shipment(Actor actor, UUID shipment) {
    Stock.Shipment told = shown.shipment(actor, shipment);
    List<Kept> kept = new ArrayList<>();
    lots.these(lots.shipped(shipment)).values().stream()
        .flatMap(lot -> limits(lot).stream())
        .distinct()
        .forEach(
            limits ->
                rows.kept(
                        "",
                        told.id(),
                        told.shipped(),
                        told.received().orElse(now()),
                        limits.least(),
                        limits.most())
                    .ifPresent(kept::add));
    return kept;
  }

  private Optional<Standard.Temperature> limits(Lot lot) {
    return standards
        .find(lot.product().standard())
        .flatMap(each -> each.inSeason(lot.product().season()).temperature());
  }

  @Override
  public List<Kept> lot(Actor actor, UUID lot) {
    return told(shown.get(actor, lot), lots.ancestors(lot));
  }

  /// Without asking who wants to know.
  List<Kept> told(Lot lot, Collection<UUID> ancestors) {
    Optional<Standard.Temperature> limits = limits(lot);
    if (limits.isEmpty()) return List.of();
    int lower = limits.get().least();
    int upper = limits.get().most();
    List<Kept> kept = new ArrayList<>();
    Instant now = now();
    for (TemperatureRows.Stay stay :
        Stream.concat(rows.stays(ancestors, now).stream(), rows.ways(ancestors, now).stream())
            .toList())
      rows.kept(stay.name(), stay.site(), stay.from(), stay.to(), lower, upper)
          .ifPresent(kept::add);
    kept.sort(java.util.Comparator.comparing(Kept::from));
    return kept;
  }
}
