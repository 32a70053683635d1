package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.MarketHouse;
import org.yutang.market.Product;
import org.yutang.market.Shop;

/// A merchant takes products out, reads orders of another platform in, and has a program told; on
/// the desk and on a phone.
class BrowserShopConnectTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450321");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Accounts accounts;
  @Autowired Access access;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String merchant = "connect-" + run;
  private Browsing browsing;
  private Shop shop;
  private Product product;

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    MarketHouse house = new MarketHouse(beans, COUNTY);
    new InsuredCounty(beans, COUNTY).account(merchant, "测试店主", Role.MERCHANT, COUNTY);
    Actor actor = access.actor(accounts.find(merchant).orElseThrow().id());
    shop = house.shop(actor, "测试接口小店（合成数据）");
    product = house.product(actor, shop, "测试蜂蜜（合成数据）", 5000, 10);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void filesGoInAndOutAndAProgramIsTold() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        Page page = visit.page;
        visit.login(merchant, InsuredCounty.PASSWORD);
        visit.open("/shops/" + shop.id() + "/connect", "shop-connect");
        Download sheet = page.waitForDownload(() -> page.click("a[href$='/products.xlsx']"));
        assertThat(sheet.suggestedFilename()).isEqualTo("products.xlsx");
        orders(visit, look);
        hook(visit);
      }
    browsing.expectNoProblems();
  }

  private void orders(Browsing.Visit visit, Browsing.Look look) {
    Page page = visit.page;
    String article = product.articles().getFirst().id().toString();
    String day = BusinessDay.of(java.time.Instant.now()).minusDays(1).toString();
    String number = run + look.width() + look.colours();
    String row = "," + article + ",1,48.00," + day + ",0,,,\n";
    String rows =
        "订单号,规格编号,数量,单价,付款时间,运费,收货人,电话,地址\n"
            + number
            + row
            + "X"
            + number
            + ",=没有的规格,99,48.00,"
            + day
            + ",0,,,\n";
    page.setInputFiles(
        "#upload", new FilePayload("别处的订单.csv", "text/csv", rows.getBytes(StandardCharsets.UTF_8)));
    page.click("form[action$='/imports'] button.go");
    page.waitForSelector(".note.warn");
    visit.inspect("shop-import-preview");
    page.click("form:has(input[name=take]) button");
    page.waitForSelector("a[href$='/errors.csv']");
    visit.inspect("shop-import-done");
  }

  private void hook(Browsing.Visit visit) {
    Page page = visit.page;
    page.click("details:has(#address) summary");
    page.fill("#address", "https://10.0.0.1/hook");
    page.click("form[action$='/webhooks'] button.go");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    visit.inspect("shop-hook-refused");
    page.fill("#address", "http://127.0.0.1:9/hook");
    page.click("form[action$='/webhooks'] button.go");
    page.waitForSelector("text=whsec_");
    visit.inspect("shop-hook-secret");
    page.click("a[href*='/webhooks/'] >> nth=0");
    page.waitForSelector("#messages");
    visit.inspect("shop-hook");
    page.click("button[value=end]");
    page.waitForSelector(".note.ok");
  }
}
