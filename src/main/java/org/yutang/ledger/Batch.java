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
/// Pure: no database, no clock, one thread. What is loaded must hold every account, id and
/// reservation that the commands name.
final class Batch {

  /// How far an id's millisecond may lie from now.
  static final Duration OLDEST_ID = Duration.ofDays(400);

  static final Duration NEWEST_ID = Duration.ofDays(1);

  private final Instant now;
  private final Map<UUID, Balance> accounts;
  private final Map<UUID, UUID> known;
  private final Map<UUID, Reservation> open;
  private final Map<UUID, LineKind> ended;

  private final List<NewLine> lines = new ArrayList<>();
  private final Map<UUID, Reservation> made = new LinkedHashMap<>();
  private final List<UUID> closed = new ArrayList<>();

  /// @param known the content of every line that is there already, by its id
  /// @param open open reservations
  /// @param ended how reservations that are not open any more ended
  Batch(
      Instant now,
      Map<UUID, Balance> accounts,
      Map<UUID, UUID> known,
      Map<UUID, Reservation> open,
      Map<UUID, LineKind> ended) {
    this.now = now;
    this.accounts = accounts;
    this.known = new HashMap<>(known);
    this.open = new HashMap<>(open);
    this.ended = new HashMap<>(ended);
  }

  /// Releases what has expired; comes before the commands.
  void expire(Collection<Reservation> due) {
    for (Reservation reservation : due) {
      if (!open.containsKey(reservation.id())) continue;
      account(reservation.debit()).release(reservation.amount());
      UUID id = Uuids.fresh(now);
      close(
          reservation, LineKind.EXPIRE, id, reservation.amount(), Content.of(id, reservation.id()));
    }
  }

  Outcome decide(Command command) {
    Reason bad = range(command);
    if (bad != null) return new Refused(command.id(), bad, null);
    UUID content = Content.of(command);
    UUID before = known.get(command.id());
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

  /// Reservations that were made and are still open.
  Collection<Reservation> made() {
    return made.values();
  }

  /// Reservations that were open before and are not any more.
  List<UUID> closed() {
    return closed;
  }

  List<Balance> changed() {
    return accounts.values().stream().filter(Balance::changed).toList();
  }

  private @Nullable Reason range(Command command) {
    if (outOfRange(command.id())) return Reason.ID_OUT_OF_RANGE;
    if (command instanceof Command.Linked linked)
      for (Command.Transfer member : linked.transfers())
        if (outOfRange(member.id())) return Reason.ID_OUT_OF_RANGE;
    return null;
  }

  private boolean outOfRange(UUID id) {
    Instant cause = Uuids.instantOf(id);
    return cause.isBefore(now.minus(OLDEST_ID)) || cause.isAfter(now.plus(NEWEST_ID));
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
          !known.containsKey(member.id())
              && ids.put(member.id(), Content.of(member, linked.id())) == null;
      refused = fresh ? move(member) : new Refused(member.id(), Reason.ID_REUSED, null);
      if (refused != null) break;
      moved.add(member);
    }
    if (refused != null) {
      for (Command.Transfer member : moved.reversed())
        account(member.from()).takeBack(account(member.to()), member.amount());
      return new Refused(linked.id(), refused.reason(), refused.account());
    }
    write(
        new NewLine(
            linked.id(), LineKind.GROUP, null, null, 0, "", "linked", null, null, null, content));
    for (Command.Transfer member : moved)
      write(line(member, linked.id(), Objects.requireNonNull(ids.get(member.id()))));
    return new Accepted(linked.id(), false);
  }

  private @Nullable Refused move(Command.Transfer transfer) {
    Refused refused = check(transfer.id(), transfer.from(), transfer.to(), transfer.amount());
    if (refused != null) return refused;
    Reason reason = account(transfer.from()).give(account(transfer.to()), transfer.amount());
    return reason == null
        ? null
        : new Refused(transfer.id(), reason, culprit(reason, transfer.from()));
  }

