package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Programmes programmes;
  private final Access access;

  HomeCases(Cases cases, Programmes programmes, Access access) {
    this.cases = cases;
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
    Optional<Role> deciding = ListQueries.deciding(actor);
    if (deciding.isPresent()) {
      counts.add(count(actor, "case-wait", "wait=me", Optional.empty(), deciding, false, false));
      counts.add(
          count(actor, "case-late", "wait=me&overdue=yes", Optional.empty(), deciding, true, true));
    }
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
    return count(
        actor,
        key,
        "state=" + Asked.name(state),
        Optional.of(state),
        Optional.empty(),
        false,
        urgent);
  }

  private HomeDesk.Count count(
      Actor actor,
      String key,
      String query,
      Optional<Case.State> state,
      Optional<Role> role,
      boolean overdue,
      boolean urgent) {
    long number =
        cases
            .list(
                actor,
                new Case.Query(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    state,
                    Optional.empty(),
                    Optional.empty(),
                    role,
                    overdue,
                    Case.Sort.DUE,
                    false,
                    new Page.Wanted(1, 1)))
            .total();
    return new HomeDesk.Count(key, number, "/cases?" + query, urgent);
  }
}
