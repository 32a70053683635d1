package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;

/// The benchmark itself, with numbers so small that they mean nothing.
class ClaimsBenchTest extends ServerTest {

  private static final ClaimsBench.Size TINY =
      new ClaimsBench.Size(300, 5_000, 400, 300, 2_560, 128, 1);

  @Autowired ClaimsBench bench;

  @Test
  void everyMeasureComesWithItsPeer() throws Exception {
    Assumptions.assumeTrue(RedisPeer.onPath("redis-server").isPresent(), "skipped: no Redis here");
    List<String> said = new ArrayList<>();
    List<Measure> measures = bench.run(TINY, said::add);
    assertThat(measures)
        .extracting(Measure::name)
        .containsExactly(
            "claims.accepted.5000", "claims.accepted.300", "claims.http", "claims.refused");
    assertThat(measures)
        .allSatisfy(
            each -> {
              assertThat(each.ours()).isPositive();
              assertThat(each.peerValue()).isPositive();
            });
  }
}
