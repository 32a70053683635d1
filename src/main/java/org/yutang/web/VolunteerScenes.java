package org.yutang.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Programme;
import org.yutang.programme.Volunteers;

/// Puts together what both sides see of volunteers, and takes their steps.
@Component
class VolunteerScenes {

  private final Volunteers volunteers;
  private final Access access;
  private final MaskedNames names;

  VolunteerScenes(Volunteers volunteers, Access access, MaskedNames names) {
    this.volunteers = volunteers;
    this.access = access;
    this.names = names;
  }

  /// For whoever may ask for help in that case; empty where nobody helps.
  Optional<VolunteerView.Needed> needed(Actor actor, Case file, CaseKind kind) {
    if (!kind.isHelped()) return Optional.empty();
    boolean may =
        access.may(actor, Permission.FILE_CASE, file.village())
            || access.may(actor, Permission.DECIDE_CASE, file.village());
    boolean granted = file.state() == Case.State.GRANTED || file.state() == Case.State.COMPLETED;
    if (!may || !granted) return Optional.empty();
    List<Volunteers.Proposal> proposals = volunteers.proposals(actor, file.id());
    return Optional.of(
        new VolunteerView.Needed(
            proposals,
            volunteers.of(actor, file.id()),
            names.places(proposals.stream().map(Volunteers.Proposal::county).distinct().toList()),
            file.state() == Case.State.GRANTED));
  }

  /// For a volunteer who is registered; empty for any other link.
  Optional<VolunteerView.Own> own(
      Screen s, Cases.Applicant applicant, Programme programme, Optional<Case> file) {
    boolean matched =
        programme.versions().stream()
            .flatMap(version -> version.kinds().stream())
            .flatMap(kind -> kind.matching().stream())
            .anyMatch(matching -> matching.from().equals(applicant.kind()));
    boolean granted =
        file.filter(
                each -> each.state() == Case.State.GRANTED || each.state() == Case.State.COMPLETED)
            .isPresent();
    if (!matched || !granted) return Optional.empty();
    List<Volunteers.Asked> asked = volunteers.own(applicant);
    Map<String, String> keys = new HashMap<>();
    asked.forEach(each -> keys.put(each.need().toString(), s.freshKey()));
    return Optional.of(new VolunteerView.Own(asked, keys, volunteers.isPaused(applicant)));
  }

  /// A step on the page of a need.
  void take(Actor actor, UUID need, String step, Map<String, String> typed) {
    UUID volunteer = Asked.id(typed.getOrDefault("volunteer", ""));
    if (step.equals("invite")) volunteers.invite(actor, need, volunteer);
    else volunteers.release(actor, need, volunteer, typed.getOrDefault("note", ""));
  }

  /// What a volunteer's form asks for; nothing where there is none of that name.
  List<CaseKind.Field> form(Cases.Applicant applicant, Map<String, String> typed) {
    Optional<CaseKind> kind = asked(applicant, typed).map(Volunteers.Asked::kind);
    String log = typed.getOrDefault("log", "");
    String report = typed.getOrDefault("report", "");
    return Stream.concat(
            kind.stream()
                .flatMap(each -> each.logs().stream())
                .filter(each -> each.name().equals(log))
                .map(CaseKind.Log::fields),
            kind.stream()
                .flatMap(each -> each.followUps().stream())
                .filter(each -> each.name().equals(report))
                .map(CaseKind.FollowUp::fields))
        .findFirst()
        .orElse(List.of());
  }

  /// A step behind a volunteer's link.
  void take(
      Cases.Applicant applicant,
      String step,
      Map<String, String> typed,
      List<String> photos,
      LocalDate day) {
    if (step.equals("pause") || step.equals("resume")) {
      volunteers.pause(applicant, step.equals("pause"));
      return;
    }
    UUID need = Asked.id(typed.getOrDefault("need", ""));
    switch (step) {
      case "join", "decline" -> volunteers.answer(applicant, need, step.equals("join"));
      case "work" ->
          volunteers.log(
              applicant,
              need,
              Asked.id(typed.getOrDefault("key", "")),
              typed.getOrDefault("log", ""),
              CaseForms.answers(form(applicant, typed), typed),
              day);
      case "hand-over" ->
          volunteers.handOver(
              applicant,
              need,
              Asked.number(typed.getOrDefault("version", "")).orElse(0),
              typed.getOrDefault("report", ""),
              CaseForms.answers(form(applicant, typed), typed),
              photos,
              day);
      default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
    }
  }

  private Optional<Volunteers.Asked> asked(Cases.Applicant applicant, Map<String, String> typed) {
    String need = typed.getOrDefault("need", "");
    return volunteers.own(applicant).stream()
        .filter(each -> each.need().toString().equals(need))
        .findFirst();
  }
}
