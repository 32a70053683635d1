package org.yutang.supply;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;
import org.yutang.trace.Gs1Key;

/// Follows a lot by this house's own steps: events that others captured neither hide goods nor add
/// any.
@Component
class SqlRecalls implements Recalls {

  private final LotRows lots;
  private final RecallRows rows;
  private final SqlLots shown;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlRecalls(
      LotRows lots,
      RecallRows rows,
      SqlLots shown,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.lots = lots;
    this.rows = rows;
    this.shown = shown;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Reach reach(Actor actor, UUID id) {
    Lot lot = mine(actor, id);
    List<UUID> ids = lots.descendants(id);
    List<Where> where = new ArrayList<>();
    for (Lot each : lots.these(ids).values())
      where.add(new Where(each, lots.whereabouts(each.id())));
    where.sort(
        Comparator.comparing((Where each) -> each.lot().madeAt())
            .thenComparing(each -> each.lot().code()));
    Map<UUID, Sent> buyers = new LinkedHashMap<>();
    List<Stock.Shipment> shipments = new ArrayList<>();
    for (LotRows.ShipmentRow row : lots.shipmentsOf(ids)) {
      shipments.add(shown.told(row));
      if (row.buyer() != null && !buyers.containsKey(row.buyer()))
        lots.buyer(row.buyer())
            .ifPresent(
                buyer ->
                    buyers.put(
                        buyer.id(), new Sent(buyer, row.shipped(), mass(where, buyer.id()))));
    }
    return new Reach(lot, where, List.copyOf(buyers.values()), shipments, lots.boxCodes(ids));
  }

  /// A lot that was at a site where the actor may call goods back.
  private Lot mine(Actor actor, UUID id) {
    Lot lot =
        lots.find(id)
            .orElseThrow(
                () -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", id.toString())));
    if (!mayRecall(actor, lot)) {
      access.requireSomewhere(actor, Permission.RECALL_GOODS);
      throw new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", id.toString()));
    }
    return lot;
  }

  private boolean mayRecall(Actor actor, Lot lot) {
    return !access.among(actor, Permission.RECALL_GOODS, lots.placesOf(lot.id())).isEmpty();
  }

  private static Mass mass(List<Where> where, UUID holder) {
    return new Mass(
        where.stream()
            .flatMap(each -> each.places().stream())
            .filter(each -> each.holder().equals(holder))
            .mapToLong(each -> each.mass().grams())
            .sum());
  }

  @Override
  public Recall block(Actor actor, UUID id, UUID lot, String reason) {
    mine(actor, lot);
    if (reason.isBlank() || reason.length() > 300 || reason.indexOf('\0') >= 0)
      throw Planner.bad("reason");
    transactions.run(
        () -> {
          rows.lock(true);
          if (!rows.insert(id, lot, reason.strip(), actor, now())) return;
          List<UUID> ids = lots.descendants(lot);
          List<String> codes = new ArrayList<>();
          lots.these(ids).values().forEach(each -> codes.add(each.uri()));
          lots.boxCodes(ids).forEach(box -> codes.add(Gs1Key.HOME + "/00/" + box));
          rows.block(id, codes);
          audit.record(
              actor,
              "supply.recalled",
              PlaceCode.WORLD,
              lot.toString(),
              Map.of("codes", codes.size()));
        });
    Recall recall = get(id);
    if (!recall.lot().id().equals(lot))
      throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", id.toString()));
    return recall;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Recall get(UUID id) {
    return rows.find(id)
        .map(this::recall)
        .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_RECALL, Map.of()));
  }

  private Recall recall(RecallRows.Row row) {
    return new Recall(
        row.id(),
        lots.find(row.lot()).orElseThrow(),
        row.reason(),
        row.by(),
        row.begun(),
        Optional.ofNullable(row.lifted()),
        row.codes());
  }

  @Override
  public Recall lift(Actor actor, UUID id, String note) {
    if (note.isBlank() || note.length() > 300 || note.indexOf('\0') >= 0) throw Planner.bad("note");
    Recall recall = get(id);
    mine(actor, recall.lot().id());
    transactions.run(
        () -> {
          if (!rows.lift(id, note.strip(), now())) return;
          audit.record(
              actor,
              "supply.recall-lifted",
              PlaceCode.WORLD,
              recall.lot().id().toString(),
              Map.of());
        });
    return get(id);
  }

  @Override
  public List<Recall> list(Actor actor) {
    access.requireSomewhere(actor, Permission.RECALL_GOODS);
    return rows.newest().stream()
        .map(this::recall)
        .filter(each -> mayRecall(actor, each.lot()))
        .toList();
  }
}
