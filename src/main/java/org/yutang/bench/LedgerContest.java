package org.yutang.bench;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The ledger, the function a transfer and the bare loop in turn, on one kind of load after the
/// other.
final class LedgerContest {

  private final LedgerLoad load;
  private final BareLoop bare;
  private final CpuMeter meter;
  private final JdbcClient sql;
  private final LedgerBench.Size size;
  private final Consumer<String> say;

  LedgerContest(
      LedgerLoad load,
      BareLoop bare,
      CpuMeter meter,
      JdbcClient sql,
      LedgerBench.Size size,
      Consumer<String> say) {
    this.load = load;
    this.bare = bare;
    this.meter = meter;
    this.sql = sql;
    this.size = size;
    this.say = say;
  }

  /// Two measures: ours beside the function, and ours beside the bare loop.
  ///
  /// @param making makes the transfers of a round, which is no part of what is timed
  List<Measure> run(
      String name,
      String bareName,
      String what,
      IntFunction<LedgerLoad.Round> making,
      Rounds.Side function)
      throws Exception {
    Rounds ours = new Rounds(meter);
    Rounds theirs = new Rounds(meter);
    Rounds limit = new Rounds(meter);
    BareLoop.Shape shape = BareLoop.Shape.FIRST;
    int count = size.transfers();
    for (int round = -size.warmUps(); round < size.repeats(); round++) {
      boolean keep = round >= 0;
      LedgerLoad.Round transfers = making.apply(count);
      double oursRate = timed(ours, keep, () -> load.run(transfers));
      if (!keep) count = enough(oursRate);
      double functionRate = timed(theirs, keep, function);
      BareLoop.Lines lines = bare.read(transfers);
      if (round == -1) {
        shape = bare.best(lines, Math.min(size.transfers(), lines.rows()), say);
        continue;
      }
      BareLoop.Shape taken = shape;
      double bareRate = timed(limit, keep, () -> bare.run(lines, taken));
      say.accept(
          "%s, %s: ours %,.0f/s, function %,.0f/s, bare loop %,.0f/s"
              .formatted(
                  name,
                  keep ? "round " + (round + 1) : "warm-up",
                  oursRate,
                  functionRate,
                  bareRate));
    }
    String note =
        "%s; %,d transfers a round, %s".formatted(what, size.transfers(), LedgerLoad.described());
    String missing = meter.missing().map(why -> "; " + why).orElse("");
    return List.of(
        Measure.rate(
                "ledger." + name,
                "transfers/s",
                ours.rate(),
                FunctionPeer.NAME,
                theirs.rate(),
                size.repeats(),
                note + "; the function for %.1f s a round".formatted(size.seconds()) + missing)
            .with(Rounds.cpu(ours, theirs)),
        Measure.rate(
                bareName,
                "transfers/s",
                ours.rate(),
                "a bare loop of idempotent unnest batches into copies of the ledger's tables",
                limit.rate(),
                size.repeats(),
                note + "; the loop in " + shape + missing)
            .with(Rounds.cpu(ours, limit)));
  }

  private int enough(double rate) {
    return Math.clamp((long) (rate * size.seconds()), size.transfers(), LedgerBench.Size.MOST);
  }

  private double timed(Rounds rounds, boolean keep, Rounds.Side side) throws Exception {
    sql.sql("checkpoint").update();
    return rounds.time(keep, side);
  }
}
