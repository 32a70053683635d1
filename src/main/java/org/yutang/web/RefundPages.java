package org.yutang.web;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.giving.Giving;
import org.yutang.giving.Refund;

/// Refunds of a merchant or to a project, for those who may see its sales.
@Controller
class RefundPages {

  private final Giving giving;

  RefundPages(Giving giving) {
    this.giving = giving;
  }

  @GetMapping("/refunds")
  View list(Screen s, Actor actor) {
    Optional<UUID> merchant = Asked.maybeId(s.query("merchant"));
    Optional<UUID> project = Asked.maybeId(s.query("project"));
    Sorting<Refund.Sort> sort =
        s.query("sort").isEmpty()
            ? new Sorting<>(Refund.Sort.BOOKED, true)
            : Sorting.of(s.query("sort"), Refund.Sort.BOOKED);
    return s.page(
        "refunds",
        new MerchantView.Refunds(
            merchant.map(id -> giving.getMerchant(actor, id).name()),
            project.map(id -> giving.getProject(id).project().title()),
            giving.refunds(
                actor,
                new Refund.Query(
                    merchant,
                    project,
                    Asked.constant(Refund.State.class, s.query("state")),
                    sort.by(),
                    sort.descending(),
                    Asked.page(s))),
            sort.text()));
  }
}
