package org.yutang.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Balances that an upper room keeps as a copy, for its lists. The check of the books compares each
/// with the account itself.
public interface BalanceCopy {

  /// The room's name.
  String room();

  /// At most that many, after the one with that key, in the order of their keys; the first ones
  /// after an empty key.
  List<Copied> after(String key, int most);

  /// One of them as it is now; empty while something with it is under way, so that copy and account
  /// may differ.
  Optional<Copied> settled(String key);

  record Copied(String key, UUID account, long balance) {}
}
