package org.yutang.market;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Refusal;
import org.yutang.store.Sealing;
import org.yutang.store.Transactions;

/// Hooks as shops manage them; [HookQueue] tells them.
@Component
class SqlHooks implements Hooks {

  private static final int LONGEST_ADDRESS = 500;
  private static final int MOST_LOW = 10_000;
  private static final int SECRET_BYTES = 32;

  private final HookRows rows;
  private final HookQueue queue;
  private final ShopRows shops;
  private final ShopSight sight;
  private final Sealing sealing;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SqlHooks(
      HookRows rows,
      HookQueue queue,
      ShopRows shops,
      ShopSight sight,
      Sealing sealing,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.queue = queue;
    this.shops = shops;
    this.sight = sight;
    this.sealing = sealing;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Told add(Actor actor, New hook) {
    Shop shop = sight.run(actor, hook.shop());
    if (hook.address().toString().length() > LONGEST_ADDRESS || !queue.isAllowed(hook.address()))
      throw new Refusal(MarketRefusal.BAD_ADDRESS);
    if (hook.events().isEmpty()) throw Fields.bad("events");
    if (hook.lowPieces() < 0 || hook.lowPieces() > MOST_LOW) throw Fields.bad("lowPieces");
    byte[] secret = secret();
    transactions.run(
        () -> {
          shops.lock(shop.id());
          if (rows.ofShop(shop.id()).size() >= MAX_HOOKS)
            throw new Refusal(MarketRefusal.TOO_MANY_HOOKS, Map.of("limit", MAX_HOOKS));
          if (!rows.insert(hook, sealing.seal(HookQueue.KEY, hook.id(), secret), clock.instant()))
            throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", hook.id().toString()));
          audit.record(
              actor,
              "market.hook-added",
              shop.place(),
              hook.id().toString(),
              Map.of("host", String.valueOf(hook.address().getHost())));
        });
    return new Told(rows.find(hook.id()).orElseThrow().hook(), shown(secret));
  }

  private byte[] secret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  private static String shown(byte[] secret) {
    return "whsec_" + Base64.getEncoder().encodeToString(secret);
  }

  @Override
  public Told rotate(Actor actor, UUID id) {
    Hook hook = run(actor, id);
    byte[] secret = secret();
    transactions.run(
        () -> {
          rows.rotate(
              id, sealing.seal(HookQueue.KEY, id, secret), clock.instant().plus(BOTH_SECRETS));
          record(actor, "market.hook-rotated", hook);
        });
    return new Told(rows.find(id).orElseThrow().hook(), shown(secret));
  }

  @Override
  public Hook enable(Actor actor, UUID id) {
    Hook hook = run(actor, id);
    if (hook.disabledAt().isEmpty()) return hook;
    transactions.run(
        () -> {
          rows.enable(id, clock.instant());
          record(actor, "market.hook-enabled", hook);
        });
    queue.wake(id);
    return rows.find(id).orElseThrow().hook();
  }

  @Override
  public void end(Actor actor, UUID id) {
    Hook hook = run(actor, id);
    transactions.run(
        () -> {
          if (rows.end(id, clock.instant())) record(actor, "market.hook-ended", hook);
        });
  }

  @Override
  public List<Hook> list(Actor actor, UUID shop) {
    return rows.ofShop(sight.seen(actor, shop).id());
  }

  @Override
  public Hook get(Actor actor, UUID id) {
    Hook hook = rows.find(id).orElseThrow(SqlHooks::unknown).hook();
    try {
      sight.seen(actor, hook.shop());
    } catch (Refusal notSeen) {
      throw unknown();
    }
    return hook;
  }

  private Hook run(Actor actor, UUID id) {
    Hook hook = get(actor, id);
    sight.run(actor, hook.shop());
    return hook;
  }

  private static Refusal unknown() {
    return new Refusal(MarketRefusal.UNKNOWN_HOOK);
  }

  @Override
  public List<Message> messages(Actor actor, UUID hook) {
    return rows.messages(get(actor, hook).id());
  }

  @Override
  public Message again(Actor actor, UUID id, UUID message) {
    Hook hook = run(actor, id);
    Instant now = clock.instant();
    if (rows.message(id, message).isEmpty()) throw unknown();
    transactions.run(
        () -> {
          rows.again(id, message, now);
          record(actor, "market.hook-again", hook);
        });
    queue.wake(id);
    return rows.message(id, message).orElseThrow();
  }

  private void record(Actor actor, String action, Hook hook) {
    audit.record(
        actor,
        action,
        sight.seen(actor, hook.shop()).place(),
        hook.id().toString(),
        Map.of("host", String.valueOf(hook.address().getHost())));
  }
}
