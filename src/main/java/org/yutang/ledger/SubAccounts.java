package org.yutang.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yutang.kernel.Uuids;

/// Opens accounts' sub-accounts in other shards when somebody there first pays into them, and the
/// clearing accounts that they are swept through.
final class SubAccounts {

  /// How many are remembered to be there.
  private static final int MOST_KNOWN = 1_000_000;

  private final Sharding sharding;
  private final JdbcTemplate jdbc;
  private final Map<Integer, Set<UUID>> known = new ConcurrentHashMap<>();

  SubAccounts(Sharding sharding, JdbcTemplate jdbc) {
    this.sharding = sharding;
    this.jdbc = jdbc;
    for (int shard : sharding.all()) known.put(shard, ConcurrentHashMap.newKeySet());
  }

  /// Makes sure that these accounts, which live elsewhere, can be paid into in that shard. Of one
  /// that is not there nothing is made.
  ///
  /// @return those that cannot, because they may only hold so much
  Set<UUID> open(int shard, Set<UUID> accounts) {
    Set<UUID> here = known(shard);
    List<UUID> missing = accounts.stream().filter(id -> !here.contains(id)).toList();
    if (missing.isEmpty()) return Set.of();
    Set<UUID> limited = new HashSet<>();
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              Rows rows = new Rows(connection);
              here.addAll(there(rows, shard, missing));
              for (UUID account : missing)
                if (!here.contains(account))
                  for (boolean cannot : openOne(rows, shard, account))
                    (cannot ? limited : here).add(account);
              return true;
            });
    return limited;
  }

  private static List<UUID> there(Rows rows, int shard, List<UUID> accounts) throws SQLException {
    return rows.query(
        "select id from ledger.account where shard_key = ? and id = any (?)",
        row -> row.getObject(1, UUID.class),
        shard,
        Column.uuids(accounts, id -> id));
  }

  /// Locked against a change of state, which comes before this or sees its outcome; one account at
  /// a time, because a writer locks many in an order of its own.
  ///
  /// @return whether it may only hold so much; empty if it is not there
  private List<Boolean> openOne(Rows rows, int shard, UUID account) throws SQLException {
    return rows.query(
        """
        with home as (
          select * from ledger.account where shard_key = ? and id = ? and part = 'HOME' for share
        ), opened as (
          insert into ledger.account (shard_key, id, name, unit, may_go_negative, state, part)
          select ?, id, name, unit, false, case state when 'OPEN' then 'OPEN' else 'FROZEN' end, 'SUB'
          from home where most is null on conflict do nothing
        )
        select most is not null from home
        """,
        row -> row.getBoolean(1),
        sharding.home(account),
        account,
        shard);
  }

  /// The account in each shard through which a unit is swept.
  static UUID clearing(String unit) {
    return Uuids.named("ledger clearing", unit);
  }

  /// Makes sure that the unit's clearing accounts are there.
  void openClearing(String unit) {
    UUID id = clearing(unit);
    if (known(0).contains(id)) return;
    jdbc.update(
        """
        insert into ledger.account (shard_key, id, name, unit, may_go_negative, part)
        select n, ?, 'clearing ' || ?, ?, true, 'CLEARING' from generate_series(0, ?) as n on conflict do nothing
        """,
        id,
        unit,
        unit,
        sharding.count() - 1);
    known(0).add(id);
  }

  private Set<UUID> known(int shard) {
    Set<UUID> here = Objects.requireNonNull(known.get(shard));
    if (here.size() > MOST_KNOWN) here.clear();
    return here;
  }
}
