package org.yutang.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Outcome.Accepted;
import org.yutang.ledger.Outcome.Reason;
import org.yutang.ledger.Outcome.Refused;

/// Decides commands one after the other on accounts in memory and collects what is to be written.
/// Pure: no database, no clock, one thread. The memory must hold every account and counter that
/// exists and that the commands name, and `open` every open reservation that they name.
///
/// It believes that no id has been used before unless it was told: who writes what came of it finds
/// out, and decides again knowing them ([Books]).
final class Batch {

  /// How far an id's millisecond may lie from now.
  static final Duration OLDEST_ID = Duration.ofDays(400);

  static final Duration NEWEST_ID = Duration.ofDays(1);

  private final Instant now;
  private final long oldestId;
  private final long newestId;
  private final Memory memory;
  private final Accounts accounts;
  private final Map<UUID, Reservation> open;
  private final Map<UUID, UUID> known;

  private final List<NewLine> lines = new ArrayList<>();
  private final Map<UUID, UUID> written = new HashMap<>();
  private final Map<UUID, Reservation> made = new LinkedHashMap<>();
  private final List<Reservation> closed = new ArrayList<>();
  private final Map<UUID, LineKind> ended = new HashMap<>();

  /// @param open open reservations, by their ids
  /// @param known contents of lines that are there already, by their ids
  Batch(Instant now, Memory memory, Map<UUID, Reservation> open, Map<UUID, UUID> known) {
    this.now = now;
    this.oldestId = now.minus(OLDEST_ID).toEpochMilli();
    this.newestId = now.plus(NEWEST_ID).toEpochMilli();
    this.memory = memory;
    this.accounts = memory.accounts;
    this.open = new HashMap<>(open);
    this.known = known;
  }

  /// Releases what has expired; comes before the commands.
  void expire(Collection<Reservation> due) {
    for (Reservation reservation : due) {
      if (!open.containsKey(reservation.id())) continue;
      release(reservation);
      UUID id = Uuids.fresh(now);
      close(
          reservation, LineKind.EXPIRE, id, reservation.amount(), Content.of(id, reservation.id()));
    }
  }

  /// @param content [Content#of] the command
  Outcome decide(Command command, UUID content) {
    if (outOfRange(command)) return new Refused(command.id(), Reason.ID_OUT_OF_RANGE, null);
    UUID before = known(command.id());
    if (before != null)
      return before.equals(content)
          ? new Accepted(command.id(), true)
          : new Refused(command.id(), Reason.ID_REUSED, null);
    return switch (command) {
      case Command.Transfer transfer -> transfer(transfer, content);
      case Command.Linked linked -> linked(linked, content);
      case Command.Reserve reserve -> reserve(reserve, content);
      case Command.Post post -> post(post, content);
      case Command.Void release -> release(release, content);
    };
  }

  List<NewLine> lines() {
    return lines;
  }

  /// Contents of the lines by their ids.
  Map<UUID, UUID> contents() {
    return written;
  }

  /// Reservations that were made and are still open.
  List<Reservation> made() {
    return List.copyOf(made.values());
  }

  /// Reservations that were open before and are not any more.
  List<Reservation> closed() {
    return closed;
  }

  private @Nullable UUID known(UUID id) {
    UUID content = written.get(id);
    if (content == null) content = memory.recent.content(id);
    return content == null && !known.isEmpty() ? known.get(id) : content;
  }

  private boolean outOfRange(Command command) {
    if (outOfRange(command.id())) return true;
    if (command instanceof Command.Linked linked)
      for (Command.Transfer member : linked.transfers()) if (outOfRange(member.id())) return true;
    return false;
  }

  private boolean outOfRange(UUID id) {
    long cause = id.getMostSignificantBits() >>> 16;
    return cause < oldestId || cause > newestId;
  }

