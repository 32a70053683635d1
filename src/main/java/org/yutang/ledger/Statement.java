package org.yutang.ledger;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.yutang.kernel.Page;

/// What moved an account within a span, with the balance before and after.
///
/// With a [Span.Days], `opening` is the sum of all lines of earlier business dates and `closing` of
/// all up to the last day: the balance *by business date*. With a [Span.Recorded], both are the
/// balances that the books really showed *at those moments*. Either way `opening + all.in − all.out
/// = closing`, and all lines that were recorded while the statement was made are left out of all of
/// it.
///
/// @param account as it stands now
/// @param all what moved within the span
/// @param shown what of it passed the filter; `lines` is a page of that
public record Statement(
    Account account,
    Span span,
    BigInteger opening,
    Turnover all,
    Turnover shown,
    Page<Line> lines) {

  public BigInteger closing() {
    return opening.add(all.net());
  }

  /// Which statement is wanted.
  ///
  /// @param memo only lines with just this memo
  /// @param kind only lines of this kind, as in [Line#kind]; only `transfer` and `post` move
  ///   balances, so any other kind shows nothing
  /// @param shard of the sub-account in that shard ([SubAccount]); empty for the account itself
  public record Query(
      UUID account,
      Span span,
      Optional<String> memo,
      Optional<String> kind,
      boolean newestFirst,
      Page.Wanted page,
      OptionalInt shard) {

    /// Of the account itself.
    public Query(
        UUID account,
        Span span,
        Optional<String> memo,
        Optional<String> kind,
        boolean newestFirst,
        Page.Wanted page) {
      this(account, span, memo, kind, newestFirst, page, OptionalInt.empty());
    }

    /// Without a filter.
    public Query(UUID account, Span span, boolean newestFirst, Page.Wanted page) {
      this(account, span, Optional.empty(), Optional.empty(), newestFirst, page);
    }
  }
}
