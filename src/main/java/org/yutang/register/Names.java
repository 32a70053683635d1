package org.yutang.register;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sourceforge.pinyin4j.PinyinHelper;

/// Names of persons: how they are masked, and how they sound.
final class Names {

  /// Surnames that are read otherwise than the character alone.
  private static final Map<String, String> SURNAMES = new HashMap<>();

  private static final Set<String> DOUBLE_SURNAMES =
      Set.of(
          "欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙", "宇文", "端木",
          "南宫", "百里", "东郭", "呼延");

  private static final Map<Character, String> SOUNDS = new ConcurrentHashMap<>();

  static {
    String read =
        "单shan 仇qiu 曾zeng 解xie 查zha 朴piao 区ou 盖ge 任ren 华hua 员yun 繁po 缪miao 尉yu 召shao 翟zhai 乐yue 洗xian 種chong 覃qin 黑he 折she 卜bu";
    for (String each : read.split(" ")) SURNAMES.put(each.substring(0, 1), each.substring(1));
    SURNAMES.put("尉迟", "yuchi");
    SURNAMES.put("长孙", "zhangsun");
  }

  private Names() {}

  /// The surname and 某 for each further character of a Chinese name (张三丰 becomes 张某某); the first
  /// letter of each word of another (Maria Huber becomes M*** H***).
  static String mask(String name) {
    if (name.isEmpty()) return name;
    if (isHan(name.codePointAt(0))) {
      int kept = surname(name).length();
      int rest = Math.clamp(name.codePointCount(kept, name.length()), 1, 2);
      return name.substring(0, kept) + "某".repeat(rest);
    }
    StringBuilder masked = new StringBuilder();
    for (String word : name.strip().split("\\s+")) {
      if (!masked.isEmpty()) masked.append(' ');
      masked.appendCodePoint(word.codePointAt(0)).append("***");
    }
    return masked.toString();
  }

  /// How a name sounds: `zhangsanfeng` and `zsf`.
  record Sound(String pinyin, String initials) {}

  static Sound sound(String name) {
    StringBuilder pinyin = new StringBuilder();
    StringBuilder initials = new StringBuilder();
    boolean wordBegins = true;
    int start = 0;
    String surname = surname(name);
    String read = SURNAMES.get(surname);
    if (read != null) {
      pinyin.append(read);
      initials.append(read.charAt(0));
      if (surname.length() == 2) initials.append(sound(surname.charAt(1)).charAt(0));
      start = surname.length();
    }
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      String sound =
          isHan(c)
              ? sound(c)
              : Character.isLetterOrDigit(c) ? String.valueOf(c).toLowerCase(Locale.ROOT) : "";
      if (sound.isEmpty()) {
        wordBegins = true;
        continue;
      }
      pinyin.append(sound);
      if (wordBegins || isHan(c)) initials.append(sound.charAt(0));
      wordBegins = isHan(c);
    }
    return new Sound(pinyin.toString(), initials.toString());
  }

  /// How every name sounds that begins with these signs; shorter than they are where the signs
  /// alone do not tell, as where one sign of a double surname stands alone.
  static String beginning(String text) {
    boolean open =
        DOUBLE_SURNAMES.stream()
            .anyMatch(surname -> surname.length() > text.length() && surname.startsWith(text));
    if (!open) return sound(text).pinyin();
    return sound(text).pinyin().substring(0, 1);
  }

  private static String surname(String name) {
    return name.length() > 2 && DOUBLE_SURNAMES.contains(name.substring(0, 2))
        ? name.substring(0, 2)
        : name.isEmpty() ? "" : name.substring(0, 1);
  }

  private static String sound(char c) {
    return SOUNDS.computeIfAbsent(
        c,
        each -> {
          String[] all = PinyinHelper.toHanyuPinyinStringArray(each);
          return all == null || all.length == 0 ? "" : all[0].replaceAll("[^a-z]", "");
        });
  }

  private static boolean isHan(int codePoint) {
    return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
  }
}
