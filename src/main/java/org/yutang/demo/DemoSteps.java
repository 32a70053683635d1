package org.yutang.demo;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;

/// Steps that may have been done before the server was killed.
@Component
class DemoSteps {

  private final Cases cases;
  private final Programmes programmes;
  private final DemoAccounts people;

  DemoSteps(Cases cases, Programmes programmes, DemoAccounts people) {
    this.cases = cases;
    this.programmes = programmes;
    this.people = people;
  }

  Optional<Case> find(Actor actor, UUID id) {
    try {
      return Optional.of(cases.get(actor, id));
    } catch (Refusal refusal) {
      if (refusal.code() != ProgrammeRefusal.UNKNOWN_CASE) throw refusal;
      return Optional.empty();
    }
  }

  void grant(ProgrammeId programme, Money money, UUID id, String label) {
    try {
      programmes.grant(people.actor(Role.FUND_OFFICER), programme, money, id, label);
    } catch (Refusal refusal) {
      // it came yesterday, before the server was killed
      if (refusal.code() != ProgrammeRefusal.GRANT_DIFFERS) throw refusal;
    }
  }
}
