package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yutang.supply.SupplyHouse.kg;
import static org.yutang.supply.SupplyHouse.line;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.giving.Rate;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.MarketHouse;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Shop;
import org.yutang.programme.Text;
import org.yutang.store.Photos;
import org.yutang.supply.Lot;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyHouse;

/// Shopping with a phone and without an account: from the first look to the review and the money
/// that comes back. Shops and people are made up.
@Tag("slow")
class BrowserMarketTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450323");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");
  private static final String EVIL = "<script>evil=1</script>";

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Photos photos;
  @TempDir Path folder;

  private Browsing browsing;
  private MarketHouse house;
  private Actor merchant;
  private Shop grower;
  private Shop keeper;
  private Product oranges;
  private Product honey;

  @BeforeEach
  void start() throws IOException {
    browsing = Browsing.at(port);
    house = new MarketHouse(beans, COUNTY);
    merchant = house.merchant();
    grower = house.shop(merchant, "测试橙园合作社");
    keeper = house.shop(merchant, "测试蜂农" + EVIL);
    house.pledge(merchant, grower, new Rate.PerOrder(Money.fen(300)));
    oranges = oranges(boxes());
    honey = house.product(merchant, keeper, "测试山花蜜", 4_500, 20);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  /// Three boxes of 5 kg at the county's point, and the lot that they are of.
  private Lot boxes() {
    SupplyHouse supply = new SupplyHouse(beans, COUNTY, 1);
    Lot best =
        supply.handle(supply.grade(supply.weighIn(0, "30"), "30", line(100, 0, 0))).made().stream()
            .filter(lot -> lot.product().grade().equals("special"))
            .findFirst()
            .orElseThrow();
    boxes =
        supply
            .handle(
                new Step.Pack(
                    UUID.randomUUID(), supply.now(), supply.point.id(), best.id(), kg("5"), 3))
            .boxes();
    site = supply.point.id();
    return best;
  }

  private List<String> boxes = List.of();
  private UUID site = UUID.randomUUID();

  private Product oranges(Lot lot) throws IOException {
    UUID article = UUID.randomUUID();
    UUID id = UUID.randomUUID();
    house.shops.write(
        merchant,
        new Product.New(
            id,
            grower.id(),
            COUNTY,
            new Text("测试灵川脐橙 现摘现发", "Test navel oranges, picked to order"),
            "测试商品。\n山地果园，十一月下旬采摘。",
            Optional.of(
                new Product.Made(
                    lot.product().standard(), lot.product().variety(), lot.product().grade())),
            List.of(photos.put(new java.io.ByteArrayInputStream(picture())).id()),
            List.of(
                new Product.NewArticle(
                    article, new Text("5 公斤箱", "5 kg box"), kg("5"), Money.fen(6_800), true))));
    house.shops.stockBoxes(merchant, UUID.randomUUID(), article, site, boxes);
    return house.shops.setOnSale(merchant, id, true);
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, new Color(0x8fb48a), 0, 480, new Color(0x35603f)));
    pen.fillRect(0, 0, 640, 480);
    pen.setColor(new Color(0xf29a2e));
    for (int i = 0; i < 5; i++) pen.fillOval(60 + i * 105, 150 + i % 2 * 90, 150, 150);
    pen.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  @Test
  void somebodyBuysFromTwoShopsReviewsAndGetsMoneyBack() throws IOException {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      look(visit, page);
      fillCart(visit, page);
      checkOut(visit, page);
      pay(visit, page);
      String first = order(page, "测试橙园合作社");
      String second = order(page, "测试蜂农");
      receive(visit, page, first);
      review(visit, page);
      askBack(visit, page, first);
      cancel(visit, page, second);
      othersSeeNothing(page, first);
      anotherPhone(visit, page, first);
    }
    browsing.expectNoProblems();
  }

  /// Looks around; nothing of that makes a cookie, and the first page is light.
  private void look(Browsing.Visit visit, Page page) {
    List<Response> loaded = new ArrayList<>();
    page.onResponse(loaded::add);
    page.navigate("/market");
    long bytes =
        List.copyOf(loaded).stream()
            .filter(each -> !each.request().resourceType().equals("image"))
            .mapToLong(each -> each.request().sizes().responseBodySize)
            .sum();
    assertThat(bytes).isBetween(5_000L, 60_000L);
    visit.inspect("market");
    visit.open("/market/search?q=lingchuanqicheng", "market-found");
    assertThat(page.textContent("main")).contains("测试灵川脐橙");
    visit.open("/market/search?q=测试山花密", "market-instead");
    assertThat(page.textContent(".note")).contains("测试山花密");
    assertThat(page.textContent(".goods")).contains("测试山花蜜");
    page.navigate("/market/search?q=测试&least=abc");
    visit.forgetComplaints();
    visit.inspect("market-bad-price");
    visit.open("/market/search?county=" + COUNTY.text() + "&least=50&sort=price", "market-facets");
    assertThat(page.textContent(".goods")).contains("脐橙").doesNotContain("山花蜜");
    visit.open("/market/county/" + COUNTY.text(), "market-county");
    visit.open("/market/shop/" + keeper.id(), "market-shop");
    assertThat(page.title()).contains("<script>");
    assertThat(page.evaluate("typeof evil")).isEqualTo("undefined");
    visit.open("/market/shop/" + grower.id(), "market-shop-gives");
    assertThat(page.textContent("main")).contains("3.00 元", "测试项目");
    visit.open("/market/product/" + oranges.id(), "market-product");
    assertThat(boxes.stream().anyMatch(box -> page.locator("a[href$='" + box + "']").count() == 1))
        .isTrue();
    assertThat(page.context().cookies()).as("whoever only looks gets no cookie").isEmpty();
  }

  private void fillCart(Browsing.Visit visit, Page page) {
    String article = oranges.articles().getFirst().id().toString();
    assertThat(put(page, article, "-3", "http://127.0.0.1:" + port).status()).isEqualTo(422);
    assertThat(put(page, article, "99999", "http://127.0.0.1:" + port).status()).isEqualTo(422);
    assertThat(put(page, article, "1", "http://elsewhere.example").status()).isEqualTo(403);
    page.navigate("/market/product/" + oranges.id());
    page.fill("#pieces", "2");
    page.click("#put button");
    page.waitForURL("**/market/cart?note=market-in-cart");
    assertThat(page.context().cookies().stream().filter(each -> each.name.equals("yutang-buyer")))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.httpOnly).isTrue();
              assertThat(each.sameSite.name()).isEqualTo("LAX");
            });
    page.navigate("/market/product/" + honey.id());
    page.click("#put button");
    page.waitForURL("**/market/cart?note=market-in-cart");
    visit.inspect("cart");
    assertThat(page.textContent("main")).contains("181.00 元");
    page.fill("input[name='pieces." + article + "']", "7");
    page.click(".total button:not(.go)");
    page.waitForSelector("main:has-text('只剩 3 件')");
    visit.inspect("cart-short");
    page.fill("input[name='pieces." + article + "']", "2");
    page.click("button[value=checkout]");
    page.waitForURL("**/market/checkout");
  }

  private APIResponse put(Page page, String article, String pieces, String origin) {
    return page.request()
        .post(
            "/market/cart/put",
            RequestOptions.create()
                .setHeader("Origin", origin)
                .setForm(
                    FormData.create()
                        .set("product", oranges.id().toString())
                        .set("article", article)
                        .set("pieces", pieces)));
  }

  private void checkOut(Browsing.Visit visit, Page page) {
    visit.inspect("checkout-new");
    page.fill("#name", EVIL);
    page.fill("#phone", "call me");
    page.fill("#region", "灵川县");
    page.fill("#street", "测试路 1 号");
    page.click("#address button");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    visit.inspect("address-wrong");
    page.fill("#phone", "138 0000 0000");
    page.click("#address button");
    page.waitForURL("**/market/checkout?address=*");
    visit.inspect("checkout");
    assertThat(page.textContent("#sum")).contains("209.00", "3.00 元");
    page.fill("input[name^=coupon] >> nth=0", "NO-SUCH");
    page.click(".coupon button >> nth=0");
    page.waitForSelector(".coupon .message");
    page.waitForLoadState();
    assertThat(tried(page, "seen", "209.00")).startsWith("409").contains("NO-SUCH");
    visit.forgetComplaints();
    page.fill("input[name^=coupon] >> nth=0", "");
    assertThat(tried(page, "seen", "0.01"))
        .as("a tampered price")
        .startsWith("409")
        .contains("0.01");
    visit.forgetComplaints();
    house.shops.setPrice(merchant, honey.articles().getFirst().id(), Money.fen(4_600));
    page.click("button[value=buy]");
    page.waitForSelector(".errors:has-text('210.00')");
    page.waitForLoadState();
    visit.forgetComplaints();
    visit.inspect("checkout-changed");
    @SuppressWarnings("unchecked")
    List<String> twice =
        (List<String>)
            page.evaluate(
                """
                () => {
                  const form = new FormData(document.querySelector('#checkout'));
                  form.set('what', 'buy');
                  const send = () => fetch('/market/checkout', {method: 'POST', body: new URLSearchParams(form)});
                  return Promise.all([send(), send()]).then(all => all.map(each => each.url));
                }
                """);
    visit.forgetComplaints();
    assertThat(twice).hasSize(2).first().asString().contains("/market/pay/");
    assertThat(twice.getLast()).as("pressed twice, bought once").isEqualTo(twice.getFirst());
    page.navigate(twice.getFirst());
  }

  /// Sends the checkout with another value of a field, as no page would, and tells status and
  /// answer.
  private static String tried(Page page, String field, String value) {
    return page.evaluate(
            """
            async ([field, value]) => {
              const form = new FormData(document.querySelector('#checkout'));
              form.set('what', 'buy');
              form.set(field, value);
              const answer = await fetch('/market/checkout', {method: 'POST', body: new URLSearchParams(form)});
              return answer.status + ' ' + (await answer.text());
            }
            """,
            List.of(field, value))
        .toString();
  }

  private static void pay(Browsing.Visit visit, Page page) {
    page.waitForSelector("[data-pay-by]:not([hidden])");
    visit.inspect("market-pay");
    assertThat(page.textContent("[data-pay-by]")).matches("1[0-5]:[0-9]{2}");
    page.click("#status a.go");
    page.waitForURL("**/pay/sandbox/**");
    page.click("button[value=pay]");
    page.waitForURL("**/market/pay/*");
    page.waitForSelector("#status .tag.ok:has-text('已付款')");
    page.waitForSelector("#status:has-text('捐出')");
    visit.inspect("market-paid");
  }

  private static String order(Page page, String shop) {
    return page.getAttribute("#status a:has-text('" + shop + "')", "href");
  }

  private Order sold(String path) {
    return house.selling.order(
        merchant, UUID.fromString(path.substring(path.lastIndexOf('/') + 1)));
  }

  private void receive(Browsing.Visit visit, Page page, String path) {
    visit.open("/market/orders", "orders");
    visit.open(path, "order-paid");
    Order order = sold(path);
    house.selling.send(merchant, order.id(), order.version(), "测试快递", "YT20261127");
    house.settle();
    visit.open(path, "order-sent");
    assertThat(page.textContent("main")).contains("YT20261127");
    assertThat(page.locator("a[href^='/trace/00/']").count()).isEqualTo(2);
    page.click("a[href^='/trace/00/'] >> nth=0");
    page.waitForSelector("h1");
    assertThat(page.url()).contains("/trace/00/");
    page.navigate(path);
    page.click("a[href^='/donations/']");
    page.waitForURL("**/donations/**");
    assertThat(page.textContent("main")).contains("3.00").doesNotContain("测试路");
    page.navigate(path);
    page.click("#receive button");
    page.waitForURL("**note=market-received");
    visit.inspect("order-received");
  }

  private void review(Browsing.Visit visit, Page page) throws IOException {
    Path photo = Files.write(folder.resolve("orange.png"), picture());
    Path noPhoto =
        Files.writeString(folder.resolve("evil.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    page.check("input[name=stars][value='5']");
    page.fill("textarea[name=text]", "很甜 " + EVIL);
    page.setInputFiles("input[name=upload]", noPhoto);
    page.click("form[action$='/reviews'] button");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    visit.inspect("review-wrong");
    page.setInputFiles("input[name=upload]", photo);
    page.click("form[action$='/reviews'] button");
    page.waitForURL("**note=market-reviewed");
    assertThat(page.locator("form[action$='/reviews']").count()).isZero();
    visit.open("/market/product/" + oranges.id(), "market-product-reviewed");
    assertThat(page.textContent(".reviews")).contains("很甜 <script>");
    assertThat(page.evaluate("typeof evil")).isEqualTo("undefined");
    assertThat(page.locator(".reviews img").count()).isEqualTo(1);
  }

  private void askBack(Browsing.Visit visit, Page page, String path) {
    page.navigate(path);
    page.click("summary:has-text('申请退款')");
    page.fill("#amount", "9999");
    page.fill("#reason", "有两个坏果");
    page.click("form[action$='/back'] button");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    visit.inspect("back-wrong");
    page.fill("#amount", "10");
    page.click("form[action$='/back'] button");
    page.waitForURL("**note=market-back-asked");
    Order order = sold(path);
    UUID wish = house.selling.moneyBacks(merchant, order.id()).getFirst().id();
    house.selling.answer(merchant, wish, false, false, "照片上看不出");
    visit.open(path, "back-declined");
    page.fill("textarea[name=why]", "还有照片");
    page.click("form[action$='/dispute'] button");
    page.waitForURL("**note=market-back-disputed");
    house.selling.judge(house.officer, wish, true, "同意退款");
    house.settle();
    visit.open(path, "back-done");
    assertThat(page.textContent("main")).contains("已退", "10.00 元");
  }

  private void cancel(Browsing.Visit visit, Page page, String path) {
    page.navigate(path);
    page.click("summary:has-text('申请退款')");
    page.fill("#reason", "买错了");
    page.click("form[action$='/back'] button");
    page.waitForURL("**note=market-back-asked");
    house.settle();
    visit.open(path, "order-cancelled");
    assertThat(page.textContent("main")).contains("已取消");
  }

  private void othersSeeNothing(Page owner, String path) {
    assertThat(owner.request().get(path).headers().get("cache-control")).isEqualTo("no-store");
    try (Browsing.Visit other = browsing.visit(PHONE, true)) {
      assertThat(other.page.request().get(path).status()).isEqualTo(401);
      other.open("/market/orders", "orders-nobody");
      other.open("/market/cart", "cart-empty");
      other.page.navigate("/market/product/" + honey.id());
      other.page.click("#put button");
      other.page.waitForURL("**/market/cart?note=market-in-cart");
      APIResponse refused = other.page.request().get(path);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.text()).doesNotContain("测试路");
      assertThat(other.page.request().get(path + "/receive").status()).isGreaterThanOrEqualTo(400);
    }
  }

  private void anotherPhone(Browsing.Visit visit, Page page, String path) {
    page.navigate("/market/key");
    page.click("details summary:has-text('二维码')");
    visit.inspect("buyer-key");
    String link = page.textContent("details .mono").strip();
    try (Browsing.Visit other = browsing.visit(PHONE, true)) {
      other.page.navigate("/market/key");
      other.page.fill("#key", "yb_nothing-that-was-ever-given-out");
      other.page.click("#enter button");
      other.page.waitForSelector(".errors");
      other.forgetComplaints();
      other.inspect("buyer-key-wrong");
      other.page.navigate("/market");
      other.page.navigate(link);
      assertThat(other.page.url()).as("the key leaves the address").endsWith("/market/key");
      other.page.click("#enter button");
      other.page.waitForURL("**/market/orders?note=market-key-entered");
      other.page.navigate(path);
      other.page.waitForSelector("h1:has-text('测试橙园')");
      other.page.navigate("/market/key");
      other.page.check("#sure");
      other.page.click("form[action$='/forget'] button");
      other.page.waitForURL("**note=market-buyer-forgotten");
    }
    page.navigate("/market/orders");
    assertThat(page.textContent("main")).contains("还没有订单");
  }

  @Test
  void buyingNeedsNoScript() {
    try (Browsing.Visit visit = browsing.visit(PHONE, false)) {
      Page page = visit.page;
      page.navigate("/market/product/" + honey.id());
      page.click("#put button");
      page.click("button[value=checkout]");
      page.fill("#name", "王测试");
      page.fill("#phone", "13800000000");
      page.fill("#region", COUNTY.text());
      page.fill("#street", "测试路 2 号");
      page.click("#address button");
      page.click("button[value=buy]");
      page.waitForURL("**/market/pay/*");
      page.click("#status a.go");
      page.click("button[value=cancel]");
      page.waitForURL("**/market/pay/*");
      house.settle();
      page.reload();
      assertThat(page.textContent("#status")).contains("超时未付");
      page.navigate("/market/addresses");
      page.click("button:has-text('删除')");
      page.waitForURL("**note=market-address-forgotten");
      assertThat(page.textContent("main")).doesNotContain("测试路 2 号");
    }
  }

  @Test
  void everyPageIsSoundInEveryLook() {
    MarketHouse.Customer buyer = house.buyer();
    Order order = house.bought(buyer, 1, oranges);
    house.buying.put(buyer.key(), honey.articles().getFirst().id(), 2);
    var waiting = house.buy(buyer, Map.of(honey.articles().getFirst().id(), 1));
    house.buying.put(buyer.key(), oranges.articles().getFirst().id(), 1);
    house.buying.put(buyer.key(), honey.articles().getFirst().id(), 2);
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit
            .page
            .context()
            .addCookies(
                List.of(
                    new com.microsoft.playwright.options.Cookie("yutang-buyer", buyer.key())
                        .setDomain("127.0.0.1")
                        .setPath("/market")));
        visit.open("/market", "look-market");
        visit.open("/market/search", "look-market-search");
        visit.open("/market/product/" + oranges.id(), "look-market-product");
        visit.open("/market/product/" + honey.id(), "look-market-honey");
        visit.open("/market/shop/" + grower.id(), "look-market-shop");
        visit.open("/market/cart", "look-cart");
        visit.open("/market/checkout", "look-checkout");
        visit.open("/market/pay/" + waiting.id(), "look-market-pay");
        visit.open("/market/orders", "look-orders");
        visit.open("/market/orders/" + order.id(), "look-order");
        visit.open("/market/addresses", "look-addresses");
        visit.open("/market/key", "look-buyer-key");
      }
    browsing.expectNoProblems();
  }
}
