package org.yutang.market;

import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Uuids;
import org.yutang.store.Destination;
import org.yutang.store.EveryMinute;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Posting;
import org.yutang.store.Sealing;

/// Tells hooks what happened. What became of an order is in the outbox with the change itself; from
/// there it becomes a row for each hook that wants it, and rows are told one after the other. Slow
/// receivers hold up only themselves.
@Component
class HookQueue implements Outbox.Listener, EveryMinute {

  static final String KEY = "market-hooks";

  private static final Logger LOG = LoggerFactory.getLogger(HookQueue.class);
  private static final int AT_ONCE = 32;

  /// More than lines an order can have, so that each is a message of its own place.
  private static final int PLACES = 128;

  private final HookRows rows;
  private final OrderRows orders;
  private final ForeignRows foreign;
  private final ShopRows shops;
  private final Stocks stocks;
  private final Sealing sealing;
  private final Posting posting;
  private final Audit audit;
  private final Clock clock;
  private final boolean here;
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private volatile boolean stopped;

  HookQueue(
      HookRows rows,
      OrderRows orders,
      ForeignRows foreign,
      ShopRows shops,
      Stocks stocks,
      Sealing sealing,
      Posting posting,
      Audit audit,
      Clock clock,
      @Value("${yutang.local-webhooks:false}") boolean here) {
    this.rows = rows;
    this.orders = orders;
    this.foreign = foreign;
    this.shops = shops;
    this.stocks = stocks;
    this.sealing = sealing;
    this.posting = posting;
    this.audit = audit;
    this.clock = clock;
    this.here = here;
  }

  /// What became of an order.
  record Told(UUID order, HookEvent what, String at) {
    static final String TOPIC = "market.order-told";
  }

  /// What a hook is told of an order; names nobody.
  record AboutOrder(
      UUID order,
      String number,
      UUID shop,
      String channel,
      String state,
      int version,
      String total,
      String back) {}

  record AboutStock(UUID shop, UUID product, UUID article, long left) {}

  record Body(String type, String timestamp, Object data) {}

  boolean isAllowed(URI address) {
    return Destination.isAllowed(address, here);
  }

  @Override
  public String name() {
    return "market.hooks";
  }

