package org.yutang.supply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.trace.Gs1Key;

/// Sites, buyers, lots, boxes, shipments and the copy of the stock, in SQL.
@Component
class LotRows {

  private static final String SITE = "s.id, s.kind, s.name, s.place, s.gln";

  /// A lot is held by itself, or because it is called back.
  private static final String LOT =
      """
      l.id, l.code, l.gtin, l.standard, l.season, l.variety, l.grade, l.harvested_from, l.harvested_to, l.best_before, l.made_by, l.made_at,
      coalesce(l.held, (select min(r.reason) from supply.recalled c join supply.recall r on r.id = c.recall
        where c.code = '%s/01/' || l.gtin || '/10/' || l.code and r.lifted_at is null)) as held
      """
          .formatted(Gs1Key.HOME);

  private static final int MOST = 500;

  private final JdbcClient sql;

  LotRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param grams what is in it
  /// @param holder where it is
  record BoxRow(UUID id, String sscc, UUID lot, long grams, UUID holder) {}

  record ShipmentRow(
      UUID id,
      UUID site,
      @Nullable UUID to,
      @Nullable UUID buyer,
      String waybill,
      Instant shipped,
      @Nullable Instant received) {}

  /// Whether it is new.
  boolean insertSite(Site site, Actor by, Instant now) {
    return sql.sql(
                """
                insert into supply.site (id, kind, name, place, gln, account, created_at)
                values (:id, :kind, :name, :place, :gln, :account, :now) on conflict (id) do nothing
                """)
            .param("id", site.id())
            .param("kind", site.what().kind().name())
            .param("name", site.name())
            .param("place", site.what().place().text())
            .param("gln", site.gln())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        > 0;
  }

  Optional<Site> site(UUID id) {
    return sql.sql("select " + SITE + " from supply.site s where id = :id")
        .param("id", id)
        .query((row, _) -> site(row))
        .optional();
  }

  List<Site> sites() {
    return sql.sql("select " + SITE + " from supply.site s order by kind, name, id limit " + MOST)
        .query((row, _) -> site(row))
        .list();
  }

  private static Site site(ResultSet row) throws SQLException {
    return new Site(
        new Site.New(
            row.getObject("id", UUID.class),
            Site.Kind.valueOf(row.getString("kind")),
            row.getString("name"),
            new PlaceCode(row.getString("place"))),
        row.getString("gln"));
  }

  /// Whether it is new.
  boolean insertBuyer(Buyer buyer, Actor by, Instant now) {
    return sql.sql(
                "insert into supply.buyer (id, name, account, created_at) values (:id, :name, :account, :now) on conflict (id) do nothing")
            .param("id", buyer.id())
            .param("name", buyer.name())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        > 0;
  }

  Optional<Buyer> buyer(UUID id) {
    return sql.sql("select id, name from supply.buyer where id = :id")
        .param("id", id)
        .query((row, _) -> buyer(row))
        .optional();
  }

  List<Buyer> buyers() {
    return sql.sql("select id, name from supply.buyer order by name, id limit " + MOST)
        .query((row, _) -> buyer(row))
        .list();
  }

  private static Buyer buyer(ResultSet row) throws SQLException {
    return new Buyer(row.getObject("id", UUID.class), row.getString("name"));
  }

  Optional<Lot> find(UUID id) {
    return these(List.of(id)).values().stream().findFirst();
  }

