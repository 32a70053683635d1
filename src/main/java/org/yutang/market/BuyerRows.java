package org.yutang.market;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.Gather;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Buyers by their keys, their addresses and carts, in SQL.
@Component("marketBuyerRows")
class BuyerRows {

  static final String SEAL = "market-address";
  private static final int MOST_AT_ONCE = 200;
  private static final String PREFIX = "yb_";
  private static final String FORM = PREFIX + "[A-Za-z0-9_-]{43}";

  private final JdbcClient sql;
  private final Sealing sealing;
  private final SecureRandom random = new SecureRandom();
  private final Gather<String, Optional<UUID>> byKey = Gather.byKey(MOST_AT_ONCE, this::byKeys);
  private final Gather<Owned, Optional<Address>> byAddress =
      Gather.byKey(MOST_AT_ONCE, this::owned);
  private final Gather<UUID, Optional<Map<UUID, Integer>>> carts =
      Gather.byKey(MOST_AT_ONCE, this::cartsOf);
  private final Gather<Put, Boolean> puts = new Gather<>(MOST_AT_ONCE, this::put);

  BuyerRows(JdbcClient sql, Sealing sealing) {
    this.sql = sql;
    this.sealing = sealing;
  }

  /// A key that nobody can guess.
  String newKey() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  void insert(String key, Instant now) {
    sql.sql("insert into market.buyer (id, digest, created_at) values (:id, :digest, :now)")
        .param("id", Uuids.freshInShard(random.nextInt(Shards.COUNT), now, random.nextLong()))
        .param("digest", digest(key))
        .param("now", ShopRows.at(now))
        .update();
  }

  Optional<UUID> find(String key) {
    return key.matches(FORM) ? byKey.ask(key) : Optional.empty();
  }

  private Map<String, UUID> byKeys(Collection<String> keys) {
    Map<String, UUID> byDigest = new HashMap<>();
    sql.sql(
            "select id, encode(digest, 'hex') as digest from market.buyer where digest = any (:digests)")
        .param("digests", keys.stream().map(BuyerRows::digest).toArray(byte[][]::new))
        .query(
            row -> {
              byDigest.put(row.getString("digest"), row.getObject("id", UUID.class));
            });
    Map<String, UUID> found = new HashMap<>();
    for (String key : keys) {
      UUID id = byDigest.get(HexFormat.of().formatHex(digest(key)));
      if (id != null) found.put(key, id);
    }
    return found;
  }

