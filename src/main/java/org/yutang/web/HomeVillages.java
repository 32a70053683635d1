package org.yutang.web;

import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.programme.Case;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// The village cadre's desks, one a village.
@Component
@Order(0)
class HomeVillages implements HomeDesks {

  private final HomeQueues queues;
  private final Register register;

  HomeVillages(HomeQueues queues, Register register) {
    this.queues = queues;
    this.register = register;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    return HomeDesks.places(actor, Role.VILLAGE_CADRE)
        .flatMap(code -> register.findPlace(code).stream())
        .map(place -> desk(actor, place))
        .toList();
  }

  private HomeDesk desk(Actor actor, Place place) {
    HomeQueues.Ask here = HomeQueues.Ask.ALL.in(place.code());
    List<HomeDesk.Count> todo =
        List.of(
            queues.count(actor, "papers-missing", here.state(Case.State.PAPERS_MISSING), true),
            queues.count(actor, "payee-wrong", here.todo(Case.Todo.PAYMENT_FAILED), true),
            queues.count(actor, "drafts", here.state(Case.State.DRAFT), false));
    return new HomeDesk.Village(
        place,
        queues.reaches(actor, place),
        todo,
        queues.queue(actor, here.state(Case.State.IN_REVIEW)));
  }
}
