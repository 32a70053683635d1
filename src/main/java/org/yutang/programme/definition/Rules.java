package org.yutang.programme.definition;

import static org.yutang.store.YamlPart.field;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Profile;
import org.yutang.register.Sex;
import org.yutang.store.YamlPart;

/// The language of eligibility: CEL, with the few names that a rule may use, all typed. An
/// expression cannot loop, write or reach anything but the facts that it is given. Rules of cases
/// also see the answers of the form, as `answers.<field>`.
public final class Rules {

  private static final Map<String, CelType> NAMES =
      ImmutableMap.<String, CelType>builder()
          .put("age", SimpleType.INT)
          .put("age_known", SimpleType.BOOL)
          .put("sex", SimpleType.STRING)
          .put("status", SimpleType.STRING)
          .put("household_size", SimpleType.INT)
          .put("partner", SimpleType.BOOL)
          .put("county", SimpleType.STRING)
          .put("village", SimpleType.STRING)
          .put("facts", MapType.create(SimpleType.STRING, SimpleType.DYN))
          .buildOrThrow();

  private static final String ANSWERS = "answers";
  private static final String LOGS = "logs";

  /// A name within `facts` or `answers`.
  private static final Pattern WITHIN =
      Pattern.compile(
          "\\b(facts|answers|logs)(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*[\"']([^\"']+)[\"']\\s*])");

  private static final int UNKNOWN_AGE = -1;

  /// What some names can be, by the name.
  private static final Map<String, Set<String>> WORDS =
      Map.of("sex", names(Sex.values()), "status", names(PovertyStatus.values()));

  private static final String NAME = "(?<![.\\w])(status|sex|answers\\.[a-z][a-z0-9_]*)";
  private static final String LITERAL = "(\"[^\"]*\"|'[^']*')";

  /// Where a name is compared with a text, either way round, or looked for in a list of texts.
  private static final List<Pattern> COMPARED =
      List.of(
          Pattern.compile(NAME + "\\s*[=!]=\\s*(?<literal>" + LITERAL + ")"),
          Pattern.compile("(?<literal>" + LITERAL + ")\\s*(?:[=!]=|\\bin\\b)\\s*" + NAME),
          Pattern.compile(NAME + "\\s+in\\s*\\[(?<literal>[^\\]]*)]"));

  private static final Pattern LITERALS = Pattern.compile(LITERAL);

  private final Set<String> answers;
  private final Set<String> logs;
  private final Map<String, Set<String>> words;
  private final CelCompiler compiler;
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  /// Rules on persons alone.
  Rules() {
    this(List.of(), Set.of());
  }

  /// @param form whose answers rules may read; empty where there is none
  /// @param logs the logs that conditions may count; none where there is nothing to count yet
  Rules(List<CaseKind.Field> form, Set<String> logs) {
    this.answers = form.stream().map(CaseKind.Field::name).collect(Collectors.toSet());
    Map<String, Set<String>> known = new HashMap<>(WORDS);
    for (CaseKind.Field field : form) {
      List<CaseKind.Type.Option> options =
          switch (field.type()) {
            case CaseKind.Type.Choice choice -> choice.options();
            case CaseKind.Type.Choices choices -> choices.options();
            default -> List.of();
          };
      if (!options.isEmpty())
        known.put(
            ANSWERS + "." + field.name(),
            options.stream().map(CaseKind.Type.Option::name).collect(Collectors.toSet()));
    }
    this.words = Map.copyOf(known);
    this.logs = Set.copyOf(logs);
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setResultType(SimpleType.BOOL)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    NAMES.forEach(builder::addVar);
    if (!answers.isEmpty())
      builder.addVar(ANSWERS, MapType.create(SimpleType.STRING, SimpleType.DYN));
    if (!logs.isEmpty()) builder.addVar(LOGS, MapType.create(SimpleType.STRING, SimpleType.DYN));
    compiler = builder.build();
  }

  /// A compiled rule and the names of the facts that it reads.
  public record Compiled(Programme.Rule rule, CelRuntime.Program program, Set<String> reads) {

    /// Whether the facts meet the rule. A fact that the expression needs and the person lacks does
    /// not meet it.
    public boolean isMet(Map<String, Object> facts) {
      try {
        return Boolean.TRUE.equals(program.eval(facts));
      } catch (CelEvaluationException e) {
        return false;
      }
    }
  }

  /// Reads a rule with its sentences.
  ///
  /// @param before whose names it may not have
  Compiled read(YamlPart part, List<Compiled> before) {
    Map<String, YamlPart> fields = part.fields("name", "when", "title", "met", "failed", "change");
    String name =
        field(fields, "name")
            .as("lower-case letters, digits and hyphens", text -> new ProgrammeId(text).text());
    if (before.stream().anyMatch(each -> each.rule().name().equals(name)))
      throw field(fields, "name").wrong("a name that no other rule of this version has");
    Programme.Rule rule =
        new Programme.Rule(
            name,
            field(fields, "when").text(),
            Text.of(field(fields, "title")),
            Text.of(field(fields, "met")),
            Text.of(field(fields, "failed")),
            Text.of(field(fields, "change")));
    Compiled compiled = compile(rule, field(fields, "when"));
    Set<String> reads = new TreeSet<>(compiled.reads());
    for (String sentence : List.of("met", "failed", "change"))
      reads.addAll(named(field(fields, sentence), reads));
    return new Compiled(rule, compiled.program(), reads);
  }

