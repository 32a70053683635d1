package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;

/// Brings home what accounts have received in other shards, in two legs, each of which can be
/// repeated:
/// 1. in the other shard, what the sub-account holds is *reserved* for the clearing account;
/// 2. at home, the clearing account gives it to the account, under an id that follows from the
///    reservation's, which the line names as its holder;
/// 3. in the other shard, the reservation is posted, under an id that follows from it too.
///
/// Whoever dies in between leaves an open reservation, and the next sweep goes on with it. It is
/// not voided, since nobody could be sure that the second leg will not happen, unless that leg's id
/// has become too old for that. An account that is frozen meanwhile gets its money when it is open
/// again. Once a minute sub-accounts are frozen or opened as their accounts are, should somebody
/// have died between the two. Over all shards the clearing accounts of a unit come to nothing but
/// what is between the second and the third step, which the check of the books knows.
final class Sweep {

  static final String OWNER = "ledger.sweep";
  static final String MEMO = "sweep";

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(100);
  private static final Duration ALIGN_EVERY = Duration.ofMinutes(1);
  private static final Duration HELD_FOR = Duration.ofDays(3650);
  private static final int AT_ONCE = Ledger.MAX_COMMANDS / 2;
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Sharding sharding;
  private final SubAccounts subAccounts;
  private final List<Writer> writers;
  private final JdbcClient sql;
  private final Clock clock;
  private final Thread thread;
  private long alignAt = System.nanoTime();
  private boolean asked;
  private boolean stopped;

  /// Legs that were refused at home; they are tried again after the next alignment, so that they
  /// hold up nobody else.
  private final Set<UUID> resting = new HashSet<>();

  /// @param writers of all shards, in their order
  Sweep(
      Sharding sharding,
      SubAccounts subAccounts,
      List<Writer> writers,
      JdbcClient sql,
      Clock clock) {
    this.sharding = sharding;
    this.subAccounts = subAccounts;
    this.writers = writers;
    this.sql = sql;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("ledger-sweep").start(this::run);
  }

  /// Somebody was paid in another shard.
  synchronized void wake() {
    asked = true;
    notifyAll();
  }

  void stop() throws InterruptedException {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.join();
  }

  private void run() {
    try {
      while (rest()) {
        boolean align = System.nanoTime() - alignAt >= 0;
        if (align) {
          resting.clear();
          alignAt = System.nanoTime() + ALIGN_EVERY.toNanos();
        }
        for (int shard : sharding.all())
          try {
            if (writers.get(shard).mayWrite()) {
              if (align) align(shard);
              sweep(shard);
            }
          } catch (RuntimeException e) {
            LOG.warn("shard {} is swept later: {}", shard, e.toString());
          }
        Thread.sleep(REST);
      }
    } catch (InterruptedException e) {
      LOG.warn("the ledger's sweep was interrupted");
    }
  }

  /// Waits for work; false when it is time to end.
  @SuppressWarnings("WaitNotInLoop") // to wake too early is to look too early, which is harmless
  private synchronized boolean rest() throws InterruptedException {
    if (!asked && !stopped) wait(LOOK.toMillis());
    asked = false;
    return !stopped;
  }

  /// What lies in a sub-account and is not reserved yet.
  private record Gathered(UUID account, String unit, long amount) {}

  /// The first leg of one sweep.
  private record Leg(UUID id, UUID account, String unit, long amount, LocalDate day) {}

  private void sweep(int shard) {
    Instant now = clock.instant();
    List<Command> reserves = new ArrayList<>();
    for (Gathered each : gathered(shard)) {
      subAccounts.openClearing(each.unit);
      reserves.add(
          new Command.Reserve(
              Uuids.fresh(now),
              each.account,
              SubAccounts.clearing(each.unit),
              each.amount,
              MEMO,
              BusinessDay.of(now),
              OWNER,
              now.plus(HELD_FOR)));
    }
    submit(shard, reserves);

    Map<Integer, List<Leg>> byHome = new TreeMap<>();
    for (Leg leg : open(shard))
      byHome.computeIfAbsent(sharding.home(leg.account), first -> new ArrayList<>()).add(leg);
    byHome.forEach(
        (home, legs) -> {
          if (writers.get(home).mayWrite()) bringHome(shard, home, legs);
        });
  }

