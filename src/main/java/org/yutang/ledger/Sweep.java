package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
/// never voided, since nobody could be sure that the second leg will not happen; an account that is
/// frozen meanwhile gets its money when it is open again. Over all shards the clearing accounts of
/// a unit come to nothing but what is between the second and the third step, which the check of the
/// books knows.
final class Sweep {

  static final String OWNER = "ledger.sweep";
  static final String MEMO = "sweep";

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMillis(100);
  private static final Duration HELD_FOR = Duration.ofDays(3650);
  private static final int AT_ONCE = Ledger.MAX_COMMANDS / 2;
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Sharding sharding;
  private final SubAccounts subAccounts;
  private final List<Writer> writers;
  private final JdbcClient sql;
  private final Clock clock;
  private final Thread thread;
  private boolean asked;
  private boolean stopped;

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
        for (int shard : sharding.all())
          try {
            if (writers.get(shard).mayWrite()) sweep(shard);
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
    List<Command> posts = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++)
      if (arrived.get(i) instanceof Outcome.Accepted)
        posts.add(
            new Command.Post(derived(legs.get(i), "swept"), legs.get(i).id, legs.get(i).amount));
    submit(shard, posts);
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
            where shard_key = :shard and owner = :owner order by made_at, id limit :limit
            """)
        .param("shard", shard)
        .param("owner", OWNER)
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
