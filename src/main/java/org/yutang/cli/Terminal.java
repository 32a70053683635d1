package org.yutang.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yutang.store.Words;

/// Where a verb speaks: results on `out`, everything said along the way on `err`, in the language
/// of `words`.
///
/// @param interactive whether `err` is a screen, on which a progress line may overwrite itself
record Terminal(PrintStream out, PrintStream err, Words words, boolean interactive) {

  /// The words that the shell asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set
  /// decides; English unless it is Chinese.
  static Words words(Map<String, String> environment) {
    for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty())
        return Words.in(
            value.toLowerCase(Locale.ROOT).startsWith("zh")
                ? Words.Language.ZH
                : Words.Language.EN);
    }
    return Words.in(Words.Language.EN);
  }

  /// Prints a message on `out`.
  void say(String key, Map<String, ?> facts) {
    out.println(words.t(key, facts));
  }

  /// Prints a message on `err`.
  void warn(String key, Map<String, ?> facts) {
    err.println(words.t(key, facts));
  }
}
