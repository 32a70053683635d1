package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the ledger can be told. `amount` is positive and in the smallest part of the accounts'
/// unit; `memo` is a short code for statements (such as `premium`), never personal data;
/// `businessDate` is the day it belongs to.
public sealed interface Command {

  /// The most characters of a memo or owner.
  int MAX_TEXT = 200;

  UUID id();

  /// Takes `amount` from `from` and gives it to `to`.
  ///
  /// @param holder for whom, where `from` counts by holder ([AccountRules#perHolder]); otherwise
  ///   only written down
  record Transfer(
      UUID id,
      UUID from,
      UUID to,
      long amount,
      String memo,
      LocalDate businessDate,
      @Nullable UUID holder)
      implements Command {
    public Transfer {
      checkText(memo);
    }

    public Transfer(UUID id, UUID from, UUID to, long amount, String memo, LocalDate businessDate) {
      this(id, from, to, amount, memo, businessDate, null);
    }
  }

  /// Transfers that happen all or none, 1 to [#MAX_LINKED] of them. Its own id names the group and
  /// the ids of its members are theirs alone; the outcome is one for the group, and a refusal gives
  /// the reason of the first member that could not happen.
  record Linked(UUID id, List<Transfer> transfers) implements Command {

    public static final int MAX_LINKED = 1000;

    public Linked {
      transfers = List.copyOf(transfers);
      if (transfers.isEmpty() || transfers.size() > MAX_LINKED)
        throw new IllegalArgumentException(transfers.size() + " linked transfers");
    }
  }

  /// Holds `amount` of `from` for `to` until it is posted, voided or expired. `owner` names what
  /// will sweep it; `holder` as in [Transfer].
  record Reserve(
      UUID id,
      UUID from,
      UUID to,
      long amount,
      String memo,
      LocalDate businessDate,
      String owner,
      Instant expiresAt,
      @Nullable UUID holder)
      implements Command {
    public Reserve {
      checkText(memo);
      checkText(owner);
    }

    public Reserve(
        UUID id,
        UUID from,
        UUID to,
        long amount,
        String memo,
        LocalDate businessDate,
        String owner,
        Instant expiresAt) {
      this(id, from, to, amount, memo, businessDate, owner, expiresAt, null);
    }
  }

  /// Turns a reservation into a transfer of `amount`, at most what is reserved; the rest is
  /// released.
  record Post(UUID id, UUID reservation, long amount) implements Command {}

  /// Releases a reservation.
  record Void(UUID id, UUID reservation) implements Command {}

  private static void checkText(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT || text.indexOf('\0') >= 0)
      throw new IllegalArgumentException("text of " + text.length() + " characters");
  }
}
