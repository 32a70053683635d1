package org.yutang.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// What the ledger should do, said as simply as possible: unbounded numbers, maps, no batches, no
/// database.
final class Model {

  record Held(UUID from, UUID to, long amount, Instant expiresAt) {}

  final Map<UUID, BigInteger> balance = new HashMap<>();
  final Map<UUID, BigInteger> reserved = new HashMap<>();
  final Map<UUID, Boolean> mayGoNegative = new HashMap<>();
  final Map<UUID, Object> seen = new HashMap<>();
  final Map<UUID, Held> open = new HashMap<>();
  final Map<UUID, String> ended = new HashMap<>();

  void account(UUID id, boolean negative) {
    balance.put(id, BigInteger.ZERO);
    reserved.put(id, BigInteger.ZERO);
    mayGoNegative.put(id, negative);
  }

  /// `ok`, `repeated` or the reason's name.
  String decide(Command command, Instant now) {
    for (var held : Map.copyOf(open).entrySet())
      if (!held.getValue().expiresAt.isAfter(now)) end(held.getKey(), "EXPIRED");
    Object before = seen.get(command.id());
    if (before != null) return before.equals(command) ? "repeated" : "ID_REUSED";
    String reason =
        switch (command) {
          case Command.Transfer t -> transfer(t);
          case Command.Linked l -> linked(l);
          case Command.Reserve r -> {
            String bad = check(r.from(), r.to(), r.amount());
            if (bad != null) yield bad;
            if (!r.expiresAt().isAfter(now)) yield "EXPIRED";
            if (!mayGoNegative.get(r.from()) && available(r.from()).compareTo(big(r.amount())) < 0)
              yield "INSUFFICIENT";
            reserved.merge(r.from(), big(r.amount()), BigInteger::add);
            open.put(r.id(), new Held(r.from(), r.to(), r.amount(), r.expiresAt()));
            yield null;
          }
          case Command.Post p -> {
            if (p.amount() <= 0) yield "NOT_POSITIVE";
            Held held = open.get(p.reservation());
            if (held == null) yield ended.getOrDefault(p.reservation(), "UNKNOWN_RESERVATION");
            if (p.amount() > held.amount) yield "MORE_THAN_RESERVED";
            end(p.reservation(), "ALREADY_POSTED");
            move(held.from, held.to, p.amount());
            yield null;
          }
          case Command.Void v -> {
            if (!open.containsKey(v.reservation()))
              yield ended.getOrDefault(v.reservation(), "UNKNOWN_RESERVATION");
            end(v.reservation(), "ALREADY_VOIDED");
            yield null;
          }
        };
    if (reason == null) seen.put(command.id(), command);
    return reason == null ? "ok" : reason;
  }

  private String transfer(Command.Transfer t) {
    String bad = check(t.from(), t.to(), t.amount());
    if (bad != null) return bad;
    if (!mayGoNegative.get(t.from()) && available(t.from()).compareTo(big(t.amount())) < 0)
      return "INSUFFICIENT";
    move(t.from(), t.to(), t.amount());
    return null;
  }

  private String linked(Command.Linked group) {
    Map<UUID, BigInteger> before = new HashMap<>(balance);
    Map<UUID, Object> ids = new HashMap<>(seen);
    ids.put(group.id(), group);
    for (Command.Transfer t : group.transfers()) {
      String bad = ids.put(t.id(), group.id()) == null ? transfer(t) : "ID_REUSED";
      if (bad != null) {
        balance.putAll(before);
        return bad;
      }
    }
    group.transfers().forEach(t -> seen.put(t.id(), group.id()));
    return null;
  }

  private String check(UUID from, UUID to, long amount) {
    if (amount <= 0) return "NOT_POSITIVE";
    if (from.equals(to)) return "SAME_ACCOUNT";
    return balance.containsKey(from) && balance.containsKey(to) ? null : "UNKNOWN_ACCOUNT";
  }

  private void end(UUID reservation, String how) {
    Held held = open.remove(reservation);
    reserved.merge(held.from, big(-held.amount), BigInteger::add);
    ended.put(reservation, how);
  }

  private void move(UUID from, UUID to, long amount) {
    balance.merge(from, big(-amount), BigInteger::add);
    balance.merge(to, big(amount), BigInteger::add);
  }

  private BigInteger available(UUID account) {
    return balance.get(account).subtract(reserved.get(account));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
