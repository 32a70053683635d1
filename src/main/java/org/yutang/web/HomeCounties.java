package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.programme.Claim;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// The county officer's desks, one a county.
@Component
@Order(2)
class HomeCounties implements HomeDesks {

  private final HomeClaims claims;
  private final Register register;

  HomeCounties(HomeClaims claims, Register register) {
    this.claims = claims;
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
    HomeClaims.Ask here = HomeClaims.Ask.in(Optional.of(place.code()));
    String list = "/claims?place=" + place.code().text();
    List<HomeDesk.Count> counts = new ArrayList<>();
    counts.add(
        new HomeDesk.Count(
            "overdue", claims.count(actor, here.late()), list + "&overdue=yes", true));
    for (Claim.Tally tally : claims.tally(actor, here))
      counts.add(
          new HomeDesk.Count(
              "state." + Asked.name(tally.state()),
              tally.claims(),
              list + "&state=" + Asked.name(tally.state()),
              false));
    return new HomeDesk.County(
        place, claims.reaches(actor, place), counts, claims.queue(actor, here.late()));
  }
}
