package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.programme.Claim;
import org.yutang.programme.Claims;
import org.yutang.programme.Programme;

/// The insurer's desk: what its clock says, and whether the money suffices.
@Component
@Order(3)
class HomeInsurers implements HomeDesks {

  private final HomeClaims counts;
  private final Claims claims;

  HomeInsurers(HomeClaims counts, Claims claims) {
    this.counts = counts;
    this.claims = claims;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (!HomeDesks.holds(actor, Role.INSURER)) return List.of();
    HomeClaims.Ask all = HomeClaims.Ask.in(Optional.empty());
    HomeClaims.Ask second = all.state(Claim.State.AWAITING_SECOND);
    List<HomeDesk.Count> queue =
        List.of(
            count(actor, "overdue", all.late(), "overdue=yes", true),
            count(actor, "due-today", all.due(counts.today()), "due=today", true),
            count(actor, "state.filed", all.state(Claim.State.FILED), "state=filed", false),
            count(
                actor,
                "second-others",
                second.notReviewedFirstBy(actor.account()),
                "state=awaiting-second&reviewer=others",
                false),
            count(
                actor,
                "second-mine",
                second.reviewedFirstBy(actor.account()),
                "state=awaiting-second&reviewer=me",
                false),
            count(
                actor,
                "state.papers-missing",
                all.state(Claim.State.PAPERS_MISSING),
                "state=papers-missing",
                false));
    return List.of(
        new HomeDesk.Insurer(
            queue, purses(actor), counts.queue(actor, all.state(Claim.State.FILED))));
  }

  private HomeDesk.Count count(
      Actor actor, String key, HomeClaims.Ask ask, String query, boolean urgent) {
    return new HomeDesk.Count(key, counts.count(actor, ask), "/claims?" + query, urgent);
  }

  private List<HomeDesk.Purse> purses(Actor actor) {
    List<HomeDesk.Purse> purses = new ArrayList<>();
    for (Programme programme : counts.programmes(actor, Permission.SEE_PAYMENT)) {
      Money available = claims.funds(actor, programme.id());
      long unpaid =
          claims.tally(actor, approved(programme)).stream().mapToLong(Claim.Tally::unpaid).sum();
      purses.add(new HomeDesk.Purse(programme, available, new Money(unpaid, available.currency())));
    }
    return purses;
  }

  private static Claim.Query approved(Programme programme) {
    return new Claim.Query(
        Optional.of(programme.id()),
        Optional.empty(),
        Optional.of(Claim.State.APPROVED),
        Optional.empty(),
        false,
        Claim.Sort.DUE,
        false,
        new Page.Wanted(1, 1));
  }
}
