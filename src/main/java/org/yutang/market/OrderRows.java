package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.programme.Text;
import org.yutang.store.Outbox;
import org.yutang.store.Sealing;

/// Orders, their lines and what happened to them, in SQL; asks nobody's permission.
@Component
class OrderRows {

  private static final String ORDER =
      """
      select o.id, o.purchase, o.shop, o.buyer, o.number, o.state, o.version, o.goods_fen, o.freight_fen, o.off_fen, o.coupon, o.region, o.sealed,
        o.key_version, o.asked_at, o.paid_at, o.picked_at, o.sent_at, o.received_at, o.carrier, o.waybill, o.donation_fen, o.sale, o.back_fen, o.earned,
        s.name_zh as shop_zh, s.name_en as shop_en
      from market.orders o join market.shop s on s.id = o.shop
      """;

  private final JdbcClient sql;
  private final BoxRows boxes;

  private final Outbox outbox;

  OrderRows(JdbcClient sql, BoxRows boxes, Outbox outbox) {
    this.sql = sql;
    this.boxes = boxes;
    this.outbox = outbox;
  }

  /// @param coupon that was used
  /// @param sealed where it is sent; empty once the buyer is forgotten
  /// @param pickedAt when its boxes were chosen
  /// @param earned whether the money that waited for the receipt is the shop's
  record Kept(
      Order order,
      UUID buyer,
      Optional<UUID> coupon,
      Optional<Sealing.Sealed> sealed,
      Optional<Instant> pickedAt,
      boolean earned) {}

  /// An order about to be written down.
  record Wanted(
      UUID id,
      UUID purchase,
      UUID buyer,
      String number,
      Quote.Part part,
      PlaceCode region,
      Sealing.Sealed sealed,
      Instant at) {}

  void insert(List<Wanted> all) {
    sql.sql(
            """
            insert into market.orders (shard_key, id, purchase, shop, buyer, number, state, goods_fen, freight_fen, off_fen, coupon, region, sealed,
              key_version, asked_at)
            select shard_key, id, purchase, shop, buyer, number, 'WAITING', goods, freight, off, coupon, region, sealed, version, at
            from unnest(:shards, :ids, :purchases, :shops, :buyers, :numbers, :goods, :freight, :off, :coupons, :regions, :sealed, :versions, cast(:at as timestamptz[]))
              as t (shard_key, id, purchase, shop, buyer, number, goods, freight, off, coupon, region, sealed, version, at)
            """)
        .param("shards", each(all, wanted -> Shards.ofId(wanted.id()), Integer[]::new))
        .param("ids", each(all, Wanted::id, UUID[]::new))
        .param("purchases", each(all, Wanted::purchase, UUID[]::new))
        .param("shops", each(all, wanted -> wanted.part().shop(), UUID[]::new))
        .param("buyers", each(all, Wanted::buyer, UUID[]::new))
        .param("numbers", each(all, Wanted::number, String[]::new))
        .param("goods", each(all, wanted -> wanted.part().goods().minor(), Long[]::new))
        .param(
            "freight",
            each(all, wanted -> wanted.part().freight().orElseThrow().minor(), Long[]::new))
        .param("off", each(all, wanted -> wanted.part().off().minor(), Long[]::new))
        .param(
            "coupons",
            all.stream()
                .map(wanted -> wanted.part().coupon().map(Coupon::id).orElse(null))
                .toArray(UUID[]::new))
        .param("regions", each(all, wanted -> wanted.region().text(), String[]::new))
        .param("sealed", each(all, wanted -> wanted.sealed().bytes(), byte[][]::new))
        .param("versions", each(all, wanted -> wanted.sealed().keyVersion(), Integer[]::new))
        .param("at", each(all, wanted -> wanted.at().toString(), String[]::new))
        .update();
    insertLines(all);
  }

  private record WantedLine(UUID order, UUID buyer, int number, Quote.Line line) {}

