/// Money that leaves and money that comes in, through providers that answer later.
///
/// Promises: money is held before anything is promised, in transit before anything is sent, and
/// outside or back where it came from once the provider has answered; an answer counts once,
/// however often it comes; one person makes a bank file and another releases it; a result that does
/// not fit what was sent changes nothing. Knows neither claims nor persons: a payout has a purpose
/// and the id of a subject.
///
/// What comes in counts once, and only if it is what was asked for; anything else is kept, seen,
/// and goes back the way it came, asked for by one person and released by another.
///
/// Owns the schema `payment`. Start reading at [org.yutang.payment.Payouts], then
/// [org.yutang.payment.BankFiles]; `PaymentSettlement` moves the money, `Provider` is the port
/// behind which banks stand. For what comes in, start at [org.yutang.payment.Incoming]; its inside
/// is `payment.incoming`.
@NullMarked
package org.yutang.payment;

import org.jspecify.annotations.NullMarked;
