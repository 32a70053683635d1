package org.yutang.programme.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;

/// The shipped definitions say what was published, and slips in one are named where they stand.
class PlaybooksTest {

  @Test
  void publishedFiguresStandInTheDefinitions() throws IOException {
    assertThat(fixed("rural-teacher-award", "nomination")).isEqualTo("100000.00 CNY");
    assertThat(fixed("rural-principal-award", "nomination")).isEqualTo("500000.00 CNY");
    assertThat(fixed("ranger-award", "nomination")).isEqualTo("3000.00 USD");
    assertThat(fixed("women-insurance", "senior-high-term")).isEqualTo("500.00 CNY");
    assertThat(fixed("women-insurance", "university-entrance")).isEqualTo("5000.00 CNY");
    assertThat(kind("rural-teacher-award", "nomination").seats().orElseThrow().total())
        .isEqualTo(100);
    assertThat(kind("rural-principal-award", "nomination").seats().orElseThrow().total())
        .isEqualTo(40);
    assertThat(kind("ranger-award", "nomination").seats().orElseThrow().total()).isEqualTo(50);
    assertThat(kind("parenting-centres", "place").seats().orElseThrow().total()).isEqualTo(548);
  }

  @Test
  void eachGiftAddsWhatWasPublished() throws IOException {
    Programme women = read(Path.of("playbooks", "women-insurance", "programme.yaml")).programme();
    Programme.Gifts gifts = women.gifts(2026).orElseThrow();
    assertThat(gifts.adds().toString()).isEqualTo("50.00 CNY");
    assertThat(gifts.kinds()).containsExactly("illness");
    assertThat(women.covers()).isTrue();
    assertThat(women.payeePays()).as("its fund pays").isFalse();
  }

  @Test
  void slipsInWhatGiftsAddAreNamedWithTheirLine() throws IOException {
    requireNamed(
        Files.readString(Path.of("playbooks/women-insurance/programme.yaml")),
        Map.of(
            "for: [illness]", "for: [sickness]",
            "1.00\", for: [illness]", "1.00\", for: [university-entrance]",
            "adds: \"50.00\"", "adds: \"0.00\"",
            "least: \"1.00\"", "least: \"one\"",
            "gifts: {adds", "gifts: {add",
            "{adds: \"50.00\", least", "{adds: \"50.00\", leastt",
            "[illness]}", "[illness, illness]}"));
  }

  @Test
  void whatRefersToNothingOrAddsUpToSomethingElseIsNamedWithItsLine() throws IOException {
    String text = Files.readString(Path.of("playbooks/rural-teacher-award/programme.yaml"));
    requireNamed(
        text,
        Map.of(
            "needs: first-report", "needs: a-report",
            "published: [school, subject]", "published: [school, phone]",
            "percent: \"40\"", "percent: \"41\"",
            "answers.years_taught >= 5", "answers.years >= 5",
            "keep: 300", "quorumm: 300",
            "role: county-officer", "role: merchant",
            "ties: median", "ties: luck",
            "once: life", "once: [nothing]",
            "quorum: 2", "quorum: 4"));
  }

  private static void requireNamed(String text, Map<String, String> slips) {
    for (Map.Entry<String, String> slip : slips.entrySet()) {
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

  private static Definition read(Path file) throws IOException {
    return Definitions.read(file.toString(), Files.readString(file));
  }
}
