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
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;
import org.yutang.trace.Trace;
import org.yutang.trace.Traced;

/// Asks the trace where a lot went and says it in this house's own words.
@Component
class SqlRecalls implements Recalls {

  private static final String UUID_URN = "urn:uuid:";

  private final LotRows lots;
  private final RecallRows rows;
  private final SqlLots shown;
  private final Trace trace;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlRecalls(
      LotRows lots,
      RecallRows rows,
      SqlLots shown,
      Trace trace,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.lots = lots;
    this.rows = rows;
    this.shown = shown;
    this.trace = trace;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Reach reach(Actor actor, UUID id) {
    access.requireSomewhere(actor, Permission.RECALL_GOODS);
    Lot lot = known(id);
    Traced.Recall recall = trace.recall(Actor.SYSTEM, lot.uri());
    List<Lot> reached = lotsOf(recall.items());
    List<Where> where = new ArrayList<>();
    for (Lot each : reached) where.add(new Where(each, lots.whereabouts(each.id())));
    List<Sent> buyers = new ArrayList<>();
    for (Traced.Found found : recall.buyers())
      uuid(found.id())
          .flatMap(lots::buyer)
          .ifPresent(buyer -> buyers.add(new Sent(buyer, found.last(), mass(where, buyer))));
    List<Stock.Shipment> shipments = new ArrayList<>();
    for (Traced.Found found : recall.shipments())
      uuid(found.id()).flatMap(lots::shipment).ifPresent(row -> shipments.add(shown.told(row)));
    return new Reach(lot, where, buyers, shipments, boxesOf(recall.items()));
  }

  private Lot known(UUID id) {
    return lots.find(id)
        .orElseThrow(() -> new Refusal(SupplyRefusal.UNKNOWN_LOT, Map.of("lot", id.toString())));
  }

  private static Mass mass(List<Where> where, Buyer buyer) {
    return new Mass(
        where.stream()
            .flatMap(each -> each.places().stream())
            .filter(each -> each.name().equals(buyer.name()))
            .mapToLong(each -> each.mass().grams())
            .sum());
  }

  private static Optional<UUID> uuid(String uri) {
    return uri.startsWith(UUID_URN)
        ? Optional.of(UUID.fromString(uri.substring(UUID_URN.length())))
        : Optional.empty();
  }

  /// Those of this house.
  private List<Lot> lotsOf(Collection<String> items) {
    return lots.byCodes(
        items.stream()
            .filter(item -> item.contains("/10/"))
            .map(item -> item.substring(item.lastIndexOf('/') + 1))
            .toList());
  }

  private static List<String> boxesOf(Collection<String> items) {
    return items.stream()
        .filter(item -> item.contains("/00/"))
        .map(item -> item.substring(item.lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  @Override
  public Recall block(Actor actor, UUID id, UUID lot, String reason) {
    access.requireSomewhere(actor, Permission.RECALL_GOODS);
    Lot found = known(lot);
    if (reason.isBlank() || reason.length() > 300 || reason.indexOf('\0') >= 0)
      throw Planner.bad("reason");
    List<String> items = trace.recall(Actor.SYSTEM, found.uri()).items();
    transactions.run(
        () -> {
          if (!rows.insert(id, lot, reason.strip(), actor, now())) return;
          rows.block(id, items);
          rows.hold(lotsOf(items).stream().map(Lot::id).toList(), word(id, reason.strip()));
          audit.record(
              actor,
              "supply.recalled",
              PlaceCode.WORLD,
              lot.toString(),
              Map.of("codes", items.size()));
        });
    Recall recall = get(id);
    if (!recall.lot().id().equals(lot))
      throw new Refusal(SupplyRefusal.ID_REUSED, Map.of("id", id.toString()));
    return recall;
  }

  /// What holds its lots; told apart from the same reason of another recall.
  private static String word(UUID recall, String reason) {
    return reason + " (" + recall.toString().substring(0, 8) + ")";
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
        known(row.lot()),
        row.reason(),
        row.by(),
        row.begun(),
        Optional.ofNullable(row.lifted()),
        row.codes());
  }

  @Override
  public Recall lift(Actor actor, UUID id, String note) {
    access.requireSomewhere(actor, Permission.RECALL_GOODS);
    if (note.isBlank() || note.length() > 300 || note.indexOf('\0') >= 0) throw Planner.bad("note");
    Recall recall = get(id);
    transactions.run(
        () -> {
          if (!rows.lift(id, note.strip(), now())) return;
          rows.release(word(id, recall.reason()));
          audit.record(
              actor,
              "supply.recall-lifted",
              PlaceCode.WORLD,
              Objects.requireNonNull(recall.lot()).id().toString(),
              Map.of());
        });
    return get(id);
  }

  @Override
  public List<Recall> list(Actor actor) {
    access.requireSomewhere(actor, Permission.RECALL_GOODS);
    return rows.newest().stream().map(this::recall).toList();
  }
}
