package org.yutang.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Numbers as people type them.
class MoneyTest {

  @Test
  void commasGroupThousandsAndNothingElse() {
    for (String typed : List.of("1234567.80", "1,234,567.80", " 1，234，567.80 "))
      assertThat(Money.ungrouped(typed)).isEqualTo("1234567.80");
    assertThat(Money.ungrouped("12,345")).isEqualTo("12345");
    assertThat(Money.ungrouped("many")).isEqualTo("many");
    for (String typed : List.of("4,56", "4，56", "1234,567", ",123", "1,23,456", "1.000,00", "1,"))
      assertThat(catchThrowableOfType(NumberFormatException.class, () -> Money.ungrouped(typed)))
          .as(typed)
          .isNotNull();
  }
}
