package org.yutang.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What one would write first: a double-entry function in PL/pgSQL, called once a transfer by many
/// clients, each call a transaction of its own. Smaller rows than the ledger's, one key a table,
/// accounts updated in the order of their ids so that nobody deadlocks.
final class FunctionPeer {

  static final String NAME = "a PL/pgSQL double-entry function a transfer, 16 clients";

  private static final int CLIENTS = 16;

  private final DataSource database;
  private final JdbcClient sql;
  private final int accounts;
  private final long nanos;
  private final AtomicLong ids = new AtomicLong();

  /// @param seconds the length of a round
  FunctionPeer(DataSource database, int accounts, double seconds) {
    this.database = database;
    this.sql = JdbcClient.create(database);
    this.accounts = accounts;
    this.nanos = (long) (seconds * 1e9);
  }

  /// Makes its tables in the schema `bench`.
  void create() {
    sql.sql(
            """
            create table bench.plain_account (id bigint primary key, debits bigint not null default 0, credits bigint not null default 0)
            with (fillfactor = 50)
            """)
        .update();
    sql.sql(
            """
            create table bench.plain_transfer (id bigint primary key, debit bigint not null, credit bigint not null,
              amount bigint not null check (amount > 0), recorded_at timestamptz not null default now())
            """)
        .update();
    sql.sql("insert into bench.plain_account (id) select n from generate_series(0, :last) n")
        .param("last", accounts)
        .update();
    sql.sql(
            """
            create function bench.move(p_id bigint, p_debit bigint, p_credit bigint, p_amount bigint) returns boolean language plpgsql as $$
            begin
              insert into bench.plain_transfer (id, debit, credit, amount) values (p_id, p_debit, p_credit, p_amount) on conflict do nothing;
              if not found then
                return false;
              end if;
              if p_debit < p_credit then
                update bench.plain_account set debits = debits + p_amount where id = p_debit;
                update bench.plain_account set credits = credits + p_amount where id = p_credit;
              else
                update bench.plain_account set credits = credits + p_amount where id = p_credit;
                update bench.plain_account set debits = debits + p_amount where id = p_debit;
              end if;
              return true;
            end $$
            """)
        .update();
    sql.sql("vacuum analyze bench.plain_account").update();
  }

  /// Everybody pays account 0; how many transfers were done in a round.
  long hot() throws Exception {
    return run(random -> new long[] {1 + random.nextInt(accounts), 0});
  }

  /// The first half pays the second.
  long spread() throws Exception {
    int half = accounts / 2;
    return run(
        random ->
            new long[] {1 + random.nextInt(half), 1 + half + random.nextInt(accounts - half)});
  }

  private interface Pair {
    /// Debit and credit.
    long[] next(SplittableRandom random);
  }

  private long run(Pair pair) throws Exception {
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) connections.add(database.getConnection());
      long end = System.nanoTime() + nanos;
      List<Callable<Long>> calls = new ArrayList<>();
      for (Connection connection : connections) calls.add(() -> call(connection, pair, end));
      long done = 0;
      for (Future<Long> each : clients.invokeAll(calls)) done += each.get();
      return done;
    } finally {
      for (Connection connection : connections) connection.close();
    }
  }

  private long call(Connection connection, Pair pair, long end) throws SQLException {
    SplittableRandom random = new SplittableRandom();
    long done = 0;
    try (PreparedStatement move = connection.prepareStatement("select bench.move(?, ?, ?, 3)")) {
      while (System.nanoTime() < end) {
        long[] pairOf = pair.next(random);
        move.setLong(1, ids.incrementAndGet());
        move.setLong(2, pairOf[0]);
        move.setLong(3, pairOf[1]);
        move.execute();
        done++;
      }
    }
    return done;
  }
}
