package org.yutang.web;

import java.util.Locale;

/// The order of a list as its address has it: `name`, or `-name` for the other way round.
record Sorting<E extends Enum<E>>(E by, boolean descending) {

  /// What the address says, or the usual order where it says nothing known.
  static <E extends Enum<E>> Sorting<E> of(String text, E usual) {
    boolean descending = text.startsWith("-");
    String name =
        (descending ? text.substring(1) : text).toUpperCase(Locale.ROOT).replace('-', '_');
    for (E each : usual.getDeclaringClass().getEnumConstants())
      if (each.name().equals(name)) return new Sorting<>(each, descending);
    return new Sorting<>(usual, false);
  }

  /// As it stands in the address.
  String text() {
    return (descending ? "-" : "") + by.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
