package org.yutang.register;

import java.util.Map;

/// Turns the row at hand into staged rows.
interface Rows {

  /// Stages what the row says, or notes in the chunk why not.
  void row(Chunk chunk);

  /// What the mapping reads from the row at hand, by column; names and identity numbers masked.
  Map<String, String> preview();
}
