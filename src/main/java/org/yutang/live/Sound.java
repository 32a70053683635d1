package org.yutang.live;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Text;

/// Checks what people type; refuses with [LiveRefusal#BAD_FIELD].
final class Sound {

  /// A name with a dot, no address of digits and no port: it becomes part of a page's policy.
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.){1,8}[a-z]{2,24}");

  private Sound() {}

  static Room.New room(Room.New told) {
    String zh = line("title", told.title().zh(), 1, 60);
    String en = line("title", told.title().en(), 0, 120);
    Duration length = Duration.between(told.startsAt(), told.endsAt());
    if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(Duration.ofHours(24)) > 0)
      throw bad("ends");
    if (told.hosts().isEmpty() || told.hosts().size() > 10) throw bad("hosts");
    return new Room.New(
        told.id(),
        told.shop(),
        new Text(zh, en.isEmpty() ? zh : en),
        told.track(),
        told.startsAt().truncatedTo(ChronoUnit.MILLIS),
        told.endsAt().truncatedTo(ChronoUnit.MILLIS),
        told.hosts().stream()
            .map(each -> new Room.Host(line("hosts", each.name(), 1, 30), each.role()))
            .toList(),
        address("playback", told.playback()));
  }

  /// Empty, or https with a public name.
  static String address(String field, String typed) {
    String text = typed.strip();
    if (text.isEmpty()) return "";
    try {
      URI uri = new URI(text);
      boolean sound =
          text.length() <= 500
              && "https".equals(uri.getScheme())
              && uri.getHost() != null
              && NAME.matcher(uri.getHost()).matches()
              && uri.getUserInfo() == null
              && uri.getPort() == -1;
      if (sound) return text;
    } catch (java.net.URISyntaxException e) {
      throw bad(field);
    }
    throw bad(field);
  }

  static List<String> words(List<String> typed) {
    List<String> words = new ArrayList<>();
    for (String each : typed)
      if (!each.isBlank()) words.add(line("words", each, 1, 30).toLowerCase(Locale.ROOT));
    if (words.size() > 200) throw bad("words");
    return words;
  }

  /// One line that shows, in the order in which it was typed.
  static String line(String field, String typed, int least, int most) {
    String text = typed.strip();
    boolean sound =
        text.length() >= least
            && text.length() <= most
            && text.codePoints()
                .noneMatch(
                    c -> {
                      int type = Character.getType(c);
                      return type == Character.CONTROL
                          || type == Character.FORMAT
                          || type == Character.SURROGATE
                          || type == Character.LINE_SEPARATOR
                          || type == Character.PARAGRAPH_SEPARATOR;
                    });
    if (!sound) throw bad(field);
    return text;
  }

  static Refusal bad(String field) {
    return new Refusal(LiveRefusal.BAD_FIELD, Map.of("field", field));
  }
}
