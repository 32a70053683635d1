package org.yutang.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Role;
import org.yutang.kernel.Page;

/// The auditor's desk.
@Component
@Order(5)
class HomeAudits implements HomeDesks {

  /// What weighs: somebody saw what is masked, money was let go, power was given, lists left the
  /// house.
  private static final List<String> OF_WEIGHT =
      List.of(
          "register.revealed",
          "programme.case-revealed",
          "programme.grant",
          "payment.batch-released",
          "payment.batch-fetched",
          "access.role-granted",
          "access.list-exported");

  private static final int SHOWN = 10;

  private final Audit audit;

  HomeAudits(Audit audit) {
    this.audit = audit;
  }

  @Override
  public List<HomeDesk> of(Actor actor) {
    if (!HomeDesks.holds(actor, Role.AUDITOR)) return List.of();
    List<Audit.Row> rows =
        OF_WEIGHT.stream()
            .flatMap(action -> newest(actor, action).stream())
            .sorted(Comparator.comparingLong(Audit.Row::number).reversed())
            .limit(SHOWN)
            .toList();
    return List.of(new HomeDesk.Audits(rows));
  }

  private List<Audit.Row> newest(Actor actor, String action) {
    Audit.Filter filter = new Audit.Filter(Optional.empty(), Optional.of(action), Optional.empty());
    return audit.list(actor, filter, new Page.Wanted(1, SHOWN)).items();
  }
}
