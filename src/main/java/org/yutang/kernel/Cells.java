package org.yutang.kernel;

/// Text in the cells of tables that people open with a spreadsheet.
public final class Cells {

  private Cells() {}

  /// Text that a spreadsheet would take for a formula, now or after it was saved as CSV, gets an
  /// apostrophe before it.
  public static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /// The same as a cell of a CSV file, in quotes where it needs them.
  public static String csv(String text) {
    String harmless = harmless(text);
    return harmless.matches("[\\w./-]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
