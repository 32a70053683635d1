package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;
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
  void aRefusalTellsCodesAndRefusalsAmongItsFactsInWords() {
    Map<String, Object> facts = Map.of("line", 3, "problem", "missing line");
    assertThat(Words.in(Language.ZH).refusal("payment.result-differs", facts))
        .contains("第 3 行，少了一行");
    assertThat(Words.in(Language.EN).refusal("payment.result-differs", facts))
        .contains("line 3, a line is missing");
    assertThat(
            Words.in(Language.EN)
                .refusal("payment.result-differs", Map.of("line", 3, "problem", "a flood")))
        .contains("line 3, a flood");
    Refusal inner =
        new Refusal(StoreRefusal.PHOTO_TOO_LARGE, Map.of("megapixels", 300, "limit", 60));
    assertThat(
            Words.in(Language.EN)
                .refusal("giving.lines-refused", Map.of("count", 1, "line", 1, "why", inner)))
        .contains("300 megapixels");
  }

  @Test
  void anUnknownKeyComesBackAsItself() {
    assertThat(Words.in(Language.ZH).t("no.such.key")).isEqualTo("no.such.key");
  }
}
