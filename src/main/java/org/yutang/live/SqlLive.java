package org.yutang.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.market.Product;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.store.Transactions;

/// Rooms as their hosts run them, and what viewers do there.
@Component
class SqlLive implements Live {

  private static final int KEY_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RoomRows rows;
  private final ChatRows chat;
  private final Shops shops;
  private final Shelf shelf;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlLive(
      RoomRows rows,
      ChatRows chat,
      Shops shops,
      Shelf shelf,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.chat = chat;
    this.shops = shops;
    this.shelf = shelf;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Room plan(Actor actor, Room.New told) {
    Shop shop = host(actor, told.shop());
    Room.New room = Sound.room(told);
    transactions.run(
        () -> {
          if (rows.insert(room)) record(actor, "live.planned", shop, room.id());
        });
    Room there = get(room.id());
    Room.New same =
        new Room.New(
            there.id(),
            there.shop(),
            there.title(),
            there.track(),
            there.startsAt(),
            there.endsAt(),
            there.hosts(),
            there.playback());
    if (!same.equals(room))
      throw new Refusal(LiveRefusal.ID_REUSED, Map.of("id", room.id().toString()));
    return there;
  }

  @Override
  public Room get(UUID room) {
    return rows.find(room).orElseThrow(() -> new Refusal(LiveRefusal.UNKNOWN_ROOM));
  }

  @Override
  public List<Room> list() {
    return rows.list();
  }

  @Override
  public List<Room> ofShop(UUID shop) {
    return rows.ofShop(shop);
  }

  private Shop host(Actor actor, UUID id) {
    Shop shop = shops.get(actor, id);
    boolean runs =
        shop.accounts().contains(actor.account())
            && access.may(actor, Permission.RUN_SHOP, shop.place());
    if (!runs && !access.may(actor, Permission.APPROVE_SHOP, shop.place()))
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", Permission.RUN_SHOP.name(), "place", shop.place().text()));
    return shop;
  }

  @Override
  public boolean runs(Actor actor, UUID room) {
    try {
      host(actor, get(room).shop());
      return true;
    } catch (Refusal no) {
      return false;
    }
  }

  @Override
  public Room run(Actor actor, UUID id) {
    Room room = get(id);
    host(actor, room.shop());
    return room;
  }

  @Override
  public Room begin(Actor actor, UUID id) {
    return change(
        actor,
        id,
        "live.began",
        room -> {
          if (room.state() == Room.State.ENDED) throw state(room);
          if (room.state() == Room.State.PLANNED) rows.begin(id, now());
        });
  }

  @Override
  public Room end(Actor actor, UUID id) {
    return change(
        actor,
        id,
        "live.ended",
        room -> {
          if (room.state() == Room.State.PLANNED) throw state(room);
          if (room.state() == Room.State.LIVE) rows.end(id, now());
        });
  }

  private Room change(Actor actor, UUID id, String action, Consumer<Room> what) {
    Shop shop = host(actor, get(id).shop());
    transactions.run(
        () -> {
          what.accept(rows.hold(id).orElseThrow());
          record(actor, action, shop, id);
        });
    return get(id);
  }

  private static Refusal state(Room room) {
    return new Refusal(LiveRefusal.ROOM_STATE, Map.of("state", room.state().name()));
  }

  @Override
  public String newKey(Actor actor, UUID id) {
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    String key = HexFormat.of().formatHex(bytes);
    change(
        actor,
        id,
        "live.key-made",
        room -> {
          if (room.state() == Room.State.ENDED) throw state(room);
          rows.setKey(id, digest(key));
        });
    return key;
  }

  @Override
  public void revokeKey(Actor actor, UUID id) {
    change(actor, id, "live.key-revoked", _ -> rows.setKey(id, new byte[0]));
  }

  @Override
  public Room pin(Actor actor, UUID id, UUID productId) {
    Product product = shelf.product(productId);
    return change(
        actor,
        id,
        "live.pinned",
        room -> {
          if (room.state() == Room.State.ENDED) throw state(room);
          if (!product.shop().equals(room.shop()) || product.state() != Product.State.ON_SALE)
            throw new Refusal(LiveRefusal.NOT_ON_SHELF);
          if (room.pinned().equals(Optional.of(productId))) return;
          rows.pin(id, Optional.of(productId));
          if (room.state() == Room.State.LIVE) rows.chapter(id, productId, now());
        });
  }

  @Override
  public Room unpin(Actor actor, UUID id) {
    return change(actor, id, "live.unpinned", _ -> rows.pin(id, Optional.empty()));
  }

  @Override
  public Room handOut(Actor actor, UUID id, String code) {
    String wanted = code.strip();
    UUID shop = get(id).shop();
    boolean known =
        wanted.isEmpty()
            || shops.coupons(actor, shop).stream().anyMatch(each -> each.code().equals(wanted));
    if (!known) throw Sound.bad("coupon");
    return change(actor, id, "live.coupon", _ -> rows.handOut(id, wanted));
  }

  @Override
  public Room moderate(Actor actor, UUID id, int slow, List<String> words) {
    if (slow < 1 || slow > 300) throw Sound.bad("slow");
    List<String> sound = Sound.words(words);
    return change(actor, id, "live.moderated", _ -> rows.moderate(id, slow, sound));
  }

  @Override
  public void hide(Actor actor, UUID id, UUID message) {
    change(actor, id, "live.hidden", _ -> chat.hide(id, message));
  }

  @Override
  public void mute(Actor actor, UUID id, UUID viewer) {
    change(
        actor,
        id,
        "live.muted",
        _ -> {
          chat.queue(id, viewer);
          chat.mute(id, viewer);
        });
  }

  @Override
  public Room setReplay(Actor actor, UUID id, String address) {
    String sound = Sound.address("replay", address);
    return change(actor, id, "live.replay", _ -> rows.setReplay(id, sound));
  }

  @Override
  public List<Room.Chapter> chapters(UUID room) {
    return rows.chapters(get(room));
  }

  @Override
  public Room.Message say(UUID id, UUID message, UUID viewer, String typed, String told) {
    String name = Sound.line("name", typed, 1, 20);
    String text = Sound.line("text", told, 1, 200);
    Room room = get(id);
    if (room.state() == Room.State.ENDED) throw state(room);
    String small = (name + " " + text).toLowerCase(Locale.ROOT);
    if (room.words().stream().anyMatch(small::contains))
      throw new Refusal(LiveRefusal.WORD_NOT_WANTED);
    return transactions.call(
        () -> {
          chat.queue(id, viewer);
          if (chat.find(message).isEmpty()) {
            if (chat.isMuted(id, viewer)) throw new Refusal(LiveRefusal.MUTED);
            if (chat.saidSince(id, viewer, now().minusSeconds(room.slowSeconds())))
              throw new Refusal(LiveRefusal.TOO_FAST, Map.of("seconds", room.slowSeconds()));
            chat.insert(id, message, viewer, name, text, now());
          }
          return chat.find(message)
              .filter(each -> each.viewer().equals(viewer) && each.text().equals(text))
              .orElseThrow(
                  () -> new Refusal(LiveRefusal.ID_REUSED, Map.of("id", message.toString())));
        });
  }

  @Override
  public List<Room.Message> said(UUID room, int most) {
    return chat.shown(room, most);
  }

  @Override
  public long like(UUID id, UUID viewer, int likes) {
    if (likes < 1 || likes > MOST_LIKES) throw Sound.bad("likes");
    Room room = get(id);
    if (room.state() != Room.State.LIVE) throw state(room);
    return transactions.call(
        () -> {
          chat.queue(id, viewer);
          return chat.like(id, viewer, likes);
        });
  }

  @Override
  public void seen(UUID room, int viewers) {
    transactions.run(() -> rows.seen(room, viewers));
  }

  @Override
  public Room publish(String key, String connection) {
    return get(
        transactions
            .call(() -> rows.publish(digest(key), connection, now()))
            .orElseThrow(() -> new Refusal(LiveRefusal.NOT_PUBLISHING)));
  }

  @Override
  public void stillPublishes(String key, String connection) {
    if (!transactions.call(() -> rows.heard(digest(key), connection, now())))
      throw new Refusal(LiveRefusal.NOT_PUBLISHING);
  }

  @Override
  public void publishDone(String key, String connection) {
    transactions.run(() -> rows.publishDone(digest(key), connection));
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("live " + key).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void record(Actor actor, String action, Shop shop, UUID room) {
    audit.record(actor, action, shop.place(), room.toString(), Map.of("name", shop.name().zh()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
