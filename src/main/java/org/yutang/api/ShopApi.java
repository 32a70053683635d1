package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.market.Address;
import org.yutang.market.Elsewhere;
import org.yutang.market.FileImport;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.ProductFiles;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.programme.Text;
import org.yutang.store.FileStore;

/// A shop's own programs: its orders, stock, products, files and statements. The token is that of
/// an account that runs the shop, with the role MERCHANT in its place; only who runs it reads
/// addresses.
@RestController
@RequestMapping("/api/v1/shops")
@Tag(name = "Shops", description = "Orders, stock and products of a shop, for its own programs")
class ShopApi {

  private static final long LIMIT_BYTES = 16L << 20;

  private final Shops shops;
  private final Selling selling;
  private final Elsewhere elsewhere;
  private final ProductFiles files;
  private final FileStore store;

  ShopApi(Shops shops, Selling selling, Elsewhere elsewhere, ProductFiles files, FileStore store) {
    this.shops = shops;
    this.selling = selling;
    this.elsewhere = elsewhere;
    this.files = files;
    this.store = store;
  }

  @Operation(summary = "The shops that the caller runs or may look at")
  @GetMapping
  PageAnswer<MarketApi.ShopView> list(
      Actor actor,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        shops.list(
            actor, new Shop.Query(Optional.empty(), Optional.empty(), new Page.Wanted(page, size))),
        MarketApi.ShopView::of);
  }

  @Operation(
      summary = "Orders in the order in which they were paid, from the one behind `after` on",
      description =
          """
          `next` of an answer is the `after` of the next question; keep the last one and ask again later. An order appears some seconds after it was
          paid. `channel` is `yutang` or the platform that an order was imported from.
          """)
  @GetMapping("/{shop}/orders")
  OrdersView orders(
      Actor actor,
      @PathVariable UUID shop,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "50") int size) {
    List<Order> some = selling.since(actor, shop, since(after), size);
    Map<UUID, Elsewhere.Origin> origins =
        elsewhere.origins(actor, shop, some.stream().map(Order::id).toList());
    return new OrdersView(
        some.stream().map(each -> view(each, origins)).toList(),
        some.isEmpty() ? after : cursor(some.getLast()));
  }

  private static String cursor(Order last) {
    Instant at = last.paidAt().orElseThrow();
    return at.toEpochMilli() + "." + last.id();
  }

  private static Selling.Since since(String after) {
    if (after.isEmpty()) return Selling.Since.BEGINNING;
    if (!after.matches("[0-9]{1,15}\\.[0-9a-f-]{36}")) throw bad("after");
    int dot = after.indexOf('.');
    try {
      return new Selling.Since(
          Instant.ofEpochMilli(Long.parseLong(after.substring(0, dot))),
          UUID.fromString(after.substring(dot + 1)));
    } catch (IllegalArgumentException e) {
      throw bad("after");
    }
  }

  private static Refusal bad(String field) {
    return new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", field));
  }

  private OrderView one(Actor actor, UUID shop, UUID id) {
    Order order = own(actor, shop, id);
    return view(order, elsewhere.origins(actor, shop, List.of(id)));
  }

  /// An order of that shop.
  private Order own(Actor actor, UUID shop, UUID id) {
    Order order = selling.order(actor, id);
    if (!order.shop().equals(shop))
      throw new Refusal(org.yutang.market.MarketRefusal.UNKNOWN_ORDER);
    return order;
  }

  @Operation(summary = "One order, without its address")
  @GetMapping("/{shop}/orders/{order}")
  OrderView order(Actor actor, @PathVariable UUID shop, @PathVariable UUID order) {
    return one(actor, shop, order);
  }

  @Operation(
      summary = "Where an order is sent, while that is needed; each reading stands in the audit")
  @GetMapping("/{shop}/orders/{order}/address")
  ResponseEntity<AddressView> address(
      Actor actor, @PathVariable UUID shop, @PathVariable UUID order) {
    own(actor, shop, order);
    Address there = selling.address(actor, order);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(new AddressView(there.region().text(), there.name(), there.phone(), there.street()));
  }

  @Operation(summary = "Send an order; `version` is the one that was seen")
  @PostMapping("/{shop}/orders/{order}/send")
  @WithoutTransaction
  OrderView send(
      Actor actor, @PathVariable UUID shop, @PathVariable UUID order, @RequestBody SendBody body) {
    own(actor, shop, order);
    selling.send(actor, order, body.version, body.carrier, body.waybill);
    return one(actor, shop, order);
  }

  @Operation(summary = "Give all of an order back that cannot be sent")
  @PostMapping("/{shop}/orders/{order}/cancel")
  @WithoutTransaction
  OrderView cancel(
      Actor actor,
      @PathVariable UUID shop,
      @PathVariable UUID order,
      @RequestBody CancelBody body) {
    own(actor, shop, order);
    selling.cancel(actor, order, body.version, body.reason);
    return one(actor, shop, order);
  }

  @Operation(summary = "Wishes for money back that wait for an answer or a judgement")
  @GetMapping("/{shop}/refunds")
  List<RefundView> refunds(Actor actor, @PathVariable UUID shop) {
    return selling.open(actor, shop).stream().map(RefundView::of).toList();
  }

  @Operation(summary = "Agree to a wish for money back, or decline it with a reason")
  @PostMapping("/{shop}/refunds/{refund}/answer")
  @WithoutTransaction
  RefundView answer(
      Actor actor,
      @PathVariable UUID shop,
      @PathVariable UUID refund,
      @RequestBody AnswerBody body) {
    if (selling.open(actor, shop).stream().noneMatch(each -> each.id().equals(refund)))
      throw new Refusal(org.yutang.market.MarketRefusal.MONEY_BACK_STATE);
    return RefundView.of(
        selling.answer(
            actor,
            refund,
            body.agrees,
            Boolean.TRUE.equals(body.restock),
            body.answer == null ? "" : body.answer));
  }

  @Operation(summary = "The shop's products, the newest first, drafts as well")
  @GetMapping("/{shop}/products")
  PageAnswer<GoodsView> products(
      Actor actor,
      @PathVariable UUID shop,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(shops.products(actor, shop, new Page.Wanted(page, size)), GoodsView::of);
  }

  @Operation(summary = "How many products there are by state")
  @GetMapping("/{shop}/products/tally")
  Map<Product.State, Long> tally(Actor actor, @PathVariable UUID shop) {
    return shops.tally(actor, shop);
  }

  @Operation(summary = "Write a product: a draft, until its first piece is put up for sale")
  @PutMapping("/{shop}/products/{product}")
  @WithoutTransaction
  GoodsView write(
      Actor actor,
      @PathVariable UUID shop,
      @PathVariable UUID product,
      @RequestBody ProductBody body) {
    return GoodsView.of(shops.write(actor, body.product(product, shop)));
  }

  @Operation(summary = "Put a product on sale, or end that")
  @PostMapping("/{shop}/products/{product}/sale")
  GoodsView sale(
      Actor actor,
      @PathVariable UUID shop,
      @PathVariable UUID product,
      @RequestBody SaleBody body) {
    ownProduct(actor, shop, product);
    return GoodsView.of(shops.setOnSale(actor, product, body.onSale));
  }

  private void ownProduct(Actor actor, UUID shop, UUID product) {
    if (!shops.product(actor, product).shop().equals(shop))
      throw new Refusal(org.yutang.market.MarketRefusal.UNKNOWN_PRODUCT);
  }

  @Operation(summary = "Another price of an article, from now on")
  @PostMapping("/{shop}/articles/{article}/price")
  GoodsView price(
      Actor actor,
      @PathVariable UUID shop,
      @PathVariable UUID article,
      @RequestBody PriceBody body) {
    shops.get(actor, shop);
    return GoodsView.of(shops.setPrice(actor, article, money("price", body.price)));
  }

  @Operation(summary = "More pieces of an article, or fewer; each key counts once")
  @PostMapping("/{shop}/articles/{article}/stock")
  @WithoutTransaction
  GoodsView stock(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID shop,
      @PathVariable UUID article,
      @RequestBody StockBody body) {
    shops.get(actor, shop);
    UUID id = Uuids.named("market.api-stock", actor.account().toString(), key.toString());
    return GoodsView.of(shops.stock(actor, id, article, body.pieces));
  }

  @Operation(summary = "Boxes of an article that are up for sale and not picked")
  @GetMapping("/{shop}/articles/{article}/boxes")
  List<String> boxes(Actor actor, @PathVariable UUID shop, @PathVariable UUID article) {
    shops.get(actor, shop);
    return shops.boxes(actor, article);
  }

  @Operation(
      summary = "Orders that were received in a month, such as 2026-11, with what each earned")
  @GetMapping("/{shop}/statement")
  List<StatementLine> statement(Actor actor, @PathVariable UUID shop, @RequestParam String month) {
    YearMonth wanted;
    try {
      wanted = YearMonth.parse(month);
    } catch (java.time.DateTimeException e) {
      throw bad("month");
    }
    List<Order> some =
        selling
            .orders(
                actor,
                new Order.Query(shop, Optional.of(Order.State.RECEIVED), Page.Wanted.everything()))
            .items()
            .stream()
            .filter(
                each ->
                    each.receivedAt()
                        .filter(at -> YearMonth.from(BusinessDay.of(at)).equals(wanted))
                        .isPresent())
            .toList();
    Map<UUID, Elsewhere.Origin> origins =
        elsewhere.origins(actor, shop, some.stream().map(Order::id).toList());
    return some.stream().map(each -> StatementLine.of(each, channel(each, origins))).toList();
  }

  @Operation(
      summary =
          "Read in orders of another platform from a file that was put before, or preview that",
      description =
          "`file` is the digest that `POST /api/v1/shops/{shop}/files` told; `mapping` is YAML of kind `orders`, see mappings/README.md.")
  @PostMapping("/{shop}/orders:import")
  @WithoutTransaction
  ImportView importOrders(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID shop,
      @RequestBody ImportBody body) {
    String mapping = body.mapping;
    if (mapping == null) throw bad("mapping");
    return ImportView.of(elsewhere.read(actor, wanted(actor, key, shop, body), mapping));
  }

  @Operation(
      summary = "Read in a sheet of products from a file that was put before, or preview that")
  @PostMapping("/{shop}/products:import")
  @WithoutTransaction
  ImportView importProducts(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID shop,
      @RequestBody ImportBody body) {
    return ImportView.of(files.read(actor, wanted(actor, key, shop, body)));
  }

  private Elsewhere.Wanted wanted(Actor actor, UUID key, UUID shop, ImportBody body) {
    if (!body.file.matches("[0-9a-f]{64}")) throw bad("file");
    Path file = store.get(body.file);
    return new Elsewhere.Wanted(
        Uuids.named("market.import", actor.account().toString(), key.toString()),
        shop,
        body.fileName == null ? body.file.substring(0, 12) : body.fileName,
        file,
        Boolean.TRUE.equals(body.preview));
  }

  @Operation(
      summary = "Upload a file of orders or products; the body is the file itself. It stays a day")
  @PostMapping("/{shop}/files")
  @BodyLimit(bytes = LIMIT_BYTES, streamed = true)
  @ResponseStatus(HttpStatus.CREATED)
  FileStore.Stored put(Actor actor, @PathVariable UUID shop, HttpServletRequest request)
      throws IOException {
    if (!shops.get(actor, shop).accounts().contains(actor.account()))
      throw new Refusal(org.yutang.market.MarketRefusal.UNKNOWN_SHOP);
    return store.putPassing(request.getInputStream(), LIMIT_BYTES);
  }

  @Operation(summary = "Files that were read in, the newest first, with what was refused and why")
  @GetMapping("/{shop}/imports")
  List<ImportView> imports(Actor actor, @PathVariable UUID shop) {
    return elsewhere.imports(actor, shop).stream().map(ImportView::of).toList();
  }

  private static Money money(String field, String text) {
    try {
      return Money.parse(text, "CNY");
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw bad(field);
    }
  }

  private static String channel(Order order, Map<UUID, Elsewhere.Origin> origins) {
    Elsewhere.Origin origin = origins.get(order.id());
    return origin == null ? Elsewhere.HERE : origin.platform();
  }

  private static OrderView view(Order o, Map<UUID, Elsewhere.Origin> origins) {
    Elsewhere.Origin origin = origins.get(o.id());
    return new OrderView(
        o.id(),
        o.number(),
        channel(o, origins),
        origin == null ? null : origin.number(),
        o.state().name().toLowerCase(Locale.ROOT),
        o.version(),
        o.lines().stream()
            .map(
                line ->
                    new LineView(
                        line.article(),
                        line.product(),
                        line.title(),
                        line.pieces(),
                        line.price().decimal()))
            .toList(),
        o.goods().decimal(),
        o.off().decimal(),
        o.freight().decimal(),
        o.total().decimal(),
        o.donation().decimal(),
        o.back().decimal(),
        o.region().text(),
        o.askedAt(),
        o.paidAt().orElse(null),
        o.sentAt().orElse(null),
        o.receivedAt().orElse(null),
        o.carrier(),
        o.waybill(),
        o.boxes());
  }

  /// @param next behind which to go on, also later
  record OrdersView(List<OrderView> items, String next) {}

  record LineView(UUID article, UUID product, Text title, int pieces, String price) {}

  record OrderView(
      UUID id,
      String number,
      String channel,
      @Nullable String channelNumber,
      String state,
      int version,
      List<LineView> lines,
      String goods,
      String off,
      String freight,
      String total,
      String donation,
      String back,
      String region,
      Instant askedAt,
      @Nullable Instant paidAt,
      @Nullable Instant sentAt,
      @Nullable Instant receivedAt,
      String carrier,
      String waybill,
      List<String> boxes) {}

  record AddressView(String region, String name, String phone, String street) {}

  record SendBody(int version, String carrier, String waybill) {}

  record CancelBody(int version, String reason) {}

  record AnswerBody(boolean agrees, @Nullable Boolean restock, @Nullable String answer) {}

  record SaleBody(boolean onSale) {}

  record PriceBody(String price) {}

  record StockBody(long pieces) {}

  record ImportBody(
      String file,
      @Nullable String fileName,
      @Nullable String mapping,
      @Nullable Boolean preview) {}

  record RefundView(
      UUID id, UUID order, String state, String amount, String reason, String answer) {
    static RefundView of(Order.MoneyBack wish) {
      return new RefundView(
          wish.id(),
          wish.order(),
          wish.state().name().toLowerCase(Locale.ROOT),
          wish.amount().decimal(),
          wish.reason(),
          wish.answer());
    }
  }

  /// @param standard with variety and grade, or none of them
  record ProductBody(
      Text title,
      String about,
      String origin,
      @Nullable String standard,
      @Nullable String variety,
      @Nullable String grade,
      List<ArticleBody> articles) {
    Product.New product(UUID id, UUID shop) {
      if (!PlaceCode.isCode(origin)) throw bad("origin");
      String by = standard;
      return new Product.New(
          id,
          shop,
          new PlaceCode(origin),
          title,
          about,
          by == null
              ? Optional.empty()
              : Optional.of(
                  new Product.Made(by, variety == null ? "" : variety, grade == null ? "" : grade)),
          List.of(),
          articles.stream()
              .map(
                  each ->
                      new Product.NewArticle(
                          each.id,
                          each.name,
                          new Mass(each.grams),
                          money("price", each.price),
                          Boolean.TRUE.equals(each.boxed)))
              .toList());
    }
  }

  record ArticleBody(UUID id, Text name, long grams, String price, @Nullable Boolean boxed) {}

  record GoodsView(UUID id, String state, Text title, long sold, List<StockView> articles) {
    static GoodsView of(Product p) {
      return new GoodsView(
          p.id(),
          p.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          p.title(),
          p.sold(),
          p.articles().stream()
              .map(
                  a ->
                      new StockView(
                          a.id(),
                          a.name(),
                          a.mass().grams(),
                          a.price().decimal(),
                          a.boxed(),
                          a.left()))
              .toList());
    }
  }

  record StockView(UUID id, Text name, long grams, String price, boolean boxed, long left) {}

  /// @param earned what is the shop's here; nothing of what was paid elsewhere
  record StatementLine(
      UUID order,
      String number,
      String channel,
      Instant receivedAt,
      String goods,
      String off,
      String freight,
      String donation,
      String back,
      String earned) {
    static StatementLine of(Order o, String channel) {
      Money earned =
          o.soldElsewhere() ? Money.fen(0) : o.total().minus(o.donation()).minus(o.back());
      return new StatementLine(
          o.id(),
          o.number(),
          channel,
          o.receivedAt().orElseThrow(),
          o.goods().decimal(),
          o.off().decimal(),
          o.freight().decimal(),
          o.donation().decimal(),
          o.back().decimal(),
          earned.decimal());
    }
  }

  record ImportView(
      UUID id,
      String kind,
      String name,
      boolean preview,
      int fresh,
      int known,
      int refused,
      List<FileImport.Bad> errors,
      Instant at) {
    static ImportView of(FileImport done) {
      return new ImportView(
          done.id(),
          done.kind().name().toLowerCase(Locale.ROOT),
          done.name(),
          done.preview(),
          done.fresh(),
          done.known(),
          done.refused(),
          done.errors(),
          done.at());
    }
  }
}