  private Outcome reserve(Command.Reserve reserve, UUID content) {
    Refused refused = check(reserve.id(), reserve.from(), reserve.to(), reserve.amount());
    if (refused != null) return refused;
    if (!reserve.expiresAt().isAfter(now)) return new Refused(reserve.id(), Reason.EXPIRED, null);
    Balance from = account(reserve.from());
    Reason reason = from.reserve(reserve.amount());
    if (reason != null) return new Refused(reserve.id(), reason, culprit(reason, reserve.from()));
    Reservation reservation =
        new Reservation(
            reserve.id(),
            reserve.from(),
            reserve.to(),
            reserve.amount(),
            from.unit,
            reserve.memo(),
            reserve.businessDate(),
            reserve.owner(),
            reserve.expiresAt());
    open.put(reservation.id(), reservation);
    made.put(reservation.id(), reservation);
    write(
        new NewLine(
            reserve.id(),
            LineKind.RESERVE,
            reserve.from(),
            reserve.to(),
            reserve.amount(),
            from.unit,
            reserve.memo(),
            reserve.businessDate(),
            null,
            null,
            content));
    return new Accepted(reserve.id(), false);
  }

  private Outcome post(Command.Post post, UUID content) {
    if (post.amount() <= 0) return new Refused(post.id(), Reason.NOT_POSITIVE, null);
    Reservation reservation = open.get(post.reservation());
    if (reservation == null || reservation.isDue(now))
      return new Refused(post.id(), whyNotOpen(post.reservation()), null);
    if (post.amount() > reservation.amount())
      return new Refused(post.id(), Reason.MORE_THAN_RESERVED, null);
    Reason reason =
        account(reservation.debit())
            .post(account(reservation.credit()), reservation.amount(), post.amount());
    if (reason != null) return new Refused(post.id(), reason, reservation.credit());
    close(reservation, LineKind.POST, post.id(), post.amount(), content);
    return new Accepted(post.id(), false);
  }

  private Outcome release(Command.Void release, UUID content) {
    Reservation reservation = open.get(release.reservation());
    if (reservation == null || reservation.isDue(now))
      return new Refused(release.id(), whyNotOpen(release.reservation()), null);
    account(reservation.debit()).release(reservation.amount());
    close(reservation, LineKind.VOID, release.id(), reservation.amount(), content);
    return new Accepted(release.id(), false);
  }

  private Reason whyNotOpen(UUID reservation) {
    if (open.containsKey(reservation)) return Reason.EXPIRED;
    return switch (ended.get(reservation)) {
      case null -> Reason.UNKNOWN_RESERVATION;
      case POST -> Reason.ALREADY_POSTED;
      case VOID -> Reason.ALREADY_VOIDED;
      case EXPIRE -> Reason.EXPIRED;
      case TRANSFER, RESERVE, GROUP ->
          throw new IllegalStateException(
              "reservation " + reservation + " ended in a line that ends none");
    };
  }

  private @Nullable Refused check(UUID id, UUID from, UUID to, long amount) {
    if (amount <= 0) return new Refused(id, Reason.NOT_POSITIVE, null);
    if (from.equals(to)) return new Refused(id, Reason.SAME_ACCOUNT, from);
    Balance debit = accounts.get(from);
    if (debit == null) return new Refused(id, Reason.UNKNOWN_ACCOUNT, from);
    Balance credit = accounts.get(to);
    if (credit == null) return new Refused(id, Reason.UNKNOWN_ACCOUNT, to);
    return debit.unit.equals(credit.unit) ? null : new Refused(id, Reason.UNIT_MISMATCH, to);
  }

  private static @Nullable UUID culprit(Reason reason, UUID from) {
    return reason == Reason.INSUFFICIENT ? from : null;
  }

  private NewLine line(Command.Transfer transfer, @Nullable UUID group, UUID content) {
    String unit = account(transfer.from()).unit;
    return new NewLine(
        transfer.id(),
        LineKind.TRANSFER,
        transfer.from(),
        transfer.to(),
        transfer.amount(),
        unit,
        transfer.memo(),
        transfer.businessDate(),
        null,
        group,
        content);
  }

  private void close(Reservation reservation, LineKind how, UUID id, long amount, UUID content) {
    open.remove(reservation.id());
    if (made.remove(reservation.id()) == null) closed.add(reservation.id());
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
            content));
  }

  private void write(NewLine line) {
    lines.add(line);
    known.put(line.id(), line.content());
  }

  private Balance account(UUID id) {
    return Objects.requireNonNull(accounts.get(id), "account not loaded");
  }
}