  private void insertLines(List<Wanted> all) {
    List<WantedLine> lines = new ArrayList<>();
    for (Wanted wanted : all) {
      int number = 0;
      for (Quote.Line line : wanted.part().lines())
        lines.add(new WantedLine(wanted.id(), wanted.buyer(), number++, line));
    }
    sql.sql(
            """
            insert into market.order_line (shard_key, order_id, number, sku, product, title_zh, title_en, pieces, fen, grams, room)
            select t.shard_key, t.order_id, t.number, t.sku, t.product, t.zh, t.en, t.pieces, t.fen, t.grams,
              (select c.room from market.cart c where c.buyer = t.buyer and c.sku = t.sku)
            from unnest(:shards, :orders, :buyers, :numbers, :skus, :products, :zh, :en, :pieces, :fens, :grams)
              as t (shard_key, order_id, buyer, number, sku, product, zh, en, pieces, fen, grams)
            """)
        .param("shards", each(lines, each -> Shards.ofId(each.order()), Integer[]::new))
        .param("orders", each(lines, WantedLine::order, UUID[]::new))
        .param("buyers", each(lines, WantedLine::buyer, UUID[]::new))
        .param("numbers", each(lines, WantedLine::number, Integer[]::new))
        .param("skus", each(lines, each -> each.line().article(), UUID[]::new))
        .param("products", each(lines, each -> each.line().product(), UUID[]::new))
        .param("zh", each(lines, each -> titled(each.line()).zh(), String[]::new))
        .param("en", each(lines, each -> titled(each.line()).en(), String[]::new))
        .param("pieces", each(lines, each -> each.line().pieces(), Integer[]::new))
        .param("fens", each(lines, each -> each.line().price().minor(), Long[]::new))
        .param("grams", each(lines, each -> each.line().mass().grams(), Long[]::new))
        .update();
  }

  private static Text titled(Quote.Line line) {
    return new Text(
        line.title().zh() + " " + line.name().zh(), line.title().en() + " " + line.name().en());
  }

  private static <E, T> T[] each(List<E> all, Function<E, T> part, IntFunction<T[]> array) {
    return all.stream().map(part).toArray(array);
  }

