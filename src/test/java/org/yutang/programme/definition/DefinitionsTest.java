package org.yutang.programme.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Schedule;
import org.yutang.programme.Verdict;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Profile;
import org.yutang.register.Sex;
import org.yutang.store.Words;

/// The shipped definition decides as published, and mistakes in a definition are named where they
/// stand.
class DefinitionsTest {

  private static final Path FILE = Path.of("playbooks/breadwinners-insurance/programme.yaml");
  private static final String TEXT = text();
  private static final Definition INSURANCE = Definitions.read("programme.yaml", TEXT);

  @Test
  void in2017TheAgesAre20To60() {
    assertThat(failed(2017, 19, PovertyStatus.REGISTERED, true)).containsExactly("working-age");
    assertThat(failed(2017, 20, PovertyStatus.REGISTERED, true)).isEmpty();
    assertThat(failed(2017, 60, PovertyStatus.REGISTERED, true)).isEmpty();
    assertThat(failed(2017, 61, PovertyStatus.REGISTERED, true)).containsExactly("working-age");
  }

  @Test
  void from2018TheAgesAre18To60() {
    for (int year : new int[] {2018, 2019, 2026}) {
      assertThat(failed(year, 17, PovertyStatus.REGISTERED, true)).containsExactly("working-age");
      assertThat(failed(year, 18, PovertyStatus.REGISTERED, true)).isEmpty();
      assertThat(failed(year, 60, PovertyStatus.REGISTERED, true)).isEmpty();
      assertThat(failed(year, 61, PovertyStatus.REGISTERED, true)).containsExactly("working-age");
    }
  }

  @Test
  void anUnknownAgeIsNotEligibleAndSaysSo() {
    Verdict.NotEligible verdict =
        (Verdict.NotEligible)
            INSURANCE.decide(2018, Rules.facts(profile(-1, PovertyStatus.REGISTERED), true));
    assertThat(verdict.failed().getFirst().says().en()).contains("unknown");
    assertThat(verdict.failed().getFirst().says().zh()).contains("未知");
  }

  @Test
  void onlyTheRegisteredPoorOfPartnerCountiesAreEligible() {
    assertThat(failed(2018, 30, PovertyStatus.REGISTERED, true)).isEmpty();
    assertThat(failed(2018, 30, PovertyStatus.RETURNED, true)).isEmpty();
    assertThat(failed(2018, 30, PovertyStatus.NONE, true)).containsExactly("registered-poor");
    assertThat(failed(2018, 30, PovertyStatus.LIFTED, true)).containsExactly("registered-poor");
    assertThat(failed(2018, 30, PovertyStatus.REGISTERED, false)).containsExactly("partner-county");
  }

  @Test
  void aVerdictNamesAllFailedRulesTheFactsAndWhatWouldChangeIt() {
    Verdict.NotEligible verdict =
        (Verdict.NotEligible)
            INSURANCE.decide(2018, Rules.facts(profile(17, PovertyStatus.LIFTED), true));
    assertThat(verdict.failed())
        .extracting(Verdict.Reason::rule)
        .containsExactly("registered-poor", "working-age");
    assertThat(verdict.met()).extracting(Verdict.Reason::rule).containsExactly("partner-county");
    assertThat(verdict.failed().get(0).says().zh()).contains("已脱贫");
    assertThat(verdict.failed().get(1).says().en()).contains("Aged 17").contains("18 to 60");
    assertThat(verdict.failed())
        .allSatisfy(reason -> assertThat(reason.change().zh()).isNotBlank());
    assertThat(verdict.basis().facts())
        .containsEntry("age", 17L)
        .containsEntry("status", "LIFTED")
        .doesNotContainKey("sex");
    assertThat(verdict.basis().version()).isEqualTo(2018);
    assertThat(verdict.basis().asOf()).isEqualTo(LocalDate.of(2018, 1, 1));
  }

  @Test
  void thePublishedCaseIsPaidToTheFen() {
    CaseKind bill = INSURANCE.kind("hospital-bill", 2018).kind();
    Schedule benefit = ((Benefit.Share) bill.benefit()).schedule();
    assertThat(bill.paidBy()).isEqualTo(CaseKind.Purse.PAYEE);
    assertThat(bill.unique()).containsExactly("hospital", "bill_number");
    assertThat(benefit.due(Money.parse("46241.02", "CNY")))
        .isEqualTo(Money.parse("32805.77", "CNY"));
    assertThat(benefit.due(Money.parse("2500.00", "CNY")).minor()).isZero();
    assertThat(benefit.due(Money.parse("2500.01", "CNY")).minor()).isEqualTo(1);
    assertThat(benefit.due(Money.parse("12.00", "CNY")).minor()).isZero();
  }

