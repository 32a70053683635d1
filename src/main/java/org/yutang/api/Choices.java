package org.yutang.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.yutang.kernel.Refusal;

/// Constants as the API writes them: lower case with hyphens.
final class Choices {

  private Choices() {}

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constant of that word; refuses with the room's code (facts `choice`, `known`).
  static <E extends Enum<E>> E of(Class<E> choices, String text, Refusal.Code refusal) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    refusal,
                    text,
                    Arrays.stream(choices.getEnumConstants())
                        .map(Choices::word)
                        .collect(Collectors.joining(", "))));
  }

  static Refusal unknown(Refusal.Code refusal, String choice, String known) {
    return new Refusal(refusal, Map.of("choice", choice, "known", known));
  }
}
