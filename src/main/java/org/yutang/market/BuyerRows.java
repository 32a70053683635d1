package org.yutang.market;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.Json;
import org.yutang.store.Sealing;

/// Buyers by their keys, their addresses and carts, in SQL.
@Component("marketBuyerRows")
class BuyerRows {

  static final String SEAL = "market-address";
  private static final String PREFIX = "yb_";
  private static final String FORM = PREFIX + "[A-Za-z0-9_-]{43}";

  private final JdbcClient sql;
  private final Sealing sealing;
  private final SecureRandom random = new SecureRandom();

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
    if (!key.matches(FORM)) return Optional.empty();
    return sql.sql("select id from market.buyer where digest = :digest")
        .param("digest", digest(key))
        .query(UUID.class)
        .optional();
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

  List<Address> addresses(UUID buyer) {
    return these("buyer = :buyer order by at desc, id limit 50", buyer, buyer);
  }

  /// Refuses with [MarketRefusal#UNKNOWN_ADDRESS].
  Address address(UUID buyer, UUID address) {
    return these("buyer = :buyer and id = :id", buyer, address).stream()
        .findFirst()
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ADDRESS));
  }

  private List<Address> these(String where, UUID buyer, UUID address) {
    return sql.sql("select id, region, sealed, key_version from market.address where " + where)
        .param("buyer", buyer)
        .param("id", address)
        .query(
            (row, _) -> {
              UUID id = row.getObject("id", UUID.class);
              return open(
                  id,
                  id,
                  new PlaceCode(row.getString("region")),
                  new Sealing.Sealed(row.getBytes("sealed"), row.getInt("key_version")));
            })
        .list();
  }

  void used(UUID address, Instant now) {
    sql.sql("update market.address set at = :now where id = :id")
        .param("now", ShopRows.at(now))
        .param("id", address)
        .update();
  }

  void forget(UUID buyer, UUID address) {
    sql.sql("delete from market.address where buyer = :buyer and id = :id")
        .param("buyer", buyer)
        .param("id", address)
        .update();
  }

  void put(UUID buyer, UUID article, int pieces, Instant now) {
    if (pieces == 0) {
      sql.sql("delete from market.cart where buyer = :buyer and sku = :sku")
          .param("buyer", buyer)
          .param("sku", article)
          .update();
      return;
    }
    sql.sql(
            """
            insert into market.cart (buyer, sku, pieces, at) values (:buyer, :sku, :pieces, :now)
            on conflict (buyer, sku) do update set pieces = excluded.pieces
            """)
        .param("buyer", buyer)
        .param("sku", article)
        .param("pieces", pieces)
        .param("now", ShopRows.at(now))
        .update();
  }

  Map<UUID, Integer> cart(UUID buyer) {
    Map<UUID, Integer> cart = new LinkedHashMap<>();
    sql.sql("select sku, pieces from market.cart where buyer = :buyer order by at, sku")
        .param("buyer", buyer)
        .query(
            row -> {
              cart.put(row.getObject("sku", UUID.class), row.getInt("pieces"));
            });
    return cart;
  }

  /// Remembers the live room in which it was put there.
  void from(UUID buyer, UUID article, UUID room) {
    sql.sql("update market.cart set room = :room where buyer = :buyer and sku = :sku")
        .param("room", room)
        .param("buyer", buyer)
        .param("sku", article)
        .update();
  }

  void takeOut(UUID buyer, Iterable<UUID> articles) {
    for (UUID each : articles) put(buyer, each, 0, Instant.EPOCH);
  }

  /// Whoever forgets the buyer waits until the transaction ends. Refuses with
  /// [MarketRefusal#UNKNOWN_BUYER] where that has happened.
  void stay(UUID buyer) {
    lock(buyer, "for share");
  }

  /// Nobody buys for the buyer until the transaction ends.
  void hold(UUID buyer) {
    lock(buyer, "for update");
  }

  private void lock(UUID buyer, String how) {
    if (sql.sql("select id from market.buyer where id = :id " + how)
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
