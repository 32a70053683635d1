package org.yutang.payment.incoming;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.Via;

/// What stands between a payment and a provider. Its calls run outside any transaction and may be
/// repeated.
interface PayDoor {

  Via via();

  /// Whether one can pay through it here.
  boolean isOpen();

  /// Where the payer pays.
  ///
  /// @param back a path on this server
  String address(IncomingPayment payment, boolean phone, String back);

  /// Reads a notice. Refuses with `BAD_SIGNATURE` before anything is believed, then with
  /// `OTHER_APP` and `BAD_NOTICE`.
  Told read(Map<String, String> fields);

  /// Asks what became of a payment; empty where the provider knows none.
  ///
  /// @throws Silent if it cannot be heard now
  Optional<Told> ask(UUID payment);

  /// Sends money back, once for each id.
  ///
  /// @throws Silent if it cannot be heard, or does not say yet
  Returned refund(Back back);

  /// The word that ends a notice, or asks for it again.
  String word(boolean taken);

  /// What a provider says of a payment.
  ///
  /// @param number ours, as it tells it
  /// @param trade its own
  record Told(String number, String trade, Money amount, Status status, Instant paidAt) {}

  enum Status {
    PAID,
    NOT_YET,
    CLOSED
  }

  /// @param id of the refund
  record Back(UUID id, String number, String trade, Money amount, Money whole, String reason) {}

  /// Whether the money has gone back; for good, both ways.
  sealed interface Returned {
    record Done() implements Returned {}

    record Refused(String why) implements Returned {}
  }

  /// The provider cannot be heard, or has not decided; ask again later.
  final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Silent(String why) {
      super(why);
    }

    Silent(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /// A payment's number with a provider: its id without hyphens.
  static String number(UUID payment) {
    return payment.toString().replace("-", "");
  }

  static Optional<UUID> payment(String number) {
    if (!number.matches("[0-9a-f]{32}")) return Optional.empty();
    return Optional.of(
        new UUID(
            Long.parseUnsignedLong(number, 0, 16, 16), Long.parseUnsignedLong(number, 16, 32, 16)));
  }
}
