package org.yutang.register;

import java.util.Locale;
import java.util.Optional;
import org.yutang.kernel.PlaceCode;

/// A place of the tree.
///
/// @param parent what it lies in; empty for the world only
/// @param source the title of where it is known from
public record Place(
    PlaceCode code,
    Optional<PlaceCode> parent,
    PlaceLevel level,
    String nameZh,
    Optional<String> nameEn,
    String source) {

  /// Its name for readers of that language; the Chinese one where there is no other.
  public String name(Locale locale) {
    return locale.getLanguage().equals("zh") ? nameZh : nameEn.orElse(nameZh);
  }
}
