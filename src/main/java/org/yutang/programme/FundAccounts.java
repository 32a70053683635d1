package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.store.Words;

/// A programme's three accounts: donors outside, its fund (never negative), and the payee of its
/// premiums.
@Component
class FundAccounts {

  private final Ledger ledger;

  FundAccounts(Ledger ledger) {
    this.ledger = ledger;
  }

  static UUID world(Programme programme) {
    return Uuids.named("programme", "world", programme.id().text());
  }

  void open(Programme programme) {
    Unit unit = new Unit(currency(programme));
    ledger.open(
        List.of(
            new NewAccount(world(programme), name("world", programme), unit, true),
            new NewAccount(programme.fund(), name("fund", programme), unit, false),
            new NewAccount(programme.payee(), name("payee", programme), unit, false)));
  }

  Fund fund(Programme programme) {
    String currency = currency(programme);
    Account none = new Account(programme.fund(), "", new Unit(currency), false, 0, 0);
    Account fund = ledger.find(programme.fund()).orElse(none);
    Account payee = ledger.find(programme.payee()).orElse(none);
    return new Fund(
        new Money(fund.balance(), currency),
        new Money(fund.reserved(), currency),
        new Money(payee.balance(), currency));
  }

  static String currency(Programme programme) {
    return programme.versions().getFirst().premium().currency();
  }

  private static String name(String which, Programme programme) {
    return Words.in(Words.Language.ZH)
        .t(
            "programme.account." + which,
            Map.of("programme", programme.title().zh(), "payee", programme.payeeTitle().zh()));
  }
}
