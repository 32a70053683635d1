package org.yutang.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Lengths and styles of the printed report. Paper is no page of the house: its styles stand beside
/// what they style, since no browser's policy guards it and its renderer draws no SVG.
public final class ReportPrint {

  /// Points of paper for each unit of a chart's view box.
  private static final double SCALE = 0.66;

  private static final double LABEL = 60;

  private ReportPrint() {}

  /// The style sheet, with the running foot in the reader's language.
  public static String style(Screen s, ReportView.One v) {
    String title =
        s.in(v.report().programme().title())
            + s.t("web.dot")
            + s.t("web.report.short", "year", String.valueOf(v.report().year()))
            + s.t("web.dot")
            + s.t("web.report.as-of", "day", v.report().cutOff());
    // the words around the two numbers, which only the renderer knows
    String[] words = s.t("web.report.page-of", "page", "\0", "pages", "\0").split("\0", -1);
    return sheet()
        .replace("/*foot*/", quoted(title))
        .replace(
            "/*page*/",
            quoted(words[0])
                + " counter(page) "
                + quoted(words[1])
                + " counter(pages) "
                + quoted(words[2]));
  }

  /// The style sheet of a single sheet, without a running foot.
  public static String plainStyle() {
    return sheet()
        .replace("/*foot*/", "\"\"")
        .replace("/*page*/", "\"\"")
        .replace("page-break-after:always;", "");
  }

  /// The picture of a QR code.
  public static String qr(String text) {
    return ReportPdf.qr(text);
  }

  /// Name, size and root of a checkpoint.
  public static List<String> head(String checkpoint) {
    return Arrays.stream(checkpoint.split("\n")).limit(3).toList();
  }

  public static String box(Columns chart) {
    return "width:%s;height:%s".formatted(pt(chart.width()), pt(chart.height()));
  }

  public static String line(Columns chart, Columns.Line line) {
    return "left:%s;top:%s;width:%s"
        .formatted(pt(chart.left() - 4), pt(line.y()), pt(chart.width() - chart.left() + 4));
  }

  public static String scale(Columns chart, Columns.Line line) {
    return "left:0;top:%s;width:%s".formatted(pt(line.y() - 8), pt(chart.left() - 10));
  }

  public static String bar(Columns.Bar bar) {
    return "left:%s;top:%s;width:%s;height:%s"
        .formatted(pt(bar.x()), pt(bar.y()), pt(bar.width()), pt(bar.height()));
  }

  public static String label(Columns chart, Columns.Label label) {
    return "left:%s;top:%s;width:%s"
        .formatted(pt(label.x() - LABEL), pt(chart.floor() + 4), pt(2 * LABEL));
  }

  private static String pt(double units) {
    return String.format(Locale.ROOT, "%.1fpt", units * SCALE);
  }

  /// A text for a style sheet inside a page: nothing in it may end the text or the sheet.
  private static String quoted(String text) {
    return "\"" + text.replaceAll("[\\\\\"<>&\\n]", " ") + "\"";
  }

  private static String sheet() {
    try (InputStream file = ReportPrint.class.getResourceAsStream("/print/report.css")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
