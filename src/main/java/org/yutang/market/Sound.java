package org.yutang.market;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.pinyin4j.PinyinHelper;

/// The words under which a text is found, and those that a question asks for. Chinese is cut into
/// single characters and pairs, and is also found by its sound: `qicheng` and `qc` for each stretch
/// of up to [#LONGEST] characters. Other scripts are cut into words.
final class Sound {

  private static final int LONGEST = 6;
  private static final int MOST_ASKED = 24;
  private static final Pattern RUN =
      Pattern.compile("(\\p{IsHan}+)|([\\p{L}\\p{N}&&[^\\p{IsHan}]]+)");

  private Sound() {}

  /// All words of a text that is to be found.
  static Set<String> words(String... texts) {
    Set<String> words = new LinkedHashSet<>();
    for (String text : texts) {
      Matcher run = RUN.matcher(text);
      while (run.find()) {
        if (run.group(1) == null) words.add(run.group().toLowerCase(Locale.ROOT));
        else addHan(run.group(), words);
      }
    }
    return words;
  }

  private static void addHan(String run, Set<String> words) {
    List<String> sounds = sounds(run);
    for (int from = 0; from < run.length(); from++) {
      words.add(run.substring(from, from + 1));
      if (from + 2 <= run.length()) words.add(run.substring(from, from + 2));
      StringBuilder whole = new StringBuilder();
      StringBuilder initials = new StringBuilder();
      for (int to = from; to < Math.min(run.length(), from + LONGEST); to++) {
        String sound = sounds.get(to);
        if (sound.isEmpty()) break;
        whole.append(sound);
        initials.append(sound.charAt(0));
        words.add(whole.toString());
        if (initials.length() > 1) words.add(initials.toString());
      }
    }
  }

  /// What somebody asks for: all of these must be found.
  static List<String> asked(String text) {
    Set<String> asked = new LinkedHashSet<>();
    Matcher run = RUN.matcher(text);
    while (run.find() && asked.size() < MOST_ASKED) {
      String found = run.group();
      if (run.group(1) == null) asked.add(found.toLowerCase(Locale.ROOT));
      else if (found.length() == 1) asked.add(found);
      else
        for (int at = 0; at + 2 <= found.length() && asked.size() < MOST_ASKED; at++)
          asked.add(found.substring(at, at + 2));
    }
    return List.copyOf(asked);
  }

  /// The same question by its sound, for whoever typed a character that sounds alike: pairs as
  /// pinyin.
  static List<String> bySound(String text) {
    Set<String> asked = new LinkedHashSet<>();
    Matcher run = RUN.matcher(text);
    while (run.find() && asked.size() < MOST_ASKED) {
      String found = run.group();
      if (run.group(1) == null) {
        asked.add(found.toLowerCase(Locale.ROOT));
        continue;
      }
      List<String> sounds = sounds(found);
      if (sounds.size() == 1) asked.add(sounds.getFirst());
      for (int at = 0; at + 2 <= sounds.size(); at++)
        asked.add(sounds.get(at) + sounds.get(at + 1));
    }
    return List.copyOf(asked);
  }

  private static List<String> sounds(String run) {
    List<String> sounds = new ArrayList<>(run.length());
    for (int at = 0; at < run.length(); at++) {
      String[] read = PinyinHelper.toHanyuPinyinStringArray(run.charAt(at));
      sounds.add(
          read == null
              ? ""
              : read[0].replaceAll("[0-9]", "").replace("u:", "v").toLowerCase(Locale.ROOT));
    }
    return sounds;
  }

  /// In how many letters two words differ, two that changed places counting as one (optimal string
  /// alignment), or more than `most`.
  static int distance(String one, String other, int most) {
    if (Math.abs(one.length() - other.length()) > most) return most + 1;
    int[][] d = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) d[i][0] = i;
    for (int j = 0; j <= other.length(); j++) d[0][j] = j;
    for (int i = 1; i <= one.length(); i++)
      for (int j = 1; j <= other.length(); j++) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least =
            Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        d[i][j] = swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
      }
    return d[one.length()][other.length()];
  }
}