  /// The facts that a sentence names; they are kept with the verdict like those that the expression
  /// reads.
  private List<String> named(YamlPart part, Set<String> reads) {
    Text sentence = Text.of(part);
    List<String> named =
        Stream.concat(
                Definition.named(sentence.zh()).stream(), Definition.named(sentence.en()).stream())
            .toList();
    for (String name : named) if (!reads.contains(name)) requireKnown(name, part);
    return named;
  }

  private void requireKnown(String name, YamlPart part) {
    Set<String> known = known();
    if (!known.contains(name))
      throw part.refusal(
          ProgrammeRefusal.UNKNOWN_FACT, Map.of("fact", name, "known", String.join(", ", known)));
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(NAMES.keySet());
    answers.forEach(each -> known.add(ANSWERS + "." + each));
    logs.forEach(each -> known.add(LOGS + "." + each));
    return known;
  }

  /// Refuses with [ProgrammeRefusal#UNKNOWN_WORD] a comparison that can never hold, such as with a
  /// misspelt status.
  private void requireWords(String expression, YamlPart where) {
    for (Pattern compared : COMPARED)
      for (Matcher found = compared.matcher(expression); found.find(); ) {
        String name =
            IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(group -> group != null && group.matches(NAME))
                .findFirst()
                .orElseThrow();
        Set<String> known = words.get(name);
        if (known == null) continue;
        for (Matcher literal = LITERALS.matcher(found.group("literal")); literal.find(); ) {
          String word = literal.group().substring(1, literal.group().length() - 1);
          if (!known.contains(word))
            throw where.refusal(
                ProgrammeRefusal.UNKNOWN_WORD,
                Map.of(
                    "name", name, "word", word, "known", String.join(", ", new TreeSet<>(known))));
        }
      }
  }

  private static Set<String> names(Enum<?>[] all) {
    return Arrays.stream(all).map(Enum::name).collect(Collectors.toUnmodifiableSet());
  }

  /// Refuses with [ProgrammeRefusal#BAD_EXPRESSION], at the place of the first mistake.
  Compiled compile(Programme.Rule rule, YamlPart where) {
    CelValidationResult result = compiler.compile(rule.expression());
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      Set<String> reads = reads(tree, rule.expression());
      for (String name : reads)
        if (name.startsWith(ANSWERS + ".") || name.startsWith(LOGS + "."))
          requireKnown(name, where);
      requireWords(rule.expression(), where);
      return new Compiled(rule, runtime.createProgram(tree), reads);
    } catch (CelValidationException e) {
      CelIssue first = e.getErrors().getFirst();
      int line = Math.max(1, first.getSourceLocation().getLine());
      int column = Math.max(0, first.getSourceLocation().getColumn());
      throw where.refusalInside(
          ProgrammeRefusal.BAD_EXPRESSION,
          line,
          column,
          Map.of(
              "rule",
              rule.name(),
              "problem",
              told(first.getMessage().replace(" (in container '')", ""))));
    } catch (CelEvaluationException e) {
      throw where.refusal(
          ProgrammeRefusal.BAD_EXPRESSION,
          Map.of("rule", rule.name(), "problem", String.valueOf(e.getMessage())));
    }
  }

  /// With the names that there are, where one is not.
  private String told(String problem) {
    return problem.startsWith("undeclared reference")
        ? problem + " (known: " + String.join(", ", known()) + ")"
        : problem;
  }

  /// What rules see of a person. An unknown age is -1, and `age_known` is false then.
  public static Map<String, Object> facts(Profile profile, boolean partner) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("age", (long) profile.age().orElse(UNKNOWN_AGE));
    facts.put("age_known", profile.age().isPresent());
    facts.put("sex", profile.sex().name());
    facts.put("status", profile.status().name());
    facts.put("household_size", (long) profile.householdSize());
    facts.put("partner", partner);
    facts.put("county", profile.county().text());
    facts.put("village", profile.village().text());
    facts.put("facts", profile.facts());
    return facts;
  }

  /// Facts as rules see them, with those in their place that were kept when something was decided.
  ///
  /// @param kept by the names that rules use, such as `age` or `facts.enrolled`
  public static Map<String, Object> withKept(Map<String, Object> facts, Map<String, Object> kept) {
    Map<String, Object> all = new HashMap<>(facts);
    kept.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          if (dot < 0) {
            all.put(name, value);
            return;
          }
          Map<String, Object> within = new HashMap<>();
          if (all.get(name.substring(0, dot)) instanceof Map<?, ?> own)
            own.forEach((key, each) -> within.put(String.valueOf(key), each));
          within.put(name.substring(dot + 1), value);
          all.put(name.substring(0, dot), within);
        });
    return all;
  }

  private static Set<String> reads(CelAbstractSyntaxTree tree, String expression) {
    Set<String> reads = new TreeSet<>();
    tree.getReferenceMap()
        .values()
        .forEach(
            reference -> {
              if (NAMES.containsKey(reference.name())) reads.add(reference.name());
            });
    reads.remove("facts");
    for (Matcher own = WITHIN.matcher(expression); own.find(); )
      reads.add(own.group(1) + "." + (own.group(2) != null ? own.group(2) : own.group(3)));
    return reads;
  }
}
