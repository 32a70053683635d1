package org.yutang.payment;

import java.time.LocalDate;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// Money to be paid out.
///
/// @param id made by the caller with [org.yutang.kernel.Uuids#inShard]; another attempt is another
///   id
/// @param debit the ledger account that pays
/// @param purpose a short code for statements, such as `case`
/// @param subject what it is for, in the caller's room
/// @param place where it belongs to; decides who may see and send it
public record PayoutOrder(
    UUID id,
    UUID debit,
    Money amount,
    Payee payee,
    String purpose,
    UUID subject,
    PlaceCode place,
    LocalDate businessDate) {

  public PayoutOrder {
    if (amount.minor() <= 0) throw new IllegalArgumentException("payout of " + amount);
  }
}
