package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Shops, who runs them, what sending costs and their coupons, in SQL; asks nobody's permission.
@Component
class ShopRows {

  private static final String SHOP =
      """
      select s.id, s.name_zh, s.name_en, s.kind, s.place, s.county, s.story, s.state, s.note, s.account,
        array(select a.account::text from market.shop_account a where a.shop = s.id order by 1) as accounts
      from market.shop s
      """;

  private static final int MOST = 10_000;

  private final JdbcClient sql;

  ShopRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param askedBy who may not decide on it
  record Kept(Shop shop, UUID askedBy) {}

  boolean insert(Shop.New shop, PlaceCode county, UUID account, Instant now) {
    return sql.sql(
                """
                insert into market.shop (id, name_zh, name_en, kind, place, county, story, state, account, asked_at)
                values (:id, :zh, :en, :kind, :place, :county, :story, 'ASKED', :account, :now) on conflict do nothing
                """)
            .param("id", shop.id())
            .param("zh", shop.name().zh())
            .param("en", shop.name().en())
            .param("kind", shop.kind().name())
            .param("place", shop.place().text())
            .param("county", county.text())
            .param("story", shop.story())
            .param("account", account)
            .param("now", at(now))
            .update()
        == 1;
  }

  boolean decide(UUID shop, Shop.State from, Shop.State to, String note, UUID by, Instant now) {
    return sql.sql(
                """
                update market.shop set state = :to, note = :note, decided_by = :by, decided_at = :now where id = :id and state = :from
                """)
            .param("to", to.name())
            .param("note", note)
            .param("by", by)
            .param("now", at(now))
            .param("id", shop)
            .param("from", from.name())
            .update()
        == 1;
  }

  /// Nobody else changes who runs it until the transaction ends.
  void lock(UUID shop) {
    sql.sql("select id from market.shop where id = :id for update")
        .param("id", shop)
        .query(UUID.class)
        .optional();
  }

  void setAccount(UUID shop, UUID account, boolean runs) {
    sql.sql(
            runs
                ? "insert into market.shop_account (shop, account) values (:shop, :account) on conflict do nothing"
                : "delete from market.shop_account where shop = :shop and account = :account")
        .param("shop", shop)
        .param("account", account)
        .update();
  }

  Optional<Kept> find(UUID id) {
    return sql.sql(SHOP + "where s.id = :id")
        .param("id", id)
        .query((row, _) -> kept(row))
        .optional();
  }

