package org.yutang.demo;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.Coupon;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Purchase;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.payment.Incoming;
import org.yutang.programme.Text;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;

/// Made-up shops that sell the made-up season: a co-operative with boxes of the warehouse, each
/// with the code that leads to its plots, and a household with honey and chickens; and buyers who
/// paid, received, said what they think of it, or want something back. Both give to the insurance.
/// Ids are derived; buyers are counted, so that after a kill only the next ones come.
@Component
class DemoMarket {

  private static final String FILLED = "demo-market";
  private static final String BUYERS = "demo-market-buyers";
  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final int BOXES = 200;
  private static final long GRAMS = 5000;
  static final PlaceCode WAREHOUSE = new PlaceCode("CN-500103");
  private static final String SYNTHETIC = "合成数据 Synthetic";

  /// Counties where the buyers live.
  private static final List<String> HOMES =
      List.of(
          "CN-330106",
          "CN-500103",
          "CN-110101",
          "CN-310115",
          "CN-440305",
          "CN-510104",
          "CN-330106",
          "CN-420106",
          "CN-500103",
          "CN-610113",
          "CN-320106",
          "CN-310115");

  private static final List<String> REVIEWS =
      List.of("个头匀，很甜（合成评价）", "扫码能看到地块，放心（合成评价）", "箱子压了一角，果子没事（合成评价）", "家里老人喜欢（合成评价）");

  private final Shops shops;
  private final Selling selling;
  private final Buying buying;
  private final Lots lots;
  private final Incoming incoming;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoMarket(
      Shops shops,
      Selling selling,
      Buying buying,
      Lots lots,
      Incoming incoming,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.shops = shops;
    this.selling = selling;
    this.buying = buying;
    this.lots = lots;
    this.incoming = incoming;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  void fill(PlaceCode county) throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    Actor seller = people.seller(WAREHOUSE);
    Shop oranges =
        open(
            seller,
            county,
            "脐橙合作社网店（示例）",
            "Orange growers' shop (example)",
            Shop.Kind.COOPERATIVE,
            "两家合作社的脐橙，从地块到箱子都能查到。数据均为合成。 Oranges of two co-operatives; everything is synthetic.");
    Shop mountain =
        open(
            seller,
            county,
            "大山人家（示例）",
            "Mountain household (example)",
            Shop.Kind.HOUSEHOLD,
            "自家蜂场的蜜和林下散养的乌骨鸡。数据均为合成。 Honey and black-bone chickens; everything is synthetic.");
    UUID box = boxes(seller, oranges, county);
    UUID honey =
        pieces(
            seller,
            mountain,
            county,
            "土蜂蜜（示例）",
            "Honey (example)",
            "500 克瓶",
            "500 g jar",
            500,
            5900,
            300);
    UUID chicken =
        pieces(
            seller,
            mountain,
            county,
            "乌骨鸡（示例）",
            "Black-bone chicken (example)",
            "约 1.5 公斤一只",
            "about 1.5 kg each",
            1500,
            12800,
            40);
    coupon(seller, mountain);
    int done = settings.find(BUYERS).map(Integer::parseInt).orElse(0);
    for (int number = done; number < HOMES.size(); number++) {
      buy(seller, number, box, honey, chicken);
      settings.put(BUYERS, String.valueOf(number + 1));
    }
    settings.put(FILLED, "yes");
  }

  private Shop open(
      Actor seller, PlaceCode county, String zh, String en, Shop.Kind kind, String story) {
    UUID id = Uuids.named("demo.shop", zh);
    Shop shop = shops.ask(seller, new Shop.New(id, new Text(zh, en), kind, county, story));
    shops.setFreight(
        seller,
        id,
        List.of(
            new Shop.Freight(Demo.COUNTRY, 1000, 800, 1000, 200),
            new Shop.Freight(new PlaceCode("CN-50"), 1000, 500, 1000, 100)));
    if (shop.state() == Shop.State.ASKED)
      shop = shops.decide(people.actor(Role.COUNTY_OFFICER), id, true, "");
    Actor merchant = people.actor(Role.MERCHANT);
    if (!shop.accounts().contains(merchant.account()))
      shops.setAccount(seller, id, merchant.account(), true);
    pledge(seller, id);
    return shop;
  }

  /// Ten in a thousand of each order, for the insurance.
  private void pledge(Actor seller, UUID shop) {
    String key = "demo-market-pledge-" + shop;
    if (settings.find(key).isPresent()) return;
    shops.pledge(
        seller, shop, DemoTrade.PROJECT, new Rate.PerMille(10), BusinessDay.of(clock.instant()));
    settings.put(key, "yes");
  }

