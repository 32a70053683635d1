package org.yutang.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.register.Register;

/// The trail of one case: who, when, why, what money moved, and what the public log says.
@Controller
class TrailPages {

  private final Cases cases;
  private final Programmes programmes;
  private final Register register;
  private final Proof proof;
  private final Access access;
  private final TrailDeeds deeds;
  private final TrailMoney money;
  private final Clock clock;

  TrailPages(
      Cases cases,
      Programmes programmes,
      Register register,
      Proof proof,
      Access access,
      TrailDeeds deeds,
      TrailMoney money,
      Clock clock) {
    this.cases = cases;
    this.programmes = programmes;
    this.register = register;
    this.proof = proof;
    this.access = access;
    this.deeds = deeds;
    this.money = money;
    this.clock = clock;
  }

  /// Where an auditor types the number of a case.
  @GetMapping("/trail")
  View find(Screen s, Actor actor) {
    UUID id = Asked.maybeId(s.query("q")).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    return Screen.go("/cases/" + cases.get(actor, id).id() + "/trail");
  }

  @GetMapping("/cases/{id}/trail")
  View trail(Screen s, Actor actor, @PathVariable String id) {
    Case file = cases.get(actor, Asked.id(id));
    access.require(actor, Permission.SEE_AUDIT, file.village());
    List<TrailView.Row> rows = new ArrayList<>(deeds.of(s, actor, file));
    rows.addAll(money.of(s, actor, file));
    rows.sort(TrailView.Row.BY_TIME);
    return s.page(
        "trail",
        new TrailView(
            file,
            programmes.get(file.programme()),
            register.getPlace(file.village()),
            register
                .findPerson(actor, file.person())
                .flatMap(person -> person.row().name())
                .orElse(s.t("web.no-name")),
            rows,
            rows.stream().map(TrailView.Row::leaf).flatMap(Optional::stream).toList(),
            proof.verifierKey(),
            clock.instant()));
  }
}
