package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.giving.Giving;
import org.yutang.giving.Pledge;
import org.yutang.giving.Rate;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;
import org.yutang.store.Transactions;

/// Shops: asked for, verified, run. What they sell is [Goods]' matter.
@Component
class SqlShops implements Shops {

  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_STORY = 1000;
  private static final int LONGEST_NOTE = 300;
  private static final int MOST_REGIONS = 100;
  private static final long MOST_GRAMS = 1_000_000;
  private static final long MOST_FEN = 1_000_000;

  private final ShopRows rows;
  private final ShelfRows shelf;
  private final ShopSight sight;
  private final Goods goods;
  private final Stocks stocks;
  private final Giving giving;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlShops(
      ShopRows rows,
      ShelfRows shelf,
      ShopSight sight,
      Goods goods,
      Stocks stocks,
      Giving giving,
      Register register,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.shelf = shelf;
    this.sight = sight;
    this.goods = goods;
    this.stocks = stocks;
    this.giving = giving;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Shop ask(Actor actor, Shop.New told) {
    access.require(actor, Permission.RUN_SHOP, told.place());
    Shop.New shop =
        new Shop.New(
            told.id(),
            Fields.both("name", told.name(), LONGEST_NAME),
            told.kind(),
            told.place(),
            Fields.text("story", told.story(), 0, LONGEST_STORY));
    PlaceCode county = county(shop.place());
    transactions.run(
        () -> {
          if (!rows.insert(shop, county, actor.account(), now())) return;
          rows.setAccount(shop.id(), actor.account(), true);
          record(
              actor,
              "market.shop-asked",
              shop.place(),
              shop.id(),
              Map.of("name", shop.name().zh()));
        });
    Shop there = sight.seen(actor, shop.id());
    Fields.same(
        Optional.of(
            new Shop.New(there.id(), there.name(), there.kind(), there.place(), there.story())),
        shop,
        shop.id());
    return there;
  }

  private PlaceCode county(PlaceCode place) {
    Place found = register.getPlace(place);
    if (found.level().compareTo(PlaceLevel.COUNTY) < 0) throw Fields.bad("place");
    if (found.level() == PlaceLevel.COUNTY) return place;
    return register.ancestors(place).stream()
        .filter(each -> each.level() == PlaceLevel.COUNTY)
        .map(Place::code)
        .findFirst()
        .orElseThrow(() -> Fields.bad("place"));
  }

  @Override
  public Shop decide(Actor actor, UUID id, boolean opens, String note) {
    Shop shop = sight.approved(actor, id);
    ShopRows.Kept kept = rows.find(id).orElseThrow();
    if (kept.askedBy().equals(actor.account()))
      throw ShopSight.notPermitted(Permission.APPROVE_SHOP, shop);
    String told = Fields.text("note", note, opens ? 0 : 1, LONGEST_NOTE);
    Shop.State to = opens ? Shop.State.OPEN : Shop.State.REFUSED;
    if (shop.state() == to) return shop;
    if (shop.state() != Shop.State.ASKED)
      throw new Refusal(MarketRefusal.SHOP_DECIDED, Map.of("state", shop.state().name()));
    if (opens) {
      stocks.openTill();
      stocks.openShop(shop);
      giving.addMerchant(Paid.HOUSE, shop.merchant(), shop.name(), shop.place());
    }
    move(actor, shop, to, told);
    return sight.seen(actor, id);
  }

  private void move(Actor actor, Shop shop, Shop.State to, String note) {
    transactions.run(
        () -> {
          if (!rows.decide(shop.id(), shop.state(), to, note, actor.account(), now()))
            throw new Refusal(MarketRefusal.SHOP_DECIDED, Map.of("state", shop.state().name()));
          shelf.recount(shop.county());
          record(
              actor,
              "market.shop-" + to.name().toLowerCase(java.util.Locale.ROOT),
              shop.place(),
              shop.id(),
              Map.of("name", shop.name().zh()));
        });
  }

  @Override
  public Shop close(Actor actor, UUID id, String note) {
    Shop shop = sight.approved(actor, id);
    if (shop.state() == Shop.State.CLOSED) return shop;
    if (shop.state() != Shop.State.OPEN)
      throw new Refusal(MarketRefusal.SHOP_DECIDED, Map.of("state", shop.state().name()));
    move(actor, shop, Shop.State.CLOSED, Fields.text("note", note, 1, LONGEST_NOTE));
    return sight.seen(actor, id);
  }

  @Override
  public Page<Shop> list(Actor actor, Shop.Query query) {
    return ShopRows.page(
        rows.list(query.county(), query.state()).stream()
            .filter(shop -> sight.sees(actor, shop))
            .toList(),
        query.page());
  }

  @Override
  public Shop get(Actor actor, UUID shop) {
    return sight.seen(actor, shop);
  }

  @Override
  public Shop setAccount(Actor actor, UUID id, UUID account, boolean runs) {
    Shop shop = sight.seen(actor, id);
    if (!sight.runs(actor, shop)) access.require(actor, Permission.APPROVE_SHOP, shop.place());
    if (runs) access.actor(account);
    transactions.run(
        () -> {
          rows.lock(id);
          Set<UUID> now = rows.find(id).orElseThrow().shop().accounts();
          if (!runs && now.equals(Set.of(account))) throw Fields.bad("account");
          rows.setAccount(id, account, runs);
          record(
              actor,
              "market.shop-account",
              shop.place(),
              id,
              Map.of("account", account.toString(), "runs", runs));
        });
    return rows.find(id).orElseThrow().shop();
  }

  @Override
  public void setFreight(Actor actor, UUID id, List<Shop.Freight> freight) {
    Shop shop = sight.run(actor, id);
    if (freight.size() > MOST_REGIONS) throw Fields.bad("freight");
    Set<PlaceCode> regions = new HashSet<>();
    for (Shop.Freight each : freight) {
      Place region = register.getPlace(each.region());
      boolean sound =
          regions.add(region.code())
              && within(each.firstGrams(), 1, MOST_GRAMS)
              && within(each.moreGrams(), 1, MOST_GRAMS)
              && within(each.firstFen(), 0, MOST_FEN)
              && within(each.moreFen(), 0, MOST_FEN);
      if (!sound) throw Fields.bad("freight");
    }
    transactions.run(
        () -> {
          rows.setFreight(id, freight);
          record(actor, "market.freight-set", shop.place(), id, Map.of("regions", freight.size()));
        });
  }

  private static boolean within(long value, long least, long most) {
    return value >= least && value <= most;
  }

  @Override
  public List<Shop.Freight> freight(UUID shop) {
    return rows.freight(shop);
  }

  @Override
  public Product write(Actor actor, Product.New product) {
    return goods.write(actor, sight.run(actor, product.shop()), product);
  }

  @Override
  public Product setOnSale(Actor actor, UUID product, boolean onSale) {
    return goods.setOnSale(actor, product, onSale);
  }

  @Override
  public Product setPrice(Actor actor, UUID article, org.yutang.kernel.Money price) {
    return goods.setPrice(actor, article, price);
  }

  @Override
  public Page<Product> products(Actor actor, UUID shop, Page.Wanted page) {
    return goods.ofShop(sight.seen(actor, shop), page);
  }

  @Override
  public Product product(Actor actor, UUID product) {
    return goods.seen(actor, product);
  }

  @Override
  public java.util.Map<Product.State, Long> tally(Actor actor, UUID shop) {
    return goods.tally(sight.seen(actor, shop));
  }

  @Override
  public List<String> boxes(Actor actor, UUID article) {
    return goods.boxes(actor, article);
  }

  @Override
  public Product stock(Actor actor, UUID stocking, UUID article, long pieces) {
    return goods.stock(actor, stocking, article, pieces);
  }

  @Override
  public Product stockBoxes(
      Actor actor, UUID stocking, UUID article, UUID site, List<String> boxes) {
    return goods.stockBoxes(actor, stocking, article, site, boxes);
  }

  @Override
  public Product unstockBoxes(Actor actor, UUID article, List<String> boxes) {
    return goods.unstockBoxes(actor, article, boxes);
  }

  @Override
  public Product.Pieces pieces(Actor actor, UUID article) {
    return goods.pieces(actor, article);
  }

  @Override
  public Coupon addCoupon(Actor actor, Coupon told) {
    Shop shop = sight.run(actor, told.shop());
    Coupon coupon =
        new Coupon(
            told.id(),
            told.shop(),
            Fields.line("code", told.code(), 3, 20).toUpperCase(java.util.Locale.ROOT),
            told.off(),
            told.least(),
            told.pieces(),
            told.from(),
            told.to());
    boolean sound =
        coupon.code().matches("[\\p{L}\\p{N}-]+")
            && within(coupon.off().minor(), 1, MOST_FEN)
            && coupon.least().compareTo(coupon.off()) > 0
            && within(coupon.pieces(), 1, 1_000_000)
            && !coupon.to().isBefore(coupon.from());
    if (!sound) throw Fields.bad("coupon");
    stocks.openCoupon(coupon);
    transactions.run(
        () -> {
          if (rows.insert(coupon, now()))
            record(
                actor,
                "market.coupon-added",
                shop.place(),
                coupon.id(),
                Map.of("code", coupon.code(), "pieces", coupon.pieces()));
        });
    Fields.same(rows.coupon(coupon.id()), coupon, coupon.code());
    // once, whoever comes first: the id of the movement is that of the coupon
    stocks.move(
        List.of(
            new Stocks.Group(
                "coupons",
                coupon.id(),
                rows.madeAt(coupon.id()),
                List.of(
                    new Stocks.Move(
                        Stocks.ELSEWHERE, Coupon.left(coupon.id()), coupon.pieces())))));
    return coupon;
  }

  @Override
  public List<Coupon> coupons(Actor actor, UUID shop) {
    sight.seen(actor, shop);
    return rows.coupons(shop);
  }

  @Override
  public void pledge(Actor actor, UUID id, UUID project, Rate rate, LocalDate from) {
    Shop shop = sight.run(actor, id);
    if (shop.state() != Shop.State.OPEN) throw new Refusal(MarketRefusal.SHOP_NOT_OPEN);
    Optional<Pledge> there =
        giving
            .pledges(
                new Pledge.Query(
                    Optional.of(shop.merchant()),
                    Optional.of(project),
                    Optional.empty(),
                    true,
                    new Page.Wanted(1, 1)))
            .items()
            .stream()
            .filter(each -> !(each.versions().getLast().rate() instanceof Rate.Ended))
            .findFirst();
    if (there.isPresent()) giving.changeRate(Paid.HOUSE, there.get().id(), rate, from);
    else
      giving.pledge(
          Paid.HOUSE,
          Uuids.named("market.pledge", id.toString(), project.toString(), from.toString()),
          shop.merchant(),
          project,
          rate,
          from);
    record(
        actor,
        "market.pledged",
        shop.place(),
        id,
        Map.of("project", project.toString(), "rate", rate.toString(), "from", from.toString()));
  }

  private void record(
      Actor actor, String action, PlaceCode place, UUID subject, Map<String, ?> facts) {
    audit.record(actor, action, place, subject.toString(), facts);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
