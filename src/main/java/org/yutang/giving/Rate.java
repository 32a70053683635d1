package org.yutang.giving;

import java.util.Map;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// What a pledge gives of an order.
public sealed interface Rate {

  /// The same for every order.
  record PerOrder(Money each) implements Rate {
    /// A thousand yuan an order: more is a slip of the keys.
    static final long MAX_FEN = 100_000;

    public PerOrder {
      if (!each.currency().equals(Sale.CURRENCY) || each.minor() <= 0 || each.minor() > MAX_FEN)
        throw new Refusal(GivingRefusal.BAD_RATE, Map.of("rate", each.toString()));
    }
  }

  /// Thousandths of the order's amount, rounded half up, at least one fen.
  record PerMille(int thousandths) implements Rate {
    public PerMille {
      if (thousandths < 1 || thousandths > 1000)
        throw new Refusal(GivingRefusal.BAD_RATE, Map.of("rate", thousandths + " ‰"));
    }
  }

  /// Nothing for now: orders of these days are refused.
  record Paused() implements Rate {}

  /// Nothing any more: no rate can follow.
  record Ended() implements Rate {}

  /// Whether orders give.
  default boolean gives() {
    return this instanceof PerOrder || this instanceof PerMille;
  }

  /// What an order of this amount gives.
  ///
  /// @throws IllegalStateException unless [#gives]
  default Money of(Money amount) {
    return switch (this) {
      case PerOrder rate -> rate.each();
      case PerMille rate ->
          Money.fen(
              Math.max(1, (Math.multiplyExact(amount.minor(), rate.thousandths()) + 500) / 1000));
      case Paused _, Ended _ -> throw new IllegalStateException("no rate on that day");
    };
  }
}
