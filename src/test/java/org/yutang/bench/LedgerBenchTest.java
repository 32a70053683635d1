package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;

/// The benchmark itself, with numbers so small that they mean nothing.
class LedgerBenchTest extends ServerTest {

  private static final LedgerBench.Size TINY = new LedgerBench.Size(40, 1600, 0.2, 1, 1, 5, 70);

  @Autowired LedgerBench bench;
  @Autowired LedgerMemoryBench memory;
  @Autowired Ledger ledger;
  @Autowired DataSource database;
  @Autowired JdbcClient sql;

  @Test
  void everyMeasureComesWithItsPeerAndNothingIsLeftBehind() throws Exception {
    List<String> said = new ArrayList<>();
    List<Measure> measures = bench.run(TINY, said::add);
    assertThat(measures)
        .extracting(Measure::name)
        .containsExactly(
            "ledger.hot",
            "ledger.bare",
            "ledger.spread",
            "ledger.bare.spread",
            "ledger.latency",
            "ledger.latency.64");
    assertThat(measures)
        .allSatisfy(
            each -> {
              assertThat(each.ours()).isPositive();
              assertThat(each.peerValue()).isPositive();
            });
    assertThat(said).anyMatch(line -> line.startsWith("bare loop, batches of 8,000"));
    assertThat(
            sql.sql("select count(*) from pg_namespace where nspname = 'bench'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void processorTimeOfTheServerIsSeenWhereTheServerIs() {
    CpuMeter meter = CpuMeter.of(database);
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc on this system");
    double before = meter.seconds().orElseThrow();
    sql.sql("select sum(sqrt(n)) from generate_series(1, 2000000) n").query().singleRow();
    assertThat(meter.seconds().orElseThrow() - before).isGreaterThan(0.05);
  }

  @Test
  void memoryIsMeasuredAfterEveryAccountHasMoved() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc on this system");
    Measure measured = memory.measure(100, said -> {});
    assertThat(measured.ours()).isGreaterThan(20);
    assertThat(measured.note()).startsWith("100 accounts, each touched by a transfer; -Xmx ");
  }

  @Test
  void aHouseThatHoldsAccountsIsRefused() {
    ledger.open(List.of(new NewAccount(Uuids.named("bench", "one"), "bench one", Unit.CNY, true)));
    assertThatThrownBy(() -> bench.run(said -> {}))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(BenchRefusal.NOT_EMPTY));
  }
}
