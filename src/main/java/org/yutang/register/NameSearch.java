package org.yutang.register;

import java.util.Locale;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How a search text is looked up among persons: by name (whole or its beginning), or by how it
/// sounds (`zhangsan`, its beginning, or initials `zs`).
///
/// @param sound how the text sounds, found by the index; empty where it does not sound
/// @param latin whether any name that sounds so is meant, and initials too; else the name itself
///   must begin so
record NameSearch(String text, String sound, boolean latin) {

  static NameSearch of(String raw) {
    String text = raw.strip();
    String bare = text.toLowerCase(Locale.ROOT).replaceAll("[\\s'’-]", "");
    boolean latin = bare.matches("[a-z]+");
    return new NameSearch(text, latin ? bare : Names.beginning(text), latin);
  }

  /// A condition on the person of that alias.
  String condition(String alias) {
    StringJoiner either = new StringJoiner(" or ", "(", ")");
    either.setEmptyValue("false");
    String sounds = "%1$s.pinyin >= :soundFrom and %1$s.pinyin < :soundEnd";
    if (latin)
      either
          .add("(%1$s.initials >= :soundFrom and %1$s.initials < :soundEnd)".formatted(alias))
          .add(("(" + sounds + ")").formatted(alias));
    else if (!sound.isEmpty())
      either.add(
          ("(" + sounds + " and %1$s.name >= :nameFrom and %1$s.name < :nameEnd)")
              .formatted(alias));
    return either.toString();
  }

  void bind(JdbcClient.StatementSpec statement) {
    if (!sound.isEmpty()) statement.param("soundFrom", sound).param("soundEnd", Prefix.end(sound));
    if (!sound.isEmpty() && !latin)
      statement.param("nameFrom", text).param("nameEnd", Prefix.end(text));
  }
}
