package org.yutang.insight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.yutang.programme.Text;
import org.yutang.store.Json;

/// A report for machines: canonical JSON (RFC 8785), so that whoever has the printed report can
/// compare its checksum with what the server answers. Amounts are decimals in text, in yuan.
public final class ReportDocument {

  private ReportDocument() {}

  public static byte[] of(Report report) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("programme", report.programme().id().text());
    fields.put("title", text(report.programme().title()));
    fields.put("year", report.year());
    fields.put("from", report.from().toString());
    fields.put("to", report.to().toString());
    fields.put("cutOff", report.cutOff().toString());
    fields.put("figures", report.figures().stream().map(ReportDocument::figure).toList());
    fields.put("donatedByMonth", table(report.donatedByMonth()));
    fields.put("grantedByMonth", table(report.grantedByMonth()));
    fields.put("spentByMonth", table(report.spentByMonth()));
    fields.put("paidByMonth", table(report.paidByMonth()));
    fields.put("donatedByProject", table(report.donatedByProject()));
    fields.put("donatedByCounty", table(report.donatedByCounty()));
    fields.put("spentByCounty", table(report.spentByCounty()));
    fields.put("insuredByCounty", table(report.insuredByCounty()));
    fields.put("insuredByTown", table(report.insuredByTown()));
    fields.put("paidByCounty", table(report.paidByCounty()));
    fields.put("published", report.series().stream().map(ReportDocument::series).toList());
    try {
      return new JsonCanonicalizer(Json.write(fields)).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SHA-256 of the document, in lower-case hex.
  public static String checksum(Report report) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of(report)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> figure(Report.Figure figure) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("name", figure.key().word());
    figure.value().ifPresent(value -> fields.put("value", figure.unit().decimal(value)));
    fields.put("unit", word(figure.unit()));
    fields.put("cutOff", figure.cutOff().toString());
    fields.put("certainty", word(figure.certainty()));
    fields.put("title", text(figure.title()));
    fields.put("source", text(figure.source()));
    fields.put("vouchers", word(figure.key().vouchers()));
    return fields;
  }

  private static <G extends Comparable<G>> Map<String, Object> table(Breakdown<G> breakdown) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Breakdown.Part<G> part : breakdown.parts())
      rows.add(row(part.group().toString(), part.sum()));
    breakdown.others().ifPresent(sum -> rows.add(row("others", sum)));
    return Map.of("rows", rows, "total", sum(breakdown.total()));
  }

  private static Map<String, Object> row(String group, Breakdown.Sum sum) {
    Map<String, Object> fields = sum(sum);
    fields.put("group", group);
    return fields;
  }

  private static Map<String, Object> sum(Breakdown.Sum sum) {
    Map<String, Object> fields = new TreeMap<>();
    // as text: a JSON number is only exact up to 2^53
    fields.put("count", String.valueOf(sum.count()));
    fields.put("amount", sum.amount().decimal());
    return fields;
  }

  private static Map<String, Object> series(Report.Series series) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("indicator", series.indicator().id());
    fields.put("name", text(series.indicator().name()));
    fields.put("unit", word(series.indicator().unit()));
    fields.put(
        "figures",
        series.published().stream()
            .map(
                each -> {
                  Map<String, Object> row = new TreeMap<>();
                  row.put("value", series.indicator().unit().decimal(each.value()));
                  row.put("cutOff", each.cutOff().toString());
                  row.put("certainty", word(each.certainty()));
                  row.put("version", each.version());
                  row.put("source", text(each.source()));
                  each.url().ifPresent(url -> row.put("url", url.toString()));
                  return row;
                })
            .toList());
    series.own().ifPresent(own -> fields.put("beside", own.key().word()));
    return fields;
  }

  private static Map<String, String> text(Text text) {
    return Map.of("zh", text.zh(), "en", text.en());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
