package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Claim;
import org.yutang.programme.Claims;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// What several desks ask of claims and coverage.
@Component
class HomeClaims {

  private static final int SHOWN = 8;

  private final Claims claims;
  private final Programmes programmes;
  private final Register register;
  private final Access access;
  private final MaskedNames names;
  private final Clock clock;

  HomeClaims(
      Claims claims,
      Programmes programmes,
      Register register,
      Access access,
      MaskedNames names,
      Clock clock) {
    this.claims = claims;
    this.programmes = programmes;
    this.register = register;
    this.access = access;
    this.names = names;
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

  /// Claims as a list's address filters them.
  ///
  /// @param place empty for wherever the actor sees claims
  record Ask(
      Optional<PlaceCode> place,
      Optional<Claim.State> state,
      boolean overdue,
      Optional<LocalDate> dueOn,
      Optional<UUID> firstReviewer,
      Optional<UUID> notReviewer) {

    static Ask in(Optional<PlaceCode> place) {
      return new Ask(
          place, Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Ask state(Claim.State wanted) {
      return new Ask(place, Optional.of(wanted), overdue, dueOn, firstReviewer, notReviewer);
    }

    Ask late() {
      return new Ask(place, state, true, dueOn, firstReviewer, notReviewer);
    }

    Ask due(LocalDate day) {
      return new Ask(place, state, overdue, Optional.of(day), firstReviewer, notReviewer);
    }

    Ask reviewedFirstBy(UUID account) {
      return new Ask(place, state, overdue, dueOn, Optional.of(account), notReviewer);
    }

    Ask notReviewedFirstBy(UUID account) {
      return new Ask(place, state, overdue, dueOn, firstReviewer, Optional.of(account));
    }

    private Claim.Query query(int size) {
      return new Claim.Query(
          Optional.empty(),
          place,
          state,
          Optional.empty(),
          overdue,
          dueOn,
          firstReviewer,
          notReviewer,
          Claim.Sort.DUE,
          false,
          new Page.Wanted(1, size));
    }
  }

  long count(Actor actor, Ask ask) {
    return claims.list(actor, ask.query(1)).total();
  }

  List<Claim.Tally> tally(Actor actor, Ask ask) {
    return claims.tally(actor, ask.query(1));
  }

  /// The most urgent of them.
  HomeDesk.Queue queue(Actor actor, Ask ask) {
    List<Claim> first = claims.list(actor, ask.query(SHOWN)).items();
    return new HomeDesk.Queue(
        first, names.persons(actor, first.stream().map(Claim::person).toList()), today());
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
