package org.yutang.market;

import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;

/// Checks what people type, in one way; refuses with [MarketRefusal#BAD_FIELD].
final class Fields {

  private Fields() {}

  /// Without control characters but line ends, and without space around.
  static String text(String field, String typed, int least, int most) {
    String text = typed.strip();
    boolean sound =
        text.length() >= least
            && text.length() <= most
            && text.chars().allMatch(c -> c == '\n' || c == '\r' || !Character.isISOControl(c));
    if (!sound) throw bad(field);
    return text;
  }

  /// Of one line.
  static String line(String field, String typed, int least, int most) {
    String text = text(field, typed, least, most);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) throw bad(field);
    return text;
  }

  /// Chinese first; without an English one it stands for both.
  static Text both(String field, Text typed, int most) {
    String zh = line(field, typed.zh(), 1, most);
    String en = line(field, typed.en(), 0, most);
    return new Text(zh, en.isEmpty() ? zh : en);
  }

  static <T> T same(Optional<T> there, T wanted, Object id) {
    if (!there.equals(Optional.of(wanted)))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", id.toString()));
    return wanted;
  }

  static Refusal bad(String field) {
    return new Refusal(MarketRefusal.BAD_FIELD, Map.of("field", field));
  }
}
