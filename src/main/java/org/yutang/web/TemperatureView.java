package org.yutang.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.yutang.supply.Temperatures;

/// What pages of temperatures show.
public final class TemperatureView {

  private TemperatureView() {}

  /// @param kept how the goods of a shipment were carried
  public record Page(
      String name,
      String back,
      List<Temperatures.Series> series,
      List<Temperatures.Kept> kept,
      boolean mayRecord,
      Map<String, String> typed,
      String problem) {
    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /// Such as `3.0 °C`.
  public static String degrees(int tenths) {
    return BigDecimal.valueOf(tenths, 1).toPlainString() + " °C";
  }

  /// What was measured at one place, as a sentence.
  public static String told(Screen s, Temperatures.Kept kept) {
    return s.t(
        kept.outside() == 0 ? "web.temperature.inside" : "web.temperature.outside",
        Map.of(
            "where",
            kept.site().isEmpty() ? s.t("web.temperature.way") : kept.site(),
            "from",
            s.minute(kept.from()),
            "measured",
            span(s, kept.measured()),
            "minutes",
            span(s, kept.outside()),
            "least",
            degrees(kept.least()),
            "most",
            degrees(kept.most()),
            "lower",
            degrees(kept.lower()),
            "upper",
            degrees(kept.upper())));
  }

  /// Minutes, or whole hours from three on.
  private static String span(Screen s, long minutes) {
    return minutes < 180
        ? s.t("web.temperature.minutes", "count", s.n(minutes))
        : s.t("web.temperature.hours", "count", s.n(minutes / 60));
  }
}
