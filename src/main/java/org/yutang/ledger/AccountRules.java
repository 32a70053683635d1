package org.yutang.ledger;

import java.util.OptionalLong;

/// What an account may do.
///
/// @param mayGoNegative true for the outside world (donors, payees), from which value enters or
///   into which it leaves
/// @param most what balance and expected reservations may come to together; none for no limit
/// @param perHolder how much of this account any one holder may take, for ever; none where takers
///   are not counted
public record AccountRules(boolean mayGoNegative, OptionalLong most, OptionalLong perHolder) {

  /// Never below zero, nothing else.
  public static final AccountRules PLAIN = of(false);

  /// From which value enters the books.
  public static final AccountRules OUTSIDE = of(true);

  public AccountRules {
    if (most.isPresent() && most.getAsLong() < 0)
      throw new IllegalArgumentException("most " + most);
    if (perHolder.isPresent() && perHolder.getAsLong() <= 0)
      throw new IllegalArgumentException("per holder " + perHolder);
  }

  static AccountRules of(boolean mayGoNegative) {
    return new AccountRules(mayGoNegative, OptionalLong.empty(), OptionalLong.empty());
  }

  public AccountRules atMost(long amount) {
    return new AccountRules(mayGoNegative, OptionalLong.of(amount), perHolder);
  }

  public AccountRules perHolder(long amount) {
    return new AccountRules(mayGoNegative, most, OptionalLong.of(amount));
  }
}
