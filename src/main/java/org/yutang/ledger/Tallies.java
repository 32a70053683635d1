package org.yutang.ledger;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.EveryMinute;

/// Keeps the tallies that readers have begun near the end of the books, see [Turnovers].
@Component
class Tallies implements EveryMinute {

  /// The most that are brought forward in a minute; those that are the farthest behind come first.
  private static final int AT_ONCE = 100;

  private final Sharding sharding;
  private final JdbcClient sql;

  Tallies(Sharding sharding, JdbcClient sql) {
    this.sharding = sharding;
    this.sql = sql;
  }

  private record Behind(UUID account, long movements) {}

  @Override
  public void everyMinute() {
    sharding.all().forEach(this::bringForward);
  }

  private void bringForward(int shard) {
    Turnovers turnovers = new Turnovers(shard, sql);
    for (Behind behind :
        sql.sql(
                """
                select t.account, a.movements from ledger.tally t join ledger.account a on a.shard_key = t.shard_key and a.id = t.account
                where t.shard_key = :shard and a.movements - t.lines >= :step order by a.movements - t.lines desc limit :limit
                """)
            .param("shard", shard)
            .param("step", Turnovers.STEP)
            .param("limit", AT_ONCE)
            .query((row, number) -> new Behind(row.getObject(1, UUID.class), row.getLong(2)))
            .list()) turnovers.catchUp(behind.account, behind.movements);
  }
}
