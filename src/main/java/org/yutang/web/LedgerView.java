package org.yutang.web;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.ledger.Account;
import org.yutang.ledger.Line;

/// The books: all accounts, one account's statement, one transfer.
public final class LedgerView {

  private LedgerView() {}

  public record Accounts(Page<Account> accounts, String sort) {}

  /// @param names of the accounts on the other side, by id
  public record Statement(
      Account account, Page<Line> lines, Map<String, String> names, String sort) {
    public Statement {
      names = Map.copyOf(names);
    }

    public boolean isIn(Line line) {
      return line.to().equals(account.id());
    }

    public String other(Line line) {
      return (isIn(line) ? line.from() : line.to()).toString();
    }
  }

  /// @param reservation the line that this one ended, if it ended one
  public record Transfer(
      Line line, Optional<Account> from, Optional<Account> to, @Nullable Line reservation) {}

  /// An amount of the ledger as readers know it; units other than money are counted.
  public static String amount(Screen s, long amount, String unit) {
    String text = unit.equals("CNY") ? Money.fen(amount).grouped() : s.n(amount);
    return text.replace('-', '−');
  }
}
