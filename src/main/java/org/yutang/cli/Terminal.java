package org.yutang.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where a verb speaks: results on `out`, everything said along the way on `err`, in the language of `words`.
///
/// @param interactive whether `err` is a screen, on which a progress line may overwrite itself
record Terminal(PrintStream out, PrintStream err, Words words, boolean interactive) {

  /// Prints a message of the room `cli` (or another's, by its first part) on `out`.
  void say(String key, Map<String, ?> facts) {
    out.println(words.text(key, facts));
  }

  /// Prints a message on `err`.
  void warn(String key, Map<String, ?> facts) {
    err.println(words.text(key, facts));
  }
}
