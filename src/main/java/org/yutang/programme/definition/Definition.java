package org.yutang.programme.definition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;
import org.yutang.programme.Verdict;
import org.yutang.programme.Verdict.Reason;
import org.yutang.store.Words;

/// A programme with its rules compiled: it can decide.
///
/// @param rules of cover, by the first year of their version
/// @param kinds of cases, by the first year of their version and by name
/// @param source the text of the file
public record Definition(
    Programme programme,
    Map<Integer, List<Rules.Compiled>> rules,
    Map<Integer, Map<String, CompiledKind>> kinds,
    String source) {

  private static final Pattern NAMED = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.]*)}");

  /// Decides a policy year on these facts; pure.
  public Verdict decide(int policyYear, Map<String, Object> facts) {
    Programme.Version version = programme.version(policyYear);
    LocalDate asOf = programme.coverFrom(policyYear);
    return decide(compiled(version), policyYear, version.fromYear(), asOf, facts);
  }

  /// The same with rules of a kind of cases, on facts of a day that include the answers.
  public Verdict decide(
      List<Rules.Compiled> rules,
      int policyYear,
      int version,
      LocalDate asOf,
      Map<String, Object> facts) {
    Map<String, Object> seen = new TreeMap<>();
    List<Rules.Compiled> met = new ArrayList<>();
    List<Rules.Compiled> failed = new ArrayList<>();
    for (Rules.Compiled rule : rules) {
      (rule.isMet(facts) ? met : failed).add(rule);
      for (String name : rule.reads()) find(facts, name, seen);
    }
    return verdict(new Verdict.Basis(programme.id(), policyYear, version, asOf, seen), met, failed);
  }

  /// A kind of cases as the version of that year has it. Refuses with
  /// [ProgrammeRefusal#UNKNOWN_KIND].
  public CompiledKind kind(String name, int policyYear) {
    return findKind(name, policyYear)
        .orElseThrow(
            () ->
                new Refusal(
                    ProgrammeRefusal.UNKNOWN_KIND,
                    Map.of("kind", name, "programme", programme.title().zh())));
  }

  public Optional<CompiledKind> findKind(String name, int policyYear) {
    int version = programme.version(policyYear).fromYear();
    return Optional.ofNullable(Objects.requireNonNull(kinds.get(version)).get(name));
  }

  /// The verdict of an enrolment as it was: its frozen facts, worded by the version that decided.
  public Verdict eligible(int policyYear, int versionYear, Map<String, Object> frozen) {
    Programme.Version version = programme.version(versionYear);
    Verdict.Basis basis =
        new Verdict.Basis(
            programme.id(), policyYear, versionYear, programme.coverFrom(policyYear), frozen);
    return verdict(basis, compiled(version), List.of());
  }

  /// The verdict of a case that was filed, likewise.
  public Verdict met(
      List<Rules.Compiled> rules,
      int policyYear,
      int versionYear,
      LocalDate asOf,
      Map<String, Object> frozen) {
    return verdict(
        new Verdict.Basis(programme.id(), policyYear, versionYear, asOf, frozen), rules, List.of());
  }

  /// Whether all rules are met; the same as [#decide] without the sentences, for whole counties.
  public List<String> failedRules(int policyYear, Map<String, Object> facts) {
    List<String> failed = new ArrayList<>(0);
    for (Rules.Compiled rule : compiled(programme.version(policyYear)))
      if (!rule.isMet(facts)) failed.add(rule.rule().name());
    return failed;
  }

  /// The facts that the rules of a policy year read.
  public Map<String, Object> frozen(int policyYear, Map<String, Object> facts) {
    Map<String, Object> seen = new LinkedHashMap<>();
    for (Rules.Compiled rule : compiled(programme.version(policyYear)))
      for (String name : rule.reads()) find(facts, name, seen);
    return seen;
  }

  private List<Rules.Compiled> compiled(Programme.Version version) {
    return Objects.requireNonNull(rules.get(version.fromYear()));
  }

  private static Verdict verdict(
      Verdict.Basis basis, List<Rules.Compiled> met, List<Rules.Compiled> failed) {
    List<Reason> good =
        met.stream().map(each -> reason(each.rule(), each.rule().met(), basis.facts())).toList();
    if (failed.isEmpty()) return new Verdict.Eligible(basis, good);
    return new Verdict.NotEligible(
        basis,
        failed.stream()
            .map(each -> reason(each.rule(), each.rule().failed(), basis.facts()))
            .toList(),
        good);
  }

  private static Reason reason(Programme.Rule rule, Text sentence, Map<String, Object> facts) {
    return new Reason(
        rule.name(), rule.title(), filled(sentence, facts), filled(rule.change(), facts));
  }

  private static Text filled(Text sentence, Map<String, Object> facts) {
    return new Text(
        filled(sentence.zh(), facts, Words.Language.ZH),
        filled(sentence.en(), facts, Words.Language.EN));
  }

  private static String filled(
      String sentence, Map<String, Object> facts, Words.Language language) {
    return NAMED
        .matcher(sentence)
        .replaceAll(found -> Matcher.quoteReplacement(said(found.group(1), facts, language)));
  }

  /// A fact in the reader's words.
  private static String said(String name, Map<String, Object> facts, Words.Language language) {
    Words words = Words.in(language);
    Object value = facts.get(name);
    if (value == null || (name.equals("age") && Boolean.FALSE.equals(facts.get("age_known"))))
      return words.t("programme.fact.unknown");
    String key = "programme.fact." + name + "." + value.toString().toLowerCase(Locale.ROOT);
    return words.has(key) ? words.t(key) : value.toString();
  }

  private static void find(Map<String, Object> facts, String name, Map<String, Object> into) {
    Object value = facts.get(name);
    int dot = name.indexOf('.');
    if (dot > 0 && facts.get(name.substring(0, dot)) instanceof Map<?, ?> own)
      value = own.get(name.substring(dot + 1));
    if (value != null) into.put(name, value);
  }

  /// The names in braces in a sentence.
  static List<String> named(String sentence) {
    return NAMED.matcher(sentence).results().map(found -> found.group(1)).toList();
  }
}
