package org.yutang.ledger;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/// What the ledger should do, said as simply as possible: unbounded numbers, maps, no batches, no
/// database.
final class Model {

  record Held(UUID from, UUID to, long amount, Instant expiresAt, UUID holder) {}

  final Map<UUID, BigInteger> balance = new HashMap<>();
  final Map<UUID, BigInteger> reserved = new HashMap<>();
  final Map<UUID, AccountRules> rules = new HashMap<>();
  final Map<UUID, AccountState> state = new HashMap<>();
  final Map<List<UUID>, Long> used = new HashMap<>();
  final Map<UUID, Object> seen = new HashMap<>();
  final Map<UUID, Held> open = new HashMap<>();
  final Map<UUID, String> ended = new HashMap<>();

  void account(UUID id, AccountRules its) {
    balance.put(id, BigInteger.ZERO);
    reserved.put(id, BigInteger.ZERO);
    rules.put(id, its);
    state.put(id, AccountState.OPEN);
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
            String bad = check(r.from(), r.to(), r.amount(), r.holder());
            if (bad != null) yield bad;
            if (!r.expiresAt().isAfter(now)) yield "EXPIRED";
            bad = room(r.from(), r.to(), r.amount());
            if (bad != null) yield bad;
            reserved.merge(r.from(), big(r.amount()), BigInteger::add);
            count(r.from(), r.holder(), r.amount());
            open.put(r.id(), new Held(r.from(), r.to(), r.amount(), r.expiresAt(), r.holder()));
            yield null;
          }
          case Command.Post p -> {
            if (p.amount() <= 0) yield "NOT_POSITIVE";
            Held held = open.get(p.reservation());
            if (held == null) yield ended.getOrDefault(p.reservation(), "UNKNOWN_RESERVATION");
            if (p.amount() > held.amount) yield "MORE_THAN_RESERVED";
            end(p.reservation(), "ALREADY_POSTED");
            move(held.from, held.to, p.amount());
            count(held.from, held.holder, p.amount());
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
    String bad = check(t.from(), t.to(), t.amount(), t.holder());
    if (bad == null) bad = room(t.from(), t.to(), t.amount());
    if (bad != null) return bad;
    move(t.from(), t.to(), t.amount());
    count(t.from(), t.holder(), t.amount());
    return null;
  }

  private String linked(Command.Linked group) {
    Map<UUID, BigInteger> before = new HashMap<>(balance);
    Map<List<UUID>, Long> usedBefore = new HashMap<>(used);
    Map<UUID, Object> ids = new HashMap<>(seen);
    ids.put(group.id(), group);
    for (Command.Transfer t : group.transfers()) {
      String bad = ids.put(t.id(), group.id()) == null ? transfer(t) : "ID_REUSED";
      if (bad != null) {
        balance.putAll(before);
        used.clear();
        used.putAll(usedBefore);
        return bad;
      }
    }
    group.transfers().forEach(t -> seen.put(t.id(), group.id()));
    return null;
  }

  BigInteger expected(UUID account) {
    return open.values().stream()
        .filter(held -> held.to.equals(account))
        .map(held -> big(held.amount))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  void requireRules() {
    rules.forEach(
        (id, its) -> {
          if (!its.mayGoNegative() && available(id).signum() < 0)
            throw new AssertionError("overdrawn");
          if (its.most().isPresent()
              && balance.get(id).add(expected(id)).compareTo(big(its.most().getAsLong())) > 0)
            throw new AssertionError("over its most");
        });
  }

  private String check(UUID from, UUID to, long amount, UUID holder) {
    if (amount <= 0) return "NOT_POSITIVE";
    if (from.equals(to)) return "SAME_ACCOUNT";
    if (!balance.containsKey(from) || !balance.containsKey(to)) return "UNKNOWN_ACCOUNT";
    OptionalLong most = rules.get(from).perHolder();
    if (most.isEmpty()) return null;
    if (holder == null) return "HOLDER_MISSING";
    return used.getOrDefault(List.of(from, holder), 0L) + amount > most.getAsLong()
        ? "OVER_HOLDER"
        : null;
  }

  private String room(UUID from, UUID to, long amount) {
    for (UUID each : List.of(from, to))
      if (state.get(each) != AccountState.OPEN) return state.get(each).name();
    if (!rules.get(from).mayGoNegative() && available(from).compareTo(big(amount)) < 0)
      return "INSUFFICIENT";
    OptionalLong most = rules.get(to).most();
    BigInteger coming = balance.get(to).add(expected(to)).add(big(amount));
    return most.isPresent() && coming.compareTo(big(most.getAsLong())) > 0 ? "OVER_MOST" : null;
  }

  private void count(UUID from, UUID holder, long amount) {
    if (holder != null && rules.get(from).perHolder().isPresent())
      used.merge(List.of(from, holder), amount, Long::sum);
  }

  private void end(UUID reservation, String how) {
    Held held = open.remove(reservation);
    reserved.merge(held.from, big(-held.amount), BigInteger::add);
    count(held.from, held.holder, -held.amount);
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
