package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.programme.definition.Rules;

/// Each rule of a shipped definition with samples passes once and fails once, by itself; pure.
class SamplesTest {

  private static final int YEAR = 2025;

  static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void theSampleMeetsEveryRuleAndCondition(Sample sample) {
    CompiledKind kind = kind(sample);
    assertThat(failed(kind, sample.whole())).isEmpty();
    assertThat(kind.reservedFor(sample.whole().facts())).isEqualTo(sample.reserved());
    assertThat(Set.copyOf(kind.kind().followUps().stream().map(CaseKind.FollowUp::name).toList()))
        .isEqualTo(sample.reports().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void everyRuleAndConditionFailsByItselfOnce(Sample sample) {
    CompiledKind kind = kind(sample);
    Set<String> names = new TreeSet<>();
    both(kind).forEach(each -> names.add(each.rule().name()));
    assertThat(sample.fails().keySet()).isEqualTo(names);
    sample
        .fails()
        .forEach(
            (rule, change) ->
                assertThat(failed(kind, sample.whole().with(change)))
                    .as(rule)
                    .containsExactly(rule));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void whoeverIsRefusedReadsWhyAndWhatWouldChangeIt(Sample sample) {
    Definition definition = Definitions.read("programme.yaml", sample.definition());
    CompiledKind kind = definition.kind(sample.kind(), YEAR);
    sample.fails().values().stream()
        .map(change -> sample.whole().with(change).facts())
        .map(facts -> decided(definition, kind, facts))
        .filter(Verdict.NotEligible.class::isInstance)
        .map(Verdict.NotEligible.class::cast)
        .flatMap(not -> Stream.concat(not.failed().stream(), not.met().stream()))
        .flatMap(reason -> Stream.of(reason.says(), reason.change()))
        .forEach(
            text -> {
              assertThat(text.zh()).containsPattern("\\p{IsHan}").doesNotContain("{");
              assertThat(text.en()).doesNotContainPattern("\\p{IsHan}").doesNotContain("{");
            });
  }

  /// So that what the language can say is seen to work where somebody uses it.
  @Test
  void theShippedDefinitionsUseEveryWayToJudgeToSeatAndToHoldBack() {
    List<CaseKind> kinds = samples().stream().map(each -> kind(each).kind()).toList();
    List<CaseKind.Stage> stages = kinds.stream().flatMap(each -> each.stages().stream()).toList();
    List<CaseKind.Panel> panels = stages.stream().flatMap(each -> each.panel().stream()).toList();
    List<CaseKind.Seats> seats = kinds.stream().flatMap(each -> each.seats().stream()).toList();
    assertThat(panels).extracting(CaseKind.Panel::ties).contains(CaseKind.Tie.values());
    assertThat(panels).extracting(CaseKind.Panel::blind).contains(true, false);
    assertThat(any(panels, each -> each.keep().isPresent())).isTrue();
    assertThat(any(stages, each -> each.eyes() == 2)).isTrue();
    assertThat(any(stages, each -> each.escalateTo().isPresent())).isTrue();
    assertThat(any(seats, each -> each.perCounty().isPresent())).isTrue();
    assertThat(any(seats, each -> !each.reserved().isEmpty())).isTrue();
    assertThat(any(kinds, each -> !each.conditions().isEmpty())).isTrue();
    assertThat(any(kinds, each -> each.limits().perLife().isPresent())).isTrue();
    assertThat(any(kinds, each -> each.benefit() instanceof Benefit.Chosen)).isTrue();
    assertThat(any(kinds, each -> each.once() instanceof CaseKind.Once.For)).isTrue();
    assertThat(any(kinds, each -> each.once() instanceof CaseKind.Once.Ever)).isTrue();
    assertThat(any(kinds, each -> each.once() instanceof CaseKind.Once.Yearly)).isTrue();
    assertThat(kinds.stream().flatMap(each -> each.channels().stream()).distinct())
        .containsExactlyInAnyOrder(CaseKind.Channel.values());
  }

  @Test
  void theFirstPaymentThatWasPublishedIsTwoTerms() {
    Benefit.Fixed term =
        (Benefit.Fixed) kind(Sample.of("women-insurance", "senior-high-term")).kind().benefit();
    assertThat(term.amount().times(2).decimal()).isEqualTo("1000.00");
  }

  @Test
  void awardsCostWhatWasPublished() {
    assertThat(costOfACall(Sample.of("rural-principal-award", "nomination")))
        .isEqualTo("20000000.00");
    assertThat(costOfACall(Sample.of("ranger-award", "nomination"))).isEqualTo("150000.00");
    Sample prize = Sample.of("young-entrepreneur-prize", "application");
    assertThat(costOfACall(prize)).isEqualTo("1000000.00"); // a tenth of what ten years have
    assertThat(Definitions.read("programme.yaml", prize.definition()).programme().partners())
        .doesNotHaveDuplicates()
        .hasSize(54);
  }

  private static String costOfACall(Sample sample) {
    CaseKind kind = kind(sample).kind();
    return ((Benefit.Fixed) kind.benefit())
        .amount()
        .times(kind.seats().orElseThrow().total())
        .decimal();
  }

  private static CompiledKind kind(Sample sample) {
    return Definitions.read("programme.yaml", sample.definition()).kind(sample.kind(), YEAR);
  }

  private static Verdict decided(
      Definition definition, CompiledKind kind, Map<String, Object> facts) {
    return definition.decide(
        kind.rules(), YEAR, YEAR, definition.programme().coverFrom(YEAR), facts);
  }

  private static Set<String> failed(CompiledKind kind, Sample.Variant variant) {
    Map<String, Object> facts = variant.facts(kind.kind());
    Set<String> failed = new LinkedHashSet<>();
    for (Rules.Compiled each : both(kind)) if (!each.isMet(facts)) failed.add(each.rule().name());
    return failed;
  }

  private static List<Rules.Compiled> both(CompiledKind kind) {
    List<Rules.Compiled> both = new ArrayList<>(kind.rules());
    both.addAll(kind.conditions());
    return both;
  }

  private static <T> boolean any(List<T> all, Predicate<T> is) {
    return all.stream().anyMatch(is);
  }
}
