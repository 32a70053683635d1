package org.yutang.programme;

import static org.yutang.store.YamlPart.field;

import java.util.Map;
import org.yutang.store.Words;
import org.yutang.store.YamlPart;

/// A sentence of a definition in both languages of the house.
public record Text(String zh, String en) implements Words.Told {

  /// Reads the keys `zh` and `en`.
  public static Text of(YamlPart part) {
    Map<String, YamlPart> fields = part.fields("zh", "en");
    return new Text(field(fields, "zh").text(), field(fields, "en").text());
  }

  @Override
  public String in(Words.Language language) {
    return switch (language) {
      case ZH -> zh;
      case EN -> en;
    };
  }
}
