package org.yutang.web;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Page;
import org.yutang.ledger.Account;
import org.yutang.ledger.Held;
import org.yutang.ledger.JournalEntry;
import org.yutang.ledger.Line;
import org.yutang.ledger.SubAccount;
import org.yutang.ledger.TrialBalance;
import org.yutang.ledger.Unit;

/// The books: all accounts and whether they balance, one account's statement, one transfer.
public final class LedgerView {

  /// What lines are for, as the rooms write it; the words lie below `web.memo`.
  public static final List<String> MEMOS =
      List.of(
          "grant",
          "donation",
          "refund",
          "premium",
          "case-promise",
          "case",
          "case-paid",
          "case-returned",
          "case-release",
          "seat",
          "stock",
          "flash-claim",
          "claim-price",
          "payment",
          "re-grant",
          "sweep");

  /// The kinds that move balances; the words lie below `web.line`.
  public static final List<String> KINDS = List.of("transfer", "post");

  private LedgerView() {}

  public record Accounts(Page<Account> accounts, List<TrialBalance> trial, String sort) {
    public Accounts {
      trial = List.copyOf(trial);
    }
  }

  /// A span that many ask for.
  public record Period(String name, LocalDate from, LocalDate to) {}

  /// @param recorded whether it is by moments of recording instead of business days
  /// @param names of the accounts on the other side, by id
  /// @param subAccounts where it receives in other shards; usually none
  public record Statement(
      org.yutang.ledger.Statement of,
      boolean recorded,
      List<Period> periods,
      Map<String, String> names,
      List<SubAccount> subAccounts,
      String sort) {
    public Statement {
      periods = List.copyOf(periods);
      subAccounts = List.copyOf(subAccounts);
      names = Map.copyOf(names);
    }

    public Account account() {
      return of.account();
    }

    public Page<Line> lines() {
      return of.lines();
    }

    /// Whether a filter leaves out some of the lines.
    public boolean narrowed() {
      return of.shown().lines() < of.all().lines();
    }

    public boolean isIn(Line line) {
      return line.to().equals(account().id());
    }

    public String other(Line line) {
      return (isIn(line) ? line.from() : line.to()).toString();
    }
  }

  /// @param group the transfers that happened with it, all or none; empty if it stands alone
  /// @param held the reservation that it made or ended
  public record Transfer(
      Line line,
      Optional<Account> from,
      Optional<Account> to,
      List<Line> group,
      Map<String, String> names,
      @Nullable Held held,
      @Nullable JournalEntry batch) {
    public Transfer {
      group = List.copyOf(group);
      names = Map.copyOf(names);
    }
  }

  /// An amount of the ledger as readers know it; units other than money are counted.
  public static String amount(Screen s, long amount, String unit) {
    return amount(s, BigInteger.valueOf(amount), unit);
  }

  /// The same for sums, which may be larger than any balance.
  public static String amount(Screen s, BigInteger amount, String unit) {
    String text =
        new Unit(unit).isMoney()
            ? String.format(Locale.ROOT, "%,.2f", new BigDecimal(amount, 2))
            : String.format(Locale.ROOT, "%,d", amount);
    return text.replace('-', '−');
  }

  static String memo(Screen s, String memo) {
    return s.orElse("web.memo." + memo, memo);
  }
}
