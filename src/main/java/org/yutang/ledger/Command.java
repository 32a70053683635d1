package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// What the ledger can be told. `amount` is positive and in the smallest part of the accounts' unit; `memo` is a short
/// code for statements (such as `premium`), never personal data; `businessDate` is the day it belongs to.
public sealed interface Command {

  UUID id();

  /// Takes `amount` from `from` and gives it to `to`.
  record Transfer(UUID id, UUID from, UUID to, long amount, String memo, LocalDate businessDate) implements Command {}

  /// Transfers that happen all or none. Its own id names the group.
  record Linked(UUID id, List<Transfer> transfers) implements Command {
    public Linked {
      transfers = List.copyOf(transfers);
    }
  }

  /// Holds `amount` of `from` for `to` until it is posted, voided or expired. `owner` names the room and kind that will sweep it.
  record Reserve(UUID id, UUID from, UUID to, long amount, String memo, LocalDate businessDate, String owner, Instant expiresAt) implements Command {}

  /// Turns a reservation into a transfer of `amount`, at most what is reserved; the rest is released.
  record Post(UUID id, UUID reservation, long amount) implements Command {}

  /// Releases a reservation.
  record Void(UUID id, UUID reservation) implements Command {}
}
