package org.yutang.payment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Earmark;
import org.yutang.ledger.Unit;

/// Pays out of a ledger account, once.
///
/// A room pays in two steps, so that its own rows and the money are never there without each other:
/// [#prepare] holds the money, outside any transaction; [#place] writes the payout down in the
/// transaction of the room's rows. From then on it happens by itself, and a [PayoutEnded] tells how
/// it ended. Money goes debit account → in transit → outside, or back.
public interface Payouts {

  /// Opens the two accounts beside the debit account: in transit, and outside. May be repeated.
  void open(UUID debit, String name, Unit unit);

  /// Holds the amount; empty where the account has not enough. What is prepared and never placed is
  /// released after some minutes.
  Optional<Prepared> prepare(PayoutOrder order);

  /// Writes the payout down in the caller's transaction, which must be open.
  ///
  /// @throws IllegalStateException if it came too late; let the transaction roll back
  void place(Prepared prepared);

  /// Releases what was prepared and will not be placed.
  void drop(Prepared prepared);

  /// What [#prepare] held.
  record Prepared(PayoutOrder order, Earmark earmark, UUID reservation) {}

  /// Takes a provider's answer: a JSON text and its HMAC-SHA-256 in hex. The same answer again does
  /// nothing. Refuses with [PaymentRefusal#BAD_SIGNATURE], [PaymentRefusal#BAD_ANSWER],
  /// [PaymentRefusal#UNKNOWN_PAYOUT] and [PaymentRefusal#ANSWER_REFUSED].
  void callback(Payout.Via provider, String body, String signature);

  /// Refuses with [PaymentRefusal#UNKNOWN_PAYOUT], also where the actor may not see it.
  Payout get(Actor actor, UUID id);

  /// Where the actor may `SEE_PAYMENT`.
  Page<Payout> list(Actor actor, Payout.Query query);

  /// The ledger's transfers of a payout so far, in order: what held the money, what put it in
  /// transit, what paid it or brought it back. Rights as [#get].
  List<UUID> transfers(Actor actor, UUID id);

  /// What stands behind the port for payouts that are placed now.
  Payout.Via provider();

  /// The account of what left the debit account and was not answered yet.
  static UUID inTransit(UUID debit) {
    return Uuids.named("payment", "in-transit", debit.toString());
  }

  /// The account of what has left the house from the debit account.
  static UUID outside(UUID debit) {
    return Uuids.named("payment", "outside", debit.toString());
  }
}
