package org.yutang.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Numbers as people type them.
class MoneyTest {

  @Test
  void amountsAreReadAsTheFormSaysAndNothingElseIs() {
    Pattern form = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,2})?");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int amounts = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--)
        text.append("0123456789019.-+e ٣".charAt(random.nextInt(19)));
      if (i % 10 == 0) text.append("123456789012").append(random.nextInt(3));
      String decimal = text.toString();
      if (form.matcher(decimal).matches()) {
        amounts++;
        assertThat(Money.parse(decimal, "CNY").minor())
            .as("%s, seed %d", decimal, seed)
            .isEqualTo(new BigDecimal(decimal).movePointRight(2).longValueExact());
      } else {
        assertThat(
                catchThrowableOfType(
                    NumberFormatException.class, () -> Money.parse(decimal, "CNY")))
            .as("%s, seed %d", decimal, seed)
            .isNotNull();
      }
    }
    assertThat(amounts).isGreaterThan(10_000);
    for (String currency : List.of("", "CN", "cny", "CNYY", "C1Y"))
      assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> new Money(1, currency)))
          .as(currency)
          .isNotNull();
  }

  @Test
  void codesOfPlacesHaveOneForm() {
    for (String code : List.of("001", "CN", "CN-500236", "AT-7", "GB-a", "CN-" + "9".repeat(20)))
      assertThat(PlaceCode.isCode(code)).as(code).isTrue();
    for (String code :
        List.of(
            "", "C", "002", "cn", "CN-", "CNX", "CN_1", "CN-5 ", "CN-é", "CN-" + "9".repeat(21)))
      assertThat(PlaceCode.isCode(code)).as(code).isFalse();
  }

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
