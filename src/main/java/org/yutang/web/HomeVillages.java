package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.programme.Claim;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// The village cadre's desks, one a village.
@Component
@Order(0)
class HomeVillages implements HomeDesks {

  private final HomeClaims claims;
  private final Register register;

  HomeVillages(HomeClaims claims, Register register) {
    this.claims = claims;
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
    HomeClaims.Ask here = HomeClaims.Ask.in(Optional.of(place.code()));
    List<HomeDesk.Count> todo =
        List.of(
            count(actor, here, "papers-missing", Claim.State.PAPERS_MISSING, true),
            count(actor, here, "payee-wrong", Claim.State.PAYMENT_FAILED, true),
            count(actor, here, "drafts", Claim.State.DRAFT, false));
    return new HomeDesk.Village(
        place,
        claims.reaches(actor, place),
        todo,
        claims.queue(actor, here.state(Claim.State.FILED)));
  }

  private HomeDesk.Count count(
      Actor actor, HomeClaims.Ask here, String key, Claim.State state, boolean urgent) {
    return new HomeDesk.Count(
        key,
        claims.count(actor, here.state(state)),
        "/claims?place=" + here.place().orElseThrow().text() + "&state=" + Asked.name(state),
        urgent);
  }
}
