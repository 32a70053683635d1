package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/// Whatever the amounts, a picture of money stays inside its frame, keeps words apart and every
/// length in proportion.
class FlowTest {

  @Property(tries = 300)
  void nothingLeavesTheFrameOverlapsOrLies(
      @ForAll @Size(min = 1, max = 3) List<@LongRange(min = 0, max = 100_000_000_000L) Long> in,
      @ForAll @LongRange(min = 0, max = 100) long percentSpent) {
    long sum = in.stream().mapToLong(Long::longValue).sum();
    long spent = sum / 100 * percentSpent;
    List<List<Flow.Stop>> stages =
        List.of(
            in.stream().map(FlowTest::stop).toList(),
            List.of(stop(sum)),
            List.of(stop(spent), stop(sum - spent)));
    List<Flow.Link> links = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) links.add(new Flow.Link(0, i, 0, in.get(i), "f1"));
    links.add(new Flow.Link(1, 0, 0, spent, "f1"));
    links.add(new Flow.Link(1, 0, 1, sum - spent, "fw"));
    for (Flow.Form form : Flow.Form.values()) check(form, stages, Flow.of(form, stages, links));
  }

  private static void check(Flow.Form form, List<List<Flow.Stop>> stages, Flow flow) {
    assertThat(flow.bars()).hasSize(stages.stream().mapToInt(List::size).sum());
    int next = 0;
    double scale = 0;
    for (List<Flow.Stop> stops : stages) {
      double free = 0;
      for (Flow.Stop stop : stops) {
        Flow.Bar bar = flow.bars().get(next++);
        double at = form == Flow.Form.LYING ? bar.y() : bar.x();
        double size = form == Flow.Form.LYING ? bar.height() : bar.width();
        assertThat(at).isGreaterThanOrEqualTo(free - 0.001);
        free = at + Math.max(size, form.slot);
        if (size > 2) {
          if (scale == 0) scale = size / stop.minor();
          assertThat(size).isCloseTo(stop.minor() * scale, within(0.01));
        }
      }
      assertThat(free).isLessThanOrEqualTo(form.across + 0.001);
    }
  }

  private static Flow.Stop stop(long minor) {
    return new Flow.Stop("", minor, "", "", "f1", "");
  }
}
