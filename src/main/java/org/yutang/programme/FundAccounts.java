package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.payment.Payouts;
import org.yutang.store.Words;

/// A programme's accounts: donors outside, its fund (never negative), the payee of its premiums,
/// and beside that what the payee pays out for claims.
@Component
class FundAccounts {

  private final Ledger ledger;
  private final Payouts payouts;

  FundAccounts(Ledger ledger, Payouts payouts) {
    this.ledger = ledger;
    this.payouts = payouts;
  }

  void open(Programme programme) {
    Unit unit = new Unit(programme.currency());
    ledger.open(
        List.of(
            new NewAccount(programme.world(), name("world", programme), unit, true),
            new NewAccount(programme.fund(), name("fund", programme), unit, false),
            new NewAccount(programme.payee(), name("payee", programme), unit, false)));
    payouts.open(programme.payee(), name("payee", programme), unit);
    if (!programme.hasCases()) return;
    ledger.open(
        List.of(new NewAccount(programme.promised(), name("promised", programme), unit, false)));
    payouts.open(programme.promised(), name("promised", programme), unit);
    if (!programme.payeePays()) return;
    UUID promised = programme.promisedByPayee();
    ledger.open(
        List.of(new NewAccount(promised, name("promised-by-payee", programme), unit, false)));
    payouts.open(promised, name("promised-by-payee", programme), unit);
  }

  Fund fund(Programme programme) {
    String currency = programme.currency();
    Account none = Account.none(programme.fund(), new Unit(currency));
    Account fund = ledger.find(programme.fund()).orElse(none);
    long paid = balance(programme.payee());
    paid += balance(Payouts.inTransit(programme.payee()));
    paid += balance(Payouts.outside(programme.payee()));
    paid += balance(programme.promisedByPayee());
    paid += balance(Payouts.inTransit(programme.promisedByPayee()));
    paid += balance(Payouts.outside(programme.promisedByPayee()));
    paid += balance(Payouts.inTransit(programme.promised()));
    paid += balance(Payouts.outside(programme.promised()));
    return new Fund(
        new Money(fund.balance(), currency),
        new Money(fund.reserved(), currency),
        new Money(balance(programme.promised()), currency),
        new Money(paid, currency));
  }

  /// What the payee can spend now.
  Money available(Programme programme) {
    return new Money(
        ledger.find(programme.payee()).map(Account::available).orElse(0L), programme.currency());
  }

  private long balance(UUID account) {
    return ledger.find(account).map(Account::balance).orElse(0L);
  }

  private static String name(String which, Programme programme) {
    return Words.in(Words.Language.ZH)
        .t(
            "programme.account." + which,
            Map.of("programme", programme.title().zh(), "payee", programme.payeeTitle().zh()));
  }
}
