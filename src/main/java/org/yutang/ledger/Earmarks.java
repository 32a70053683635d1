package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Uuids;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// How a room ties a decision of its own to money that moves, so that neither is ever there without
/// the other.
///
/// A room's row and the ledger's lines are committed apart (one day on two machines), so no single
/// transaction can hold both. Instead:
/// 1. [#open] writes down that something is about to be set aside.
/// 2. [#hold] reserves the money. Nothing has been decided yet; whoever dies here leaves money held
///    and nothing else.
/// 3. In *one* transaction the room commits its rows, calls [#keep], and writes an event to the
///    outbox.
/// 4. The room's outbox listener calls [#settle] with the reservations that its rows name: they are
///    posted, the others of the earmark are released. The outbox delivers at least once and
///    [#settle] may be repeated, so it happens.
///
/// What is not kept is released by [#drop] (a run that starts over drops what it left behind) or,
/// after [#GRACE], by [#sweep]. Both mark the earmark first, and `keep` fails on a marked one: a
/// room that was merely slow cannot commit rows whose money is gone. Reservations made under a
/// dropped earmark by such a straggler are released by later sweeps.
@Component
public class Earmarks implements EveryMinute {

  /// How long a room may take between [#open] and [#keep].
  public static final Duration GRACE = Duration.ofMinutes(10);

  /// How long a dropped earmark is watched for stragglers.
  private static final Duration WATCH = Duration.ofDays(1);

  /// An outbox may stand still for longer than any sweep; kept money must not be released
  /// meanwhile.
  private static final Duration HOLD_LIMIT = Duration.ofDays(3650);

  private static final int SWEPT_AT_ONCE = 1000;

  private final Sharding sharding;
  private final SqlLedger ledger;
  private final JdbcTemplate jdbc;
  private final Clock clock;

  Earmarks(Sharding sharding, SqlLedger ledger, DataSource database, Clock clock) {
    this.sharding = sharding;
    this.ledger = ledger;
    this.jdbc = new JdbcTemplate(database);
    this.clock = clock;
  }

  /// Money to be reserved. `id` carries the millisecond of its cause, and is best random: it
  /// appears in public.
  public record Hold(
      UUID id, UUID from, UUID to, long amount, String memo, LocalDate businessDate) {}

  /// The id of the transfer that [#settle] makes of a reservation.
  public static UUID transferOf(UUID reservation) {
    return Uuids.derived(Uuids.instantOf(reservation), "post", reservation.toString());
  }

  /// @param owner whose it is, such as `programme.enrol/…`; [#dropAll] finds it by that
  public Earmark open(int shard, String owner) {
    Earmark earmark = new Earmark(shard, Uuids.fresh(clock.instant()));
    with(
        rows ->
            rows.update(
                "insert into ledger.earmark (shard_key, id, owner, state, changed_at) values (?, ?, ?, 'OPEN', ?)",
                shard,
                earmark.id(),
                owner,
                Books.utc(clock.instant())));
    return earmark;
  }

  /// Reserves, at most [Ledger#MAX_COMMANDS] at once; one outcome each. What is refused (an empty
  /// fund) leaves no trace.
  public List<Outcome> hold(Earmark earmark, List<Hold> holds) {
    Instant expiry = clock.instant().plus(HOLD_LIMIT);
    List<Command> commands = new ArrayList<>(holds.size());
    for (Hold hold : holds)
      commands.add(
          new Command.Reserve(
              hold.id(),
              hold.from(),
              hold.to(),
              hold.amount(),
              hold.memo(),
              hold.businessDate(),
              owner(earmark),
              expiry));
    return ledger.execute(commands);
  }

  /// Binds the earmark to the room's transaction, which must be open.
  ///
  /// @throws IllegalStateException if the earmark was dropped meanwhile; let the transaction roll
  ///   back and start over
  public void keep(Earmark earmark) {
    if (!Transactions.isOpen())
      throw new IllegalStateException("keep belongs into the transaction of the rows");
    int kept = change(earmark, "OPEN", "KEPT");
    if (kept == 0)
      throw new IllegalStateException(
          "earmark " + earmark.id() + " was dropped before its rows were committed");
  }

  /// Posts these reservations of a kept earmark in full and releases its others. May be repeated.
  ///
  /// @throws IllegalStateException if one of them cannot be posted, which the protocol rules out
  public void settle(Earmark earmark, Collection<UUID> kept) {
    Set<UUID> wanted = new HashSet<>(kept);
    for (List<Held> open = held(earmark); !open.isEmpty(); open = held(earmark)) {
      List<Command> commands = new ArrayList<>(open.size());
      for (Held held : open) {
        if (wanted.contains(held.reservation()))
          commands.add(
              new Command.Post(transferOf(held.reservation()), held.reservation(), held.amount()));
        else commands.add(release(held));
      }
      requireAccepted(ledger.execute(commands));
    }
    requirePosted(wanted);
    with(
        rows ->
            rows.update(
                "delete from ledger.earmark where shard_key = ? and id = ? and state = 'KEPT'",
                earmark.shard(),
                earmark.id()));
  }

