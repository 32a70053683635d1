package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;

/// What waits in cases, for whichever of the reader's roles has to do with them.
@Component
@Order(4)
class HomeCases implements HomeDesks {

  private final Cases cases;
  private final HomeQueues queues;
  private final Programmes programmes;
  private final Access access;

  HomeCases(Cases cases, HomeQueues queues, Programmes programmes, Access access) {
    this.cases = cases;
    this.queues = queues;
    this.programmes = programmes;
    this.access = access;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (programmes.list().stream().noneMatch(Programme::hasCases)) return List.of();
    List<HomeDesk.Count> counts = new ArrayList<>();
    if (holds(actor, Permission.JUDGE_CASE))
      counts.add(
          new HomeDesk.Count(
              "case-sheets",
              cases.sheets(actor, new Page.Wanted(1, 1)).total(),
              "/judging",
              false));
    ListQueries.deciding(actor)
        .filter(role -> role != Role.INSURER) // has a desk of its own
        .map(HomeQueues.Ask.ALL::waitsFor)
        .ifPresent(
            waiting -> {
              counts.add(queues.count(actor, "case-wait", waiting, false));
              counts.add(queues.count(actor, "case-late", waiting.late(), true));
            });
    if (holds(actor, Permission.FILE_CASE)) {
      counts.add(state(actor, "case-papers", Case.State.PAPERS_MISSING, true));
      counts.add(state(actor, "case-drafts", Case.State.DRAFT, false));
      counts.add(state(actor, "case-under-way", Case.State.IN_REVIEW, false));
    }
    return counts.isEmpty() ? List.of() : List.of(new HomeDesk.CasesToDo(counts));
  }

  private boolean holds(Actor actor, Permission permission) {
    return !access.places(actor, permission).isEmpty();
  }

  private HomeDesk.Count state(Actor actor, String key, Case.State state, boolean urgent) {
    return queues.count(actor, key, HomeQueues.Ask.ALL.state(state), urgent);
  }
}
