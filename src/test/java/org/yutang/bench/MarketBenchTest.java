package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;

/// The benchmark itself, with numbers so small that they mean nothing.
class MarketBenchTest extends ServerTest {

  @Autowired MarketBench bench;

  @Test
  void everyMeasureComesWithItsPeer() throws Exception {
    List<String> said = new ArrayList<>();
    List<Measure> measures = bench.run(new MarketBench.Size(100, 20, 3, 1), said::add);
    assertThat(measures)
        .extracting(Measure::name)
        .containsExactly("market.reserve", "market.checkout", "market.hot");
    assertThat(measures)
        .allSatisfy(
            each -> {
              assertThat(each.ours()).isPositive();
              assertThat(each.peerValue()).isPositive();
            });
  }
}