  /// Boxes of the best grade that stand in the city; of the variety that most of them are.
  private UUID boxes(Actor seller, Shop shop, PlaceCode county) {
    UUID article = Uuids.named("demo.article", "oranges");
    UUID product = Uuids.named("demo.product", "oranges");
    if (settings.find("demo-market-boxes").isPresent()) return article;
    Site site =
        lots.sites(seller).stream()
            .filter(each -> each.name().startsWith("示例城市仓"))
            .findFirst()
            .orElseThrow();
    Map<Product.Made, List<Stock.Box>> standing =
        lots.stock(seller, site.id()).boxes().stream()
            .filter(each -> each.lot().held().isEmpty() && each.mass().grams() == GRAMS)
            .filter(each -> each.lot().product().grade().equals("special"))
            .collect(Collectors.groupingBy(each -> made(each.lot().product())));
    Product.Made made =
        standing.entrySet().stream()
            .max(Comparator.comparingInt(each -> each.getValue().size()))
            .orElseThrow()
            .getKey();
    if (isDraft(seller, product))
      shops.write(
          seller,
          new Product.New(
              product,
              shop.id(),
              county,
              new Text("奉节脐橙 特级（示例）", "Fengjie navel oranges, special (example)"),
              SYNTHETIC,
              Optional.of(made),
              List.of(),
              List.of(
                  new Product.NewArticle(
                      article,
                      new Text("5 公斤箱", "5 kg box"),
                      new Mass(GRAMS),
                      Money.fen(6800),
                      true))));
    shops.stockBoxes(
        seller,
        Uuids.named("demo.stocking", "oranges"),
        article,
        site.id(),
        standing.getOrDefault(made, List.of()).stream()
            .map(Stock.Box::sscc)
            .sorted()
            .limit(BOXES)
            .toList());
    shops.setOnSale(seller, product, true);
    settings.put("demo-market-boxes", "yes");
    return article;
  }

  private static Product.Made made(Lot.Product product) {
    return new Product.Made(product.standard(), product.variety(), product.grade());
  }

  private boolean isDraft(Actor seller, UUID product) {
    return shops.list(seller, everyShop()).items().stream()
        .flatMap(shop -> shops.products(seller, shop.id(), page()).items().stream())
        .filter(each -> each.id().equals(product))
        .allMatch(each -> each.state() == Product.State.DRAFT);
  }

  private static Shop.Query everyShop() {
    return new Shop.Query(Optional.empty(), Optional.empty(), page());
  }

  private static org.yutang.kernel.Page.Wanted page() {
    return new org.yutang.kernel.Page.Wanted(1, 100);
  }

  private UUID pieces(
      Actor seller,
      Shop shop,
      PlaceCode county,
      String zh,
      String en,
      String nameZh,
      String nameEn,
      long grams,
      long fen,
      long pieces) {
    UUID article = Uuids.named("demo.article", zh);
    UUID product = Uuids.named("demo.product", zh);
    if (isDraft(seller, product))
      shops.write(
          seller,
          new Product.New(
              product,
              shop.id(),
              county,
              new Text(zh, en),
              SYNTHETIC,
              Optional.empty(),
              List.of(),
              List.of(
                  new Product.NewArticle(
                      article, new Text(nameZh, nameEn), new Mass(grams), Money.fen(fen), false))));
    shops.stock(seller, Uuids.named("demo.stocking", zh), article, pieces);
    shops.setOnSale(seller, product, true);
    return article;
  }

  private void coupon(Actor seller, Shop shop) {
    String key = "demo-market-coupon";
    if (settings.find(key).isPresent()) return;
    shops.addCoupon(
        seller,
        new Coupon(
            Uuids.named("demo.coupon"),
            shop.id(),
            "FENGSHOU",
            Money.fen(1000),
            Money.fen(10000),
            500,
            BusinessDay.of(clock.instant()),
            BusinessDay.of(clock.instant()).plusDays(60)));
    settings.put(key, "yes");
  }

  /// One buyer, as far as that one goes: every sixth does not pay, every fourth has not received
  /// yet, one wants something back.
  private void buy(Actor seller, int number, UUID box, UUID honey, UUID chicken)
      throws InterruptedException {
    String key = buying.enter();
    Address address =
        buying.save(
            key,
            new Address(
                UUID.randomUUID(),
                new PlaceCode(HOMES.get(number)),
                "示例买家",
                "1380000%04d".formatted(number),
                "示例路 " + (number + 1) + " 号（合成）"));
    Map<UUID, Integer> pieces = new LinkedHashMap<>();
    if (number % 3 != 2) pieces.put(box, 1 + number % 2);
    if (number % 2 == 0) pieces.put(honey, 2);
    if (number % 3 == 2) pieces.put(chicken, 1);
    Money total = buying.quote(key, pieces, Map.of(), Optional.of(address.id())).total();
    Purchase purchase =
        buying.buy(
            key,
            new Purchase.Wish(
                UUID.randomUUID(), pieces, Map.of(), address.id(), total, Optional.empty()));
    if (number % 6 == 5) return;
    incoming.useSandbox(purchase.payment(), true);
    for (int i = 0; i < 3; i++) outbox.awaitDelivered(DELIVERY);
    if (number % 4 == 3) return;
    for (UUID each : purchase.orders()) follow(seller, key, number, each);
  }

  private void follow(Actor seller, String key, int number, UUID id) {
    Order order = buying.order(key, id);
    selling.send(seller, id, order.version(), "示例快递", "SYN%08d".formatted(number));
    if (number % 5 == 4) {
      buying.askBack(key, Uuids.named("demo.back", id.toString()), id, Money.fen(500), "有一个坏果（合成）");
      return;
    }
    buying.receive(key, id);
    for (UUID product : order.lines().stream().map(Order.Line::product).distinct().toList())
      buying.review(
          key, id, product, 4 + number % 2, REVIEWS.get(number % REVIEWS.size()), List.of());
  }
}
