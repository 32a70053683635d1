package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;

/// The benchmark on a small scale: it checks its answers against the plain tables itself.
class TraceBenchTest extends ServerTest {

  @Autowired TraceBench bench;

  @Test
  void theTraceAndThePlainTablesFindTheSame() throws Exception {
    List<String> said = new ArrayList<>();
    List<Measure> measures = bench.run(new TraceBench.Size(2, 20, 50, 300, 1), said::add);
    assertThat(measures)
        .extracting(Measure::name)
        .containsExactly(
            "trace.capture", "trace.disk", "trace.back", "trace.forward", "trace.recall");
    assertThat(measures).allMatch(measure -> measure.ours() > 0);
  }
}