  @Test
  void thePremiumIsThatOfThePublishedTotals() {
    Money total = Money.parse("136000000.00", "CNY");
    assertThat(INSURANCE.programme().version(2018).getCover().premium().times(4_250_000))
        .isEqualTo(total);
  }

  @Test
  void aTypoInAnExpressionIsNamedWithFileLineAndColumn() {
    String text =
        TEXT.replace("age_known && age >= 18 && age <= 60", "age_known && agee >= 18 && age <= 60");
    Refusal refusal = refused(text);
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.BAD_EXPRESSION);
    int line = line(text, "agee");
    int column = text.lines().toList().get(line - 1).indexOf("agee") + 1;
    assertThat(refusal.facts())
        .containsEntry("line", String.valueOf(line))
        .containsEntry("column", String.valueOf(column))
        .containsEntry("file", "my.yaml");
    assertThat(Words.in(Words.Language.EN).refusal(refusal))
        .contains("my.yaml, line " + line + ", column " + column)
        .contains("agee");
  }

  @Test
  void aTypoInABlockOrQuotedExpressionIsNamedTooAtItsPlace() {
    String block =
        TEXT.replace(
            "when: age_known && age >= 18 && age <= 60",
            "when: |\n          age_known &&\n          age >= eighteen");
    assertThat(refused(block).facts())
        .containsEntry("line", String.valueOf(line(block, "eighteen")))
        .containsEntry("column", String.valueOf("          age >= ".length() + 1));
    String quoted =
        TEXT.replace("when: age_known && age >= 18 && age <= 60", "when: \"age >= eighteen\"");
    assertThat(refused(quoted).facts())
        .containsEntry("column", String.valueOf("        when: \"age >= ".length() + 1));
  }

  @Test
  void anExpressionThatIsNoConditionIsRefused() {
    assertThat(refused(TEXT.replace("when: partner\n", "when: age + 1\n")).code())
        .isEqualTo(ProgrammeRefusal.BAD_EXPRESSION);
    assertThat(refused(TEXT.replace("when: partner\n", "when: partner &&\n")).code())
        .isEqualTo(ProgrammeRefusal.BAD_EXPRESSION);
    assertThat(refused(TEXT.replace("when: partner\n", "when: status == 3\n")).code())
        .isEqualTo(ProgrammeRefusal.BAD_EXPRESSION);
  }

  @Test
  void anUnknownKeyIsNamedWithFileLineAndColumn() {
    String text =
        TEXT.replace(
            "    premium: &premium\n      amount:", "    premium: &premium\n      amountt:");
    Refusal refusal = refused(text);
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.UNKNOWN_KEY);
    assertThat(refusal.facts())
        .containsEntry("line", String.valueOf(line(text, "amountt")))
        .containsEntry("column", "7")
        .containsEntry("key", "amountt");
  }

  @Test
  void missingKeysWrongTypesAndWrongValuesAreRefused() {
    assertThat(refused(TEXT.replace("place: CN\n", "")).code())
        .isEqualTo(ProgrammeRefusal.MISSING_KEY);
    for (String[] change :
        List.of(
            new String[] {"place: CN\n", "place: china\n"},
            new String[] {"yearStarts: 01-01", "yearStarts: 13-01"},
            new String[] {"yearStarts: 01-01", "yearStarts: 02-29"},
            new String[] {"fromYear: 2018", "fromYear: 2017"},
            new String[] {"fromYear: 2018", "fromYear: soon"},
            new String[] {"amount: \"32.00\"", "amount: \"32.001\""},
            new String[] {"amount: \"32.00\"", "amount: \"0\""},
            new String[] {"percent: \"75\"", "percent: \"175\""},
            new String[] {"partners: [CN]", "partners: []"},
            new String[] {"partners: [CN]", "partners: CN"},
            new String[] {"id: breadwinners-insurance", "id: Breadwinners"},
            new String[] {"id: breadwinners-insurance", "id: [a]"},
            new String[] {"name: registered-poor", "name: partner-county"})) {
      assertThat(TEXT).contains(change[0]);
      assertThat(refused(TEXT.replace(change[0], change[1])).code())
          .as(change[1])
          .isEqualTo(ProgrammeRefusal.WRONG_VALUE);
    }
  }

  @Test
  void aSentenceThatNamesAnUnknownFactIsRefused() {
    Refusal refusal = refused(TEXT.replace("所在县是合作县", "所在县 {country} 是合作县"));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.UNKNOWN_FACT);
    assertThat(refusal.facts()).containsEntry("fact", "country");
  }

  @Test
  void brokenYamlAndEmptyFilesAreRefused() {
    assertThat(refused("id: [a\nb: c").code()).isEqualTo(ProgrammeRefusal.BAD_YAML);
    assertThat(refused("").code()).isEqualTo(ProgrammeRefusal.BAD_YAML);
    assertThat(refused("just a text").code()).isEqualTo(ProgrammeRefusal.WRONG_VALUE);
    assertThat(refused("id: a\nid: b").code()).isEqualTo(ProgrammeRefusal.WRONG_VALUE);
  }

  @Test
  void twoFilesMayNotDefineTheSameProgramme() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> new Definitions(Map.of("a", TEXT), Map.of("b", TEXT)));
    assertThat(refusal.code()).isEqualTo(ProgrammeRefusal.DEFINED_TWICE);
  }

  @Test
  void rulesMayUseFactsOfTheRegisterAndAMissingOneDoesNotMeetThem() {
    String text =
        TEXT.replace(
            "when: partner\n", "when: partner && facts.rooms >= 2.0 && facts[\"land mu\"] > 0.5\n");
    Definition definition = Definitions.read("my.yaml", text);
    Profile with = profile(30, PovertyStatus.REGISTERED, Map.of("rooms", 2.0, "land mu", 1.0));
    assertThat(definition.failedRules(2018, Rules.facts(with, true))).isEmpty();
    assertThat(definition.frozen(2018, Rules.facts(with, true)))
        .containsEntry("facts.rooms", 2.0)
        .containsEntry("facts.land mu", 1.0);
    assertThat(
            definition.failedRules(2018, Rules.facts(profile(30, PovertyStatus.REGISTERED), true)))
        .containsExactly("partner-county");
  }

  @Test
  void whatIsReadFromPhotosGoesIntoFieldsThatCanTakeIt() throws IOException {
    String good =
        Files.readString(Path.of("src/test/resources/playbooks/test-bills/programme.yaml"));
    assertThat(Definitions.read("my.yaml", good).programme().id().text()).isEqualTo("test-bills");
    Map<String, ProgrammeRefusal> bad =
        Map.of(
            "sum_total: total_cost", ProgrammeRefusal.UNKNOWN_KEY,
            "id_number: number", ProgrammeRefusal.UNKNOWN_KEY,
            "total: total_costs", ProgrammeRefusal.WRONG_VALUE,
            "total: discharged", ProgrammeRefusal.WRONG_VALUE,
            "total: hospital", ProgrammeRefusal.WRONG_VALUE,
            "total: insurance_paid", ProgrammeRefusal.WRONG_VALUE);
    bad.forEach(
        (line, code) -> {
          String text = good.replace("total: total_cost", line);
          Refusal refusal = refused(text);
          int begin = text.indexOf(line, text.indexOf("reads: {hospital"));
          boolean key = code == ProgrammeRefusal.UNKNOWN_KEY;
          // the field that two of them name is refused where it stands the second time
          int at =
              line.endsWith(": insurance_paid")
                  ? text.indexOf("insurance_paid}", begin)
                  : begin + (key ? 0 : line.indexOf(' ') + 1);
          assertThat(refusal.code()).as(line).isEqualTo(code);
          assertThat(refusal.facts())
              .as(line)
              .containsEntry("line", String.valueOf(text.substring(0, at).lines().count()))
              .containsEntry("column", String.valueOf(at - text.lastIndexOf('\n', at)));
        });
    assertThat(refused(good.replace("admitted: admitted", "admitted: hospital")).facts().toString())
        .contains("field of type day");
  }

  private static List<String> failed(int year, int age, PovertyStatus status, boolean partner) {
    List<String> quick = INSURANCE.failedRules(year, Rules.facts(profile(age, status), partner));
    Verdict verdict = INSURANCE.decide(year, Rules.facts(profile(age, status), partner));
    List<String> explained =
        switch (verdict) {
          case Verdict.Eligible _ -> List.of();
          case Verdict.NotEligible not -> not.failed().stream().map(Verdict.Reason::rule).toList();
        };
    assertThat(explained).isEqualTo(quick);
    return quick;
  }

  private static Profile profile(int age, PovertyStatus status) {
    return profile(age, status, Map.of());
  }

  private static Profile profile(int age, PovertyStatus status, Map<String, Object> facts) {
    return new Profile(
        new PersonId(new UUID(0, 1)),
        new HouseholdId(new UUID(0, 2)),
        new PlaceCode("CN-500236100200"),
        new PlaceCode("CN-500236"),
        age < 0 ? OptionalInt.empty() : OptionalInt.of(age),
        Sex.FEMALE,
        status,
        4,
        facts);
  }

  private static Refusal refused(String text) {
    assertThat(text).isNotEqualTo(TEXT);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> Definitions.read("my.yaml", text));
    assertThat(refusal).as("a refusal").isNotNull();
    for (Words.Language language : Words.Language.values())
      assertThat(Words.in(language).refusal(refusal))
          .contains("my.yaml")
          .doesNotContainPattern("\\{[a-z]+}");
    return refusal;
  }

  private static int line(String text, String part) {
    return (int) text.substring(0, text.indexOf(part)).lines().count();
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
