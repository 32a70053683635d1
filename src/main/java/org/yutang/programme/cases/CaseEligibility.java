package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;
import org.yutang.programme.Verdict;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.programme.definition.Rules;
import org.yutang.register.Profile;
import org.yutang.register.Register;

/// Whether a person may have what a kind gives, by the rules of its definition, with the reasons.
@Component
class CaseEligibility {

  private final CaseStep step;
  private final Definitions definitions;
  private final PastDefinitions past;
  private final Counties counties;
  private final Register register;

  CaseEligibility(
      CaseStep step,
      Definitions definitions,
      PastDefinitions past,
      Counties counties,
      Register register) {
    this.step = step;
    this.definitions = definitions;
    this.past = past;
    this.counties = counties;
    this.register = register;
  }

  /// By the definition that holds now.
  Verdict explain(
      ProgrammeId programme,
      String kind,
      Profile profile,
      Map<String, Object> answers,
      LocalDate day) {
    Definition definition = definitions.get(programme);
    int year = definition.programme().yearOf(day);
    CompiledKind compiled = definition.kind(kind, year);
    Map<String, Object> sound =
        Answers.sound(
            compiled.kind().fields(), answers, definition.programme().currency(), step.today());
    return definition.decide(
        compiled.rules(),
        year,
        definition.programme().version(year).fromYear(),
        day,
        facts(definition.programme(), profile, sound));
  }

  /// What rules see: the person on a day, and the answers.
  Map<String, Object> facts(Programme programme, Profile profile, Map<String, Object> answers) {
    Map<String, Object> facts =
        new HashMap<>(Rules.facts(profile, counties.isPartner(programme, profile.county())));
    facts.put("answers", answers);
    return facts;
  }

  /// Refuses with [ProgrammeRefusal#NOT_ELIGIBLE]; else notes in the row what the rules read, but
  /// for what is sealed, and the seats that are reserved for such a person.
  void require(CaseRow row, CompiledKind compiled, LocalDate eventDay) {
    Definition definition = past.get(row.programme, row.definition);
    Map<String, Object> facts =
        facts(definition.programme(), register.profile(row.person, eventDay), row.allAnswers());
    Verdict verdict =
        definition.decide(compiled.rules(), row.policyYear, row.rules, eventDay, facts);
    if (verdict instanceof Verdict.NotEligible not)
      throw new Refusal(
          ProgrammeRefusal.NOT_ELIGIBLE,
          Map.of(
              "because", together(not, Verdict.Reason::says),
              "change", together(not, Verdict.Reason::change)));
    row.facts = new TreeMap<>(verdict.basis().facts());
    compiled.kind().fields().stream()
        .filter(CaseKind.Field::personal)
        .forEach(field -> row.facts.remove("answers." + field.name()));
    row.reserved = compiled.reservedFor(facts).orElse(null);
  }

  private static Text together(Verdict.NotEligible verdict, Function<Verdict.Reason, Text> of) {
    List<Text> all = verdict.failed().stream().map(of).toList();
    return new Text(
        all.stream().map(Text::zh).collect(Collectors.joining()),
        all.stream().map(Text::en).collect(Collectors.joining(" ")));
  }
}