  /// As it is once it was written down.
  static Kept written(Wanted wanted) {
    Quote.Part part = wanted.part();
    return new Kept(
        new Order(
            wanted.id(),
            wanted.purchase(),
            part.shop(),
            part.name(),
            wanted.number(),
            Order.State.WAITING,
            1,
            part.lines().stream()
                .map(
                    line ->
                        new Order.Line(
                            line.article(),
                            line.product(),
                            titled(line),
                            line.pieces(),
                            line.price(),
                            line.mass()))
                .toList(),
            part.goods(),
            part.freight().orElseThrow(),
            part.off(),
            wanted.region(),
            wanted.at(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "",
            List.of(),
            Money.fen(0),
            Optional.empty(),
            Money.fen(0)),
        wanted.buyer(),
        part.coupon().map(Coupon::id),
        Optional.of(wanted.sealed()),
        Optional.empty(),
        false);
  }

  Optional<Kept> find(UUID id) {
    return find(id, "");
  }

  Optional<Kept> hold(UUID id) {
    return find(id, " for update of o");
  }

  private Optional<Kept> find(UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return whole(
            sql.sql(ORDER + "where o.shard_key = :shard and o.id = :id" + lock)
                .param("shard", Shards.ofId(id))
                .param("id", id)
                .query((row, _) -> bare(row))
                .list())
        .stream()
        .findFirst();
  }

  List<Kept> these(Collection<UUID> ids) {
    return whole(
        sql.sql(ORDER + "where o.shard_key = any (:shards) and o.id = any (:ids) order by o.id")
            .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
            .param("ids", ids.toArray(UUID[]::new))
            .query((row, _) -> bare(row))
            .list());
  }

  Page<Order> ofBuyer(UUID buyer, Page.Wanted page) {
    String where = " where o.shard_key = :shard and o.buyer = :buyer ";
    List<Order> items =
        whole(
                sql.sql(
                        ORDER
                            + where
                            + "order by o.asked_at desc, o.number limit :size offset :offset")
                    .param("shard", Shards.ofId(buyer))
                    .param("buyer", buyer)
                    .param("size", page.size())
                    .param("offset", page.offset())
                    .query((row, _) -> bare(row))
                    .list())
            .stream()
            .map(Kept::order)
            .toList();
    long total =
        sql.sql("select count(*) from market.orders o" + where)
            .param("shard", Shards.ofId(buyer))
            .param("buyer", buyer)
            .query(Long.class)
            .single();
    return new Page<>(items, total, page.number(), page.size());
  }

  /// Those that were paid, or are in the state.
  Page<Order> ofShop(Order.Query query) {
    String where =
        " where o.shop = :shop and "
            + (query.state().isPresent() ? "o.state = :state " : "o.state <> 'WAITING' ");
    @Nullable String state = query.state().map(Enum::name).orElse(null);
    List<Order> items =
        whole(
                sql.sql(ORDER + where + "order by o.asked_at desc, o.id limit :size offset :offset")
                    .param("shop", query.shop())
                    .param("state", state)
                    .param("size", query.page().size())
                    .param("offset", query.page().offset())
                    .query((row, _) -> bare(row))
                    .list())
            .stream()
            .map(Kept::order)
            .toList();
    long total =
        sql.sql("select count(*) from market.orders o" + where)
            .param("shop", query.shop())
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  List<Order> since(UUID shop, Selling.Since since, Instant before, int most) {
    return whole(
            sql.sql(
                    ORDER
                        + """
                        where o.shop = :shop and (o.paid_at, o.id) > (:at, :order) and o.paid_at < :before
                        order by o.paid_at, o.id limit :most
                        """)
                .param("shop", shop)
                .param("at", ShopRows.at(since.paidAt()))
                .param("order", since.order())
                .param("before", ShopRows.at(before))
                .param("most", most)
                .query((row, _) -> bare(row))
                .list())
        .stream()
        .map(Kept::order)
        .toList();
  }

  /// What was paid for in a live room, by product; of what went back, each line's share.
  List<Selling.InRoom> inRoom(UUID room) {
    return sql.sql(
            """
            select l.product, min(l.title_zh) as zh, min(l.title_en) as en, count(distinct o.id) as orders, sum(l.pieces) as pieces,
              sum(l.fen * l.pieces)::bigint as fen,
              sum(least(l.fen * l.pieces, o.back_fen * l.fen * l.pieces / (o.goods_fen - o.off_fen + o.freight_fen)))::bigint as back
            from market.order_line l join market.orders o on o.shard_key = l.shard_key and o.id = l.order_id
            where l.room = :room and o.paid_at is not null group by l.product order by fen desc, l.product
            """)
        .param("room", room)
        .query(
            (row, _) ->
                new Selling.InRoom(
                    row.getObject("product", UUID.class),
                    new Text(row.getString("zh"), row.getString("en")),
                    row.getLong("orders"),
                    row.getLong("pieces"),
                    Money.fen(row.getLong("fen")),
                    Money.fen(row.getLong("back"))))
        .list();
  }

  Map<Order.State, Long> tally(UUID shop) {
    Map<Order.State, Long> tally = new EnumMap<>(Order.State.class);
    sql.sql("select state, count(*) as orders from market.orders where shop = :shop group by state")
        .param("shop", shop)
        .query(
            row -> {
              tally.put(Order.State.valueOf(row.getString("state")), row.getLong("orders"));
            });
    return tally;
  }

  /// Whether the buyer has anything under way.
  boolean anyOpen(UUID buyer) {
    return sql.sql(
            """
            select exists (select from market.orders o join market.purchase p on p.shard_key = o.shard_key and p.id = o.purchase
              where o.shard_key = :shard and o.buyer = :buyer
                and (o.state in ('PAID', 'SENT') or (o.state = 'WAITING' and p.state in ('ASKED', 'UNPAID'))
                  or exists (select from market.money_back b where b.shard_key = o.shard_key and b.order_id = o.id
                    and b.state in ('ASKED', 'AGREED', 'DISPUTED'))))
            """)
        .param("shard", Shards.ofId(buyer))
        .param("buyer", buyer)
        .query(Boolean.class)
        .single();
  }

  /// @return the orders of the purchases that waited, and are paid now
  List<UUID> paid(Collection<UUID> purchases, Instant at) {
    return sql.sql(
            """
            update market.orders set state = 'PAID', paid_at = :at, version = version + 1
            where shard_key = any (:shards) and purchase = any (:purchases) and state = 'WAITING' returning id
            """)
        .param("at", ShopRows.at(at))
        .param("shards", purchases.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("purchases", purchases.toArray(UUID[]::new))
        .query(UUID.class)
        .list();
  }

  /// The same of one that was paid elsewhere.
  void paidElsewhere(UUID order, Instant at) {
    sql.sql(
            """
            update market.orders set state = 'PAID', paid_at = :at, version = version + 1 where shard_key = :shard and id = :id and state = 'WAITING'
            """)
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void gave(UUID order, long donation, UUID sale) {
    sql.sql(
            "update market.orders set donation_fen = :donation, sale = :sale where shard_key = :shard and id = :id and sale is null")
        .param("donation", donation)
        .param("sale", sale)
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void picked(UUID order, Instant at) {
    sql.sql("update market.orders set picked_at = :at where shard_key = :shard and id = :id")
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void sent(UUID order, String carrier, String waybill, Instant at) {
    sql.sql(
            """
            update market.orders set state = 'SENT', carrier = :carrier, waybill = :waybill, sent_at = :at, version = version + 1
            where shard_key = :shard and id = :id
            """)
        .param("carrier", carrier)
        .param("waybill", waybill)
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void received(UUID order, Instant at) {
    sql.sql(
            """
            update market.orders set state = 'RECEIVED', received_at = :at, version = version + 1 where shard_key = :shard and id = :id
            """)
        .param("at", ShopRows.at(at))
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void earned(UUID order) {
    sql.sql("update market.orders set earned = true where shard_key = :shard and id = :id")
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  /// Received before then, and their money still waits.
  List<Kept> toEarn(Instant before) {
    return these(
        sql.sql(
                "select id from market.orders where state = 'RECEIVED' and not earned and received_at < :before order by received_at limit 500")
            .param("before", ShopRows.at(before))
            .query(UUID.class)
            .list());
  }

  void unpick(UUID order) {
    sql.sql("update market.orders set picked_at = null where shard_key = :shard and id = :id")
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void cancelled(UUID order) {
    sql.sql(
            "update market.orders set state = 'CANCELLED', version = version + 1 where shard_key = :shard and id = :id")
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  void wentBack(UUID order, long fen, long donation) {
    sql.sql(
            """
            update market.orders set back_fen = back_fen + :fen, donation_fen = donation_fen - :donation, version = version + 1
            where shard_key = :shard and id = :id
            """)
        .param("fen", fen)
        .param("donation", donation)
        .param("shard", Shards.ofId(order))
        .param("id", order)
        .update();
  }

  /// Those that were sent before, and nobody wants money back of.
  List<UUID> sentBefore(Instant before) {
    return sql.sql(
            """
            select o.id from market.orders o where o.state = 'SENT' and o.sent_at < :before and not exists (
              select from market.money_back b where b.shard_key = o.shard_key and b.order_id = o.id and b.state in ('ASKED', 'AGREED', 'DISPUTED'))
            order by o.sent_at limit 500
            """)
        .param("before", ShopRows.at(before))
        .query(UUID.class)
        .list();
  }

  void tell(UUID order, Order.Event event) {
    tell(List.of(order), event);
  }

  /// The same of each.
  void tell(Collection<UUID> orders, Order.Event event) {
    sql.sql(
            """
            insert into market.order_event (shard_key, order_id, number, kind, at, account_name, note)
            select t.shard_key, t.id,
              coalesce((select max(e.number) from market.order_event e where e.shard_key = t.shard_key and e.order_id = t.id), 0) + 1,
              :kind, :at, :by, :note
            from unnest(:shards, :ids) as t (shard_key, id)
            """)
        .param("shards", orders.stream().map(Shards::ofId).toArray(Integer[]::new))
        .param("ids", orders.toArray(UUID[]::new))
        .param("kind", event.kind().name())
        .param("at", ShopRows.at(event.at()))
        .param("by", event.by())
        .param("note", event.note())
        .update();
    HookEvent.of(event.kind())
        .ifPresent(
            what ->
                orders.forEach(
                    order ->
                        outbox.write(
                            HookQueue.Told.TOPIC,
                            new HookQueue.Told(order, what, event.at().toString()))));
  }

  List<Order.Event> events(UUID order) {
    return sql.sql(
            "select kind, at, account_name, note from market.order_event where shard_key = :shard and order_id = :order order by number")
        .param("shard", Shards.ofId(order))
        .param("order", order)
        .query(
            (row, _) ->
                new Order.Event(
                    Order.Event.Kind.valueOf(row.getString("kind")),
                    ShopRows.instant(row, "at"),
                    row.getString("account_name"),
                    row.getString("note")))
        .list();
  }

  private List<Kept> whole(List<Kept> bare) {
    if (bare.isEmpty()) return bare;
    List<UUID> ids = bare.stream().map(kept -> kept.order().id()).toList();
    Map<UUID, List<Order.Line>> lines = new HashMap<>();
    sql.sql(
            """
            select order_id, sku, product, title_zh, title_en, pieces, fen, grams from market.order_line
            where shard_key = any (:shards) and order_id = any (:ids) order by order_id, number
            """)
        .param("shards", ids.stream().map(Shards::ofId).distinct().toArray(Integer[]::new))
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            row -> {
              lines
                  .computeIfAbsent(row.getObject("order_id", UUID.class), _ -> new ArrayList<>())
                  .add(line(row));
            });
    Map<UUID, List<String>> picked = new HashMap<>();
    List<UUID> packed =
        bare.stream()
            .filter(kept -> kept.pickedAt().isPresent())
            .map(kept -> kept.order().id())
            .toList();
    for (BoxRows.Picked each :
        packed.isEmpty() ? List.<BoxRows.Picked>of() : boxes.ofOrders(packed))
      picked.computeIfAbsent(each.order(), _ -> new ArrayList<>()).add(each.sscc());
    return bare.stream()
        .map(
            kept ->
                new Kept(
                    with(
                        kept.order(),
                        lines.getOrDefault(kept.order().id(), List.of()),
                        picked.getOrDefault(kept.order().id(), List.of())),
                    kept.buyer(),
                    kept.coupon(),
                    kept.sealed(),
                    kept.pickedAt(),
                    kept.earned()))
        .toList();
  }

  private static Order.Line line(ResultSet row) throws SQLException {
    return new Order.Line(
        row.getObject("sku", UUID.class),
        row.getObject("product", UUID.class),
        new Text(row.getString("title_zh"), row.getString("title_en")),
        row.getInt("pieces"),
        Money.fen(row.getLong("fen")),
        new Mass(row.getLong("grams")));
  }

  private static Order with(Order o, List<Order.Line> lines, List<String> boxes) {
    return new Order(
        o.id(),
        o.purchase(),
        o.shop(),
        o.shopName(),
        o.number(),
        o.state(),
        o.version(),
        lines,
        o.goods(),
        o.freight(),
        o.off(),
        o.region(),
        o.askedAt(),
        o.paidAt(),
        o.sentAt(),
        o.receivedAt(),
        o.carrier(),
        o.waybill(),
        boxes,
        o.donation(),
        o.sale(),
        o.back());
  }

  private static Kept bare(ResultSet row) throws SQLException {
    byte @Nullable [] sealed = row.getBytes("sealed");
    return new Kept(
        new Order(
            row.getObject("id", UUID.class),
            row.getObject("purchase", UUID.class),
            row.getObject("shop", UUID.class),
            new Text(row.getString("shop_zh"), row.getString("shop_en")),
            row.getString("number"),
            Order.State.valueOf(row.getString("state")),
            row.getInt("version"),
            List.of(),
            Money.fen(row.getLong("goods_fen")),
            Money.fen(row.getLong("freight_fen")),
            Money.fen(row.getLong("off_fen")),
            new PlaceCode(row.getString("region")),
            ShopRows.instant(row, "asked_at"),
            ShopRows.maybe(row, "paid_at"),
            ShopRows.maybe(row, "sent_at"),
            ShopRows.maybe(row, "received_at"),
            row.getString("carrier"),
            row.getString("waybill"),
            List.of(),
            Money.fen(row.getLong("donation_fen")),
            Optional.ofNullable(row.getObject("sale", UUID.class)),
            Money.fen(row.getLong("back_fen"))),
        row.getObject("buyer", UUID.class),
        Optional.ofNullable(row.getObject("coupon", UUID.class)),
        sealed == null
            ? Optional.empty()
            : Optional.of(new Sealing.Sealed(sealed, row.getInt("key_version"))),
        ShopRows.maybe(row, "picked_at"),
        row.getBoolean("earned"));
  }
}
