package org.yutang.store;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yutang.kernel.Refusal;

/// Every sentence that a reader sees, in one language: all rooms' files
/// `messages/<room>_<language>.properties`.
///
/// A message may hold named places such as `{place}`, filled from the facts; a place without a fact
/// stays as it is, and a refusal among the facts is told in words. An unknown key comes back as
/// itself, so that a page never breaks over a word; a test keeps the files complete. Immutable.
public final class Words {

  /// The languages of the house, the first one first.
  public enum Language {
    ZH("zh-CN"),
    EN("en");

    private final String tag;

    Language(String tag) {
      this.tag = tag;
    }

    /// As in `lang="…"`.
    public String tag() {
      return tag;
    }

    /// The language for a reader who would like these, best first; Chinese for those who read
    /// neither.
    public static Language best(List<Locale> wanted) {
      for (Locale locale : wanted) {
        if (locale.getLanguage().equals("zh")) return ZH;
        if (locale.getLanguage().equals("en")) return EN;
      }
      return wanted.isEmpty() ? ZH : EN;
    }
  }

  /// A fact that knows itself in each language, such as a sentence of a definition.
  public interface Told {
    String in(Language language);
  }

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
  private static final Words CHINESE = new Words(Language.ZH, load("zh"));
  private static final Words ENGLISH = new Words(Language.EN, load("en"));

  private final Language language;
  private final Map<String, String> messages;

  private Words(Language language, Map<String, String> messages) {
    this.language = language;
    this.messages = messages;
  }

  public static Words in(Language language) {
    return switch (language) {
      case ZH -> CHINESE;
      case EN -> ENGLISH;
    };
  }

  public Language language() {
    return language;
  }

  public boolean has(String key) {
    return messages.containsKey(key);
  }

  /// All keys, sorted; for tests.
  public Set<String> keys() {
    return new TreeSet<>(messages.keySet());
  }

  public String t(String key) {
    return t(key, Map.of());
  }

  public String t(String key, Map<String, ?> facts) {
    String message = messages.get(key);
    if (message == null) return key;
    return PLACE
        .matcher(message)
        .replaceAll(found -> Matcher.quoteReplacement(filled(found.group(1), facts)));
  }

  /// What happened and what to do next. A fact that is a code of its own is told by the message
  /// `refusal.<code>.<fact>.<value>`, where there is one.
  public String refusal(Refusal refusal) {
    return refusal(refusal.code().code(), refusal.facts());
  }

  /// The same for a refusal that was written down, as in [Jobs.Job#refusalCode].
  public String refusal(String code, Map<String, ?> facts) {
    String key = "refusal." + code;
    Map<String, Object> told = new HashMap<>(facts);
    told.replaceAll(
        (name, fact) -> {
          String words = key + "." + name + "." + fact.toString().replace(' ', '-');
          return fact instanceof String && has(words) ? t(words) : fact;
        });
    return t(key, told);
  }

  private String filled(String name, Map<String, ?> facts) {
    Object fact = facts.get(name);
    if (fact == null) return "{" + name + "}";
    if (fact instanceof Refusal inner) return refusal(inner);
    if (fact instanceof Told told) return told.in(language);
    boolean counted = fact instanceof Long || fact instanceof Integer;
    return counted
        ? String.format(Locale.ROOT, "%,d", ((Number) fact).longValue())
        : fact.toString();
  }

  private static Map<String, String> load(String suffix) {
    try {
      Map<String, String> all = new HashMap<>();
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:messages/*_" + suffix + ".properties")) {
        Properties properties = new Properties();
        try (var reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
          properties.load(reader);
        }
        properties.forEach(
            (key, value) -> {
              if (all.put((String) key, (String) value) != null)
                throw new IllegalStateException("message " + key + " stands in two files");
            });
      }
      return Map.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
