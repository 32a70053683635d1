package org.yutang.api;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.giving.Notice;
import org.yutang.kernel.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads one line, a flat JSON object with a `type`, into the notice that the lists of `/sales` and
/// `/refunds` hold too. Builds no tree, and stops at the first thing that is wrong.
final class NoticeReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> seen = new HashSet<>();
  private @Nullable String type;
  private @Nullable String order;
  private @Nullable String soldAt;
  private @Nullable String amount;
  private @Nullable String currency;
  private @Nullable String origin;
  private @Nullable String buyerRegion;
  private @Nullable String refund;
  private @Nullable String refundedAt;

  private NoticeReader() {}

  /// Refuses as the lists do, with the line's number where it is no JSON.
  static Notice read(JsonLines.Line line) {
    if (line.isTooLong())
      throw new Refusal(ApiRefusal.LINE_TOO_LONG, Map.of("limitBytes", JsonLines.MAX_LINE_BYTES));
    NoticeReader reader = new NoticeReader();
    try (JsonParser json =
        JSON.createParser(
            ObjectReadContext.empty(), line.bytes(), line.from(), line.to() - line.from())) {
      if (json.nextToken() != JsonToken.START_OBJECT)
        throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", "."));
      for (String name = json.nextName(); name != null; name = json.nextName())
        reader.take(name, json);
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null)
        throw malformed(line, json);
    } catch (JacksonException e) {
      throw malformed(line, e);
    }
    return reader.notice();
  }

  private void take(String name, JsonParser json) {
    JsonToken token = json.nextToken();
    if (token == null || token.isStructStart() || token.isStructEnd())
      throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", shown(name)));
    String value = token == JsonToken.VALUE_NULL ? null : json.getString();
    if (value != null && value.indexOf('\0') >= 0)
      throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", shown(name)));
    if (!seen.add(name)) throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", shown(name)));
    switch (name) {
      case "type" -> type = value;
      case "order" -> order = value;
      case "soldAt" -> soldAt = value;
      case "amount" -> amount = value;
      case "currency" -> currency = value;
      case "origin" -> origin = value;
      case "buyerRegion" -> buyerRegion = value;
      case "refund" -> refund = value;
      case "refundedAt" -> refundedAt = value;
      default -> throw new Refusal(ApiRefusal.UNKNOWN_FIELD, Map.of("field", shown(name)));
    }
  }

  private Notice notice() {
    return switch (needed("type", type)) {
      case "sale" -> {
        absent("refund", refund);
        absent("refundedAt", refundedAt);
        yield new GivingApi.SaleBody(
                needed("order", order),
                needed("soldAt", soldAt),
                needed("amount", amount),
                currency,
                origin,
                buyerRegion)
            .notice();
      }
      case "refund" -> {
        absent("soldAt", soldAt);
        absent("origin", origin);
        absent("buyerRegion", buyerRegion);
        yield new GivingApi.RefundBody(
                needed("refund", refund),
                needed("order", order),
                needed("refundedAt", refundedAt),
                amount,
                currency)
            .notice();
      }
      default -> throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", "type"));
    };
  }

  private static String needed(String field, @Nullable String value) {
    if (value == null) throw new Refusal(ApiRefusal.FIELD_MISSING, Map.of("field", field));
    return value;
  }

  private static void absent(String field, @Nullable String value) {
    if (value != null) throw new Refusal(ApiRefusal.UNKNOWN_FIELD, Map.of("field", field));
  }

  private static Refusal malformed(JsonLines.Line line, JsonParser json) {
    return malformed(line, json.currentLocation().getColumnNr());
  }

  private static Refusal malformed(JsonLines.Line line, JacksonException e) {
    return malformed(line, e.getLocation() == null ? 0 : e.getLocation().getColumnNr());
  }

  private static Refusal malformed(JsonLines.Line line, int column) {
    return new Refusal(ApiRefusal.MALFORMED_JSON, Map.of("line", line.number(), "column", column));
  }

  private static String shown(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }
}
