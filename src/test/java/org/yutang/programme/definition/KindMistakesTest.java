package org.yutang.programme.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yutang.kernel.Refusal;
import org.yutang.store.Words;

/// Mistakes that a writer of a programme made, in the example of the how-to: each is refused at the
/// line where it stands, with what could have been written.
class KindMistakesTest {

  private static final String EXAMPLE = example();

  /// What lies between the marks of the shell's document.
  private static String example() {
    try {
      String guide = Files.readString(Path.of("docs/how-to/write-a-programme.md"));
      int from = guide.indexOf("<<'END'\n") + "<<'END'\n".length();
      return guide.substring(from, guide.indexOf("\nEND\n", from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age_known && age >= 6 | status == \"REGISTRED\" && age >= 6 | LIFTED, NONE, REGISTERED, RETURNED",
        "age_known && age >= 6 | status in [\"NONE\", \"POOR\"] && age >= 6 | LIFTED, NONE, REGISTERED, RETURNED",
        "age_known && age >= 6 | age >= 6 && 'female' == sex | FEMALE, MALE, UNKNOWN",
        "age_known && age >= 6 | age_known && agee >= 6 | age_known",
        "age_known && age >= 6 | answers.grde == 3 && age >= 6 | answers.grade",
        "role: county-officer | role: teacher | one of fund-officer, county-officer, insurer, judge",
        "needs: still-enrolled | needs: enrolled | one of still-enrolled",
        "afterMonths: 5, needs: | afterMonths: 4, needs: | a follow-up that is due by then",
        "[{name: enrolled, type: yes-no, | [{name: enrolled, personal: true, type: yes-no, | a field that is not personal",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        seats: {total: 10, perCounty: 20} | a whole number",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        published: [teacher] | one of school, grade",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        paidBy: payee | fund, where the programme has no premium",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        paidBy: insurer | fund, payee",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        unique: [teacher] | one of school, grade",
        "rules: | `  - {name: remark, type: text, title: {zh: 备注, en: Remark}}\\n        unique: [remark]\\n        rules:` | a field that is required",
        "benefit: {fixed: \"500.00\"} | benefit: {fixed: \"500.00\"}\\n        reasons: [] | reasons",
        "role: county-officer | role: county-officer, eyes: 2, secondAbove: \"100.00\" | without eyes and panel"
      })
  void isRefusedWithWhatCouldBeWritten(String right, String wrong, String told) {
    String text = EXAMPLE.replace(right, wrong.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(EXAMPLE);
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> Definitions.read("my.yaml", text));
    assertThat(refusal).as(wrong).isNotNull();
    assertThat(Words.in(Words.Language.EN).refusal(refusal)).contains("my.yaml", told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age_known && age >= 6 | status == \"REGISTERED\" && sex != 'MALE'",
        "age_known && age >= 6 | status in ['REGISTERED', \"RETURNED\"] && answers.school != \"any\""
      })
  void whatCanBeIsTaken(String right, String other) {
    assertThat(Definitions.read("my.yaml", EXAMPLE.replace(right, other))).isNotNull();
  }
}
