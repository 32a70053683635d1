package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.programme.Case;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// The county officer's desks, one a county.
@Component
@Order(2)
class HomeCounties implements HomeDesks {

  private final HomeQueues queues;
  private final Register register;

  HomeCounties(HomeQueues queues, Register register) {
    this.queues = queues;
    this.register = register;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    return HomeDesks.places(actor, Role.COUNTY_OFFICER)
        .flatMap(code -> register.findPlace(code).stream())
        .map(place -> desk(actor, place))
        .toList();
  }

  private HomeDesk desk(Actor actor, Place place) {
    HomeQueues.Ask here = HomeQueues.Ask.ALL.in(place.code());
    List<HomeDesk.Count> counts = new ArrayList<>();
    counts.add(queues.count(actor, "overdue", here.late(), true));
    for (Case.Tally tally : queues.tally(actor, here))
      counts.add(
          new HomeDesk.Count(
              "state." + Asked.name(tally.state()),
              tally.cases(),
              here.state(tally.state()).href(),
              false));
    return new HomeDesk.County(
        place, queues.reaches(actor, place), counts, queues.queue(actor, here.late()));
  }
}
