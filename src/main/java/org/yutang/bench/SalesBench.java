package org.yutang.bench;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// Orders through the wide door.
@Component
class SalesBench implements Bench {

  private final SalesBatchMeasure batch;

  SalesBench(SalesBatchMeasure batch) {
    this.batch = batch;
  }

  @Override
  public String name() {
    return "sales";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    return batch.run(say);
  }
}
