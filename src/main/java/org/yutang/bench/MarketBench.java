package org.yutang.bench;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.Product;
import org.yutang.market.Purchase;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.payment.Incoming;
import org.yutang.programme.Text;
import org.yutang.store.Outbox;

/// How many pieces of one article can be held a second, and how many whole checkouts (look, cart,
/// quote, hold, pay, sold) are done, beside [StockRowPeer]: the same steps with the stock as a row
/// that is updated where enough is left. Ours also keeps double-entry books, splits the money, and
/// can be asked twice; the peer does not.
@Component
class MarketBench implements Bench {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final int CLIENTS = 64;
  private static final int WARM_UPS = 2;

  /// How much is measured.
  record Size(int reserves, int checkouts, int articles, int repeats) {
    static final Size USUAL = new Size(30_000, 2_000, 500, 5);
  }

  private final Shops shops;
  private final Shelf shelf;
  private final Buying buying;
  private final Incoming incoming;
  private final Ledger ledger;
  private final Outbox outbox;
  private final BenchAccounts accounts;
  private final DataSource database;
  private final Clock clock;

  MarketBench(
      Shops shops,
      Shelf shelf,
      Buying buying,
      Incoming incoming,
      Ledger ledger,
      Outbox outbox,
      BenchAccounts accounts,
      DataSource database,
      Clock clock) {
    this.shops = shops;
    this.shelf = shelf;
    this.buying = buying;
    this.incoming = incoming;
    this.ledger = ledger;
    this.outbox = outbox;
    this.accounts = accounts;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "market";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    return run(Size.USUAL, say);
  }

  List<Measure> run(Size size, Consumer<String> say) throws Exception {
    Actor merchant = accounts.fresh(Role.MERCHANT);
    StockRowPeer peer = new StockRowPeer(database, size.articles());
    peer.create();
    try {
      return measure(merchant, peer, size, say);
    } finally {
      peer.drop();
    }
  }

