package org.yutang.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantitiesTest {

  @Test
  void fifteenMuAreAHectare() {
    assertThat(Area.parseMu("15")).isEqualTo(new Area(10_000));
    assertThat(new Area(10_000).mu()).isEqualByComparingTo("15");
    assertThat(Area.parseMu("1").squareMetres()).isEqualTo(667);
    assertThat(new Area(1).plus(new Area(2))).isEqualTo(new Area(3));
  }

  @Test
  void negativeAndUnreadableQuantitiesAreRefused() {
    assertThatThrownBy(() -> new Area(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Area.parseMu("-3")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Area.parseMu("1.234")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> new Mass(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Mass(1).minus(new Mass(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mass.parseKilograms("1.2345"))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Brix.parse("100.1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Brix.parse("11.55")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Area(Long.MAX_VALUE).plus(new Area(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void massAndBrixAreExact() {
    assertThat(Mass.parseKilograms("1250.5").grams()).isEqualTo(1_250_500);
    assertThat(new Mass(5).kilograms()).isEqualByComparingTo("0.005");
    assertThat(Brix.parse("11.5").tenths()).isEqualTo(115);
    assertThat(new Brix(115).degrees()).isEqualByComparingTo("11.5");
  }
}