  private Outcome transfer(Command.Transfer transfer, UUID content) {
    Refused refused = move(transfer);
    if (refused != null) return refused;
    write(line(transfer, null, content));
    return new Accepted(transfer.id(), false);
  }

  private Outcome linked(Command.Linked linked, UUID content) {
    List<Command.Transfer> moved = new ArrayList<>();
    Map<UUID, UUID> ids = new LinkedHashMap<>();
    ids.put(linked.id(), content);
    Refused refused = null;
    for (Command.Transfer member : linked.transfers()) {
      boolean fresh =
          known(member.id()) == null
              && ids.put(member.id(), Content.of(member, linked.id())) == null;
      refused = fresh ? move(member) : new Refused(member.id(), Reason.ID_REUSED, null);
      if (refused != null) break;
      moved.add(member);
    }
    if (refused != null) {
      for (Command.Transfer member : moved.reversed()) takeBack(member);
      return new Refused(linked.id(), refused.reason(), refused.account());
    }
    write(
        new NewLine(
            linked.id(),
            LineKind.GROUP,
            null,
            null,
            0,
            "",
            "linked",
            null,
            null,
            null,
            null,
            content));
    for (Command.Transfer member : moved)
      write(line(member, linked.id(), Objects.requireNonNull(ids.get(member.id()))));
    return new Accepted(linked.id(), false);
  }

  private @Nullable Refused move(Command.Transfer transfer) {
    UUID id = transfer.id();
    int from = accounts.find(transfer.from());
    int to = accounts.find(transfer.to());
    Refused refused =
        check(id, transfer.from(), from, transfer.to(), to, transfer.amount(), transfer.holder());
    if (refused != null) return refused;
    Obstacle obstacle = accounts.give(from, to, transfer.amount());
    if (obstacle != null) return new Refused(id, obstacle.reason(), obstacle.account());
    count(from, transfer.holder(), transfer.amount());
    return null;
  }

  private void takeBack(Command.Transfer transfer) {
    int from = accounts.find(transfer.from());
    accounts.takeBack(from, accounts.find(transfer.to()), transfer.amount());
    count(from, transfer.holder(), -transfer.amount());
  }

  private Outcome reserve(Command.Reserve reserve, UUID content) {
    UUID id = reserve.id();
    int from = accounts.find(reserve.from());
    int to = accounts.find(reserve.to());
    Refused refused =
        check(id, reserve.from(), from, reserve.to(), to, reserve.amount(), reserve.holder());
    if (refused != null) return refused;
    if (!reserve.expiresAt().isAfter(now)) return new Refused(id, Reason.EXPIRED, null);
    Obstacle obstacle = accounts.reserve(from, to, reserve.amount());
    if (obstacle != null) return new Refused(id, obstacle.reason(), obstacle.account());
    count(from, reserve.holder(), reserve.amount());
    Reservation reservation =
        new Reservation(
            reserve.id(),
            reserve.from(),
            reserve.to(),
            reserve.amount(),
            accounts.unit(from),
            reserve.memo(),
            reserve.businessDate(),
            reserve.owner(),
            reserve.expiresAt(),
            reserve.holder());
    open.put(reservation.id(), reservation);
    made.put(reservation.id(), reservation);
    write(
        new NewLine(
            reserve.id(),
            LineKind.RESERVE,
            reserve.from(),
            reserve.to(),
            reserve.amount(),
            reservation.unit(),
            reserve.memo(),
            reserve.businessDate(),
            null,
            null,
            reserve.holder(),
            content));
    return new Accepted(reserve.id(), false);
  }

  private Outcome post(Command.Post post, UUID content) {
    if (post.amount() <= 0) return new Refused(post.id(), Reason.NOT_POSITIVE, null);
    Reservation reservation = open.get(post.reservation());
    if (reservation == null || reservation.isDue(now))
      return new Refused(post.id(), whyNotOpen(post.reservation()), null);
    if (post.amount() > reservation.amount())
      return new Refused(post.id(), Reason.MORE_THAN_RESERVED, reservation.debit());
    int from = accounts.find(reservation.debit());
    accounts.post(from, accounts.find(reservation.credit()), reservation.amount(), post.amount());
    count(from, reservation.holder(), post.amount() - reservation.amount());
    close(reservation, LineKind.POST, post.id(), post.amount(), content);
    return new Accepted(post.id(), false);
  }