  /// Releases everything of an earmark that is not kept; a kept one stays as it is.
  public void drop(Earmark earmark) {
    if (change(earmark, "OPEN", "DROPPED") == 1) releaseAll(earmark);
  }

  /// Drops what an earlier run of the same owner left open, and goes on with what it was killed in
  /// the middle of dropping.
  public void dropAll(int shard, String owner) {
    for (Found left :
        with(
            rows ->
                rows.query(
                    "select shard_key, id, state from ledger.earmark where shard_key = ? and owner = ? and state <> 'KEPT'",
                    Earmarks::found,
                    shard,
                    owner))) sweep(left);
  }

  @Override
  public void everyMinute() {
    sweep(GRACE);
  }

  /// Drops what has been open for longer than the grace, and releases what stragglers reserved
  /// under dropped earmarks.
  ///
  /// @return how many earmarks it looked at
  public int sweep(Duration grace) {
    Instant now = clock.instant();
    List<Found> found =
        with(
            rows ->
                rows.query(
                    """
                select shard_key, id, state from ledger.earmark
                where state = 'DROPPED' or (state = 'OPEN' and changed_at < ?) order by changed_at limit ?
                """,
                    Earmarks::found,
                    Books.utc(now.minus(grace)),
                    SWEPT_AT_ONCE));
    for (Found each : found) sweep(each);
    with(
        rows ->
            rows.update(
                "delete from ledger.earmark where state = 'DROPPED' and changed_at < ?",
                Books.utc(now.minus(WATCH))));
    return found.size();
  }

  /// An earmark as it was seen; an open one may have been kept since.
  record Found(Earmark earmark, boolean dropped) {}

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        new Earmark(row.getInt(1), row.getObject(2, UUID.class)),
        row.getString(3).equals("DROPPED"));
  }

  void sweep(Found found) {
    if (found.dropped) releaseAll(found.earmark);
    else drop(found.earmark);
  }

  private void releaseAll(Earmark earmark) {
    for (List<Held> open = held(earmark); !open.isEmpty(); open = held(earmark))
      requireAccepted(ledger.execute(open.stream().<Command>map(Earmarks::release).toList()));
  }

  private static Command release(Held held) {
    return new Command.Void(
        Uuids.derived(Uuids.instantOf(held.reservation()), "void", held.reservation().toString()),
        held.reservation());
  }

  private record Held(UUID reservation, long amount) {}

  /// Of all shards, or of the first ones that have enough.
  private List<Held> held(Earmark earmark) {
    List<Held> held = new ArrayList<>();
    for (int shard : sharding.all())
      if (held.size() < Ledger.MAX_COMMANDS)
        held.addAll(held(shard, earmark, Ledger.MAX_COMMANDS - held.size()));
    return held;
  }

  private List<Held> held(int shard, Earmark earmark, int limit) {
    return with(
        rows ->
            rows.query(
                "select id, amount from ledger.reservation where shard_key = ? and owner = ? order by made_at, id limit ?",
                row -> new Held(row.getObject(1, UUID.class), row.getLong(2)),
                shard,
                owner(earmark),
                limit));
  }

  private void requirePosted(Set<UUID> wanted) {
    if (wanted.isEmpty()) return;
    List<UUID> transfers = wanted.stream().map(Earmarks::transferOf).toList();
    long posted = sharding.all().stream().mapToLong(shard -> posted(shard, transfers)).sum();
    if (posted != wanted.size())
      throw new IllegalStateException(
          posted + " of " + wanted.size() + " kept reservations are posted");
  }

  private long posted(int shard, List<UUID> transfers) {
    return with(rows ->
            rows.query(
                "select count(*) from ledger.transfer where shard_key = ? and id = any (?) and id >= ? and id <= ? and kind = ?",
                row -> row.getLong(1),
                shard,
                Column.uuids(transfers, id -> id),
                Partitions.least(transfers),
                Partitions.greatest(transfers),
                LineKind.POST.code))
        .getFirst();
  }

  private static void requireAccepted(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes)
      if (outcome instanceof Outcome.Refused refused && !alreadyEnded(refused))
        throw new IllegalStateException("not settled: " + refused);
  }

  /// Two deliveries at once, or a sweep beside a drop, may end the same reservation; the first one
  /// counts.
  private static boolean alreadyEnded(Outcome.Refused refused) {
    return refused.reason() == Outcome.Reason.ALREADY_POSTED
        || refused.reason() == Outcome.Reason.ALREADY_VOIDED;
  }

  private int change(Earmark earmark, String from, String to) {
    return with(
        rows ->
            rows.update(
                "update ledger.earmark set state = ?, changed_at = ? where shard_key = ? and id = ? and state = ?",
                to,
                Books.utc(clock.instant()),
                earmark.shard(),
                earmark.id(),
                from));
  }

  private static String owner(Earmark earmark) {
    return "earmark/" + earmark.id();
  }

  private interface Work<T> {
    T with(Rows rows) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    T result = jdbc.execute((ConnectionCallback<T>) connection -> work.with(new Rows(connection)));
    if (result == null) throw new IllegalStateException("no result");
    return result;
  }
}
