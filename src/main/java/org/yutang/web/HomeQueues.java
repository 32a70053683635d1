package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// What several desks ask of cases and coverage.
@Component
class HomeQueues {

  private static final int SHOWN = 8;

  private final Cases cases;
  private final Programmes programmes;
  private final Register register;
  private final Access access;
  private final CaseScenes scenes;
  private final Clock clock;

  HomeQueues(
      Cases cases,
      Programmes programmes,
      Register register,
      Access access,
      CaseScenes scenes,
      Clock clock) {
    this.cases = cases;
    this.programmes = programmes;
    this.register = register;
    this.access = access;
    this.scenes = scenes;
    this.clock = clock;
  }

  /// Programmes whose place the actor's permission covers, or in which it lies.
  List<Programme> programmes(Actor actor, Permission permission) {
    return programmes.insuring().stream()
        .filter(
            programme ->
                access.may(actor, permission, programme.place())
                    || access.places(actor, permission).stream()
                        .anyMatch(place -> register.contains(programme.place(), place)))
        .toList();
  }

  LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  /// Cases as a list's address filters them.
  ///
  /// @param place empty for wherever the actor sees cases
  /// @param role only those that wait for somebody of this role
  record Ask(
      Optional<PlaceCode> place,
      Optional<Case.State> state,
      Optional<Role> role,
      boolean overdue,
      Optional<Case.Todo> todo) {

    static final Ask ALL =
        new Ask(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

    Ask in(PlaceCode wanted) {
      return new Ask(Optional.of(wanted), state, role, overdue, todo);
    }

    Ask state(Case.State wanted) {
      return new Ask(place, Optional.of(wanted), role, overdue, todo);
    }

    Ask waitsFor(Role wanted) {
      return new Ask(place, state, Optional.of(wanted), overdue, todo);
    }

    Ask late() {
      return new Ask(place, state, role, true, todo);
    }

    Ask todo(Case.Todo wanted) {
      return new Ask(place, state, role, overdue, Optional.of(wanted));
    }

    private Case.Query query(Optional<ProgrammeId> programme, int size) {
      return new Case.Query(
          programme,
          Optional.empty(),
          Optional.empty(),
          place,
          state,
          Optional.empty(),
          Optional.empty(),
          role,
          overdue,
          todo,
          Case.Sort.DUE,
          false,
          new Page.Wanted(1, size));
    }

    /// The address of the list.
    String href() {
      List<String> filters = new ArrayList<>();
      place.ifPresent(code -> filters.add("place=" + code.text()));
      state.ifPresent(each -> filters.add("state=" + Asked.name(each)));
      role.ifPresent(_ -> filters.add("wait=me"));
      if (overdue) filters.add("overdue=yes");
      todo.ifPresent(each -> filters.add("todo=" + Asked.name(each)));
      return "/cases" + (filters.isEmpty() ? "" : "?" + String.join("&", filters));
    }
  }

  /// @param key of its label, below `web.desk`
  HomeDesk.Count count(Actor actor, String key, Ask ask, boolean urgent) {
    long number = cases.list(actor, ask.query(Optional.empty(), 1)).total();
    return new HomeDesk.Count(key, number, ask.href(), urgent);
  }

  List<Case.Tally> tally(Actor actor, Ask ask) {
    return cases.tally(actor, ask.query(Optional.empty(), 1));
  }

  /// What is approved in a programme, of kinds that its payee pays for, and not taken yet, in minor
  /// units.
  long unpaid(Actor actor, Programme programme) {
    Case.Query approved = Ask.ALL.state(Case.State.APPROVED).query(Optional.of(programme.id()), 1);
    return programme.versions().stream()
        .flatMap(version -> version.kinds().stream())
        .filter(kind -> kind.paidBy() == CaseKind.Purse.PAYEE)
        .map(CaseKind::name)
        .distinct()
        .flatMap(kind -> cases.tally(actor, approved.ofKind(kind)).stream())
        .mapToLong(Case.Tally::unpaid)
        .sum();
  }

  /// The most urgent of them.
  HomeDesk.Queue queue(Actor actor, Ask ask) {
    List<Case> first = cases.list(actor, ask.query(Optional.empty(), SHOWN)).items();
    return new HomeDesk.Queue(first, scenes.named(actor, first), scenes.kinds(), today());
  }

  /// How far each programme reaches in a county or what lies in one, this year; nothing for larger
  /// places and where no run has ended.
  List<HomeDesk.Reach> reaches(Actor actor, Place place) {
    List<HomeDesk.Reach> reaches = new ArrayList<>();
    if (place.level().ordinal() < PlaceLevel.COUNTY.ordinal()) return reaches;
    for (Programme programme : programmes.covering())
      if (register.contains(programme.place(), place.code()))
        reaches.add(
            new HomeDesk.Reach(
                programme,
                programmes.coverage(
                    actor, programme.id(), place.code(), programme.yearOf(today()))));
    return reaches;
  }
}
