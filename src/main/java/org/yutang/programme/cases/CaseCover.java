package org.yutang.programme.cases;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Enrolment;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.register.Register;

/// Whether a person was covered on the day that a case is about, where its kind rests on cover.
@Component
class CaseCover {

  private final CaseHistory history;
  private static final String DIED = "died";

  private final Programmes programmes;
  private final Register register;
  private final CaseStep step;

  CaseCover(CaseHistory history, Programmes programmes, Register register, CaseStep step) {
    this.history = history;
    this.programmes = programmes;
    this.register = register;
    this.step = step;
  }

  /// The day that the case is about: that of the cover, or the day of filing.
  static LocalDate eventDay(CaseRow row, CaseKind kind, LocalDate day) {
    return kind.cover()
        .map(field -> LocalDate.parse(String.valueOf(row.allAnswers().get(field))))
        .orElse(day);
  }

  /// Notes the enrolment that covers the day, whose policy year and promise are the case's. Refuses
  /// with [ProgrammeRefusal#NOT_COVERED], [ProgrammeRefusal#DIED_BEFORE] and
  /// [ProgrammeRefusal#WAITING_PERIOD] where the kind rests on cover.
  void take(CaseRow row, CaseKind kind, LocalDate eventDay) {
    if (kind.cover().isEmpty()) return;
    List<Enrolment> covered = covered(programmes.enrolmentsOf(Actor.SYSTEM, row.person), row);
    Enrolment covering =
        coveringOn(covered, history.leftOn(row), eventDay)
            .orElseThrow(
                () ->
                    new Refusal(ProgrammeRefusal.NOT_COVERED, Map.of("day", eventDay.toString())));
    requireAlive(row, eventDay);
    row.enrolment = covering.id();
    row.policyYear = covering.policyYear();
    row.rules = step.programme(row).version(row.policyYear).fromYear();
    row.terms = history.termsOf(covering.id());
    LocalDate from = waitedUntil(covered, step.kind(row).kind()); // as it was promised
    if (eventDay.isBefore(from))
      throw new Refusal(
          ProgrammeRefusal.WAITING_PERIOD,
          Map.of("day", eventDay.toString(), "from", from.toString()));
  }

  /// The person's paid enrolments in the programme of the case.
  static List<Enrolment> covered(List<Enrolment.Explained> enrolments, CaseRow row) {
    return enrolments.stream()
        .map(Enrolment.Explained::enrolment)
        .filter(each -> each.programme().equals(row.programme))
        .filter(each -> each.state() == Enrolment.State.COVERED)
        .toList();
  }

  /// @param left the day on which the person's part in the programme ended
  static Optional<Enrolment> coveringOn(
      List<Enrolment> covered, Optional<LocalDate> left, LocalDate day) {
    if (left.filter(day::isAfter).isPresent()) return Optional.empty();
    return covered.stream()
        .filter(each -> !day.isBefore(each.coverFrom()) && !day.isAfter(each.coverTo()))
        .findFirst();
  }

  /// A death fact is a day as text, or true from the day of the fact on. What happened on the day
  /// of the death happened to a living person.
  private void requireAlive(CaseRow row, LocalDate eventDay) {
    Object known = register.profile(row.person, step.today()).facts().get(DIED);
    Optional<LocalDate> died = known instanceof String text ? day(text) : Optional.empty();
    boolean dead =
        died.isPresent()
            ? died.get().isBefore(eventDay)
            : Boolean.TRUE.equals(
                register.profile(row.person, eventDay.minusDays(1)).facts().get(DIED));
    if (dead) throw new Refusal(ProgrammeRefusal.DIED_BEFORE);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// The first day on which something is due.
  ///
  /// @param covered at least one
  static LocalDate waitedUntil(List<Enrolment> covered, CaseKind kind) {
    LocalDate since = covered.stream().map(Enrolment::coverFrom).min(LocalDate::compareTo).get();
    return kind.limits().waiting().map(since::plus).orElse(since);
  }
}
