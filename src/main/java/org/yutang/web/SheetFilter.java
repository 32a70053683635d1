package org.yutang.web;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yutang.kernel.Refusal;

/// What an Excel file was asked for, in the reader's words, taken from the question that is really
/// asked. A page leaves out a filter that it cannot read and shows that it did; a file goes where
/// nobody sees that, so it refuses with [WebRefusal#FILTER_UNREADABLE].
final class SheetFilter {

  private final Screen s;
  private final Map<String, String> words = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>(Set.of("sort", "page", "note"));

  SheetFilter(Screen s) {
    this.s = s;
  }

  /// @param words by the label of each field; empty where everything was asked for
  record Applied(Map<String, String> words, String order) {}

  /// A filter of the address.
  ///
  /// @param name of its parameter
  /// @param read what the question holds of it
  <T> SheetFilter with(String name, String label, Optional<T> read, Function<T, String> word) {
    known.add(name);
    int given = s.given().getOrDefault(name, 0);
    if (given > 1 || (given == 1 && read.isEmpty())) throw unreadable(s.t(label));
    return said(label, read.map(word));
  }

  /// What the path says.
  SheetFilter said(String label, Optional<String> word) {
    word.ifPresent(text -> words.put(s.t(label), text));
    return this;
  }

  /// @param label of the column that orders the rows
  Applied ordered(String label, boolean descending) {
    for (String name : s.given().keySet()) if (!known.contains(name)) throw unreadable(name);
    String key = descending ? "web.sheet.falling" : "web.sheet.rising";
    return new Applied(words, s.t(key, "column", s.t(label)));
  }

  private static Refusal unreadable(String filter) {
    return new Refusal(WebRefusal.FILTER_UNREADABLE, Map.of("filter", filter));
  }
}
