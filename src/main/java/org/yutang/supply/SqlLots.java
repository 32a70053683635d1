package org.yutang.supply;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Looks at what may be seen.
@Component
class SqlLots implements Lots {

  private static final int LONGEST_NAME = 60;

  private final LotRows rows;
  private final StepRows steps;
  private final Numbers numbers;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlLots(
      LotRows rows,
      StepRows steps,
      Numbers numbers,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.steps = steps;
    this.numbers = numbers;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Site addSite(Actor actor, Site.New site) {
    access.require(actor, Permission.RECORD_SUPPLY, site.place());
    requireName(site.name());
    return transactions.call(
        () -> {
          Optional<Site> there = rows.site(site.id());
          if (there.isEmpty()) requireFree(site.id());
          Site made = there.orElseGet(() -> new Site(site, numbers.gln()));
          if (there.isEmpty() && rows.insertSite(made, actor, now()))
            audit.record(actor, "supply.site-added", site.place(), site.id().toString(), Map.of());
          Site kept = rows.site(site.id()).orElseThrow();
          if (!kept.what().equals(site))
            throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", site.id().toString()));
          return kept;
        });
  }

  /// Sites, buyers, shipments and boxes hold goods under their ids, so each id is one of them only.
  private void requireFree(UUID id) {
    if (rows.isHolder(id) || Leg.isEnd(id))
      throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", id.toString()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static void requireName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0)
      throw Planner.bad("name");
  }

  @Override
  public Site site(Actor actor, UUID site) {
    return rows.site(site)
        .filter(found -> access.may(actor, Permission.SEE_SUPPLY, found.what().place()))
        .orElseThrow(
            () -> new Refusal(SupplyRefusal.UNKNOWN_SITE, Map.of("site", site.toString())));
  }

  @Override
  public List<Site> sites(Actor actor) {
    List<Site> all = rows.sites();
    Set<PlaceCode> places =
        all.stream().map(each -> each.what().place()).collect(Collectors.toSet());
    Set<PlaceCode> seen = access.among(actor, Permission.SEE_SUPPLY, places);
    return all.stream().filter(each -> seen.contains(each.what().place())).toList();
  }

  @Override
  public List<Site> destinations(Actor actor) {
    access.requireSomewhere(actor, Permission.RECORD_SUPPLY);
    return rows.sites();
  }

  @Override
  public Buyer addBuyer(Actor actor, Buyer buyer) {
    access.requireSomewhere(actor, Permission.RECORD_SUPPLY);
    requireName(buyer.name());
    return transactions.call(
        () -> {
          if (rows.buyer(buyer.id()).isEmpty()) requireFree(buyer.id());
          if (rows.insertBuyer(buyer, actor, now()))
            audit.record(
                actor,
                "supply.buyer-added",
                PlaceCode.WORLD,
                buyer.id().toString(),
                Map.of("name", buyer.name()));
          Buyer kept = rows.buyer(buyer.id()).orElseThrow();
          if (!kept.equals(buyer))
            throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", buyer.id().toString()));
          return kept;
        });
  }

  @Override
  public List<Buyer> buyers(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_SUPPLY);
    return rows.buyers();
  }

  @Override
  public Lot get(Actor actor, UUID lot) {
    return rows.find(lot)
        .filter(found -> maySee(actor, found))
        .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", lot.toString())));
  }

  private boolean maySee(Actor actor, Lot lot) {
    return !access.among(actor, Permission.SEE_SUPPLY, rows.placesOf(lot.id())).isEmpty();
  }

  @Override
  public Optional<Lot> find(Actor actor, String code) {
    if (!code.matches("[0-9A-Z-]{1,20}")) return Optional.empty();
    return rows.byCode(code).filter(found -> maySee(actor, found));
  }

  @Override
  public List<Lot> newest(Actor actor) {
    return rows.newest(
        sites(actor).stream().map(site -> site.what().place()).collect(Collectors.toSet()));
  }

  @Override
  public Stock.AtSite stock(Actor actor, UUID site) {
    Site found = site(actor, site);
    return new Stock.AtSite(found, rows.holdings(site), rows.boxes(site));
  }

  @Override
  public List<Stock.Whereabouts> whereabouts(Actor actor, UUID lot) {
    get(actor, lot);
    return rows.whereabouts(lot);
  }

  @Override
  public List<Handled> history(Actor actor, UUID lot) {
    get(actor, lot);
    List<UUID> ids = steps.ofLot(lot);
    Map<UUID, List<Lot>> made =
        rows.madeBy(ids).stream().collect(Collectors.groupingBy(Lot::madeBy));
    return steps.these(ids).stream()
        .map(
            asked ->
                new Handled(
                    asked.step(),
                    made.getOrDefault(asked.step().id(), List.of()),
                    rows.boxesOf(asked.step().id()),
                    asked.by()))
        .toList();
  }

  @Override
  public List<Stock.Shipment> shipments(Actor actor, UUID site) {
    site(actor, site);
    Map<UUID, Site> sites = new HashMap<>();
    rows.sites().forEach(each -> sites.put(each.id(), each));
    return rows.shipments(site).stream().map(row -> shipment(row, sites)).toList();
  }

  @Override
  public Stock.Shipment shipment(Actor actor, UUID shipment) {
    LotRows.ShipmentRow row =
        rows.shipment(shipment)
            .filter(found -> maySee(actor, found))
            .orElseThrow(
                () ->
                    new Refusal(
                        SupplyRefusal.UNKNOWN_SHIPMENT, Map.of("shipment", shipment.toString())));
    return told(row);
  }

  /// Without asking who wants to know.
  Stock.Shipment told(LotRows.ShipmentRow row) {
    Map<UUID, Site> sites = new LinkedHashMap<>();
    rows.site(row.site()).ifPresent(site -> sites.put(site.id(), site));
    if (row.to() != null) rows.site(row.to()).ifPresent(site -> sites.put(site.id(), site));
    return shipment(row, sites);
  }

  private boolean maySee(Actor actor, LotRows.ShipmentRow row) {
    return Stream.of(row.site(), row.to())
        .filter(Objects::nonNull)
        .flatMap(site -> rows.site(site).stream())
        .anyMatch(site -> access.may(actor, Permission.SEE_SUPPLY, site.what().place()));
  }

  private Stock.Shipment shipment(LotRows.ShipmentRow row, Map<UUID, Site> sites) {
    return new Stock.Shipment(
        row.id(),
        Objects.requireNonNull(sites.get(row.site())),
        Optional.ofNullable(row.to()).map(sites::get),
        Optional.ofNullable(row.buyer()).flatMap(rows::buyer),
        row.waybill(),
        row.shipped(),
        Optional.ofNullable(row.received()),
        rows.holdings(row.id()),
        rows.boxes(row.id()));
  }
}
