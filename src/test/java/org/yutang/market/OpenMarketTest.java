package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.Markdown;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Tokens;
import org.yutang.giving.Rate;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.RegisterRefusal;
import org.yutang.store.HouseSettings;

/// The market's doors for programs: webhooks, orders from elsewhere, sheets of products, the
/// catalogue and the orders API.
class OpenMarketTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450323");
  private static final String HEAD = "订单号,规格编号,数量,单价,付款时间,运费,收货人,电话,地址\n";

  private final String day =
      org.yutang.kernel.BusinessDay.of(Instant.now()).minusDays(3).toString();

  @Autowired BeanFactory beans;
  @Autowired Hooks hooks;
  @Autowired Elsewhere elsewhere;
  @Autowired ProductFiles productFiles;
  @Autowired HookRows rows;
  @Autowired HookQueue queue;
  @Autowired Tokens tokens;
  @Autowired Clock clock;
  @Autowired HouseSettings settings;

  @LocalServerPort int port;

  private MarketHouse house;
  private Actor merchant;
  private Shop shop;
  private HttpServer server;
  private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();

  private record Taken(String id, String timestamp, String signature, String body) {}

  @BeforeEach
  void aShopAndAReceiver() throws IOException {
    settings.put("payment.provider", "SANDBOX");
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    shop = house.shop(merchant, "测试接口店");
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          Taken told =
              new Taken(
                  exchange.getRequestHeaders().getFirst("webhook-id"),
                  exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                  exchange.getRequestHeaders().getFirst("webhook-signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          if (!fails) taken.add(told);
          exchange.sendResponseHeaders(fails ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Hooks.Told hook(Set<HookEvent> events, int low) {
    return hooks.add(
        merchant,
        new Hooks.New(
            UUID.randomUUID(),
            shop.id(),
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
            events,
            low));
  }

  private Taken next() throws InterruptedException {
    Taken next = taken.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /// The recipe of the how-to, in Java.
  private static boolean holds(Taken told, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "raw"));
    byte[] wanted =
        mac.doFinal(
            (told.id + "." + told.timestamp + "." + told.body).getBytes(StandardCharsets.UTF_8));
    for (String each : told.signature.split(" "))
      if (each.startsWith("v1,")
          && MessageDigest.isEqual(wanted, Base64.getDecoder().decode(each.substring(3))))
        return Math.abs(Instant.now().getEpochSecond() - Long.parseLong(told.timestamp)) < 300;
    return false;
  }

  @Test
  void aHookIsToldSignedAndInOrderAlsoAfterFailures() throws Exception {
    Product honey = house.product(merchant, shop, "测试蜂蜜", 5000, 10);
    Hooks.Told hook = hook(Set.of(HookEvent.values()), 8);
    failures.set(1);
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 2, honey);
    house.selling.send(merchant, order.id(), order.version(), "测试快递", "YT1");
    house.buying.receive(buyer.key(), order.id());
    house.settle();
    List<Taken> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) told.add(next());
    assertThat(told.stream().map(each -> each.body.replaceAll(".*\"type\":\"([a-z.]+)\".*", "$1")))
        .containsExactly("order.paid", "stock.low", "order.sent", "order.received");
    assertThat(told.getFirst().body)
        .contains(order.id().toString(), "\"channel\":\"yutang\"")
        .doesNotContain("王测试", "13800000000", "测试路");
    assertThat(holds(told.getFirst(), hook.secret())).isTrue();
    Taken first = told.getFirst();
    assertThat(
            holds(
                new Taken(first.id, first.timestamp, first.signature, first.body + " "),
                hook.secret()))
        .as("another body")
        .isFalse();
    assertThat(holds(new Taken(first.id, "1700000000", first.signature, first.body), hook.secret()))
        .as("an old message under a new time, or the other way round")
        .isFalse();

    Hooks.Message last = hooks.messages(merchant, hook.hook().id()).getFirst();
    hooks.again(merchant, hook.hook().id(), last.id());
    assertThat(next().id).as("the same id").isEqualTo(last.id().toString());
    Hooks.Told rotated = hooks.rotate(merchant, hook.hook().id());
    hooks.again(merchant, hook.hook().id(), last.id());
    Taken both = next();
    assertThat(holds(both, hook.secret())).isTrue();
    assertThat(holds(both, rotated.secret())).isTrue();
    hooks.end(merchant, hook.hook().id());
    assertThat(hooks.list(merchant, shop.id())).isEmpty();
  }

  @Test
  void whatADeadServerHadTakenIsToldByAnother() throws Exception {
    Product honey = house.product(merchant, shop, "测试米", 5000, 10);
    Hooks.Told hook = hook(Set.of(HookEvent.ORDER_PAID), 0);
    failures.set(1);
    house.bought(house.buyer(), 1, honey);
    UUID id = hook.hook().id();
    Instant later = clock.instant().plus(Duration.ofHours(1));
    // takes the message as a server that dies then
    while (failures.get() > 0) Thread.onSpinWait();
    Optional<HookRows.Due> due = rows.claim(id, later);
    assertThat(rows.claim(id, later)).as("nobody else has it for a minute").isEmpty();
    if (due.isPresent()) {
      rows.again(id, due.get().id(), clock.instant());
      queue.everyMinute();
    }
    assertThat(next().body).contains("order.paid");
  }

  @Test
  void aHookThatNobodyTakesIsDisabledAndGoesOnWhereItStopped() throws Exception {
    Product honey = house.product(merchant, shop, "测试茶", 5000, 10);
    Hooks.Told hook = hook(Set.of(HookEvent.ORDER_PAID), 0);
    UUID id = hook.hook().id();
    failures.set(Integer.MAX_VALUE);
    house.bought(house.buyer(), 1, honey);
    for (int i = 0; i < 400 && hooks.get(merchant, id).disabledAt().isEmpty(); i++) {
      hooks.messages(merchant, id);
      Optional<HookRows.Due> due = rows.claim(id, clock.instant().plus(Duration.ofDays(1)));
      if (due.isPresent() && due.get().tries() < Hooks.MAX_TRIES)
        rows.failed(due.get(), "status 503", clock.instant().minus(Duration.ofDays(1)));
      else if (due.isPresent()) {
        rows.failed(due.get(), "status 503", clock.instant());
        rows.disable(id, clock.instant());
      }
    }
    assertThat(hooks.get(merchant, id).disabledAt()).isPresent();
    failures.set(0);
    hooks.enable(merchant, id);
    assertThat(next().body).contains("order.paid");
    assertThat(hooks.get(merchant, id).disabledAt()).isEmpty();
  }

  @Test
  void addressesOfOwnNetworksAndStrangersAreRefused() {
    for (String address :
        List.of(
            "http://example.org/",
            "https://10.1.2.3/x",
            "https://192.168.1.1/",
            "ftp://example.org/",
            "https://u:p@example.org/"))
      assertThat(
              catchThrowableOfType(
                      Refusal.class,
                      () ->
                          hooks.add(
                              merchant,
                              new Hooks.New(
                                  UUID.randomUUID(),
                                  shop.id(),
                                  URI.create(address),
                                  Set.of(HookEvent.ORDER_PAID),
                                  5)))
                  .code())
          .as(address)
          .isEqualTo(MarketRefusal.BAD_ADDRESS);
    assertThat(org.yutang.store.Destination.isAllowed(URI.create("http://127.0.0.1/"), false))
        .isFalse();
    Actor other = house.merchant();
    assertThat(catchThrowableOfType(Refusal.class, () -> hooks.list(other, shop.id())).code())
        .isEqualTo(MarketRefusal.UNKNOWN_SHOP);
  }

  private Path file(String text, Charset charset) throws IOException {
    Path file = Files.createTempFile(Path.of("target"), "orders", ".csv");
    Files.write(file, text.getBytes(charset));
    return file;
  }

  private FileImport read(String rows, boolean preview, Charset charset) throws IOException {
    String mapping = Files.readString(Path.of("mappings/orders-sheet.yaml"));
    return elsewhere.read(
        merchant,
        new Elsewhere.Wanted(
            UUID.randomUUID(), shop.id(), "orders.csv", file(HEAD + rows, charset), preview),
        mapping);
  }

  private String row(String number, Product of, int pieces) {
    return number
        + ","
        + of.articles().getFirst().id()
        + ","
        + pieces
        + ",48.00,"
        + day
        + " 10:00:00,5.00,李测试,13900000000,测试路 2 号\n";
  }

  @Test
  void ordersFromElsewhereTakeTheSamePiecesOnce() throws Exception {
    house.pledge(merchant, shop, new Rate.PerMille(20));
    Product honey = house.product(merchant, shop, "测试橙", 5000, 10);
    String rows =
        row("A1", honey, 3) + row("A1", honey, 1) + row("A2", honey, 9) + row("A3", honey, 2);
    FileImport preview = read(rows, true, StandardCharsets.UTF_8);
    assertThat(preview.fresh()).isEqualTo(2);
    assertThat(preview.errors()).containsExactly(new FileImport.Bad(4, "pieces", "sold-out", "9"));
    assertThat(house.pieces(merchant, honey).left()).as("a preview takes nothing").isEqualTo(10);

    FileImport done = read(rows, false, Charset.forName("GB18030"));
    assertThat(List.of(done.fresh(), done.known(), done.refused())).containsExactly(2, 0, 1);
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(4, 0, 6));
    FileImport twice = read(rows, false, StandardCharsets.UTF_8);
    assertThat(List.of(twice.fresh(), twice.known(), twice.refused())).containsExactly(0, 2, 1);
    FileImport changed = read(row("A3", honey, 1), false, StandardCharsets.UTF_8);
    assertThat(changed.errors()).containsExactly(new FileImport.Bad(2, "number", "changed", "A3"));
    assertThat(house.pieces(merchant, honey).left()).isEqualTo(4);
    assertThat(elsewhere.imports(merchant, shop.id())).hasSize(3);

    Order order =
        house
            .selling
            .orders(merchant, new Order.Query(shop.id(), Optional.empty(), new Page.Wanted(1, 10)))
            .items()
            .stream()
            .filter(each -> each.lines().size() == 2)
            .findFirst()
            .orElseThrow();
    assertThat(elsewhere.origins(merchant, shop.id(), List.of(order.id())))
        .containsEntry(order.id(), new Elsewhere.Origin("示例平台", "A1"));
    assertThat(house.selling.address(merchant, order.id()).name()).isEqualTo("李测试");
    Order sent = house.selling.send(merchant, order.id(), order.version(), "测试快递", "YT2");
    assertThat(sent.state()).isEqualTo(Order.State.SENT);
    beans.getBean(Receipts.class).receive(order.id(), "");
    house.settle();
    assertThat(house.selling.earnings(merchant, shop.id()))
        .as("its money is elsewhere")
        .isEqualTo(new Selling.Earnings(Money.fen(0), Money.fen(0)));
    assertThat(house.selling.order(merchant, order.id()).donation()).isEqualTo(Money.fen(0));

    Order other =
        house
            .selling
            .orders(
                merchant,
                new Order.Query(shop.id(), Optional.of(Order.State.PAID), new Page.Wanted(1, 10)))
            .items()
            .getFirst();
    house.selling.cancel(merchant, other.id(), other.version(), "没有货");
    assertThat(house.pieces(merchant, honey)).isEqualTo(new Product.Pieces(6, 0, 4));
    assertThat(read(row("A3", honey, 2), false, StandardCharsets.UTF_8).known())
        .as("a number counts once, cancelled or not")
        .isEqualTo(1);
  }

  @Test
  void badRowsOfOrdersAreNamedAndOthersGoOn() throws Exception {
    Product honey = house.product(merchant, shop, "测试坏行", 5000, 10);
    String article = honey.articles().getFirst().id().toString();
    String rows =
        "B1,没有的规格,1,48.00,"
            + day
            + ",0,,,\n"
            + "B2,"
            + article
            + ",0,48.00,"
            + day
            + ",0,,,\n"
            + "B3,"
            + article
            + ",1,=1+1,"
            + day
            + ",0,,,\n"
            + "B4,"
            + article
            + ",1,48.00,2099-01-01,0,,,\n"
            + "B5,"
            + article
            + ",1,48.00,"
            + day
            + ",0,只有姓名,,\n"
            + ","
            + article
            + ",1,48.00,"
            + day
            + ",0,,,\n"
            + "B6,"
            + article
            + ",x,48.00,"
            + day
            + ",0,,,\n"
            + "B7,"
            + article
            + ",1,48.00,"
            + day
            + ",0,,,\n";
    FileImport done = read(rows, false, StandardCharsets.UTF_8);
    assertThat(done.fresh()).isEqualTo(1);
    assertThat(done.refused()).isEqualTo(7);
    assertThat(done.errors().stream().map(bad -> bad.row() + " " + bad.column() + " " + bad.code()))
        .contains(
            "2 article unknown-article",
            "3 pieces bad-count",
            "4 price bad-amount",
            "5 sold-at bad-time",
            "6 phone bad-address",
            "7 number missing");
    assertThat(done.errors().toString()).as("no names in reasons").doesNotContain("只有姓名");
    Refusal wrong =
        catchThrowableOfType(
            Refusal.class,
            () ->
                elsewhere.read(
                    merchant,
                    new Elsewhere.Wanted(
                        UUID.randomUUID(),
                        shop.id(),
                        "x.csv",
                        file("a,b\n1,2\n", StandardCharsets.UTF_8),
                        true),
                    Files.readString(Path.of("mappings/orders-sheet.yaml"))));
    assertThat(wrong.code()).isEqualTo(RegisterRefusal.WRONG_COLUMNS);
  }

  private Path sheet(List<List<String>> rows) throws IOException {
    Path file = Files.createTempFile(Path.of("target"), "products", ".xlsx");
    try (var out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("1");
      for (int i = 0; i < ProductFiles.COLUMNS.size(); i++)
        sheet.value(0, i, ProductFiles.COLUMNS.get(i));
      for (int r = 0; r < rows.size(); r++)
        for (int c = 0; c < rows.get(r).size(); c++) sheet.value(r + 1, c, rows.get(r).get(c));
    }
    return file;
  }

  private FileImport readProducts(List<List<String>> rows, boolean preview) throws IOException {
    return productFiles.read(
        merchant,
        new Elsewhere.Wanted(UUID.randomUUID(), shop.id(), "p.xlsx", sheet(rows), preview));
  }

  private List<List<String>> exported() {
    List<List<String>> rows = new ArrayList<>();
    productFiles.export(merchant, shop.id(), row -> rows.add(new ArrayList<>(row)));
    return rows;
  }

  @Test
  void aSheetThatComesBackUnchangedChangesNothing() throws Exception {
    Product honey = house.product(merchant, shop, "测试核桃", 5000, 10);
    house.product(merchant, shop, "测试木耳", 3000, 4);
    FileImport same = readProducts(exported(), false);
    assertThat(List.of(same.fresh(), same.known(), same.refused())).containsExactly(0, 2, 0);

    List<List<String>> rows = exported();
    List<String> row =
        rows.stream().filter(each -> each.contains("测试核桃")).findFirst().orElseThrow();
    house.bought(house.buyer(), 3, honey);
    row.set(13, "56.00");
    row.set(16, "20");
    rows.add(
        List.of(
            "",
            "on-sale",
            "测试新品",
            "New",
            "=1+1",
            COUNTY.text(),
            "",
            "",
            "",
            "",
            "一斤",
            "500 g",
            "500",
            "12.50",
            "no",
            "",
            "7"));
    rows.add(
        List.of(
            "", "", "测试坏品", "", "", "nowhere", "", "", "", "", "一斤", "", "0", "x", "no", "", ""));
    FileImport preview = readProducts(rows, true);
    assertThat(preview.fresh()).isEqualTo(2);
    assertThat(house.pieces(merchant, honey).left()).isEqualTo(7);
    Path file = sheet(rows);
    for (int i = 0; i < 2; i++)
      productFiles.read(
          merchant, new Elsewhere.Wanted(UUID.randomUUID(), shop.id(), "p.xlsx", file, false));
    assertThat(house.pieces(merchant, honey))
        .as("what was sold meanwhile is not put up again, and the file counts once")
        .isEqualTo(new Product.Pieces(27, 0, 3));
    List<Product> all = house.shops.products(merchant, shop.id(), new Page.Wanted(1, 10)).items();
    assertThat(all).hasSize(3);
    assertThat(all.stream().flatMap(each -> each.articles().stream()).map(Product.Article::left))
        .containsExactlyInAnyOrder(27L, 4L, 7L);
    assertThat(house.shops.tally(merchant, shop.id())).containsEntry(Product.State.ON_SALE, 3L);
    assertThat(house.selling.hidden(merchant, shop.id())).isEmpty();
  }

  private HttpResponse<String> ask(String token, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
    if (headers.length > 0) request.headers(headers);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void programsReadTheCatalogueAndAShopsOwnReadItsOrders() throws Exception {
    Product honey = house.product(merchant, shop, "测试目录 <&>", 5000, 10);
    String list = "/api/v1/public/market/products?shop=" + shop.id();
    HttpResponse<String> found = ask("", list);
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).contains(honey.id().toString(), "\"left\":10");
    String mark = found.headers().firstValue("ETag").orElseThrow();
    assertThat(ask("", list, "If-None-Match", mark).statusCode()).isEqualTo(304);
    assertThat(ask("", list + "&after=" + honey.id()).body()).doesNotContain("测试目录");
    assertThat(ask("", list + "&q=测试目录").body()).contains(honey.id().toString());
    assertThat(ask("", list + "&after=nonsense").statusCode()).isEqualTo(400);
    assertThat(ask("", "/api/v1/public/market/feed.xml").statusCode()).isEqualTo(200);
    assertThat(ask("", "/api/v1/public/market/feed.jsonl").body()).contains("item_group_id");
    assertThat(ask("", "/api/v1/public/market/feed.exe").statusCode()).isEqualTo(404);

    Order order = house.bought(house.buyer(), 1, honey);
    String token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), merchant.account(), 1).text();
    String stranger =
        tokens.issue(Actor.SYSTEM, UUID.randomUUID(), house.merchant().account(), 1).text();
    String base = "/api/v1/shops/" + shop.id();
    assertThat(ask("", base + "/orders").statusCode()).isEqualTo(401);
    assertThat(ask(stranger, base + "/orders").statusCode()).isEqualTo(404);
    assertThat(ask(token, base + "/orders/" + order.id()).body())
        .contains("\"channel\":\"yutang\"", "\"total\":\"55.00\"")
        .doesNotContain("王测试");
    assertThat(ask(token, base + "/orders/" + order.id() + "/address").body()).contains("王测试");
    assertThat(ask(stranger, base + "/orders/" + order.id() + "/address").statusCode())
        .isEqualTo(404);
    HttpResponse<String> sent =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:" + port + base + "/orders/" + order.id() + "/send"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"version\":%d,\"carrier\":\"测试\",\"waybill\":\"Y3\"}"
                                .formatted(order.version())))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(sent.body()).contains("\"state\":\"sent\"");
    assertThat(ask(token, base + "/statement?month=2020-01").body()).isEqualTo("[]");
    assertThat(ask(token, base + "/products/tally").body()).contains("\"ON_SALE\":1");
    assertThat(Map.of("cursor", ask(token, base + "/orders?after=x").statusCode()))
        .containsEntry("cursor", 400);
  }

  /// Runs docs/how-to/connect-a-shop.md as a reader would, and its recipe on a message that came.
  @Test
  void theHowToRunsAndItsRecipeHolds() throws Exception {
    Product honey = house.product(merchant, shop, "测试指南", 5000, 10);
    List<String> blocks =
        new ArrayList<>(
            Markdown.blocks(Files.readString(Path.of("docs/how-to/connect-a-shop.md")), "sh"));
    String recipe =
        blocks.stream().filter(each -> each.contains("openssl")).findFirst().orElseThrow();
    blocks.remove(recipe);
    Path dir = Files.createTempDirectory(Path.of("target"), "connect");
    Files.writeString(dir.resolve("orders.csv"), HEAD + row("H1", honey, 1));
    Map<String, String> with =
        new HashMap<>(
            Map.of(
                "API", "http://127.0.0.1:" + port + "/api/v1",
                "SHOP", shop.id().toString(),
                "TOKEN",
                    tokens.issue(Actor.SYSTEM, UUID.randomUUID(), merchant.account(), 1).text(),
                "HOOK", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                "KEY", UUID.randomUUID().toString(),
                "KEY2", UUID.randomUUID().toString()));
    assertThat(run(dir, String.join("\n", blocks), with)).contains(honey.id().toString());
    assertThat(Files.readString(dir.resolve("feed.jsonl"))).contains(shop.name().zh());
    String secret =
        Files.readString(dir.resolve("hook.json"))
            .replaceAll("(?s).*\"secret\":\"([^\"]+)\".*", "$1");
    house.bought(house.buyer(), 1, honey);
    Taken told = next();
    assertThat(holds(told, secret)).isTrue();
    with.putAll(Map.of("ID", told.id, "TIME", told.timestamp, "BODY", told.body, "SECRET", secret));
    assertThat("v1," + run(dir, recipe, with).strip()).isEqualTo(told.signature);
  }

  private static String run(Path dir, String script, Map<String, String> with) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-euc", script).directory(dir.toFile());
    shell.environment().putAll(with);
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
