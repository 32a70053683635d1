package org.yutang.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yutang.store.Json;

/// What was measured.
///
/// @param name such as `import.rows`
/// @param ours median
/// @param peer what it stands beside
/// @param ratio above 1 means that we are better
/// @param cpu what of the processor each thing took, where that was measured
record Measure(
    String name,
    String unit,
    double ours,
    String peer,
    double peerValue,
    double ratio,
    int repeats,
    String note,
    Optional<Cpu> cpu) {

  /// Processor time of one thing (a transfer, a claim) beside the peer's, in microseconds, medians.
  record Cpu(double oursMicros, double peerMicros) {

    /// Above 1 means that we take less.
    double ratio() {
      return peerMicros / oursMicros;
    }
  }

  /// A measure of which more is better.
  static Measure rate(
      String name,
      String unit,
      double ours,
      String peer,
      double peerValue,
      int repeats,
      String note) {
    return new Measure(
        name, unit, ours, peer, peerValue, ours / peerValue, repeats, note, Optional.empty());
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
    return new Measure(
        name, unit, ours, peer, peerValue, peerValue / ours, repeats, note, Optional.empty());
  }

  Measure with(Optional<Cpu> taken) {
    return new Measure(name, unit, ours, peer, peerValue, ratio, repeats, note, taken);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// The least of the values that is not below `share` of them: 0.99 for p99.
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
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
    cpu.ifPresent(
        taken -> {
          line.put("cpu_unit", "us each");
          line.put("cpu_ours", rounded(taken.oursMicros()));
          line.put("cpu_peer", rounded(taken.peerMicros()));
          line.put("cpu_ratio", rounded(taken.ratio()));
        });
    return Json.write(line);
  }

  /// To four significant digits, because more would be pretence.
  private static double rounded(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue()
        : value;
  }
}
