package org.yutang.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Reads the parameters of addresses and forms. Filters that cannot be read are left out, because
/// people edit addresses; what names a single thing and cannot be read is refused.
final class Asked {

  /// Rows of a page: on a phone each is a card.
  static final int ROWS = 25;

  private Asked() {}

  static Page.Wanted page(Screen s) {
    return new Page.Wanted(number(s.query("page")).orElse(1), ROWS);
  }

  static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /// A day such as `2026-03-31`; empty where the text is none.
  static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static Optional<String> text(String text) {
    String stripped = text.strip();
    return stripped.isEmpty()
        ? Optional.empty()
        : Optional.of(stripped.substring(0, Math.min(100, stripped.length())));
  }

  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    for (E each : type.getEnumConstants()) if (name(each).equals(text)) return Optional.of(each);
    return Optional.empty();
  }

  /// How a constant is written in addresses and keys.
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<PlaceCode> maybePlace(String text) {
    return PlaceCode.isCode(text) ? Optional.of(new PlaceCode(text)) : Optional.empty();
  }

  static PlaceCode place(String text) {
    return maybePlace(text).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  static UUID id(String text) {
    return maybeId(text).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  static Optional<UUID> maybeId(String text) {
    String form = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    return text.strip().matches(form)
        ? Optional.of(UUID.fromString(text.strip()))
        : Optional.empty();
  }
}
