package org.yutang.programme.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Profile;
import org.yutang.register.Sex;

/// The shipped definitions: each is read, and each rule of its cases lets somebody in and keeps
/// somebody out.
class PlaybooksTest {

  @Test
  void everyRuleOfEveryKindLetsSomebodyInAndKeepsSomebodyOut() throws IOException {
    List<String> blunt = new ArrayList<>();
    int rules = 0;
    for (Definition definition : shipped())
      for (Map<String, CompiledKind> kinds : definition.kinds().values())
        for (CompiledKind kind : kinds.values())
          for (Rules.Compiled rule : kind.rules()) {
            rules++;
            Set<Boolean> answers = new HashSet<>();
            for (Map<String, Object> facts : worlds()) answers.add(rule.isMet(facts));
            if (answers.size() != 2)
              blunt.add(
                  definition.programme().id().text()
                      + "/"
                      + kind.kind().name()
                      + "/"
                      + rule.rule().name());
          }
    assertThat(rules).isGreaterThan(15);
    assertThat(blunt).isEmpty();
  }

  @Test
  void aConditionOnAFactThatNobodyWroteDownHoldsUntilSomebodyDoes() throws IOException {
    Definition women = read(Path.of("playbooks/women-insurance/programme.yaml"));
    Rules.Compiled condition = women.kind("senior-high-term", 2026).conditions().getFirst();
    assertThat(condition.isMet(facts(16, Sex.FEMALE, PovertyStatus.REGISTERED, Map.of(), Map.of())))
        .isTrue();
    assertThat(
            condition.isMet(
                facts(
                    16,
                    Sex.FEMALE,
                    PovertyStatus.REGISTERED,
                    Map.of("left_school", true),
                    Map.of())))
        .isFalse();
  }

  @Test
  void publishedFiguresStandInTheDefinitions() throws IOException {
    assertThat(fixed("rural-teacher-award", "nomination")).isEqualTo("100000.00 CNY");
    assertThat(fixed("rural-principal-award", "application")).isEqualTo("500000.00 CNY");
    assertThat(fixed("ranger-award", "nomination")).isEqualTo("3000.00 USD");
    assertThat(fixed("women-insurance", "senior-high-term")).isEqualTo("500.00 CNY");
    assertThat(fixed("women-insurance", "university-entrance")).isEqualTo("5000.00 CNY");
    assertThat(kind("rural-teacher-award", "nomination").seats().orElseThrow().total())
        .isEqualTo(100);
    assertThat(kind("rural-principal-award", "application").seats().orElseThrow().total())
        .isEqualTo(40);
    assertThat(kind("ranger-award", "nomination").seats().orElseThrow().total()).isEqualTo(50);
    assertThat(kind("parenting-centres", "place").seats().orElseThrow().total()).isEqualTo(548);
  }

  @Test
  void whatRefersToNothingOrAddsUpToSomethingElseIsNamedWithItsLine() throws IOException {
    String text = Files.readString(Path.of("playbooks/rural-teacher-award/programme.yaml"));
    for (Map.Entry<String, String> slip :
        Map.of(
                "needs: first-report", "needs: a-report",
                "published: [school, subject]", "published: [school, phone]",
                "percent: \"40\"", "percent: \"41\"",
                "answers.years_taught >= 5", "answers.years >= 5",
                "keep: 300", "quorumm: 300",
                "role: county-officer", "role: merchant",
                "ties: median", "ties: luck",
                "once: life", "once: [nothing]",
                "quorum: 2", "quorum: 4")
            .entrySet()) {
      String broken =
          text.replaceFirst(java.util.regex.Pattern.quote(slip.getKey()), slip.getValue());
      assertThat(broken).isNotEqualTo(text);
      Refusal refusal =
          catchThrowableOfType(Refusal.class, () -> Definitions.read("my.yaml", broken));
      assertThat(refusal).as(slip.getValue()).isNotNull();
      assertThat(refusal.code()).isInstanceOf(ProgrammeRefusal.class);
      assertThat(refusal.facts()).as(slip.getValue()).containsKeys("file", "line", "column");
    }
  }

  private static String fixed(String programme, String kind) throws IOException {
    return ((Benefit.Fixed) kind(programme, kind).benefit()).amount().toString();
  }

  private static CaseKind kind(String programme, String kind) throws IOException {
    return read(Path.of("playbooks", programme, "programme.yaml")).kind(kind, 2026).kind();
  }

  private static List<Definition> shipped() throws IOException {
    List<Definition> all = new ArrayList<>();
    try (Stream<Path> playbooks = Files.list(Path.of("playbooks"))) {
      for (Path each : playbooks.sorted().toList()) all.add(read(each.resolve("programme.yaml")));
    }
    return all;
  }

  private static Definition read(Path file) throws IOException {
    return Definitions.read(file.toString(), Files.readString(file));
  }

  /// People of many sorts, with answers of many sorts.
  private static List<Map<String, Object>> worlds() {
    List<Map<String, Object>> worlds = new ArrayList<>();
    for (int age : new int[] {-1, 1, 10, 16, 40, 70})
      for (Sex sex : Sex.values())
        for (PovertyStatus status : PovertyStatus.values())
          for (long number : new long[] {0, 2, 20, 50})
            for (boolean yes : new boolean[] {true, false})
              worlds.add(
                  facts(
                      age,
                      sex,
                      status,
                      Map.of(),
                      Map.of(
                          "years", number,
                          "years_taught", number,
                          "months", number,
                          "enrolled", yes,
                          "confirmed", yes)));
    return worlds;
  }

  private static Map<String, Object> facts(
      int age,
      Sex sex,
      PovertyStatus status,
      Map<String, Object> own,
      Map<String, Object> answers) {
    UUID id = UUID.randomUUID();
    Profile profile =
        new Profile(
            new PersonId(id),
            new HouseholdId(id),
            new PlaceCode("CN-500236001900"),
            new PlaceCode("CN-500236"),
            age < 0 ? OptionalInt.empty() : OptionalInt.of(age),
            sex,
            status,
            4,
            own);
    Map<String, Object> facts = new HashMap<>(Rules.facts(profile, true));
    facts.put("answers", answers);
    return facts;
  }
}