  List<Shop> these(Collection<UUID> ids) {
    return sql.sql(SHOP + "where s.id = any (:ids) order by s.name_zh, s.id")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, _) -> kept(row).shop())
        .list();
  }

  /// All that fit, for whoever filters them by place.
  List<Shop> list(Optional<PlaceCode> county, Optional<Shop.State> state) {
    return sql.sql(
            SHOP
                + """
                where (cast(:county as text) is null or s.county = :county) and (cast(:state as text) is null or s.state = :state)
                order by s.name_zh, s.id limit :most
                """)
        .param("county", county.map(PlaceCode::text).orElse(null))
        .param("state", state.map(Enum::name).orElse(null))
        .param("most", MOST)
        .query((row, _) -> kept(row).shop())
        .list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Set<UUID> accounts =
        Arrays.stream((String[]) row.getArray("accounts").getArray())
            .map(UUID::fromString)
            .collect(Collectors.toSet());
    return new Kept(
        new Shop(
            row.getObject("id", UUID.class),
            new Text(row.getString("name_zh"), row.getString("name_en")),
            Shop.Kind.valueOf(row.getString("kind")),
            new PlaceCode(row.getString("place")),
            new PlaceCode(row.getString("county")),
            row.getString("story"),
            Shop.State.valueOf(row.getString("state")),
            row.getString("note"),
            accounts),
        row.getObject("account", UUID.class));
  }

  void setFreight(UUID shop, List<Shop.Freight> freight) {
    sql.sql("delete from market.freight where shop = :shop").param("shop", shop).update();
    for (Shop.Freight each : freight)
      sql.sql(
              """
              insert into market.freight (shop, region, first_grams, first_fen, more_grams, more_fen)
              values (:shop, :region, :firstGrams, :firstFen, :moreGrams, :moreFen)
              """)
          .param("shop", shop)
          .param("region", each.region().text())
          .param("firstGrams", each.firstGrams())
          .param("firstFen", each.firstFen())
          .param("moreGrams", each.moreGrams())
          .param("moreFen", each.moreFen())
          .update();
  }

  List<Shop.Freight> freight(UUID shop) {
    return freight(List.of(shop)).getOrDefault(shop, List.of());
  }

  /// Of each, by region.
  Map<UUID, List<Shop.Freight>> freight(Collection<UUID> shops) {
    Map<UUID, List<Shop.Freight>> found = new HashMap<>();
    sql.sql(
            """
            select shop, region, first_grams, first_fen, more_grams, more_fen from market.freight where shop = any (:shops) order by shop, region
            """)
        .param("shops", shops.toArray(UUID[]::new))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getObject("shop", UUID.class), _ -> new ArrayList<>())
                  .add(
                      new Shop.Freight(
                          new PlaceCode(row.getString("region")),
                          row.getLong("first_grams"),
                          row.getLong("first_fen"),
                          row.getLong("more_grams"),
                          row.getLong("more_fen")));
            });
    return found;
  }

  private static final String COUPON =
      "select id, shop, code, off_fen, least_fen, pieces, from_day, to_day from market.coupon ";

  boolean insert(Coupon coupon, Instant now) {
    return sql.sql(
                """
                insert into market.coupon (id, shop, code, off_fen, least_fen, pieces, from_day, to_day, made_at)
                values (:id, :shop, :code, :off, :least, :pieces, :from, :to, :now) on conflict do nothing
                """)
            .param("id", coupon.id())
            .param("shop", coupon.shop())
            .param("code", coupon.code())
            .param("off", coupon.off().minor())
            .param("least", coupon.least().minor())
            .param("pieces", coupon.pieces())
            .param("from", coupon.from())
            .param("to", coupon.to())
            .param("now", at(now))
            .update()
        == 1;
  }

  Optional<Coupon> coupon(UUID shop, String code) {
    return sql.sql(COUPON + "where shop = :shop and code = :code")
        .param("shop", shop)
        .param("code", code)
        .query((row, _) -> coupon(row))
        .optional();
  }

  Optional<Coupon> coupon(UUID id) {
    return sql.sql(COUPON + "where id = :id")
        .param("id", id)
        .query((row, _) -> coupon(row))
        .optional();
  }

  Instant madeAt(UUID coupon) {
    return sql.sql("select made_at from market.coupon where id = :id")
        .param("id", coupon)
        .query((row, _) -> instant(row, "made_at"))
        .single();
  }

  List<Coupon> coupons(UUID shop) {
    return sql.sql(COUPON + "where shop = :shop order by to_day desc, code limit 200")
        .param("shop", shop)
        .query((row, _) -> coupon(row))
        .list();
  }

  private static Coupon coupon(ResultSet row) throws SQLException {
    return new Coupon(
        row.getObject("id", UUID.class),
        row.getObject("shop", UUID.class),
        row.getString("code"),
        Money.fen(row.getLong("off_fen")),
        Money.fen(row.getLong("least_fen")),
        row.getLong("pieces"),
        row.getObject("from_day", LocalDate.class),
        row.getObject("to_day", LocalDate.class));
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> maybe(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }

  static Page<Shop> page(List<Shop> all, Page.Wanted page) {
    return new Page<>(
        all.stream().skip(page.offset()).limit(page.size()).toList(),
        all.size(),
        page.number(),
        page.size());
  }
}
