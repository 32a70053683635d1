package org.yutang.programme;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.programme.definition.Definitions;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Pairs gifts with people and parts them again. A gift's row says whether it waits or is paired;
/// it, the pairing, the person's sums and the event for the log change in one transaction.
@Component
class Pairing {

  /// How many pairs one transaction makes.
  private static final int AT_ONCE = 500;

  private static final int TRIES = 5;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PairingRows rows;
  private final Definitions definitions;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  Pairing(
      PairingRows rows,
      Definitions definitions,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.definitions = definitions;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// As [AddedCover#add].
  boolean add(ProgrammeId id, UUID gift, Money amount, LocalDate day) {
    requireTransaction();
    Programme programme = definitions.get(id).programme();
    Optional<Programme.Gifts> gifts = programme.gifts(programme.yearOf(day));
    if (gifts.isEmpty()
        || !amount.currency().equals(gifts.get().least().currency())
        || amount.compareTo(gifts.get().least()) < 0) return false;
    if (rows.insert(id, gift, now()))
      pair(
          rows.next(id, earliest(), 1),
          List.of(rows.gift(gift, false).orElseThrow()),
          gifts.get().adds(),
          day);
    return true;
  }

  /// As [AddedCover#takeBack]. Somebody may pair the gift anew between the look at whose it is and
  /// the lock.
  void takeBack(UUID gift, LocalDate day) {
    requireTransaction();
    for (int i = 0; i < TRIES; i++) {
      Optional<PairingRows.GiftRow> seen = rows.gift(gift, false);
      if (seen.isEmpty()) return;
      Optional<PairingRows.Pair> pair =
          rows.pairs(seen.get().pairing().stream().toList()).stream().findFirst();
      Optional<PairingRows.Participant> who =
          pair.flatMap(each -> rows.participant(each.programme(), each.person(), true));
      PairingRows.GiftRow held = rows.gift(gift, true).orElseThrow();
      if (held.refunded()) return;
      if (!held.pairing().equals(seen.get().pairing())) continue;
      if (pair.isPresent()) {
        long used = rows.used(pair.get().programme(), pair.get().person());
        if (rows.isUsed(pair.get(), used)) {
          rows.refunded(gift, AddedCover.State.PAIRED);
          return;
        }
        rows.takeBack(who.orElseThrow(), pair.get(), day);
      }
      rows.refunded(gift, AddedCover.State.TAKEN_BACK);
      return;
    }
    throw new IllegalStateException("gift " + gift + " was paired anew again and again");
  }

  /// Whoever a settled chunk has enrolled takes part, where gifts add to cover.
  void joined(int shard, UUID chunk, ProgrammeId id, int policyYear) {
    Optional<Programme> programme =
        definitions.list().stream()
            .filter(each -> each.id().equals(id) && each.gifts(policyYear).isPresent())
            .findFirst();
    if (programme.isEmpty()) return;
    rows.join(shard, chunk, programme.get().coverTo(policyYear));
    pairWaiting(programme.get());
  }

  /// Ends somebody's part, who is held.
  void part(PairingRows.Participant who, LocalDate day) {
    rows.release(who, rows.used(who.programme(), who.person()), day);
    rows.leave(who, day);
  }

  /// Ends the part of those whose cover was not renewed in time.
  void lapse() {
    LocalDate before = earliest();
    for (PairingRows.Participant each : rows.lapsing(before, AT_ONCE))
      transactions.run(
          () ->
              rows.participant(each.programme(), each.person(), true)
                  .filter(who -> who.left().isEmpty() && who.until().isBefore(before))
                  .ifPresent(who -> part(who, who.until())));
  }

  /// Pairs what waits, the longest waiting first and with whoever has the least, in one transaction
  /// after the other, until there are no more gifts or no more people.
  void pairWaiting(Programme programme) {
    LocalDate today = BusinessDay.of(clock.instant());
    Optional<Programme.Gifts> gifts = programme.gifts(programme.yearOf(today));
    if (gifts.isEmpty()) return;
    for (int most = MOST_ROUNDS; most > 0; most--)
      if (!transactions.call(() -> pairSome(programme.id(), gifts.get().adds(), today))) return;
  }

  private static final int MOST_ROUNDS = 1000;

  /// @return whether there may be more
  private boolean pairSome(ProgrammeId programme, Money adds, LocalDate day) {
    List<PairingRows.GiftRow> waiting = rows.waiting(programme, AT_ONCE);
    if (waiting.isEmpty()) return false;
    return pair(rows.next(programme, earliest(), waiting.size()), waiting, adds, day);
  }

  /// @return whether anybody was paired
  private boolean pair(
      List<PairingRows.Participant> people,
      List<PairingRows.GiftRow> gifts,
      Money adds,
      LocalDate day) {
    Instant now = now();
    List<PairingRows.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.min(people.size(), gifts.size()); i++) {
      PairingRows.Participant who = people.get(i);
      PairingRows.GiftRow gift = gifts.get(i);
      byte[] salt = new byte[32];
      RANDOM.nextBytes(salt);
      pairs.add(
          new PairingRows.Pair(
              Uuids.freshInShard(who.shard(), now, RANDOM.nextLong()),
              gift.programme(),
              gift.gift(),
              gift.pairings() + 1,
              who.person(),
              who.county(),
              adds.minor(),
              adds.currency(),
              day,
              salt));
    }
    if (pairs.isEmpty()) return false;
    rows.pair(pairs, now);
    outbox.write(
        CoverPaired.TOPIC, new CoverPaired(pairs.stream().map(PairingRows.Pair::id).toList()));
    return true;
  }

  /// The earliest last day of cover of those who take part today.
  private LocalDate earliest() {
    return BusinessDay.of(clock.instant()).minusDays(AddedCover.DAYS_TO_RENEW);
  }

  private static void requireTransaction() {
    if (!Transactions.isOpen())
      throw new IllegalStateException("cover is added in the transaction of its gift");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
