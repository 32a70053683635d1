package org.yutang.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.Crafts;
import org.yutang.market.Presale;
import org.yutang.market.Presales;
import org.yutang.market.Product;
import org.yutang.market.Purchase;
import org.yutang.market.Shops;
import org.yutang.payment.Incoming;
import org.yutang.programme.Text;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// What made-up shops sell ahead: oranges of two grades, of which the better one fell short and the
/// lower one came instead, and embroidery that is made to order.
@Component
class DemoAhead {

  private static final String FILLED = "demo-ahead";
  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final String SYNTHETIC = "合成数据 Synthetic";
  private static final PlaceCode HOME = new PlaceCode("CN-330106");

  private final Shops shops;
  private final Presales presales;
  private final Crafts crafts;
  private final Buying buying;
  private final Incoming incoming;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoAhead(
      Shops shops,
      Presales presales,
      Crafts crafts,
      Buying buying,
      Incoming incoming,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.shops = shops;
    this.presales = presales;
    this.crafts = crafts;
    this.buying = buying;
    this.incoming = incoming;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// After the shops of [DemoMarket] are there.
  void fill(PlaceCode county) throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    Actor seller = people.seller(DemoMarket.WAREHOUSE);
    UUID shop = Uuids.named("demo.shop", "脐橙合作社网店（示例）");
    UUID first =
        article(seller, shop, county, "脐橙预售 一级（示例）", "Oranges ahead, first (example)", 5000, 5800);
    UUID second =
        article(seller, shop, county, "脐橙预售 二级（示例）", "Oranges ahead, second (example)", 5000, 4600);
    UUID presale = open(seller, shop, first, second);
    if (presales.standing(seller, presale).presale().state() == Presale.State.OPEN) {
      buy(1, first, 3);
      buy(2, second, 2);
    }
    divide(seller, presale);
    UUID cloth =
        article(
            seller,
            Uuids.named("demo.shop", "大山人家（示例）"),
            county,
            "手工刺绣（示例）",
            "Embroidery by hand (example)",
            300,
            26800);
    if (crafts.find(cloth).isEmpty()) crafts.make(seller, cloth, 3, 14, 8);
    shops.setOnSale(seller, Uuids.named("demo.product", "手工刺绣（示例）"), true);
    buy(3, cloth, 4);
    settings.put(FILLED, "yes");
  }

  private UUID article(
      Actor seller, UUID shop, PlaceCode county, String zh, String en, long grams, long fen) {
    UUID article = Uuids.named("demo.article", zh);
    UUID product = Uuids.named("demo.product", zh);
    if (presales.ofArticle(article).isEmpty() && crafts.find(article).isEmpty())
      shops.write(
          seller,
          new Product.New(
              product,
              shop,
              county,
              new Text(zh, en),
              SYNTHETIC,
              Optional.empty(),
              List.of(),
              List.of(
                  new Product.NewArticle(
                      article,
                      grams == 5000 ? new Text("5 公斤箱", "5 kg box") : new Text("一件", "One piece"),
                      new Mass(grams),
                      Money.fen(fen),
                      false))));
    return article;
  }

  private UUID open(Actor seller, UUID shop, UUID first, UUID second) {
    UUID id = Uuids.named("demo.presale", "oranges");
    LocalDate today = BusinessDay.of(clock.instant());
    if (presales.ofArticle(first).isEmpty())
      presales.open(
          seller,
          new Presale.New(
              id,
              shop,
              200,
              new Presale.Terms(
                  Presale.Substitution.LOWER,
                  true,
                  today.plusDays(7),
                  today.plusDays(21),
                  today.plusDays(35)),
              List.of(
                  new Presale.NewPart("一级", first, new Mass(1_000_000), Money.fen(5800)),
                  new Presale.NewPart("二级", second, new Mass(800_000), Money.fen(4600)))));
    return id;
  }

  /// One buyer, once.
  private void buy(int number, UUID article, int pieces) throws InterruptedException {
    String done = FILLED + "-buyer-" + number;
    if (settings.find(done).isPresent()) return;
    String key = buying.enter();
    Address address =
        buying.save(
            key,
            new Address(
                UUID.randomUUID(), HOME, "示例买家", "1380001%04d".formatted(number), "示例路 9 号（合成）"));
    Map<UUID, Integer> wanted = Map.of(article, pieces);
    Money total = buying.quote(key, wanted, Map.of(), Optional.of(address.id())).total();
    Purchase purchase =
        buying.buy(
            key,
            new Purchase.Wish(
                UUID.randomUUID(), wanted, Map.of(), address.id(), total, Optional.empty()));
    incoming.useSandbox(purchase.payment(), true);
    for (int i = 0; i < 3; i++) outbox.awaitDelivered(DELIVERY);
    settings.put(done, "yes");
  }

  /// Ten kilograms came of the first grade: two boxes of three.
  private void divide(Actor seller, UUID id) throws InterruptedException {
    Presale presale = presales.close(seller, id);
    if (presale.state() == Presale.State.CONFIRMED) return;
    presales.harvest(seller, id, "一级", new Mass(10_000), "合成磅单 1 Synthetic slip 1");
    presales.harvest(seller, id, "二级", new Mass(600_000), "合成磅单 2 Synthetic slip 2");
    presales.confirm(seller, id, presales.plan(seller, id).digest());
    for (int i = 0; i < 3; i++) outbox.awaitDelivered(DELIVERY);
  }
}