  @Override
  public Set<String> topics() {
    return Set.of(Told.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    Map<Outbox.Entry, Told> told = new LinkedHashMap<>();
    for (Outbox.Entry each : batch) told.put(each, each.as(Told.class));
    Map<UUID, OrderRows.Kept> about = new HashMap<>();
    List<UUID> ids = told.values().stream().map(Told::order).distinct().toList();
    Map<UUID, List<Hooks.Hook>> hooks = hooks(ids, about);
    if (hooks.isEmpty()) return;
    Map<UUID, Elsewhere.Origin> origins = foreign.origins(ids);
    Set<UUID> noted = new HashSet<>();
    told.forEach(
        (entry, what) -> {
          OrderRows.Kept kept = about.get(what.order());
          if (kept == null) return;
          for (Hooks.Hook hook : hooks.getOrDefault(kept.order().shop(), List.of()))
            if (note(entry.number(), hook, what, kept.order(), origins)) noted.add(hook.id());
        });
    noted.forEach(this::wake);
  }

  private Map<UUID, List<Hooks.Hook>> hooks(List<UUID> ids, Map<UUID, OrderRows.Kept> about) {
    Map<UUID, List<Hooks.Hook>> byShop = new HashMap<>();
    orders.these(ids).forEach(kept -> about.put(kept.order().id(), kept));
    List<UUID> sellers =
        about.values().stream().map(kept -> kept.order().shop()).distinct().toList();
    for (Hooks.Hook each : rows.live(sellers))
      byShop.computeIfAbsent(each.shop(), _ -> new ArrayList<>()).add(each);
    return byShop;
  }

  private boolean note(
      long number, Hooks.Hook hook, Told what, Order order, Map<UUID, Elsewhere.Origin> origins) {
    boolean any = false;
    long place = number * PLACES;
    if (hook.events().contains(what.what())) {
      Elsewhere.Origin origin = origins.get(order.id());
      note(
          hook,
          place,
          what.what(),
          what.at(),
          new AboutOrder(
              order.id(),
              order.number(),
              order.shop(),
              origin == null ? Elsewhere.HERE : origin.platform(),
              order.state().name().toLowerCase(java.util.Locale.ROOT),
              order.version(),
              order.total().decimal(),
              order.back().decimal()));
      any = true;
    }
    if (what.what() != HookEvent.ORDER_PAID || !hook.events().contains(HookEvent.STOCK_LOW))
      return any;
    for (Order.Line line : order.lines()) {
      place++;
      long left = stocks.balance(Product.left(line.article()));
      if (left > hook.lowPieces() || !rows.low(hook.id(), line.article())) continue;
      note(
          hook,
          place,
          HookEvent.STOCK_LOW,
          what.at(),
          new AboutStock(order.shop(), line.product(), line.article(), left));
      any = true;
    }
    return any;
  }

  private void note(Hooks.Hook hook, long place, HookEvent what, String at, Object data) {
    rows.note(
        hook.id(),
        place,
        Uuids.named("market.hook-message", hook.id().toString(), String.valueOf(place)),
        what,
        Json.write(new Body(what.word(), at, data)),
        clock.instant());
  }

  @PreDestroy
  void stop() {
    stopped = true;
  }

  /// Soon, without the caller waiting.
  void wake(UUID hook) {
    Thread.startVirtualThread(() -> tell(hook));
  }

  @Override
  public void everyMinute() {
    Instant now = clock.instant();
    rows.forget(now);
    for (HookRows.Low each : rows.lows())
      if (stocks.balance(Product.left(each.article())) > each.pieces())
        rows.notLow(each.hook(), each.article());
    rows.due(now).forEach(this::wake);
  }

  /// Tells what is due, in order, until something does not arrive.
  private void tell(UUID hook) {
    if (stopped || !busy.add(hook)) return;
    Optional<Instant> next = Optional.empty();
    try {
      places.acquire();
      try {
        while (!stopped && next.isEmpty()) {
          Optional<HookRows.Due> due = rows.claim(hook, clock.instant());
          if (due.isEmpty()) break;
          next = tell(due.get());
        }
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("hook {} is told again in a minute", hook, e);
    } finally {
      busy.remove(hook);
    }
    if (next.isPresent()) later(hook, next.get());
    else if (!stopped && rows.due(clock.instant()).contains(hook) && !busy.contains(hook))
      wake(hook);
  }

  private void later(UUID hook, Instant at) {
    Duration pause = Duration.between(clock.instant(), at);
    if (pause.compareTo(Duration.ofMinutes(1)) > 0) return;
    Thread.startVirtualThread(
        () -> {
          try {
            Thread.sleep(pause.isNegative() ? Duration.ZERO : pause);
            tell(hook);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// @return when it is tried again; empty where it was taken
  private Optional<Instant> tell(HookRows.Due due) {
    Optional<HookRows.Kept> found = rows.find(due.hook());
    if (found.isEmpty()) return Optional.empty();
    HookRows.Kept kept = found.get();
    URI address = kept.hook().address();
    Optional<String> error =
        isAllowed(address)
            ? posting.send(address, headers(kept, due), bytes(due.body()))
            : Optional.of("address not allowed");
    if (error.isEmpty()) {
      rows.taken(due);
      return Optional.empty();
    }
    Instant next = rows.failed(due, error.get(), clock.instant());
    if (due.tries() >= Hooks.MAX_TRIES && rows.disable(due.hook(), clock.instant()))
      audit.record(
          Actor.SYSTEM,
          "market.hook-disabled",
          shops.find(kept.hook().shop()).orElseThrow().shop().place(),
          due.hook().toString(),
          Map.of("error", error.get()));
    return Optional.of(next);
  }

  private Map<String, String> headers(HookRows.Kept kept, HookRows.Due due) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    byte[] said = bytes(due.id() + "." + timestamp + "." + due.body());
    StringBuilder signatures = new StringBuilder(signature(kept, kept.secret(), said));
    boolean both = kept.oldUntil().filter(until -> until.isAfter(clock.instant())).isPresent();
    if (both)
      kept.old().ifPresent(old -> signatures.append(' ').append(signature(kept, old, said)));
    return Map.of(
        "Content-Type",
        "application/json",
        "webhook-id",
        due.id().toString(),
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        signatures.toString());
  }

  private String signature(HookRows.Kept kept, Sealing.Sealed secret, byte[] said) {
    byte[] key = sealing.openBytes(KEY, kept.hook().id(), secret);
    return "v1," + Base64.getEncoder().encodeToString(Posting.mac(key, said));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
