package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `programme check` says of good and of wrong definitions, in both languages.
class ProgrammeVerbTest {

  private static final Path GOOD = Path.of("playbooks/rural-teacher-award/programme.yaml");

  @TempDir Path dir;

  @Test
  void everyShippedDefinitionIsGoodAndItsStagesAreTold() throws IOException {
    List<String> typed = new ArrayList<>(List.of("programme", "check"));
    try (Stream<Path> files = Files.walk(Path.of("playbooks"))) {
      files.filter(each -> each.endsWith("programme.yaml")).map(Path::toString).forEach(typed::add);
    }
    Typed all = Typed.here(typed.toArray(String[]::new));
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out()).contains("breadwinners-insurance", "rural-teacher-award");
    assertThat(all.out()).contains("working days");
  }

  /// One slip each, and the line and column at which both languages must put it.
  @Test
  void everySlipIsToldWithItsPlaceInBothLanguages() throws IOException {
    String good = Files.readString(GOOD);
    Map<String, String> slips =
        Map.of(
            "yearStarts:", "yearStart:",
            "currency: CNY", "currency: yuan",
            "role: judge", "role: jugde",
            "type: whole", "type: number");
    for (Map.Entry<String, String> slip : slips.entrySet()) {
      String wrong = good.replaceFirst(slip.getKey(), slip.getValue());
      assertThat(wrong).as("%s", slip).isNotEqualTo(good);
      String[] before = good.substring(0, good.indexOf(slip.getKey())).split("\n", -1);
      Path file = Files.writeString(dir.resolve("programme.yaml"), wrong);
      Typed chinese = Typed.inChinese("programme", "check", file.toString());
      Typed english = Typed.here("programme", "check", file.toString());
      assertThat(List.of(chinese.code(), english.code())).as("%s", slip).containsOnly(1);
      assertThat(chinese.err()).contains("第 " + before.length + " 行第 ");
      assertThat(english.err()).contains("line " + before.length + ", column ");
    }
  }

  @Test
  void ofSeveralFilesAllMistakesAreTold() throws IOException {
    String good = Files.readString(GOOD);
    Path one = Files.writeString(dir.resolve("one.yaml"), good.replace("id:", "idd:"));
    Path two = Files.writeString(dir.resolve("two.yaml"), good.replace("yearStarts:", "starts:"));
    Typed both = Typed.here("programme", "check", one.toString(), GOOD.toString(), two.toString());
    assertThat(both.code()).isEqualTo(1);
    assertThat(both.err()).contains("idd", "starts");
    assertThat(both.out()).contains("rural-teacher-award");
  }

  @Test
  void whatIsMissingForATrialIsSaidBeforeAServerIsLookedFor() {
    String file = GOOD.toString();
    assertThat(Typed.here("programme", "simulate", file).code()).isEqualTo(2);
    assertThat(Typed.here("programme", "simulate", file, "--year", "2026").err())
        .contains("--place");
    assertThat(Typed.here("programme", "replay", file, file, "--place", "CN").code()).isEqualTo(2);
  }
}
