package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What makes no other bill: blanks, hyphens, brackets, width and size of what was typed.
class CaseOnceTest {

  @ParameterizedTest
  @CsvSource({
    "重庆市(涪陵)医院, 重庆市（涪陵）医院",
    "B-0001, Ｂ－０００１",
    "B-0001, B–0001",
    "B-0001, b 0001",
    "县人民医院, 县\u3000人民\u200b医院"
  })
  void isTheSame(String one, String other) {
    assertThat(CaseOnce.letters(one)).isNotEmpty().isEqualTo(CaseOnce.letters(other));
  }

  @ParameterizedTest
  @CsvSource({"B-0001, B-0002", "县人民医院, 县中医医院", "B-12, B-1２3"})
  void isAnother(String one, String other) {
    assertThat(CaseOnce.letters(one)).isNotEqualTo(CaseOnce.letters(other));
  }
}
