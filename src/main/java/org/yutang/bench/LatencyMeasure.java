package org.yutang.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;

/// How long one durable transfer takes its caller, alone and among many, beside one row that is
/// inserted and committed without anything else.
final class LatencyMeasure {

  private static final int MANY = 64;

  private final Ledger ledger;
  private final LedgerLoad load;
  private final DataSource database;
  private final LedgerBench.Size size;
  private final AtomicLong rows = new AtomicLong();

  LatencyMeasure(Ledger ledger, LedgerLoad load, DataSource database, LedgerBench.Size size) {
    this.ledger = ledger;
    this.load = load;
    this.database = database;
    this.size = size;
  }

  private interface Call {
    void run(int number) throws Exception;
  }

  List<Measure> run(Consumer<String> say) throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement create =
            connection.prepareStatement(
                "create table bench.row (id bigint primary key, amount bigint not null)")) {
      create.execute();
    }
    return List.of(
        measure("ledger.latency", 1, size.alone(), say),
        measure("ledger.latency." + MANY, MANY, size.amongMany(), say));
  }

  private Measure measure(String name, int callers, int calls, Consumer<String> say)
      throws Exception {
    double[] ours = new double[size.repeats()];
    double[] bare = new double[size.repeats()];
    double[] oursLate = new double[size.repeats()];
    double[] bareLate = new double[size.repeats()];
    for (int round = -1; round < size.repeats(); round++) { // the first warms up
      List<Command> transfers = load.spread(calls).calls().stream().flatMap(List::stream).toList();
      double[] taken =
          times(callers, calls, i -> LedgerLoad.require(ledger.execute(List.of(transfers.get(i)))));
      double[] limit = times(callers, calls, i -> insert());
      say.accept(
          "%s, %s: p50 %.2f ms, p99 %.2f ms; one row p50 %.2f ms, p99 %.2f ms"
              .formatted(
                  name,
                  round < 0 ? "warm-up" : "round " + (round + 1),
                  Measure.quantile(taken, 0.5),
                  Measure.quantile(taken, 0.99),
                  Measure.quantile(limit, 0.5),
                  Measure.quantile(limit, 0.99)));
      if (round < 0) continue;
      ours[round] = Measure.quantile(taken, 0.5);
      oursLate[round] = Measure.quantile(taken, 0.99);
      bare[round] = Measure.quantile(limit, 0.5);
      bareLate[round] = Measure.quantile(limit, 0.99);
    }
    return Measure.cost(
        name,
        "ms p50",
        Measure.median(ours),
        "one row inserted and committed, connections from the same pool",
        Measure.median(bare),
        size.repeats(),
        "%d caller%s of one transfer each, %,d a round; p99 %.2f ms beside %.2f ms"
            .formatted(
                callers,
                callers > 1 ? "s" : "",
                calls,
                Measure.median(oursLate),
                Measure.median(bareLate)));
  }

  /// Milliseconds of each call.
  private static double[] times(int callers, int calls, Call call) throws Exception {
    double[] millis = new double[calls];
    AtomicInteger next = new AtomicInteger();
    Callable<Void> work =
        () -> {
          for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
            long start = System.nanoTime();
            call.run(i);
            millis[i] = (System.nanoTime() - start) / 1e6;
          }
          return null;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) all.add(work);
      for (Future<Void> done : threads.invokeAll(all)) done.get();
    }
    return millis;
  }

  private void insert() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into bench.row (id, amount) values (?, 1)")) {
      insert.setLong(1, rows.incrementAndGet());
      insert.executeUpdate();
    }
  }
}