  private Outcome release(Command.Void release, UUID content) {
    Reservation reservation = open.get(release.reservation());
    if (reservation == null || reservation.isDue(now))
      return new Refused(release.id(), whyNotOpen(release.reservation()), null);
    release(reservation);
    close(reservation, LineKind.VOID, release.id(), reservation.amount(), content);
    return new Accepted(release.id(), false);
  }

  private void release(Reservation reservation) {
    int from = accounts.find(reservation.debit());
    accounts.release(from, accounts.find(reservation.credit()), reservation.amount());
    count(from, reservation.holder(), -reservation.amount());
  }

  private Reason whyNotOpen(UUID reservation) {
    if (open.containsKey(reservation)) return Reason.EXPIRED;
    return reason(ended.get(reservation));
  }

  /// Why a reservation that ended so cannot be posted or voided; null if it never was.
  static Reason reason(@Nullable LineKind end) {
    return switch (end) {
      case null -> Reason.UNKNOWN_RESERVATION;
      case POST -> Reason.ALREADY_POSTED;
      case VOID -> Reason.ALREADY_VOIDED;
      case EXPIRE -> Reason.EXPIRED;
      case TRANSFER, RESERVE, GROUP ->
          throw new IllegalStateException("a reservation ended in a line that ends none");
    };
  }

  private @Nullable Refused check(
      UUID id, UUID from, int debit, UUID to, int credit, long amount, @Nullable UUID holder) {
    if (amount <= 0) return new Refused(id, Reason.NOT_POSITIVE, null);
    if (from.equals(to)) return new Refused(id, Reason.SAME_ACCOUNT, from);
    if (debit == Accounts.NONE) return new Refused(id, Reason.UNKNOWN_ACCOUNT, from);
    if (credit == Accounts.NONE) return new Refused(id, Reason.UNKNOWN_ACCOUNT, to);
    if (!accounts.unit(debit).equals(accounts.unit(credit)))
      return new Refused(id, Reason.UNIT_MISMATCH, to);
    long most = accounts.perHolder(debit);
    if (most == 0) return null;
    if (holder == null) return new Refused(id, Reason.HOLDER_MISSING, from);
    return memory.counters.used(new Counters.Key(from, holder)) > most - amount
        ? new Refused(id, Reason.OVER_HOLDER, from)
        : null;
  }

  private void count(int from, @Nullable UUID holder, long amount) {
    if (holder != null && accounts.perHolder(from) > 0)
      memory.counters.change(new Counters.Key(accounts.id(from), holder), amount);
  }

  private NewLine line(Command.Transfer transfer, @Nullable UUID group, UUID content) {
    return new NewLine(
        transfer.id(),
        LineKind.TRANSFER,
        transfer.from(),
        transfer.to(),
        transfer.amount(),
        accounts.unit(accounts.find(transfer.from())),
        transfer.memo(),
        transfer.businessDate(),
        null,
        group,
        transfer.holder(),
        content);
  }

  private void close(Reservation reservation, LineKind how, UUID id, long amount, UUID content) {
    open.remove(reservation.id());
    if (made.remove(reservation.id()) == null) closed.add(reservation);
    ended.put(reservation.id(), how);
    write(
        new NewLine(
            id,
            how,
            reservation.debit(),
            reservation.credit(),
            amount,
            reservation.unit(),
            reservation.memo(),
            reservation.businessDate(),
            reservation.id(),
            null,
            reservation.holder(),
            content));
  }

  private void write(NewLine line) {
    lines.add(line);
    written.put(line.id(), line.content());
  }
}
