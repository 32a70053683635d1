package org.yutang.programme;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yutang.register.Profile;

/// The language of eligibility: CEL, with the few names that a rule may use, all typed. An
/// expression cannot loop, write or reach anything but the facts that it is given.
final class Rules {

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

  private static final Pattern OWN_FACT =
      Pattern.compile(
          "\\bfacts\\.([A-Za-z_][A-Za-z0-9_]*)|\\bfacts\\[\\s*[\"']([^\"']+)[\"']\\s*]");
  private static final int UNKNOWN_AGE = -1;

  private final CelCompiler compiler;
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  Rules() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setResultType(SimpleType.BOOL)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    NAMES.forEach(builder::addVar);
    compiler = builder.build();
  }

  /// A compiled rule and the names of the facts that it reads.
  record Compiled(Programme.Rule rule, CelRuntime.Program program, Set<String> reads) {

    /// Whether the facts meet the rule. A fact that the expression needs and the person lacks does
    /// not meet it.
    boolean isMet(Map<String, Object> facts) {
      try {
        return Boolean.TRUE.equals(program.eval(facts));
      } catch (CelEvaluationException e) {
        return false;
      }
    }
  }

  static Set<String> names() {
    return new TreeSet<>(NAMES.keySet());
  }

  /// Refuses with [ProgrammeRefusal#BAD_EXPRESSION], at the place of the first mistake.
  Compiled compile(Programme.Rule rule, YamlPart where) {
    CelValidationResult result = compiler.compile(rule.expression());
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      return new Compiled(rule, runtime.createProgram(tree), reads(tree, rule.expression()));
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
              first.getMessage().replace(" (in container '')", "")));
    } catch (CelEvaluationException e) {
      throw where.refusal(
          ProgrammeRefusal.BAD_EXPRESSION,
          Map.of("rule", rule.name(), "problem", String.valueOf(e.getMessage())));
    }
  }

  /// What rules see of a person. An unknown age is -1, and `age_known` is false then.
  static Map<String, Object> facts(Profile profile, boolean partner) {
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

  private static Set<String> reads(CelAbstractSyntaxTree tree, String expression) {
    Set<String> reads = new TreeSet<>();
    tree.getReferenceMap()
        .values()
        .forEach(
            reference -> {
              if (NAMES.containsKey(reference.name())) reads.add(reference.name());
            });
    if (reads.remove("facts"))
      for (Matcher own = OWN_FACT.matcher(expression); own.find(); )
        reads.add("facts." + (own.group(1) != null ? own.group(1) : own.group(2)));
    return reads;
  }
}
