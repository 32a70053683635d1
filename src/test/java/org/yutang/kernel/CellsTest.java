package org.yutang.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void textThatLooksLikeAFormulaIsMadeHarmless() {
    for (String text : new String[] {"=1+1", "+86", "-2", "@sum", "\t=1", "\r=1"})
      assertThat(Cells.harmless(text)).isEqualTo("'" + text);
  }

  @Test
  void otherTextStaysAsItIs() {
    for (String text : new String[] {"", "张*", "A-1", "1=1", "（未登记姓名）"})
      assertThat(Cells.harmless(text)).isEqualTo(text);
  }
}