  Map<UUID, Lot> these(Collection<UUID> ids) {
    Map<UUID, Lot> found = new HashMap<>();
    sql.sql("select " + LOT + " from supply.lot l where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, _) -> lot(row))
        .list()
        .forEach(lot -> found.put(lot.id(), lot));
    return found;
  }

  Optional<Lot> byCode(String code) {
    return sql.sql("select " + LOT + " from supply.lot l where code = :code")
        .param("code", code)
        .query((row, _) -> lot(row))
        .optional();
  }

  List<Lot> byCodes(Collection<String> codes) {
    return sql.sql("select " + LOT + " from supply.lot l where code = any(:codes) order by code")
        .param("codes", codes.toArray(String[]::new))
        .query((row, _) -> lot(row))
        .list();
  }

  List<Lot> madeBy(Collection<UUID> steps) {
    return sql.sql("select " + LOT + " from supply.lot l where made_by = any(:steps) order by code")
        .param("steps", steps.toArray(UUID[]::new))
        .query((row, _) -> lot(row))
        .list();
  }

  private static Lot lot(ResultSet row) throws SQLException {
    return new Lot(
        row.getObject("id", UUID.class),
        row.getString("code"),
        new Lot.Product(
            row.getString("gtin"),
            row.getString("standard"),
            row.getInt("season"),
            row.getString("variety"),
            row.getString("grade")),
        row.getObject("harvested_from", LocalDate.class),
        row.getObject("harvested_to", LocalDate.class),
        Optional.ofNullable(row.getObject("best_before", LocalDate.class)),
        Optional.ofNullable(row.getString("held")),
        row.getObject("made_by", UUID.class),
        instant(row, "made_at"));
  }

  void insert(Plan.MadeLot lot, PlaceCode place, UUID step, Instant at) {
    sql.sql(
            """
            insert into supply.lot (id, code, gtin, standard, season, variety, grade, harvested_from, harvested_to, best_before, place,
              made_by, made_at)
            values (:id, :code, :gtin, :standard, :season, :variety, :grade, :from, :to, :best, :place, :step, :at)
            """)
        .param("id", lot.id())
        .param("code", lot.code())
        .param("gtin", lot.product().gtin())
        .param("standard", lot.product().standard())
        .param("season", lot.product().season())
        .param("variety", lot.product().variety())
        .param("grade", lot.product().grade())
        .param("from", lot.harvestedFrom())
        .param("to", lot.harvestedTo())
        .param("best", lot.bestBefore())
        .param("place", place.text())
        .param("step", step)
        .param("at", at(at))
        .update();
  }

  void hold(UUID lot, @Nullable String reason) {
    sql.sql("update supply.lot set held = :reason where id = :lot")
        .param("reason", reason)
        .param("lot", lot)
        .update();
  }

  void insertBox(Plan.MadeBox box, UUID site, UUID step) {
    sql.sql(
            "insert into supply.box (id, sscc, lot, holder, step) values (:id, :sscc, :lot, :site, :step)")
        .param("id", box.id())
        .param("sscc", box.sscc())
        .param("lot", box.lot())
        .param("site", site)
        .param("step", step)
        .update();
  }

  /// Takes a leg into the copy of the stock.
  void move(Leg leg) {
    if (leg.box()) {
      sql.sql("update supply.box set holder = :to where id = :box")
          .param("to", leg.to())
          .param("box", leg.toItem())
          .update();
      return;
    }
    add(leg.fromItem(), leg.from(), -leg.amount());
    add(leg.toItem(), leg.to(), leg.amount());
  }

  private void add(UUID lot, UUID holder, long grams) {
    if (Leg.isEnd(holder)) return;
    sql.sql(
            """
            insert into supply.stock (lot, holder, grams) values (:lot, :holder, :grams)
            on conflict (holder, lot) do update set grams = supply.stock.grams + excluded.grams
            """)
        .param("lot", lot)
        .param("holder", holder)
        .param("grams", grams)
        .update();
  }

  /// Grams by lot.
  Map<UUID, Long> held(UUID holder) {
    Map<UUID, Long> found = new HashMap<>();
    sql.sql("select lot, grams from supply.stock where holder = :holder and grams > 0")
        .param("holder", holder)
        .query((row, _) -> found.put(row.getObject("lot", UUID.class), row.getLong("grams")))
        .list();
    return found;
  }

  /// Loose goods with a holder; what should be eaten first comes first.
  List<Stock.Holding> holdings(UUID holder) {
    return sql.sql(
            "select "
                + LOT
                + ", k.grams from supply.stock k join supply.lot l on l.id = k.lot where k.holder = :holder and k.grams > 0 order by l.best_before, l.harvested_from, l.code limit 1000")
        .param("holder", holder)
        .query((row, _) -> new Stock.Holding(lot(row), new Mass(row.getLong("grams"))))
        .list();
  }

  List<Stock.Box> boxes(UUID holder) {
    return sql.sql(
            "select "
                + LOT
                + ", b.sscc, k.grams from supply.box b join supply.lot l on l.id = b.lot join supply.stock k on k.lot = b.lot and k.holder = b.id where b.holder = :holder order by l.best_before, b.sscc limit 1000")
        .param("holder", holder)
        .query(
            (row, _) ->
                new Stock.Box(row.getString("sscc"), lot(row), new Mass(row.getLong("grams"))))
        .list();
  }

  private static final String BOX =
      "select b.id, b.sscc, b.lot, b.holder, coalesce(k.grams, 0) as grams from supply.box b left join supply.stock k on k.lot = b.lot and k.holder = b.id ";

  UUID lotOf(UUID box) {
    return sql.sql("select lot from supply.box where id = :box")
        .param("box", box)
        .query(UUID.class)
        .single();
  }

  Optional<BoxRow> box(String sscc) {
    return sql.sql(BOX + "where b.sscc = :sscc")
        .param("sscc", sscc)
        .query((row, _) -> box(row))
        .optional();
  }

  List<BoxRow> boxesWith(UUID holder) {
    return sql.sql(BOX + "where b.holder = :holder order by b.sscc")
        .param("holder", holder)
        .query((row, _) -> box(row))
        .list();
  }

  List<String> boxesOf(UUID step) {
    return sql.sql("select sscc from supply.box where step = :step order by sscc")
        .param("step", step)
        .query(String.class)
        .list();
  }

  private static BoxRow box(ResultSet row) throws SQLException {
    return new BoxRow(
        row.getObject("id", UUID.class),
        row.getString("sscc"),
        row.getObject("lot", UUID.class),
        row.getLong("grams"),
        row.getObject("holder", UUID.class));
  }

  void insertShipment(Step.Ship step) {
    sql.sql(
            """
            insert into supply.shipment (id, site, destination, buyer, waybill, shipped_at)
            values (:id, :site, :to, :buyer, :waybill, :at)
            """)
        .param("id", step.id())
        .param("site", step.site())
        .param("to", step.to())
        .param("buyer", step.buyer())
        .param("waybill", step.waybill())
        .param("at", at(step.at()))
        .update();
  }

  void receive(UUID shipment, Instant at) {
    sql.sql("update supply.shipment set received_at = :at where id = :id")
        .param("at", at(at))
        .param("id", shipment)
        .update();
  }

  private static final String SHIPMENT =
      "select id, site, destination, buyer, waybill, shipped_at, received_at from supply.shipment ";

  Optional<ShipmentRow> shipment(UUID id) {
    return sql.sql(SHIPMENT + "where id = :id")
        .param("id", id)
        .query((row, _) -> shipment(row))
        .optional();
  }

  List<ShipmentRow> shipments(UUID site) {
    return sql.sql(
            SHIPMENT
                + "where site = :site or destination = :site order by shipped_at desc, id limit 200")
        .param("site", site)
        .query((row, _) -> shipment(row))
        .list();
  }

  private static ShipmentRow shipment(ResultSet row) throws SQLException {
    OffsetDateTime received = row.getObject("received_at", OffsetDateTime.class);
    return new ShipmentRow(
        row.getObject("id", UUID.class),
        row.getObject("site", UUID.class),
        row.getObject("destination", UUID.class),
        row.getObject("buyer", UUID.class),
        row.getString("waybill"),
        instant(row, "shipped_at"),
        received == null ? null : received.toInstant());
  }

  /// A lot and everything that was made of it, by this house's own steps.
  List<UUID> descendants(UUID lot) {
    return sql.sql(
            """
            with recursive down (lot) as (
              select cast(:lot as uuid) union
              select l.id from down d join supply.touch t on t.lot = d.lot join supply.lot l on l.made_by = t.step)
            select lot from down
            """)
        .param("lot", lot)
        .query(UUID.class)
        .list();
  }

  /// A lot and everything that it was made of.
  List<UUID> ancestors(UUID lot) {
    return sql.sql(
            """
            with recursive up (lot) as (
              select cast(:lot as uuid) union
              select t.lot from up u join supply.lot l on l.id = u.lot join supply.touch t on t.step = l.made_by
              join supply.lot s on s.id = t.lot where s.made_by <> l.made_by)
            select lot from up
            """)
        .param("lot", lot)
        .query(UUID.class)
        .list();
  }

  List<String> boxCodes(Collection<UUID> all) {
    return sql.sql("select sscc from supply.box where lot = any(:lots) order by sscc")
        .param("lots", all.toArray(UUID[]::new))
        .query(String.class)
        .list();
  }

  /// Shipments that carried some of these lots, the newest first.
  List<ShipmentRow> shipmentsOf(Collection<UUID> all) {
    return sql.sql(
            SHIPMENT
                + "where id in (select t.step from supply.touch t where t.lot = any(:lots)) order by shipped_at desc, id")
        .param("lots", all.toArray(UUID[]::new))
        .query((row, _) -> shipment(row))
        .list();
  }

  /// Lots that left with a shipment, loose or in boxes.
  List<UUID> shipped(UUID shipment) {
    return sql.sql("select lot from supply.touch where step = :shipment order by lot")
        .param("shipment", shipment)
        .query(UUID.class)
        .list();
  }

  /// When a box was filled.
  Instant packedAt(UUID box) {
    return sql.sql(
            "select p.happened_at from supply.box b join supply.step p on p.id = b.step where b.id = :box")
        .param("box", box)
        .query((row, _) -> instant(row, "happened_at"))
        .single();
  }

  /// Whether some site, buyer, shipment or box has that id.
  boolean isHolder(UUID id) {
    return sql.sql(
            """
            select exists (select from supply.site where id = :id) or exists (select from supply.buyer where id = :id)
              or exists (select from supply.shipment where id = :id) or exists (select from supply.box where id = :id)
            """)
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  List<Stock.Whereabouts> whereabouts(UUID lot) {
    return sql.sql(
            """
            select holder, name, sum(grams) as grams from (
              select coalesce(b.holder, k.holder) as holder, coalesce(s.name, y.name, '') as name, k.grams from supply.stock k
              left join supply.box b on b.id = k.holder
              left join supply.site s on s.id = coalesce(b.holder, k.holder)
              left join supply.buyer y on y.id = coalesce(b.holder, k.holder)
              where k.lot = :lot and k.grams > 0) as each group by holder, name order by name, holder
            """)
        .param("lot", lot)
        .query(
            (row, _) ->
                new Stock.Whereabouts(
                    row.getObject("holder", UUID.class),
                    row.getString("name"),
                    new Mass(row.getLong("grams"))))
        .list();
  }

  /// Places of the sites that a lot was at.
  List<PlaceCode> placesOf(UUID lot) {
    return sql.sql(
            """
            select distinct s.place from supply.touch t join supply.step p on p.id = t.step
            left join supply.shipment h on h.id = p.id
            join supply.site s on s.id = p.site or s.id = h.destination where t.lot = :lot
            """)
        .param("lot", lot)
        .query((row, _) -> new PlaceCode(row.getString("place")))
        .list();
  }

  List<Lot> newest(Collection<PlaceCode> places) {
    return sql.sql(
            "select "
                + LOT
                + " from supply.lot l where place = any(:places) order by made_at desc, id limit 200")
        .param("places", places.stream().map(PlaceCode::text).toArray(String[]::new))
        .query((row, _) -> lot(row))
        .list();
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
