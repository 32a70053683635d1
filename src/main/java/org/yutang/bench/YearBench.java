package org.yutang.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;

/// The programme year: its public page under load and on a slow phone, and orders coming in. To be
/// run in a house that holds the demo's year.
@Component
class YearBench implements Bench {

  private final Giving giving;
  private final SalesMeasure sales;
  private final Environment environment;

  YearBench(Giving giving, SalesMeasure sales, Environment environment) {
    this.giving = giving;
    this.sales = sales;
    this.environment = environment;
  }

  @Override
  public String name() {
    return "year";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    URI page = page();
    List<Measure> measures = new ArrayList<>();
    measures.add(PageMeasure.run(page, say));
    PaintMeasure.run(page, say).ifPresent(measures::add);
    measures.add(sales.run(say));
    return measures;
  }

  /// The public page of the project with the most donations.
  private URI page() {
    Project.Query largest =
        new Project.Query(
            "",
            Optional.empty(),
            Optional.empty(),
            Project.Sort.DONATED,
            true,
            new Page.Wanted(1, 1));
    Project project =
        giving.projects(largest).items().stream()
            .findFirst()
            .orElseThrow(() -> new Refusal(BenchRefusal.NO_YEAR))
            .project();
    String port = environment.getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + "/projects/" + project.id());
  }
}
