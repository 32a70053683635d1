package org.yutang.market;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Incoming;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.store.Outbox;

/// A county with shops that sell, officers who verify them, and buyers; for tests of the market.
public final class MarketHouse {

  public static final PlaceCode CHINA = new PlaceCode("CN");

  public final PlaceCode county;
  public final Actor officer;
  public final Actor fund;
  public final Shops shops;
  public final Selling selling;
  public final Buying buying;
  public final Shelf shelf;
  private final BeanFactory beans;
  private final Ledger ledger;
  private final Outbox outbox;

  public MarketHouse(BeanFactory beans, PlaceCode county) {
    this.beans = beans;
    this.county = county;
    shops = beans.getBean(Shops.class);
    selling = beans.getBean(Selling.class);
    buying = beans.getBean(Buying.class);
    shelf = beans.getBean(Shelf.class);
    ledger = beans.getBean(Ledger.class);
    outbox = beans.getBean(Outbox.class);
    officer = actor(Role.COUNTY_OFFICER, county);
    fund = actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  }

  private static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "测试", Set.of(new Grant(role, place)));
  }

  /// Somebody with an account who may run shops of the county, and stores of it.
  public Actor merchant() {
    UUID id = UUID.randomUUID();
    beans
        .getBean(Accounts.class)
        .create(
            Actor.SYSTEM,
            id,
            "m-" + id,
            "测试店主",
            county,
            Optional.empty(),
            Map.of(
                new Grant(Role.MERCHANT, county), Optional.empty(),
                new Grant(Role.KEEPER, county), Optional.empty()));
    return beans.getBean(Access.class).actor(id);
  }

  /// A shop that is open and sends to all of China: 5 yuan the first kilogram, 2 each more.
  public Shop shop(Actor merchant, String name) {
    UUID id = UUID.randomUUID();
    shops.ask(
        merchant,
        new Shop.New(
            id, new Text(name, name), Shop.Kind.COOPERATIVE, county, "测试店铺 Made up for tests"));
    shops.setFreight(merchant, id, List.of(new Shop.Freight(CHINA, 1000, 500, 1000, 200)));
    return shops.decide(officer, id, true, "");
  }

  /// On sale, with that many pieces of one kilogram each.
  public Product product(Actor merchant, Shop shop, String title, long fen, long pieces) {
    UUID id = UUID.randomUUID();
    Product.NewArticle article =
        new Product.NewArticle(
            UUID.randomUUID(), new Text("1 公斤", "1 kg"), new Mass(1000), Money.fen(fen), false);
    shops.write(
        merchant,
        new Product.New(
            id,
            shop.id(),
            county,
            new Text(title, title),
            "测试商品 Made up for tests",
            Optional.empty(),
            List.of(),
            List.of(article)));
    if (pieces > 0) shops.stock(merchant, UUID.randomUUID(), article.id(), pieces);
    return shops.setOnSale(merchant, id, true);
  }

  /// A project to which the shop gives from today on.
  public UUID pledge(Actor merchant, Shop shop, Rate rate) {
    UUID project = UUID.randomUUID();
    LocalDate today = BusinessDay.of(beans.getBean(Clock.class).instant());
    beans
        .getBean(Giving.class)
        .openProject(
            fund,
            new Project.New(
                project,
                new Text("测试项目", "A test"),
                new Text("测试", "A test"),
                new ProgrammeId("breadwinners-insurance"),
                CHINA,
                today.minusDays(1),
                today.plusDays(300),
                Optional.empty(),
                List.of()));
    shops.pledge(merchant, shop.id(), project, rate, today);
    return project;
  }

  /// A buyer who lives in that county.
  public record Customer(String key, UUID address) {}

  public Customer buyer() {
    String key = buying.enter();
    Address address =
        buying.save(key, new Address(UUID.randomUUID(), county, "王测试", "13800000000", "测试路 1 号"));
    return new Customer(key, address.id());
  }

  public Purchase.Wish wish(Customer buyer, Map<UUID, Integer> pieces) {
    Quote quote = buying.quote(buyer.key(), pieces, Map.of(), Optional.of(buyer.address()));
    return new Purchase.Wish(
        UUID.randomUUID(), pieces, Map.of(), buyer.address(), quote.total(), Optional.empty());
  }

  public Purchase buy(Customer buyer, Map<UUID, Integer> pieces) {
    return buying.buy(buyer.key(), wish(buyer, pieces));
  }

  public void pay(Purchase purchase) {
    IncomingDoor.pay(beans, purchase.payment());
    settle();
  }

  /// The buyer closes the payment.
  public void leave(Purchase purchase) {
    beans.getBean(Incoming.class).useSandbox(purchase.payment(), false);
    settle();
  }

  /// Waits until all that was told is heard.
  public void settle() {
    try {
      // what is heard tells others in turn
      for (int i = 0; i < 4; i++)
        if (!outbox.awaitDelivered(Duration.ofSeconds(60)))
          throw new IllegalStateException("not delivered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Order bought(Customer buyer, int pieces, Product product) {
    Purchase purchase = buy(buyer, Map.of(product.articles().getFirst().id(), pieces));
    pay(purchase);
    return buying.order(buyer.key(), purchase.orders().getFirst());
  }

  public long balance(UUID account) {
    return ledger.find(account).map(Account::available).orElse(0L);
  }

  public Product.Pieces pieces(Actor merchant, Product product) {
    return shops.pieces(merchant, product.articles().getFirst().id());
  }
}
