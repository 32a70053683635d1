package org.yutang.farm;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Locks all contracts in one order, then all numbers of lots in one order, those of their sources
/// too; people's deliveries lock a contract, then a number.
@Component
class SqlGradedGoods implements GradedGoods {

  private final GradedRows rows;
  private final ContractRows contracts;
  private final DeliveryCheck check;
  private final Audit audit;
  private final Outbox outbox;
  private final Clock clock;

  SqlGradedGoods(
      GradedRows rows,
      ContractRows contracts,
      DeliveryCheck check,
      Audit audit,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.contracts = contracts;
    this.check = check;
    this.audit = audit;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// A contract beside what it says to the lot.
  private static final class Candidate {
    final ContractRow row;
    final Set<UUID> seasons;

    /// Of the lot that is being taken.
    final List<Share> shares = new ArrayList<>();

    Candidate(ContractRow row, Set<UUID> seasons) {
      this.row = row;
      this.seasons = seasons;
    }

    long grams() {
      return shares.stream().mapToLong(share -> share.mass().grams()).sum();
    }

    LocalDate day() {
      return shares.stream().map(Share::day).max(LocalDate::compareTo).orElseThrow();
    }
  }

  @Override
  public void take(Actor by, Collection<Lot> lots) {
    if (!Transactions.isOpen()) throw new IllegalStateException("no transaction");
    Set<UUID> seasons = new HashSet<>();
    Set<String> codes = new TreeSet<>();
    Set<String> numbers = new TreeSet<>();
    for (Lot lot : lots) {
      lot.shares().forEach(share -> seasons.add(share.season()));
      codes.add(lot.code());
      numbers.addAll(lot.sources());
    }
    numbers.addAll(codes);
    List<Candidate> candidates = new ArrayList<>();
    for (UUID id : rows.contracts(codes, seasons))
      contracts.lock(id).ifPresent(row -> candidates.add(new Candidate(row, rows.seasons(id))));
    numbers.forEach(rows::lock);
    for (Lot lot : lots) take(by, lot, candidates);
  }

  @Override
  public Set<String> waiting(UUID contract) {
    return rows.waiting(contract);
  }

  private void take(Actor by, Lot lot, List<Candidate> candidates) {
    candidates.forEach(each -> each.shares.clear());
    rows.write(lot);
    boolean byHand = rows.anyByHand(lot.sources());
    for (Share share : lot.shares()) assign(lot, share, candidates, byHand);
    long left = lot.mass().grams();
    Map<UUID, Long> written = new HashMap<>();
    for (GradedRows.ByHand each : rows.byHand(lot.code())) {
      written.put(each.contract(), each.grams());
      left -= each.grams();
    }
    for (Candidate each : candidates) {
      if (each.row.state != Contract.State.SIGNED) continue;
      long grams =
          Math.clamp(each.grams() - written.getOrDefault(each.row.id, 0L), 0, Math.max(0, left));
      left -= grams;
      feed(by, lot, each, grams);
    }
  }

  private void assign(Lot lot, Share share, List<Candidate> candidates, boolean byHand) {
    @Nullable Candidate taker = null;
    Fate fate = Fate.NO_CONTRACT;
    for (Candidate each : candidates) {
      if (!each.seasons.contains(share.season())) continue;
      Fate said = byHand ? Fate.BY_HAND : said(lot, share, each.row);
      if (said == Fate.COUNTED && taker != null) {
        fate = Fate.SEVERAL;
        taker = null;
        break;
      }
      if (said == Fate.COUNTED) taker = each;
      if (said == Fate.COUNTED || fate != Fate.COUNTED) fate = said;
    }
    if (taker != null) taker.shares.add(share);
    rows.write(lot.code(), share, taker == null ? null : taker.row.id, fate);
  }

  /// What a settled contract took stays counted.
  private Fate said(Lot lot, Share share, ContractRow row) {
    if (row.state != Contract.State.SIGNED)
      return contracts.findDelivery(id(lot, row)).isPresent() ? Fate.COUNTED : Fate.NOT_NOW;
    try {
      var _ = check.requireTaken(row.terms, lot.grade(), share.day());
      return Fate.COUNTED;
    } catch (Refusal refusal) {
      return refusal.code() == FarmRefusal.UNKNOWN_GRADE ? Fate.GRADE : Fate.WINDOW;
    }
  }

  private static UUID id(Lot lot, ContractRow row) {
    return Uuids.named("farm.fed-delivery", lot.code(), row.id.toString());
  }

  private void feed(Actor by, Lot lot, Candidate candidate, long grams) {
    ContractRow row = candidate.row;
    UUID id = id(lot, row);
    Optional<Delivery> there = contracts.findDelivery(id).map(Delivery.Taken::what);
    if (there.map(each -> each.mass().grams()).orElse(0L) == grams) return;
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (there.isPresent()) rows.weigh(id, grams);
    LocalDate day = there.map(Delivery::day).orElseGet(candidate::day);
    if (there.isEmpty()) {
      Delivery fresh = new Delivery(id, row.id, lot.code(), lot.grade(), new Mass(grams), day);
      boolean late = check.requireTaken(row.terms, lot.grade(), day);
      contracts.insert(fresh, late, true, by, now);
    }
    if (grams > 0)
      outbox.write(
          ContractEvents.Delivered.TOPIC,
          ContractEvents.Delivered.of(
              row.terms, new Delivery(id, row.id, lot.code(), lot.grade(), new Mass(grams), day)));
    audit.record(
        by,
        there.isPresent() ? "farm.delivery-corrected" : "farm.delivered",
        row.place,
        row.id.toString(),
        Map.of("lot", lot.code(), "grade", lot.grade(), "grams", grams));
  }
}
