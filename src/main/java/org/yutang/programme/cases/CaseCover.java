package org.yutang.programme.cases;

import java.time.LocalDate;
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

/// Whether a person was covered on the day that a case is about, where its kind rests on cover.
@Component
class CaseCover {

  private final CaseHistory history;
  private final Programmes programmes;

  CaseCover(CaseHistory history, Programmes programmes) {
    this.history = history;
    this.programmes = programmes;
  }

  /// The day that the case is about: that of the cover, or the day of filing.
  static LocalDate eventDay(CaseRow row, CaseKind kind, LocalDate day) {
    return kind.cover()
        .map(field -> LocalDate.parse(String.valueOf(row.allAnswers().get(field))))
        .orElse(day);
  }

  /// Refuses with [ProgrammeRefusal#NOT_COVERED] and [ProgrammeRefusal#WAITING_PERIOD] where the
  /// kind rests on cover.
  void require(CaseRow row, CaseKind kind, LocalDate eventDay) {
    if (kind.cover().isEmpty()) return;
    List<Enrolment> covered = covered(programmes.enrolmentsOf(Actor.SYSTEM, row.person), row);
    if (!coveredOn(covered, history.leftOn(row), eventDay))
      throw new Refusal(ProgrammeRefusal.NOT_COVERED, Map.of("day", eventDay.toString()));
    LocalDate from = waitedUntil(covered, kind);
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
  static boolean coveredOn(List<Enrolment> covered, Optional<LocalDate> left, LocalDate day) {
    if (left.filter(day::isAfter).isPresent()) return false;
    return covered.stream()
        .anyMatch(each -> !day.isBefore(each.coverFrom()) && !day.isAfter(each.coverTo()));
  }

  /// The first day on which something is due.
  ///
  /// @param covered at least one
  static LocalDate waitedUntil(List<Enrolment> covered, CaseKind kind) {
    LocalDate since = covered.stream().map(Enrolment::coverFrom).min(LocalDate::compareTo).get();
    return kind.limits().waiting().map(since::plus).orElse(since);
  }
}
