package org.yutang.trace.document;

import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a sensor's metadata and reports in the order that hashes want (EPCIS 2.0, sections
/// 7.3.7.1 to 7.3.7.3), and what each holds.
final class SensorFields {

  enum Type {
    URI,
    TIME,
    NUMBER,
    TEXT,
    TRUTH,
    HEX,
    MEASUREMENT,
    ALERT,
    COMPONENT
  }

  static final Map<String, Type> METADATA =
      table(
          """
          time TIME startTime TIME endTime TIME deviceID URI deviceMetadata URI rawData URI dataProcessingMethod URI bizRules URI
          """);

  static final Map<String, Type> REPORT =
      table(
          """
          type MEASUREMENT exception ALERT deviceID URI deviceMetadata URI rawData URI dataProcessingMethod URI bizRules URI time TIME
          microorganism URI chemicalSubstance URI coordinateReferenceSystem URI value NUMBER component COMPONENT stringValue TEXT booleanValue TRUTH
          hexBinaryValue HEX uriValue URI minValue NUMBER maxValue NUMBER meanValue NUMBER sDev NUMBER percRank NUMBER percValue NUMBER uom TEXT
          """);

  private SensorFields() {}

  private static Map<String, Type> table(String text) {
    Map<String, Type> fields = new LinkedHashMap<>();
    String[] words = text.strip().split("\\s+");
    for (int i = 0; i < words.length; i += 2) fields.put(words[i], Type.valueOf(words[i + 1]));
    return fields;
  }
}
