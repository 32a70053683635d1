/// Money that leaves: payouts to bank accounts, through providers that answer later.
///
/// Promises: money is held before anything is promised, in transit before anything is sent, and
/// outside or back where it came from once the provider has answered; an answer counts once,
/// however often it comes; one person makes a bank file and another releases it; a result that does
/// not fit what was sent changes nothing. Knows neither claims nor persons: a payout has a purpose
/// and the id of a subject.
///
/// Owns the schema `payment`. Start reading at [org.yutang.payment.Payouts], then
/// [org.yutang.payment.BankFiles]; `PaymentSettlement` moves the money, `Provider` is the port
/// behind which banks stand.
@NullMarked
package org.yutang.payment;

import org.jspecify.annotations.NullMarked;
