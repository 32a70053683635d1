package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.Crafts;
import org.yutang.market.MarketHouse;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Shop;

/// A shop opens a pre-sale and a craft calendar; a buyer sees what is promised, and after the
/// harvest what came of it; on the desk and on a phone.
class BrowserAheadTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450328");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Crafts crafts;

  private final String merchant = "ahead-" + UUID.randomUUID().toString().substring(0, 8);
  private Browsing browsing;
  private InsuredCounty people;
  private MarketHouse house;
  private Shop shop;
  private String base = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    people = new InsuredCounty(beans, COUNTY);
    house = new MarketHouse(beans, COUNTY);
    people.account(merchant, "测试店主", Role.MERCHANT, COUNTY);
    shop = house.shop(seller(), "测试预售小店");
    base = "/shops/" + shop.id();
  }

  private Actor seller() {
    return people.actor(merchant);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fromTheForecastToWhatCame() {
    for (Browsing.Look look : Browsing.Look.ALL) {
      Product first = house.product(seller(), shop, "测试一级橙", 2000, 0);
      Product second = house.product(seller(), shop, "测试二级橙", 1500, 0);
      Product cloth = house.product(seller(), shop, "测试手绣", 8000, 0);
      String presale = open(look, first, second);
      craft(look, cloth);
      MarketHouse.Customer buyer = house.buyer();
      Order order = house.bought(buyer, 3, first);
      Order made = house.bought(buyer, 1, cloth);
      look(look, first, cloth);
      divide(look, presale);
      happened(look, buyer, order, made);
    }
    browsing.expectNoProblems();
  }

  private static String article(Product product) {
    return product.articles().getFirst().id().toString();
  }

  private String open(Browsing.Look look, Product first, Product second) {
    LocalDate today = BusinessDay.of(Instant.now());
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(base + "/ahead");
      page.click("a[href$='/presales/new']");
      page.fill("#grade-0", "一级");
      page.selectOption("#article-0", article(first));
      page.fill("#forecast-0", "-5");
      page.fill("#price-0", "20");
      page.fill("#grade-1", "二级");
      page.selectOption("#article-1", article(second));
      page.fill("#forecast-1", "20");
      page.fill("#price-1", "15");
      page.check("input[name=substitution][value=lower]");
      page.check("input[name=partial][value=yes]");
      page.fill("#from", today.plusDays(10).toString());
      page.fill("#to", today.plusDays(20).toString());
      page.fill("#latest", today.plusDays(30).toString());
      page.click("button[value=open]");
      page.waitForSelector(".errors");
      assertThat(page.inputValue("#forecast-0")).isEqualTo("-5");
      visit.forgetComplaints();
      visit.inspect("presale-form");
      page.fill("#forecast-0", "20");
      page.click("button[value=open]");
      page.waitForSelector(".note.ok");
      assertThat(page.textContent("main")).as("a fifth is kept back").contains("16");
      return path(page);
    }
  }

  private void craft(Browsing.Look look, Product cloth) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(base + "/ahead");
      page.click("details:has(#perWeek) summary");
      page.selectOption("#article", article(cloth));
      page.fill("#perWeek", "2");
      page.fill("#lead", "7");
      page.fill("#horizon", "4");
      page.click("form[action$='/crafts'] button");
      page.waitForSelector(".note.ok");
      page.fill("tbody tr:nth-child(2) input[name^=pieces-]", "5");
      page.click("tbody tr:nth-child(2) button");
      page.waitForSelector("tbody tr:nth-child(2) td:has-text('5')");
      visit.inspect("craft-calendar");
      visit.open(base + "/ahead", "shop-ahead");
    }
  }

  private void look(Browsing.Look look, Product first, Product cloth) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      visit.open("/market/product/" + first.id(), "presale-product");
      assertThat(visit.page.textContent("main"))
          .contains(BusinessDay.of(Instant.now()).plusDays(20).toString());
      visit.open("/market/product/" + cloth.id(), "craft-product");
      assertThat(visit.page.textContent("main"))
          .contains(crafts.promise(cloth.articles().getFirst().id(), 1).orElseThrow().toString());
    }
  }

  private void divide(Browsing.Look look, String presale) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      visit.login(merchant, InsuredCounty.PASSWORD);
      page.navigate(presale);
      page.click("#close button");
      page.waitForSelector(".note.ok");
      for (int i = 0; i < 2; i++) {
        page.fill("#kg-" + i, i == 0 ? "1" : "20");
        page.fill("#evidence-" + i, "测试磅单 " + i);
        page.click("form[action$='/harvest']:has(#kg-" + i + ") button");
        page.waitForSelector(".note.ok");
      }
      page.waitForSelector("#plan");
      visit.inspect("presale-plan");
      page.click("form[action$='/plan'] button");
      page.waitForSelector("#done");
      house.settle();
      visit.inspect("presale-done");
    }
  }

  private void happened(Browsing.Look look, MarketHouse.Customer buyer, Order order, Order made) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      Page page = visit.page;
      page.navigate("/market/key");
      page.fill("#key", buyer.key());
      page.click("#enter button");
      page.waitForURL("**/market/orders?note=market-key-entered");
      visit.open("/market/orders/" + order.id(), "presale-order");
      assertThat(page.textContent("main")).contains("二级").contains("10.00");
      visit.open("/market/orders/" + made.id(), "craft-order");
      assertThat(page.textContent("main"))
          .contains(crafts.promised(made.id()).orElseThrow().toString());
    }
  }

  private static String path(Page page) {
    return java.net.URI.create(page.url()).getPath();
  }
}
