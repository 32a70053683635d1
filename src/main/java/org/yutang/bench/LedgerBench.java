package org.yutang.bench;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Ledger;

/// How many durable transfers a second the ledger takes through its Java interface, on one hot
/// account and on spread ones, beside a PL/pgSQL function a transfer and beside the bare loop that
/// is its limit; and how long one transfer takes. All three alternate on one server.
@Component
class LedgerBench implements Bench {

  /// How much is measured.
  ///
  /// @param accounts beside the hot one
  /// @param transfers of ours and of the bare loop in a round
  /// @param peerSeconds how long the function is called in a round
  /// @param alone single transfers of one caller in a round
  /// @param amongMany single transfers of many callers in a round
  record Size(
      int accounts,
      int transfers,
      double peerSeconds,
      int repeats,
      int warmUps,
      int alone,
      int amongMany) {

    static final Size USUAL = new Size(100_000, 200_000, 3, 5, 2, 300, 5_000);
  }

  private final Ledger ledger;
  private final DataSource database;
  private final JdbcClient sql;
  private final Clock clock;

  LedgerBench(Ledger ledger, DataSource database, JdbcClient sql, Clock clock) {
    this.ledger = ledger;
    this.database = database;
    this.sql = sql;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    refuseUsed(ledger);
    return run(Size.USUAL, say);
  }

  /// @throws Refusal [BenchRefusal#NOT_EMPTY] where accounts are open
  static void refuseUsed(Ledger ledger) {
    if (ledger.accounts("", Ledger.Sort.NAME, false, new Page.Wanted(1, 1)).total() > 0)
      throw new Refusal(BenchRefusal.NOT_EMPTY);
  }

  /// Works beside what else is in the ledger, on accounts of its own.
  List<Measure> run(Size size, Consumer<String> say) throws Exception {
    LedgerLoad load =
        new LedgerLoad(ledger, "bench-" + UUID.randomUUID(), size.accounts(), clock.instant());
    long start = System.nanoTime();
    load.open(false, say);
    load.fill();
    say.accept(
        "%,d accounts opened and filled in %.1f s"
            .formatted(size.accounts(), (System.nanoTime() - start) / 1e9));
    sql.sql("drop schema if exists bench cascade").update();
    sql.sql("create schema bench").update();
    try {
      FunctionPeer function = new FunctionPeer(database, size.accounts(), size.peerSeconds());
      function.create();
      BareLoop bare = new BareLoop(database);
      bare.create();
      LedgerContest contest = new LedgerContest(load, bare, CpuMeter.of(database), sql, size, say);
      List<Measure> measures = new ArrayList<>();
      measures.addAll(
          contest.run(
              "hot",
              "ledger.bare",
              "%,d payers, one fund".formatted(size.accounts()),
              load::hot,
              function::hot));
      measures.addAll(
          contest.run(
              "spread",
              "ledger.bare.spread",
              "between %,d accounts".formatted(size.accounts()),
              load::spread,
              function::spread));
      measures.addAll(new LatencyMeasure(ledger, load, database, size).run(say));
      return measures;
    } finally {
      sql.sql("drop schema bench cascade").update();
    }
  }
}
