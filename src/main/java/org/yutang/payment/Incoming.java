package org.yutang.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;

/// Asks for money and takes it in, once. For rooms and for providers' doors: asks nobody's
/// permission; see [IncomingDesk] for people.
///
/// A room writes down what is to be paid ([#ask], in the transaction of its own rows), shows the
/// payer the provider's address ([#address]) and hears [IncomingPaid], [IncomingClosed] and
/// [PaymentRefunded]. What a provider tells counts only if its signature, our id with it, the
/// number of a payment and the exact amount are right; it may tell it twice, late, or never: then
/// it is asked. Money that came and is not what was asked for lies in an account of its own and on
/// a list until it has gone back.
public interface Incoming {

  /// Through whom one can pay here, the usual one first; may be nobody.
  List<Via> offered();

  /// Writes a payment down, in the caller's transaction if there is one. The same id again with the
  /// same content gives the same payment. Refuses with [PaymentRefusal#PAYMENT_DIFFERS] and
  /// [PaymentRefusal#NOT_OFFERED].
  IncomingPayment ask(IncomingOrder order);

  /// The same of many at once, one payment each, in order.
  List<IncomingPayment> ask(List<IncomingOrder> orders);

  Optional<IncomingPayment> find(UUID payment);

  /// Where the payer pays: an address of the provider, or a path on this server. Refuses with
  /// [PaymentRefusal#UNKNOWN_PAYMENT], [PaymentRefusal#PAYMENT_OVER] and
  /// [PaymentRefusal#NOT_OFFERED].
  ///
  /// @param back a path on this server to which the payer comes back
  String address(UUID payment, boolean phone, String back);

  /// Sends a part of what paid a payment, or all of it, back the way it came, as two people agreed
  /// in the caller's room; in the caller's transaction, if there is one. It then happens by itself,
  /// out of the payee's account, and [PaymentRefunded] tells when. The same id again sends nothing
  /// more. Refuses with [PaymentRefusal#UNKNOWN_PAYMENT] what is not paid, and
  /// [PaymentRefusal#REFUND_TOO_LARGE].
  ///
  /// @param wish the caller's own id of it
  /// @param reason for lists; no personal data
  /// @param askedBy who asked for it, and `agreedBy` who let it go: not the same
  void giveBack(UUID wish, UUID payment, Money amount, String reason, UUID askedBy, UUID agreedBy);

  /// Takes what a provider's server sent, a form's fields. Never refuses by an exception: the
  /// provider hears the answer's word, and whatever was not taken has left a trace.
  NoticeAnswer notice(Via via, Map<String, String> fields);

  /// What happens on the sandbox's page: pays as asked, or closes the payment, and tells us so with
  /// a signed notice. Refuses as [#address], and with [PaymentRefusal#NOT_OFFERED] for a payment of
  /// another provider.
  ///
  /// @return the payment afterwards
  IncomingPayment useSandbox(UUID payment, boolean pays);

  /// What a provider has taken for us and not paid out, as a negative balance.
  static UUID outside(Via via) {
    return Uuids.named("payment", "incoming-outside", via.name());
  }

  /// Money that is not what was asked for.
  static UUID unmatched(Via via) {
    return Uuids.named("payment", "incoming-unmatched", via.name());
  }

  /// Money that is on its way back.
  static UUID returning(Via via) {
    return Uuids.named("payment", "incoming-returning", via.name());
  }
}
