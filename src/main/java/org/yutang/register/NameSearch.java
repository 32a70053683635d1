package org.yutang.register;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How a search text is looked up among persons: by name (whole or its beginning), by how it sounds
/// (`zhangsan`, its beginning, or initials `zs`), or as a whole identity number by its keyed hash.
///
/// @param sound how the text sounds, found by the index; empty where it does not sound
/// @param latin whether any name that sounds so is meant, and initials too; else the name itself
///   must begin so
/// @param hashes of the identity number that the text may be; empty where it cannot be one
record NameSearch(String text, String sound, boolean latin, List<byte[]> hashes) {

  private static final int SHORTEST_NUMBER = 6;

  static NameSearch of(String raw, IdNumbers idNumbers) {
    String text = raw.strip();
    String bare = text.toLowerCase(Locale.ROOT).replaceAll("[\\s'’-]", "");
    boolean latin = bare.matches("[a-z]+");
    boolean number =
        text.length() >= SHORTEST_NUMBER
            && text.chars().anyMatch(Character::isDigit)
            && text.matches("[0-9A-Za-z/-]+");
    return new NameSearch(
        text,
        latin ? bare : Names.beginning(text),
        latin,
        number ? idNumbers.hashes(ChinaId.tidy(text)) : List.of());
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
    if (!hashes.isEmpty())
      either.add("(%1$s.id_hash is not null and %1$s.id_hash = any(:hashes))".formatted(alias));
    return either.toString();
  }

  void bind(JdbcClient.StatementSpec statement) {
    if (!sound.isEmpty()) statement.param("soundFrom", sound).param("soundEnd", Prefix.end(sound));
    if (!sound.isEmpty() && !latin)
      statement.param("nameFrom", text).param("nameEnd", Prefix.end(text));
    if (!hashes.isEmpty()) statement.param("hashes", hashes.toArray(byte[][]::new));
  }
}
