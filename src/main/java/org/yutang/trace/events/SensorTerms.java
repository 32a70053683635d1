package org.yutang.trace.events;

import java.util.Set;

/// Where sensors' fields lie that queries ask for.
final class SensorTerms {

  private static final Set<String> TIMES = Set.of("startTime", "endTime");
  private static final Set<String> METADATA = Set.of("startTime", "endTime", "bizRules");
  private static final Set<String> EITHER = Set.of("deviceID", "dataProcessingMethod");
  private static final Set<String> REPORT =
      Set.of(
          "type",
          "microorganism",
          "chemicalSubstance",
          "stringValue",
          "hexBinaryValue",
          "uriValue",
          "booleanValue");

  private SensorTerms() {}

  static boolean isTime(String field) {
    return TIMES.contains(field);
  }

  static boolean knows(String comparison, String field) {
    if (TIMES.contains(field)) return comparison.equals("GE") || comparison.equals("LT");
    return comparison.equals("EQ")
        && (METADATA.contains(field) || EITHER.contains(field) || REPORT.contains(field));
  }

  /// An SQL/JSON path; made of constant words only.
  static String path(String field) {
    if (EITHER.contains(field)) return "$.sensorElementList[*].*." + field;
    return METADATA.contains(field)
        ? "$.sensorElementList[*].sensorMetadata." + field
        : "$.sensorElementList[*].sensorReport[*]." + field;
  }
}
