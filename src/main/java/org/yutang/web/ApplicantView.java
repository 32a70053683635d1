package org.yutang.web;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Verdict;
import org.yutang.web.CaseView.Problem;

/// What somebody sees who holds a link.
///
/// @param file the case that the page is about; empty before the first draft
/// @param others the person's other cases of the kind, the newest first
/// @param another whether one more can be written
/// @param form whether it can be written on now
/// @param key the id of the case that the form writes
/// @param added what gifts have added to the person's cover
/// @param volunteer what a registered volunteer is asked for
/// @param typed what stands in the fields, by the names of the inputs
/// @param photos that were sent already, by evidence
/// @param verdict of the check that was asked for
public record ApplicantView(
    String link,
    Programme programme,
    CaseKind kind,
    Optional<Case> file,
    List<Case> others,
    boolean another,
    boolean form,
    String key,
    int version,
    List<Case.Event> events,
    List<Case.Instalment> instalments,
    List<Case.Report> reports,
    Optional<AddedCoverView> added,
    Optional<VolunteerView.Own> volunteer,
    Map<String, String> typed,
    Map<String, List<String>> photos,
    Optional<Verdict> verdict,
    List<Problem> problems) {

  private static final Set<Case.Event.Kind> TOLD =
      EnumSet.of(
          Case.Event.Kind.PAPERS_ASKED,
          Case.Event.Kind.REJECTED,
          Case.Event.Kind.REPORT_RETURNED,
          Case.Event.Kind.REVERSED);

  public ApplicantView {
    others = List.copyOf(others);
    events = List.copyOf(events);
    instalments = List.copyOf(instalments);
    reports = List.copyOf(reports);
    typed = Map.copyOf(typed);
    photos = Map.copyOf(photos);
    problems = List.copyOf(problems);
  }

  public String typed(String name) {
    return typed.getOrDefault(name, "");
  }

  public String problemOf(String field) {
    return CaseView.problemOf(problems, field);
  }

  /// What was said to the applicant last; what reviewers tell each other is not theirs.
  public String lastNote() {
    if (events.isEmpty() || !TOLD.contains(events.getLast().kind())) return "";
    return events.getLast().note().orElse("");
  }

  public boolean isSealed(String field) {
    return file.filter(each -> each.personal().contains(field)).isPresent();
  }

  /// A link that was just made.
  public record Link(CaseView.Kind kind, String link) {}
}
