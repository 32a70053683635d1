package org.yutang.giving;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;

/// That an order was refunded, as its merchant tells it.
///
/// @param refundNumber the merchant's own, in the form of an order number
/// @param amount a part of the order's amount; empty for all that is left
public record RefundNotice(
    String refundNumber, String orderNumber, Instant refundedAt, Optional<Money> amount)
    implements Notice {

  /// Refuses with [GivingRefusal#BAD_REFUND_NUMBER] and as [SaleNotice] does.
  public RefundNotice {
    if (!SaleNotice.isNumber(refundNumber)) throw new Refusal(GivingRefusal.BAD_REFUND_NUMBER);
    if (!SaleNotice.isNumber(orderNumber)) throw new Refusal(GivingRefusal.BAD_ORDER_NUMBER);
    amount.ifPresent(SaleNotice::requireAmount);
    refundedAt = refundedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /// Reads a notice as [SaleNotice#read] does; a foreign currency is refused without an amount,
  /// too.
  public static RefundNotice read(
      String refundNumber, String orderNumber, String refundedAt, String amount, String currency) {
    SaleNotice.requireYuan(currency);
    return new RefundNotice(
        refundNumber,
        orderNumber,
        SaleNotice.time(refundedAt),
        amount.isEmpty() ? Optional.empty() : Optional.of(SaleNotice.money(amount, currency)));
  }
}