  /// Refuses with [MarketRefusal#UNKNOWN_BUYER].
  UUID get(String key) {
    return find(key).orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_BUYER));
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is sealed of an address.
  private record Secret(String name, String phone, String street) {}

  void save(UUID buyer, Address address, Instant now) {
    Sealing.Sealed sealed = seal(address.id(), address);
    int saved =
        sql.sql(
                """
                insert into market.address (id, buyer, region, sealed, key_version, at) values (:id, :buyer, :region, :sealed, :version, :now)
                on conflict (id) do update set region = excluded.region, sealed = excluded.sealed, key_version = excluded.key_version, at = excluded.at
                where market.address.buyer = excluded.buyer
                """)
            .param("id", address.id())
            .param("buyer", buyer)
            .param("region", address.region().text())
            .param("sealed", sealed.bytes())
            .param("version", sealed.keyVersion())
            .param("now", ShopRows.at(now))
            .update();
    if (saved == 0) throw new Refusal(MarketRefusal.UNKNOWN_ADDRESS);
  }

  /// @param about the row that keeps it
  Sealing.Sealed seal(UUID about, Address address) {
    return sealing.seal(
        SEAL, about, Json.write(new Secret(address.name(), address.phone(), address.street())));
  }

  Address open(UUID id, UUID about, PlaceCode region, Sealing.Sealed sealed) {
    Secret secret = Json.read(sealing.open(SEAL, about, sealed), Secret.class);
    return new Address(id, region, secret.name(), secret.phone(), secret.street());
  }

  private record Owned(UUID buyer, UUID address) {}

  /// Refuses with [MarketRefusal#UNKNOWN_ADDRESS].
  Address address(UUID buyer, UUID address) {
    return byAddress
        .ask(new Owned(buyer, address))
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ADDRESS));
  }

  private Map<Owned, Address> owned(Collection<Owned> some) {
    Map<Owned, Address> found = new HashMap<>();
    sql.sql(
            "select id, buyer, region, sealed, key_version from market.address where id = any (:ids)")
        .param("ids", some.stream().map(Owned::address).toArray(UUID[]::new))
        .query(
            row -> {
              Address address = address(row);
              found.put(new Owned(row.getObject("buyer", UUID.class), address.id()), address);
            });
    return found;
  }

  List<Address> addresses(UUID buyer) {
    return sql.sql(
            "select id, region, sealed, key_version from market.address where buyer = :buyer order by at desc, id limit 50")
        .param("buyer", buyer)
        .query((row, _) -> address(row))
        .list();
  }

  private Address address(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return open(
        id,
        id,
        new PlaceCode(row.getString("region")),
        new Sealing.Sealed(row.getBytes("sealed"), row.getInt("key_version")));
  }

  void used(Collection<UUID> addresses, Instant now) {
    sql.sql("update market.address set at = :now where id = any (:ids)")
        .param("now", ShopRows.at(now))
        .param("ids", addresses.toArray(UUID[]::new))
        .update();
  }

  void forget(UUID buyer, UUID address) {
    sql.sql("delete from market.address where buyer = :buyer and id = :id")
        .param("buyer", buyer)
        .param("id", address)
        .update();
  }

  /// How many pieces of an article a buyer's cart is to hold.
  private record Put(UUID buyer, UUID article, int pieces, Instant now) {}

  void put(UUID buyer, UUID article, int pieces, Instant now) {
    if (pieces == 0) takeOut(Map.of(buyer, List.of(article)));
    else puts.ask(new Put(buyer, article, pieces, now));
  }

  private List<Boolean> put(List<Put> some) {
    // the last of two for the same article counts
    Map<List<UUID>, Put> last = new LinkedHashMap<>();
    for (Put each : some) last.put(List.of(each.buyer(), each.article()), each);
    List<Put> all = List.copyOf(last.values());
    sql.sql(
            """
            insert into market.cart (buyer, sku, pieces, at)
            select * from unnest(:buyers, :skus, :pieces, cast(:nows as timestamptz[])) as t (buyer, sku, pieces, at) order by buyer, sku
            on conflict (buyer, sku) do update set pieces = excluded.pieces
            """)
        .param("buyers", all.stream().map(Put::buyer).toArray(UUID[]::new))
        .param("skus", all.stream().map(Put::article).toArray(UUID[]::new))
        .param("pieces", all.stream().map(Put::pieces).toArray(Integer[]::new))
        .param("nows", all.stream().map(put -> put.now().toString()).toArray(String[]::new))
        .update();
    return Collections.nCopies(some.size(), true);
  }

  Map<UUID, Integer> cart(UUID buyer) {
    return carts.ask(buyer).orElse(Map.of());
  }

  private Map<UUID, Map<UUID, Integer>> cartsOf(Collection<UUID> buyers) {
    Map<UUID, Map<UUID, Integer>> found = new HashMap<>();
    sql.sql(
            "select buyer, sku, pieces from market.cart where buyer = any (:buyers) order by buyer, at, sku")
        .param("buyers", buyers.toArray(UUID[]::new))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getObject("buyer", UUID.class), _ -> new LinkedHashMap<>())
                  .put(row.getObject("sku", UUID.class), row.getInt("pieces"));
            });
    return found;
  }

  /// Remembers the live room in which it was put there.
  void from(UUID buyer, UUID article, UUID room) {
    sql.sql("update market.cart set room = :room where buyer = :buyer and sku = :sku")
        .param("room", room)
        .param("buyer", buyer)
        .param("sku", article)
        .update();
  }

  /// @param bought articles, by buyer
  void takeOut(Map<UUID, List<UUID>> bought) {
    List<UUID> buyers = new ArrayList<>();
    List<UUID> articles = new ArrayList<>();
    bought.forEach(
        (buyer, some) -> {
          for (UUID each : some) {
            buyers.add(buyer);
            articles.add(each);
          }
        });
    sql.sql(
            """
            with gone as (
              select c.buyer, c.sku from market.cart c join unnest(:buyers, :skus) as t (buyer, sku) on c.buyer = t.buyer and c.sku = t.sku
              order by c.buyer, c.sku for update of c
            )
            delete from market.cart c using gone where c.buyer = gone.buyer and c.sku = gone.sku
            """)
        .param("buyers", buyers.toArray(UUID[]::new))
        .param("skus", articles.toArray(UUID[]::new))
        .update();
  }

  /// Whoever forgets one of the buyers waits until the transaction ends. Refuses with
  /// [MarketRefusal#UNKNOWN_BUYER] where that has happened.
  void stay(Collection<UUID> buyers) {
    Set<UUID> all = Set.copyOf(buyers);
    List<UUID> there =
        sql.sql("select id from market.buyer where id = any (:ids) order by id for share")
            .param("ids", all.toArray(UUID[]::new))
            .query(UUID.class)
            .list();
    if (there.size() < all.size()) throw new Refusal(MarketRefusal.UNKNOWN_BUYER);
  }

  /// Nobody buys for the buyer until the transaction ends.
  void hold(UUID buyer) {
    if (sql.sql("select id from market.buyer where id = :id for update")
        .param("id", buyer)
        .query(UUID.class)
        .optional()
        .isEmpty()) throw new Refusal(MarketRefusal.UNKNOWN_BUYER);
  }

  /// The key opens nothing any more, and nothing tells who it was.
  void erase(UUID buyer) {
    for (String table : List.of("address", "cart"))
      sql.sql("delete from market." + table + " where buyer = :buyer")
          .param("buyer", buyer)
          .update();
    sql.sql("update market.orders set sealed = null where shard_key = :shard and buyer = :buyer")
        .param("shard", Shards.ofId(buyer))
        .param("buyer", buyer)
        .update();
    sql.sql("delete from market.buyer where id = :buyer").param("buyer", buyer).update();
  }
}
