package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.programme.Case;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;

/// The insurer's desk: what its clock says, and whether the money suffices.
@Component
@Order(3)
class HomeInsurers implements HomeDesks {

  private final HomeQueues queues;
  private final Programmes programmes;

  HomeInsurers(HomeQueues queues, Programmes programmes) {
    this.queues = queues;
    this.programmes = programmes;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (!HomeDesks.holds(actor, Role.INSURER)) return List.of();
    HomeQueues.Ask all = HomeQueues.Ask.ALL.waitsFor(Role.INSURER);
    HomeQueues.Ask missing = HomeQueues.Ask.ALL.state(Case.State.PAPERS_MISSING);
    List<HomeDesk.Count> queue =
        List.of(
            queues.count(actor, "overdue", all.late(), true),
            queues.count(actor, "due-today", all.todo(Case.Todo.DUE_TODAY), true),
            queues.count(actor, "case-wait", all, false),
            queues.count(actor, "second-others", all.todo(Case.Todo.AGREED_BY_OTHERS), false),
            queues.count(actor, "second-mine", all.todo(Case.Todo.AGREED_BY_ME), false),
            queues.count(actor, "state.papers-missing", missing, false));
    return List.of(new HomeDesk.Insurer(queue, purses(actor), queues.queue(actor, all)));
  }

  private List<HomeDesk.Purse> purses(Actor actor) {
    List<HomeDesk.Purse> purses = new ArrayList<>();
    for (Programme programme : queues.programmes(actor, Permission.SEE_PAYMENT)) {
      Money available = programmes.payeeFunds(actor, programme.id());
      Money unpaid = new Money(queues.unpaid(actor, programme), available.currency());
      purses.add(new HomeDesk.Purse(programme, available, unpaid));
    }
    return purses;
  }
}
