package org.yutang.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.yutang.kernel.Refusal;

/// The words of every room in one language, read from `messages/<room>_<language>.properties` without starting Spring.
///
/// Keys that begin with `refusal.<room>.` belong to that room's file, others to the room named by their first part.
final class Words {

  private final String language;
  private final Map<String, Properties> rooms = new ConcurrentHashMap<>();

  /// @param language `zh` or `en`
  Words(String language) {
    this.language = language;
  }

  /// The language that the shell asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and names one decides; English if it is not Chinese.
  static Words ofShell(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) return new Words(value.toLowerCase(Locale.ROOT).startsWith("zh") ? "zh" : "en");
    }
    return new Words("en");
  }

  String language() {
    return language;
  }

  /// The message with its named places filled; the key itself where there is no such message.
  String text(String key, Map<String, ?> facts) {
    return find(key, facts).orElse(facts.isEmpty() ? key : key + " " + facts);
  }

  /// The sentence of a refusal.
  String text(Refusal refusal) {
    return text("refusal." + refusal.code().code(), refusal.facts());
  }

  Optional<String> find(String key, Map<String, ?> facts) {
    String[] parts = key.split("\\.", 3);
    String room = parts[0].equals("refusal") || parts[0].equals("audit") ? parts[1] : parts[0];
    return Optional.ofNullable(file(room).getProperty(key)).map(text -> fill(text, facts));
  }

  static String fill(String text, Map<String, ?> facts) {
    String filled = text;
    for (Map.Entry<String, ?> fact : facts.entrySet()) filled = filled.replace("{" + fact.getKey() + "}", String.valueOf(fact.getValue()));
    return filled;
  }

  private Properties file(String room) {
    return rooms.computeIfAbsent(room, name -> {
      Properties properties = new Properties();
      try (InputStream in = Words.class.getResourceAsStream("/messages/" + name + "_" + language + ".properties")) {
        if (in != null) properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return properties;
    });
  }
}
