package org.yutang;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of code in a document.
public final class Markdown {

  private Markdown() {}

  /// All blocks of that language, in order, each with its last line ended.
  public static List<String> blocks(String document, String language) {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(document);
    while (block.find()) blocks.add(block.group(1));
    return blocks;
  }
}
