package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.store.Home;
import org.yutang.store.UnreliableDatabase;

/// What callers are told while connections break at any point of any transaction, in doubt whether
/// it was committed.
class BrokenConnectionsTest extends ServerTest {

  private static final int CALLERS = 4;
  private static final int CALLS = 150;
  private static final int MOST_TRIES = 500;

  @Autowired Ledger ledger;
  @Autowired JdbcClient sql;
  @Autowired DataSource database;
  @Autowired Home home;
  @Autowired Clock clock;

  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void whatIsAcknowledgedIsInTheBooksHoweverOftenConnectionsBreak() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("BrokenConnectionsTest: seed " + seed);
    UnreliableDatabase broken = new UnreliableDatabase(database, new Random(seed), 0.08);
    Writer writer =
        new Writer(SqlLedger.SHARD, broken.transactions(home), broken.source(), sql, clock);
    List<UUID> accounts = new ArrayList<>();
    for (AccountRules rules : BatchTest.RULES) {
      UUID id = UUID.randomUUID();
      ledger.open(List.of(new NewAccount(id, "broken", Unit.CNY, rules)));
      accounts.add(id);
    }
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Commands commands = new Commands(new Random(seed + caller + 1), accounts);
        all.add(callers.submit(() -> call(writer, commands)));
      }
      for (Future<?> each : all) each.get();
    }
    broken.mend();
    writer.stop();
    assertThat(broken.broken()).isGreaterThan(100);
    assertThat(acknowledged.size()).isGreaterThan(200);
    Set<UUID> lost = new HashSet<>(acknowledged);
    sql.sql("select id from ledger.transfer where id = any (?)")
        .param(acknowledged.toArray(UUID[]::new))
        .query(UUID.class)
        .list()
        .forEach(lost::remove);
    assertThat(lost).isEmpty();
    BooksCheck.check(sql);
  }

  /// Asks the same again until there is an answer.
  private void call(Writer writer, Commands commands) {
    for (int call = 0; call < CALLS; call++) {
      List<Asked> asked =
          commands.some(1 + commands.random.nextInt(6), clock.instant()).stream()
              .map(Asked::of)
              .toList();
      int tries = 0;
      for (List<Outcome> answer = null; answer == null; )
        try {
          answer = writer.submit(asked, 5 * asked.size()).join();
          for (Outcome outcome : answer)
            if (outcome instanceof Outcome.Accepted accepted) acknowledged.add(accepted.id());
        } catch (CompletionException e) {
          if (++tries == MOST_TRIES) throw e;
        }
    }
  }
}
