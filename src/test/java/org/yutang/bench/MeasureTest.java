package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class MeasureTest {

  @Test
  void theMedianIsTheMiddleOrTheMeanOfBothMiddles() {
    assertThat(Measure.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Measure.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }

  @Test
  void aQuantileIsTheLeastValueThatIsNotBelowItsShare() {
    double[] hundred = new double[100];
    for (int i = 0; i < 100; i++) hundred[i] = 100 - i;
    assertThat(Measure.quantile(hundred, 0.5)).isEqualTo(50);
    assertThat(Measure.quantile(hundred, 0.99)).isEqualTo(99);
    assertThat(Measure.quantile(hundred, 1)).isEqualTo(100);
    assertThat(Measure.quantile(new double[] {7}, 0.01)).isEqualTo(7);
  }

  @Test
  void aRatioAboveOneMeansThatWeAreBetterWhicheverWayTheMeasureCounts() {
    assertThat(Measure.rate("a", "1/s", 20, "p", 10, 5, "").ratio()).isEqualTo(2);
    assertThat(Measure.cost("a", "ms", 20, "p", 10, 5, "").ratio()).isEqualTo(0.5);
  }

  @Test
  void aLineNamesProcessorTimeOnlyWhereItWasMeasured() {
    Measure plain = Measure.rate("a.b", "1/s", 20, "p", 10, 5, "n");
    assertThat(fields(plain).keySet())
        .containsExactly("name", "unit", "ours", "peer", "peer_value", "ratio", "repeats", "note");
    Map<String, Object> measured = fields(plain.with(Optional.of(new Measure.Cpu(8.00004, 100))));
    assertThat(measured.get("cpu_ours")).isEqualTo(8.0);
    assertThat(measured.get("cpu_peer")).isEqualTo(100.0);
    assertThat(measured.get("cpu_ratio")).isEqualTo(12.5);
  }

  private static Map<String, Object> fields(Measure measure) {
    return JsonMapper.builder().build().readValue(measure.json(), new TypeReference<>() {});
  }

  @Test
  void processorTimeIsReadBehindAnyProcessName() {
    String line =
        "42 (post) gres: (x) S 1 42 42 0 -1 4194560 900 8000 0 0 17 5 300 40 20 0 1 0 12345 220000000 3000";
    CpuMeter.Stat stat = CpuMeter.Stat.parse(line);
    assertThat(stat.ticks()).isEqualTo(22);
    assertThat(stat.childTicks()).isEqualTo(340);
  }

  @Test
  void aBusyThreadShowsInTheProcessorTimeOfThisProcess() {
    double before = CpuMeter.ownSeconds();
    long start = System.nanoTime();
    long spun = 0;
    while (System.nanoTime() - start < 200_000_000L) spun++;
    assertThat(spun).isPositive();
    assertThat(CpuMeter.ownSeconds() - before).isGreaterThan(0.02);
  }

  @Test
  void residentMemoryIsReadInMebibytes() throws IOException {
    assertThat(LedgerMemoryBench.parseMib(List.of("Name: java", "VmRSS:\t  2048 kB")))
        .isEqualTo(2, within(1e-9));
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "no /proc on this system");
    assertThat(LedgerMemoryBench.parseMib(Files.readAllLines(status))).isGreaterThan(20);
  }
}
