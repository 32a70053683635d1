package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yutang.store.Words.Language;

class WordsTest {

  @Test
  void theReadersFirstKnownLanguageIsTaken() {
    assertThat(Language.best(List.of(Locale.FRENCH, Locale.ENGLISH, Locale.CHINA)))
        .isEqualTo(Language.EN);
    assertThat(Language.best(List.of(Locale.TAIWAN))).isEqualTo(Language.ZH);
    assertThat(Language.best(List.of())).isEqualTo(Language.ZH);
    assertThat(Language.best(List.of(Locale.FRENCH))).isEqualTo(Language.EN);
  }

  @Test
  void factsFillTheirPlacesAndNumbersAreGrouped() {
    assertThat(
            Words.in(Language.EN)
                .t("web.pages.range", Map.of("first", 1, "last", 50L, "total", 35_024L)))
        .isEqualTo("1–50 of 35,024");
    assertThat(
            Words.in(Language.ZH)
                .t("web.pages.range", Map.of("first", 1, "last", 50, "total", 35_024)))
        .isEqualTo("第 1–50 条，共 35,024 条");
  }

  @Test
  void anUnknownKeyComesBackAsItself() {
    assertThat(Words.in(Language.ZH).t("no.such.key")).isEqualTo("no.such.key");
  }
}
