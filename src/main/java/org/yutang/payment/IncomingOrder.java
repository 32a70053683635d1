package org.yutang.payment;

import java.time.Instant;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// A payment that somebody is asked for.
///
/// @param id made by [org.yutang.kernel.Uuids#inShard]; asking again with it asks once
/// @param payee the ledger account that it is for
/// @param title what the provider shows to whoever pays, and our lists; no personal data
/// @param purpose a short word for statements, such as `gift`
/// @param subject what it is paid for, by its own id
/// @param expiresAt what is paid later goes back
public record IncomingOrder(
    UUID id,
    UUID payee,
    Money amount,
    String title,
    String purpose,
    UUID subject,
    PlaceCode place,
    Via via,
    Instant expiresAt) {

  public IncomingOrder {
    if (amount.minor() <= 0) throw new IllegalArgumentException("amount " + amount);
    if (title.isBlank() || title.length() > 128) throw new IllegalArgumentException("title");
    if (purpose.isBlank() || purpose.length() > 40) throw new IllegalArgumentException("purpose");
  }
}
