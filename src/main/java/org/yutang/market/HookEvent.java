package org.yutang.market;

import java.util.Locale;
import java.util.Optional;

/// What shops have programs told of.
public enum HookEvent {
  ORDER_PAID,
  ORDER_SENT,
  ORDER_RECEIVED,
  ORDER_CANCELLED,
  ORDER_REFUNDED,
  /// Of an article so few pieces are left as the hook names, or fewer.
  STOCK_LOW;

  /// Such as `order.paid`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// The one of that word.
  public static Optional<HookEvent> of(String word) {
    for (HookEvent each : values()) if (each.word().equals(word)) return Optional.of(each);
    return Optional.empty();
  }

  static Optional<HookEvent> of(Order.Event.Kind kind) {
    return switch (kind) {
      case PAID -> Optional.of(ORDER_PAID);
      case SENT -> Optional.of(ORDER_SENT);
      case RECEIVED -> Optional.of(ORDER_RECEIVED);
      case CANCELLED -> Optional.of(ORDER_CANCELLED);
      case BACK_DONE -> Optional.of(ORDER_REFUNDED);
      case ASKED, ALLOTTED, BACK_ASKED, BACK_AGREED, BACK_DECLINED, BACK_DISPUTED ->
          Optional.empty();
    };
  }
}
