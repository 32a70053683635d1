package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SheetsTest {

  @Test
  void textThatLooksLikeAFormulaIsMadeHarmless() {
    for (String text : new String[] {"=1+1", "+86", "-2", "@sum", "\t=1", "\r=1"})
      assertThat(Sheets.harmless(text)).isEqualTo("'" + text);
  }

  @Test
  void otherTextStaysAsItIs() {
    for (String text : new String[] {"", "张*", "A-1", "1=1", "（未登记姓名）"})
      assertThat(Sheets.harmless(text)).isEqualTo(text);
  }
}