  private List<Measure> measure(Actor merchant, StockRowPeer peer, Size size, Consumer<String> say)
      throws Exception {
    List<Product> products = products(merchant, shop(merchant), size.articles());
    List<Buyer> buyers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) buyers.add(buyer());
    List<Measure> measures = new ArrayList<>();
    measures.add(reserve(products.getFirst(), peer, size, say));
    if (incoming.offered().isEmpty()) {
      say.accept("market.checkout and market.hot skipped: no sandbox to pay at");
      return measures;
    }
    measures.add(checkout("market.checkout", products, buyers, peer, size, say));
    measures.add(checkout("market.hot", products.subList(0, 1), buyers, peer, size, say));
    return measures;
  }

  private Shop shop(Actor merchant) {
    UUID id = UUID.randomUUID();
    Text name = new Text("测速 Bench", "Bench");
    shops.ask(merchant, new Shop.New(id, name, Shop.Kind.COMPANY, COUNTY, ""));
    shops.setFreight(
        merchant, id, List.of(new Shop.Freight(new PlaceCode("CN"), 1000, 500, 1000, 100)));
    return shops.decide(accounts.fresh(Role.FUND_OFFICER), id, true, "");
  }

  private List<Product> products(Actor merchant, Shop shop, int count) {
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID id = UUID.randomUUID();
      Product.NewArticle article =
          new Product.NewArticle(
              UUID.randomUUID(), new Text("件", "piece"), new Mass(500), Money.fen(1000), false);
      Text title = new Text("测速商品 " + i, "Bench " + i);
      shops.write(
          merchant,
          new Product.New(
              id, shop.id(), COUNTY, title, "", Optional.empty(), List.of(), List.of(article)));
      shops.stock(merchant, UUID.randomUUID(), article.id(), 10_000_000);
      products.add(shops.setOnSale(merchant, id, true));
    }
    return products;
  }

  private record Buyer(String key, UUID address) {}

  private Buyer buyer() {
    String key = buying.enter();
    UUID address =
        buying.save(key, new Address(UUID.randomUUID(), COUNTY, "测速", "13800000000", "测速路")).id();
    return new Buyer(key, address);
  }

  private Measure reserve(Product product, StockRowPeer peer, Size size, Consumer<String> say)
      throws Exception {
    UUID article = product.articles().getFirst().id();
    double[] ours = new double[size.repeats()];
    double[] theirs = new double[size.repeats()];
    for (int round = -WARM_UPS; round < size.repeats(); round++) {
      double here = perSecond(size.reserves(), _ -> hold(article));
      double there = perSecond(size.reserves() / 10, _ -> peer.hold(0));
      say.accept("market.reserve, %d: ours %,.0f/s, the row %,.0f/s".formatted(round, here, there));
      if (round < 0) continue;
      ours[round] = here;
      theirs[round] = there;
    }
    return Measure.rate(
        "market.reserve",
        "reservations/s",
        Measure.median(ours),
        StockRowPeer.NAME,
        Measure.median(theirs),
        size.repeats(),
        "%,d reservations of one article a round, %d clients that each wait; the peer over as many connections as the pool has"
            .formatted(size.reserves(), CLIENTS));
  }

  private void hold(UUID article) {
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Transfer(
                        Uuids.fresh(clock.instant()),
                        Product.left(article),
                        Product.held(article),
                        1,
                        "bench",
                        BusinessDay.of(clock.instant()))))
            .getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException(refused.toString());
  }

  private Measure checkout(
      String name,
      List<Product> products,
      List<Buyer> buyers,
      StockRowPeer peer,
      Size size,
      Consumer<String> say)
      throws Exception {
    double[] ours = new double[size.repeats()];
    double[] theirs = new double[size.repeats()];
    for (int round = -WARM_UPS; round < size.repeats(); round++) {
      long start = System.nanoTime();
      double asked = perSecond(size.checkouts(), client -> buy(buyers.get(client), any(products)));
      for (int i = 0; i < 3; i++)
        if (!outbox.awaitDelivered(java.time.Duration.ofMinutes(5)))
          throw new IllegalStateException("not all are sold");
      double here = size.checkouts() / ((System.nanoTime() - start) / 1e9);
      double there = perSecond(size.checkouts(), client -> peer.buy(client, any(products.size())));
      say.accept(
          "%s, %d: ours %,.0f/s (asked and told paid at %,.0f/s), the row %,.0f/s"
              .formatted(name, round, here, asked, there));
      if (round < 0) continue;
      ours[round] = here;
      theirs[round] = there;
    }
    return Measure.rate(
        name,
        "checkouts/s",
        Measure.median(ours),
        StockRowPeer.NAME,
        Measure.median(theirs),
        size.repeats(),
        "%,d checkouts a round over %,d articles, %d clients that each wait, in process, until the last is sold"
            .formatted(size.checkouts(), products.size(), CLIENTS));
  }

  private static Product any(List<Product> products) {
    return products.get(any(products.size()));
  }

  private static int any(int count) {
    return RANDOM.get().nextInt(count);
  }

  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(SplittableRandom::new);

  private void buy(Buyer buyer, Product listed) {
    Product product = shelf.product(listed.id());
    UUID article = product.articles().getFirst().id();
    buying.put(buyer.key(), article, 1);
    Map<UUID, Integer> cart = Map.of(article, 1);
    Money total = buying.quote(buyer.key(), cart, Map.of(), Optional.of(buyer.address())).total();
    Purchase purchase =
        buying.buy(
            buyer.key(),
            new Purchase.Wish(
                UUID.randomUUID(), cart, Map.of(), buyer.address(), total, Optional.empty()));
    incoming.useSandbox(purchase.payment(), true);
  }

  /// What a client does once.
  interface Once {
    void go(int client) throws Exception;
  }

  private static double perSecond(int times, Once once) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      clients.add(
          () -> {
            while (next.getAndIncrement() < times) once.go(client);
            return client;
          });
    }
    long start = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Integer> each : pool.invokeAll(clients)) each.get();
    }
    return times / ((System.nanoTime() - start) / 1e9);
  }
}
