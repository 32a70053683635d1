package org.yutang.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// How many shards the ledger has, and which one an account lives in.
///
/// Each shard has a [Writer] of its own, with its own lines, batches and lease, so that several
/// decide and commit side by side. A command is decided where its *payer* lives. A payee that lives
/// elsewhere has a sub-account there under the same id ([SubAccounts]), into which it is paid at
/// once; [Sweep] brings what gathers there home. So everybody can pay a fund that millions pay into
/// without any two shards waiting for each other, and no transaction ever spans two shards.
///
/// What differs with more than one shard:
/// - What an account received from another shard can be spent after the sweep, some tenths of a
///   second later; until then [Account#expected] holds it.
/// - Members of a linked group must have payers of one shard, and an account that may only hold so
///   much ([AccountRules#most]) can only be paid from its own: [Outcome.Reason#OTHER_SHARD].
/// - The order of commands in one call holds within each shard.
/// - One id used twice, for payers in different shards, is not noticed: no key spans shards.
///
/// The number is written down in the database and can only be changed while there is no account.
@Component
class Sharding {

  private final int count;

  Sharding(
      Transactions transactions, JdbcClient sql, @Value("${yutang.ledger-shards:1}") int wanted) {
    if (wanted < 1 || wanted > Ledger.MAX_SHARDS)
      throw new IllegalArgumentException(wanted + " shards");
    this.count = transactions.call(() -> fix(sql, wanted));
  }

  int count() {
    return count;
  }

  List<Integer> all() {
    return IntStream.range(0, count).boxed().toList();
  }

  /// The shard that an account lives in; the same for ever.
  int home(UUID account) {
    long mixed =
        (account.getMostSignificantBits() ^ account.getLeastSignificantBits())
            * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(mixed >>> 32, count);
  }

  private static int fix(JdbcClient sql, int wanted) {
    int there =
        sql.sql("select shard_key from ledger.shard_lease order by shard_key for update")
            .query(Integer.class)
            .list()
            .size();
    if (there == wanted) return wanted;
    if (sql.sql("select exists (select 1 from ledger.account)").query(Boolean.class).single())
      throw new Refusal(LedgerRefusal.SHARDS_FIXED, Map.of("shards", there, "wanted", wanted));
    sql.sql("delete from ledger.shard_lease where shard_key >= :wanted")
        .param("wanted", wanted)
        .update();
    sql.sql(
            """
            insert into ledger.shard_lease (shard_key, epoch, holder, renewed_at, last_line, last_batch, digest)
            select n, 0, null, now(), 0, 0, decode(repeat('00', 32), 'hex') from generate_series(:there, :wanted - 1) as n
            """)
        .param("there", there)
        .param("wanted", wanted)
        .update();
    return wanted;
  }
}
