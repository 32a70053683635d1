package org.yutang.web;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;
import org.yutang.register.Register;
import org.yutang.store.Changes;
import org.yutang.store.Remembered;

/// Programmes for everybody: rules, seats, what was raised, spent and granted, how long people
/// waited, and how to check it.
@Controller
class CallPages {

  /// Programmes whose figures are kept for the next who asks.
  private static final int MOST_KEPT = 32;

  private final Programmes programmes;
  private final ProgrammeMoney money;
  private final Register register;
  private final MaskedNames names;
  private final Proof proof;
  private final Clock clock;
  private final Remembered<ProgrammeId, ProgrammeMoney.Figures> figures;

  CallPages(
      Programmes programmes,
      ProgrammeMoney money,
      Register register,
      MaskedNames names,
      Proof proof,
      Clock clock,
      Changes changes) {
    this.programmes = programmes;
    this.money = money;
    this.register = register;
    this.names = names;
    this.proof = proof;
    this.clock = clock;
    this.figures = new Remembered<>(changes, MOST_KEPT);
  }

  @GetMapping("/calls")
  View list(Screen s) {
    return s.page(
        "calls", new CallView.Listed(programmes.list(), BusinessDay.of(clock.instant()).getYear()));
  }

  @GetMapping("/calls/{id}")
  View one(Screen s, @PathVariable String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    Programme programme = programmes.get(new ProgrammeId(id));
    int year = programme.yearOf(BusinessDay.of(clock.instant()));
    ProgrammeMoney.Figures found = figures.get(programme.id(), () -> money.of(programme));
    return s.page(
        "call",
        new CallView.One(
            programme,
            register.getPlace(programme.place()),
            year,
            List.copyOf(programme.version(year).kinds()),
            found,
            names.places(
                found.cases().calls().stream()
                    .flatMap(call -> call.published().stream())
                    .map(CaseFigures.Granted::county)
                    .distinct()
                    .toList()),
            proof.size()));
  }
}