  private record Sub(UUID account, AccountState state) {}

  private void align(int shard) {
    Map<Integer, List<Sub>> byHome = new TreeMap<>();
    for (Sub sub : states(shard, "part = 'SUB'", List.of()))
      byHome.computeIfAbsent(sharding.home(sub.account), first -> new ArrayList<>()).add(sub);
    byHome.forEach(
        (home, subs) -> {
          Map<UUID, AccountState> wanted = new HashMap<>();
          for (Sub at : states(home, "id = any (:ids)", subs)) wanted.put(at.account, at.state);
          for (Sub sub : subs) {
            boolean open = wanted.get(sub.account) == AccountState.OPEN;
            if (open != (sub.state == AccountState.OPEN))
              writers.get(shard).set(sub.account, open ? AccountState.OPEN : AccountState.FROZEN);
          }
        });
  }

  private List<Sub> states(int shard, String which, List<Sub> of) {
    return sql.sql("select id, state from ledger.account where shard_key = :shard and " + which)
        .param("shard", shard)
        .param("ids", of.stream().map(Sub::account).toArray(UUID[]::new))
        .query(
            (row, number) ->
                new Sub(row.getObject(1, UUID.class), AccountState.valueOf(row.getString(2))))
        .list();
  }

  private void bringHome(int shard, int home, List<Leg> legs) {
    List<Outcome> arrived =
        submit(
            home,
            legs.stream()
                .<Command>map(
                    leg ->
                        new Command.Transfer(
                            derived(leg, "home"),
                            SubAccounts.clearing(leg.unit),
                            leg.account,
                            leg.amount,
                            MEMO,
                            leg.day,
                            leg.id))
                .toList());
    List<Command> ends = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      if (!(arrived.get(i) instanceof Outcome.Refused refused))
        ends.add(new Command.Post(derived(leg, "swept"), leg.id, leg.amount));
      else if (refused.reason() == Outcome.Reason.ID_OUT_OF_RANGE) ends.add(late(home, leg));
      else resting.add(leg.id);
    }
    submit(shard, ends);
  }

  /// The end of a leg of over a year ago, whose second step happened then or never will.
  private Command late(int home, Leg leg) {
    boolean arrived =
        sql.sql(
                "select exists (select 1 from ledger.transfer where shard_key = :home and id = :id)")
            .param("home", home)
            .param("id", derived(leg, "home"))
            .query(Boolean.class)
            .single();
    UUID id = Uuids.fresh(clock.instant());
    return arrived ? new Command.Post(id, leg.id, leg.amount) : new Command.Void(id, leg.id);
  }

  private List<Outcome> submit(int shard, List<Command> commands) {
    return commands.isEmpty()
        ? List.of()
        : Failures.join(
            writers.get(shard).submit(commands.stream().map(Asked::of).toList(), commands.size()));
  }

  private static UUID derived(Leg leg, String step) {
    return Uuids.derivedFrom(Uuids.instantOf(leg.id), step, leg.id);
  }

  private List<Gathered> gathered(int shard) {
    return sql.sql(
            """
            select id, unit, balance - reserved from ledger.account
            where shard_key = :shard and part = 'SUB' and state = 'OPEN' and balance > reserved limit :limit
            """)
        .param("shard", shard)
        .param("limit", AT_ONCE)
        .query(
            (row, number) ->
                new Gathered(row.getObject(1, UUID.class), row.getString(2), row.getLong(3)))
        .list();
  }

  private List<Leg> open(int shard) {
    return sql.sql(
            """
            select id, debit, unit, amount, business_date from ledger.reservation
            where shard_key = :shard and owner = :owner and id <> all (:resting) order by made_at, id limit :limit
            """)
        .param("shard", shard)
        .param("owner", OWNER)
        .param("resting", resting.toArray(UUID[]::new))
        .param("limit", AT_ONCE)
        .query((row, number) -> leg(row))
        .list();
  }

  private static Leg leg(ResultSet row) throws SQLException {
    return new Leg(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getLong(4),
        row.getObject(5, LocalDate.class));
  }
}
