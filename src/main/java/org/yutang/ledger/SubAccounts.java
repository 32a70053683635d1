package org.yutang.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

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
    Set<UUID> opened = new HashSet<>();
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              Rows rows = new Rows(connection);
              // locked against a change of state, which comes before this or sees its outcome
              rows.query(
                  """
                  with home as (
                    select a.* from ledger.account a join unnest(?, ?) as w (shard, id) on a.shard_key = w.shard and a.id = w.id
                    where a.part = 'HOME' for share of a
                  ), opened as (
                    insert into ledger.account (shard_key, id, name, unit, may_go_negative, state, part)
                    select ?, id, name, unit, false, case state when 'OPEN' then 'OPEN' else 'FROZEN' end, 'SUB'
                    from home where most is null order by id on conflict do nothing
                  )
                  select id, most is not null from home
                  """,
                  row -> (row.getBoolean(2) ? limited : opened).add(row.getObject(1, UUID.class)),
                  Column.longs(missing, sharding::home),
                  Column.uuids(missing, id -> id),
                  shard);
              return true;
            });
    here.addAll(opened);
    return limited;
  }

  /// The account in each shard through which a unit is swept.
  static UUID clearing(String unit) {
    return org.yutang.kernel.Uuids.named("ledger clearing", unit);
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
    Set<UUID> here = java.util.Objects.requireNonNull(known.get(shard));
    if (here.size() > MOST_KNOWN) here.clear();
    return here;
  }
}
