package org.yutang.market;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;

/// Addresses that a shop has told what becomes of its orders and stock, by the convention of
/// [Standard Webhooks](https://www.standardwebhooks.com): a POST with `webhook-id`,
/// `webhook-timestamp` and `webhook-signature`, which is `v1,` and the Base64 of the HMAC-SHA-256
/// over `id.timestamp.body` under the hook's secret. Bodies name orders, never persons.
///
/// Each message arrives at least once and, for one hook, in the order in which things happened: a
/// message waits for the one before. What no 2xx answers is tried [#MAX_TRIES] times with longer
/// and longer pauses, about a day; then the hook is disabled until somebody enables it again, and
/// goes on where it stopped. What happens in between is not told; lists of orders have it.
///
/// Commands want `RUN_SHOP` as one of the shop's accounts, looking `SEE_SHOP`. Thread-safe.
public interface Hooks {

  int MAX_HOOKS = 10;
  int MAX_TRIES = 20;

  /// How long after a rotation what is sent is signed with both secrets.
  Duration BOTH_SECRETS = Duration.ofHours(24);

  /// @param id made by the caller
  /// @param lowPieces from how many pieces left on the stock is low
  record New(UUID id, UUID shop, URI address, Set<HookEvent> events, int lowPieces) {
    public New {
      events = Set.copyOf(events);
    }
  }

  /// @param lastError why the latest message did not arrive
  /// @param disabledAt since when nothing is tried any more
  record Hook(
      UUID id,
      UUID shop,
      URI address,
      Set<HookEvent> events,
      int lowPieces,
      Instant madeAt,
      Optional<String> lastError,
      Optional<Instant> disabledAt) {
    public Hook {
      events = Set.copyOf(events);
    }
  }

  /// @param secret told only here; `whsec_` and Base64
  record Told(Hook hook, String secret) {
    @Override
    public String toString() {
      return "Told[" + hook.id() + "]";
    }
  }

  /// @param answer of the last try: `taken`, `status 500`, or what went wrong
  /// @param done whether it was taken
  record Message(
      UUID id,
      HookEvent event,
      String body,
      Instant at,
      int tries,
      Optional<Instant> lastAt,
      Optional<Instant> nextAt,
      String answer,
      boolean done) {}

  /// Refuses with [MarketRefusal#BAD_ADDRESS], [MarketRefusal#TOO_MANY_HOOKS], and an id that is
  /// taken with [MarketRefusal#ID_REUSED], because its secret was told.
  Told add(Actor actor, New hook);

  /// A new secret; the old one signs as well for [#BOTH_SECRETS].
  Told rotate(Actor actor, UUID hook);

  /// Tries again after it was disabled.
  Hook enable(Actor actor, UUID hook);

  /// Ends it; quietly, if it was ended before.
  void end(Actor actor, UUID hook);

  List<Hook> list(Actor actor, UUID shop);

  /// Refuses with [MarketRefusal#UNKNOWN_HOOK].
  Hook get(Actor actor, UUID hook);

  /// The latest hundred, the newest first.
  List<Message> messages(Actor actor, UUID hook);

  /// Tells a message once more.
  Message again(Actor actor, UUID hook, UUID message);
}
