package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Verdict;
import org.yutang.web.CaseView.Problem;

/// What somebody sees who holds a link.
///
/// @param file the case that the page is about; empty before the first draft
/// @param form whether it can be written on now
/// @param key the id of the case that the form writes
/// @param typed what stands in the fields, by the names of the inputs
/// @param photos that were sent already, by evidence
/// @param verdict of the check that was asked for
public record ApplicantView(
    String link,
    Programme programme,
    CaseKind kind,
    Optional<Case> file,
    boolean form,
    String key,
    int version,
    List<Case.Event> events,
    List<Case.Instalment> instalments,
    List<Case.Report> reports,
    Map<String, String> typed,
    Map<String, List<String>> photos,
    Optional<Verdict> verdict,
    List<Problem> problems) {

  public ApplicantView {
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

  /// What was said with the last decision.
  public String lastNote() {
    return events.isEmpty() ? "" : events.getLast().note().orElse("");
  }

  public boolean isSealed(String field) {
    return file.filter(each -> each.personal().contains(field)).isPresent();
  }

  /// A link that was just made.
  public record Link(CaseView.Kind kind, String link) {}
}
