package org.yutang.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yutang.store.Json;

/// What was measured.
///
/// @param name such as `import.rows`
/// @param ours median
/// @param peer what it stands beside
/// @param ratio above 1 means that we are better
record Measure(
    String name,
    String unit,
    double ours,
    String peer,
    double peerValue,
    double ratio,
    int repeats,
    String note) {

  /// A measure of which more is better.
  static Measure rate(
      String name,
      String unit,
      double ours,
      String peer,
      double peerValue,
      int repeats,
      String note) {
    return new Measure(name, unit, ours, peer, peerValue, ours / peerValue, repeats, note);
  }

  /// A measure of which less is better.
  static Measure cost(
      String name,
      String unit,
      double ours,
      String peer,
      double peerValue,
      int repeats,
      String note) {
    return new Measure(name, unit, ours, peer, peerValue, peerValue / ours, repeats, note);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  String json() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", name);
    line.put("unit", unit);
    line.put("ours", rounded(ours));
    line.put("peer", peer);
    line.put("peer_value", rounded(peerValue));
    line.put("ratio", rounded(ratio));
    line.put("repeats", repeats);
    line.put("note", note);
    return Json.write(line);
  }

  /// To four significant digits, because more would be pretence.
  private static double rounded(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue()
        : value;
  }
}
