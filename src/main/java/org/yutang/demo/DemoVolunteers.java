package org.yutang.demo;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Volunteers;
import org.yutang.store.HouseSettings;

/// The made-up volunteer helps with the made-up need: invited, engaged, three evenings of work, two
/// of them confirmed. Handing over is left to whoever looks.
@Component
class DemoVolunteers {

  private static final ProgrammeId PROGRAMME = new ProgrammeId("skilled-volunteers");
  private static final String VOLUNTEER = "volunteer";
  private static final String FILLED = "demo-volunteers";
  private static final int EVENINGS = 3;
  private static final int CONFIRMED = 2;

  private final Cases cases;
  private final Volunteers volunteers;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Clock clock;

  DemoVolunteers(
      Cases cases,
      Volunteers volunteers,
      DemoAccounts people,
      HouseSettings settings,
      Clock clock) {
    this.cases = cases;
    this.volunteers = volunteers;
    this.people = people;
    this.settings = settings;
    this.clock = clock;
  }

  /// After the made-up cases were filed. Does nothing once it was done.
  void fill() {
    Optional<UUID> volunteer = made(VOLUNTEER);
    Optional<UUID> need = made("need");
    if (volunteer.isEmpty() || need.isEmpty() || settings.find(FILLED).isPresent()) return;
    Actor charity = people.actor(Role.NOMINATOR);
    Case own = cases.get(people.actor(Role.FUND_OFFICER), volunteer.get());
    Cases.Applicant applicant =
        cases.applicant(
            cases.invite(people.cadre(own.village()), PROGRAMME, VOLUNTEER, own.person()));
    volunteers.invite(charity, need.get(), volunteer.get());
    volunteers.answer(applicant, need.get(), true);
    LocalDate today = BusinessDay.of(clock.instant());
    List<Case.Entry> before = volunteers.own(applicant).getFirst().entries();
    for (int evening = 0; evening < EVENINGS; evening++) {
      UUID entry = Uuids.named("demo.volunteer-work", String.valueOf(evening));
      if (before.stream().noneMatch(each -> each.id().equals(entry)))
        volunteers.log(
            applicant,
            need.get(),
            entry,
            "work",
            Map.of("hours_worked", 2L, "done", "（合成数据）表单第 " + (evening + 1) + " 部分"),
            today);
      boolean open =
          before.stream()
              .noneMatch(
                  each -> each.id().equals(entry) && each.state() != Case.Entry.State.WRITTEN);
      if (evening < CONFIRMED && open) cases.confirm(charity, need.get(), entry, true, "");
    }
    settings.put(FILLED, "yes");
  }

  private Optional<UUID> made(String kind) {
    return settings
        .find(DemoCases.FILLED + PROGRAMME.text() + "/" + kind)
        .filter(id -> !id.isEmpty())
        .map(UUID::fromString);
  }
}
