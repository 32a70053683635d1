package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.MarketHouse;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.programme.Text;
import org.yutang.supply.Lot;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyHouse;

/// A merchant asks for a shop, an officer opens it, the merchant writes and stocks a product, sends
/// an order, answers a wish for money back; on the desk and on a phone.
class BrowserShopTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450324");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Accounts accounts;
  @Autowired Giving giving;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String merchant = "sell-" + run;
  private final UUID project = UUID.randomUUID();
  private Browsing browsing;
  private InsuredCounty people;
  private MarketHouse house;
  private SupplyHouse supply;
  private String officer = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    people = new InsuredCounty(beans, COUNTY);
    house = new MarketHouse(beans, COUNTY);
    officer = people.account("shop-officer-" + run, "测试干部", Role.COUNTY_OFFICER, COUNTY);
    people.account(merchant, "测试店主", Role.MERCHANT, COUNTY);
    accounts.grant(
        Actor.SYSTEM,
        accounts.find(merchant).orElseThrow().id(),
        new Grant(Role.KEEPER, COUNTY),
        Optional.empty());
    people.account("help-" + run, "测试店员", Role.MERCHANT, COUNTY);
    giving.openProject(
        house.fund,
        new Project.New(
            project,
            new Text("测试认捐项目-" + run, "A project for pledges " + run),
            new Text("测试（合成数据）", "Made up for tests"),
            InsuredCounty.INSURANCE,
            MarketHouse.CHINA,
            BusinessDay.of(Instant.now()).minusDays(1),
            BusinessDay.of(Instant.now()).plusDays(300),
            Optional.empty(),
            List.of()));
    supply = new SupplyHouse(beans, COUNTY, 1);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fromTheWishForAShopToMoneyBack() throws Exception {
    for (Browsing.Look look : Browsing.Look.ALL) {
      String shop = ask(look);
      verify(look, shop);
      setUp(look, shop);
      UUID product = write(look, shop);
      boxes(look, shop);
      sell(look, shop, product);
    }
    browsing.expectNoProblems();
  }

  private String ask(Browsing.Look look) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.click(".places a[href='/shops']");
      page.fill("#name", "测试果园小店（合成数据）");
      page.fill("#nameEn", "Test orchard shop");
      page.selectOption("#kind", "cooperative");
      page.fill("#place", "没有的地方");
      page.fill("#story", "三户人家一起种橙子 <script>alert(1)</script>（合成数据）");
      page.click("form[action='/shops'] button.go");
      page.waitForSelector(".errors");
      assertThat(page.inputValue("#story")).contains("三户人家");
      visit.forgetComplaints();
      visit.inspect("shops-refused");
      page.fill("#place", COUNTY.text());
      page.click("form[action='/shops'] button.go");
      page.waitForSelector(".note.ok");
      visit.inspect("shop-asked");
      String shop = path(page);
      assertThat(page.request().post(address(shop + "/decision")).status())
          .as("a form without its token")
          .isEqualTo(403);
      return shop;
    }
  }

  private void verify(Browsing.Look look, String shop) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      visit.open("/", "shop-officer-home");
      page.click("a[href='/shops?state=asked']");
      page.waitForSelector("h1");
      visit.open("/shops", "shops-officer");
      page.navigate(shop);
      page.click("button[name=opens][value=no]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("shop-decide");
      page.click("button[name=opens][value=yes]");
      page.waitForSelector(".note.ok");
      assertThat(page.locator(".tag.ok").count()).isPositive();
    }
  }

  private void setUp(Browsing.Look look, String shop) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(shop);
      page.fill("#region-0", "CN");
      page.fill("#firstKg-0", "1");
      page.fill("#firstYuan-0", "-5");
      page.fill("#moreKg-0", "1");
      page.fill("#moreYuan-0", "2.00");
      page.click("form[action$='/freight'] button");
      page.waitForSelector(".errors");
      assertThat(page.inputValue("#moreYuan-0")).isEqualTo("2.00");
      visit.forgetComplaints();
      page.fill("#firstYuan-0", "5.00");
      page.click("form[action$='/freight'] button");
      page.waitForSelector(".note.ok");
      page.click("details:has(#project) summary");
      page.selectOption("#project", project.toString());
      page.selectOption("#kind-pledge", "per-mille");
      page.fill("#value-pledge", "20");
      page.fill("#day-pledge", BusinessDay.of(Instant.now()).toString());
      page.click("form[action$='/pledge'] button");
      page.waitForSelector(".timeline");
      page.click("details:has(#code) summary");
      page.fill("#code", "丰收" + look.width());
      page.fill("#off", "5");
      page.fill("#least", "3");
      page.fill("#pieces", "10");
      page.fill("#to", "2099-12-31");
      page.click("form[action$='/coupons'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      page.fill("#least", "20");
      page.click("form[action$='/coupons'] button");
      page.waitForSelector("b:has-text('丰收')");
      page.click("details:has(#account) summary");
      page.fill("#account", "nobody-" + run);
      page.click("details form[action$='/accounts'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      page.fill("#account", "help-" + run);
      page.click("details form[action$='/accounts'] button");
      page.waitForSelector("text=测试店员");
      visit.open(shop, "shop");
    }
  }

  private UUID write(Browsing.Look look, String shop) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(shop + "/products");
      page.click("a[href$='/products/new']");
      page.fill("#title", "测试柚子蜜");
      page.fill("#titleEn", "Test pomelo honey");
      page.fill("#about", "山里的蜜（合成数据）");
      page.fill("#name-0", "一瓶");
      page.fill("#nameEn-0", "One jar");
      page.fill("#mass-0", "0.5");
      page.fill("#price-0", "三十");
      page.click("main form button.go");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("shop-draft");
      assertThat(page.inputValue("#title")).isEqualTo("测试柚子蜜");
      page.fill("#price-0", "30.00");
      page.click("main form button.go");
      page.waitForSelector("a[href$='/edit']");
      UUID product = UUID.fromString(path(page).replaceFirst(".*/", ""));
      page.click("a[href$='/edit']");
      assertThat(page.inputValue("#price-0")).isEqualTo("30.00");
      page.fill("#price-0", "28.00");
      page.click("main form button.go");
      page.waitForSelector("a[href$='/edit']");
      page.click("td.acts summary");
      page.fill("input[name^=pieces-]", "-3");
      page.click("form[action$='/stock'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      page.fill("input[name^=pieces-]", "40");
      page.click("form[action$='/stock'] button");
      page.waitForSelector(".note.ok");
      page.click("#sale button");
      page.waitForSelector(".note.ok");
      page.click("td.acts summary");
      page.fill("input[name^=price-]", "29.90");
      page.click("form[action$='/prices'] button");
      page.waitForSelector("td:has-text('29.90')");
      visit.inspect("shop-product");
      visit.open(shop + "/products", "shop-products");
      return product;
    }
  }

  /// A product of traced boxes, which is stocked from the warehouse.
  private void boxes(Browsing.Look look, String shop) {
    Lot weighed = supply.weighIn(0, "30");
    Lot best =
        supply.handle(supply.grade(weighed, "30", SupplyHouse.line(100, 0, 0))).made().stream()
            .filter(lot -> lot.product().grade().equals("special"))
            .findFirst()
            .orElseThrow();
    supply.handle(
        new Step.Pack(
            UUID.randomUUID(), supply.now(), supply.point.id(), best.id(), SupplyHouse.kg("5"), 2));
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(shop + "/products/new");
      page.fill("#title", "测试脐橙");
      page.selectOption("#made", "navel-orange/newhall/special");
      page.fill("#name-0", "五公斤箱");
      page.fill("#mass-0", "5");
      page.fill("#price-0", "68");
      page.check("input[name=boxed-0]");
      page.click("main form button.go");
      page.waitForSelector("td.acts summary");
      page.click("td.acts summary");
      page.click("a[href*='/boxes?article=']");
      page.selectOption("#site", supply.point.id().toString());
      page.click("form.filter button.go");
      page.waitForSelector("input[name=box]");
      page.click("form[action$='/boxes'] button.go");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("shop-boxes");
      page.check("input[name=box] >> nth=-1"); // the first may be for sale in another look
      page.click("form[action$='/boxes'] button.go");
      page.waitForSelector(".note.ok");
      assertThat(page.textContent("tbody")).contains("1");
    }
  }

  private void sell(Browsing.Look look, String shop, UUID product) throws Exception {
    Actor seller = people.actor(merchant);
    Product there = house.shops.product(seller, product);
    MarketHouse.Customer buyer = house.buyer();
    Order first = house.bought(buyer, 2, there);
    Order second = house.bought(buyer, 1, there);
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      visit.open("/", "shop-merchant-home");
      visit.open(shop + "/orders", "shop-orders");
      assertThat(page.textContent("main")).contains(first.number()).contains(second.number());
      assertThat(rows(page)).contains(first.number(), second.number());
      String order = shop + "/orders/" + first.id();
      page.navigate(order);
      assertThat(page.textContent("main")).doesNotContain("13800000000");
      page.click("form[action$='/address'] button");
      page.waitForSelector("text=13800000000");
      visit.inspect("shop-order-address");
      assertThat(seen(first)).as("reading an address is recorded").isEqualTo(1);
      page.navigate(order);
      assertThat(page.textContent("main")).doesNotContain("13800000000");
      String slip = text(page.request().get(address(order + "/slip.pdf")).body());
      assertThat(slip).contains(first.number()).doesNotContain("13800000000");
      label(page, first);
      page.navigate(order);
      page.fill("#carrier", "测试快递");
      page.fill("#waybill", "YT-" + run);
      page.click("form[action$='/sending'] button");
      page.waitForSelector(".note.ok");
      house.settle();
      moneyBack(visit, shop, buyer, first);
      house.buying.receive(buyer.key(), first.id());
      house.settle();
      house.buying.review(buyer.key(), first.id(), product, 5, "好吃 <b>真的</b>（合成数据）", List.of());
      reply(visit, shop, product);
      visit.open(shop + "/statement", "shop-statement");
      assertThat(page.textContent("main")).contains(first.number());
    }
  }

  private void label(Page page, Order order) throws IOException {
    String token = page.inputValue("form[action$='/label'] input[type=hidden]");
    String name = page.getAttribute("form[action$='/label'] input[type=hidden]", "name");
    byte[] label =
        page.request()
            .post(
                address(path(page) + "/label"),
                RequestOptions.create()
                    .setForm(com.microsoft.playwright.options.FormData.create().set(name, token)))
            .body();
    assertThat(text(label)).contains(order.number()).contains("13800000000");
    assertThat(seen(order)).isEqualTo(2);
  }

  private void moneyBack(
      Browsing.Visit visit, String shop, MarketHouse.Customer buyer, Order order) {
    Page page = visit.page;
    house.buying.askBack(
        buyer.key(), UUID.randomUUID(), order.id(), Money.fen(1000), "有一瓶漏了（合成数据）");
    visit.open(shop + "/orders", "shop-orders-backs");
    page.click("a[href*='#back-']");
    page.waitForSelector("button[value=decline]");
    page.click("button[value=decline]");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    visit.inspect("shop-order-back");
    page.click("button[value=agree]");
    page.waitForSelector(".note.ok");
    house.settle();
    page.reload();
    assertThat(page.textContent("main")).contains("10.00");
  }

  private void reply(Browsing.Visit visit, String shop, UUID product) {
    Page page = visit.page;
    page.navigate(shop + "/products/" + product);
    assertThat(page.textContent("main")).contains("<b>真的</b>");
    page.click("article summary");
    page.fill("article input[name^=reply-]", "谢谢（合成数据）");
    page.click("article form button[value=reply]");
    page.waitForSelector(".note.ok");
    visit.inspect("shop-product-review");
  }

  private long seen(Order order) {
    return beans
        .getBean(Audit.class)
        .list(
            people.holder(Role.AUDITOR, MarketHouse.CHINA),
            new Audit.Filter(
                Optional.empty(),
                Optional.of("market.address-seen"),
                Optional.of(order.id().toString())),
            new org.yutang.kernel.Page.Wanted(1, 10))
        .total();
  }

  private static List<String> rows(Page page) throws IOException {
    Download download = page.waitForDownload(() -> page.click("a[href$='.xlsx']"));
    try (InputStream in = download.createReadStream();
        ReadableWorkbook book = new ReadableWorkbook(in)) {
      return book.getFirstSheet().read().stream().map(row -> row.getCellText(0)).toList();
    }
  }

  private static String text(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private String address(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private static String path(Page page) {
    return URI.create(page.url().replaceFirst("[?#].*", "")).getPath();
  }
}
