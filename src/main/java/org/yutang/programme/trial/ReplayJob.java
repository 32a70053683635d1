package org.yutang.programme.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Replay;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.store.Jobs;

/// The job `programme.replay`: reads what was decided and writes nothing.
@Component
class ReplayJob implements Jobs.Handler<Replay.Wanted> {

  static final String KIND = "programme.replay";

  private final Counties counties;
  private final List<Replaying> engines;

  ReplayJob(Counties counties, List<Replaying> engines) {
    this.counties = counties;
    this.engines = engines;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<Replay.Wanted> argsType() {
    return Replay.Wanted.class;
  }

  @Override
  public Replay run(UUID job, Replay.Wanted wanted, UUID account, Jobs.Progress progress) {
    Definition definition = Definitions.read(TrialJobs.FILE, wanted.definition());
    Set<PlaceCode> within = new TreeSet<>(Comparator.comparing(PlaceCode::text));
    within.addAll(counties.within(wanted.placeCode()));
    Tally tally = new Tally(definition.programme().currency());
    for (Replaying engine : engines)
      engine.replay(
          definition,
          within,
          each -> {
            tally.add(each);
            progress.step("job.programme.replaying", tally.decided, 0);
          });
    tally.differences.sort(
        Comparator.comparing(Replay.Difference::decidedDay).thenComparing(Replay.Difference::id));
    return new Replay(
        definition.programme().id().text(),
        definition.programme().title(),
        wanted.place(),
        tally.decided,
        tally.same,
        tally.was,
        tally.would,
        tally.differences.stream().limit(Replay.MAX_LISTED).toList());
  }

  private static final class Tally {
    final List<Replay.Difference> differences = new ArrayList<>();
    long decided;
    long same;
    Money was;
    Money would;

    Tally(String currency) {
      was = new Money(0, currency);
      would = was;
    }

    void add(Replay.Difference each) {
      decided++;
      was = was.plus(each.was().amount());
      would = would.plus(each.would().amount());
      if (each.was().equals(each.would())) same++;
      else differences.add(each);
    }
  }
}
