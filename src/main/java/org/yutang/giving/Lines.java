package org.yutang.giving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.yutang.kernel.Refusal;

/// Lists of notices: how many there may be, and how a list is refused that is booked whole or not
/// at all.
public final class Lines {

  /// The most refused lines that a refusal names.
  private static final int NAMED = 100;

  private Lines() {}

  static void requireCount(List<?> notices) {
    requireCount(notices, Giving.MAX_LINES);
  }

  static void requireCount(List<?> notices, int most) {
    if (notices.isEmpty()) throw new Refusal(GivingRefusal.NO_LINES);
    if (notices.size() > most)
      throw new Refusal(GivingRefusal.TOO_MANY_LINES, Map.of("limit", most));
  }

  /// Runs it once more when somebody else was faster with the same number, which then is there.
  static <T> T again(Supplier<T> work) {
    try {
      return work.get();
    } catch (DuplicateKeyException faster) {
      return work.get();
    }
  }

  static <R> void requireNone(List<R> results, Function<R, Optional<Refusal>> refused) {
    Map<Integer, Refusal> byLine = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      int line = i + 1;
      refused.apply(results.get(i)).ifPresent(why -> byLine.put(line, why));
    }
    if (!byLine.isEmpty()) throw refusal(byLine);
  }

  /// [GivingRefusal#LINES_REFUSED] for these lines, counted from 1; each is told with its refusal.
  public static Refusal refusal(Map<Integer, Refusal> byLine) {
    List<Map<String, Object>> lines = new ArrayList<>();
    byLine.forEach(
        (line, why) -> {
          if (lines.size() >= NAMED) return;
          Map<String, Object> told = new LinkedHashMap<>();
          told.put("line", line);
          told.put("code", why.code().code());
          told.put("detail", why);
          told.put("facts", why.facts());
          lines.add(told);
        });
    return new Refusal(
        GivingRefusal.LINES_REFUSED,
        Map.of(
            "count",
            byLine.size(),
            "line",
            lines.getFirst().get("line"),
            "code",
            lines.getFirst().get("code"),
            "why",
            lines.getFirst().get("detail"),
            "lines",
            lines));
  }
}
