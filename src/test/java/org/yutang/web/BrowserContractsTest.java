package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.yutang.farm.Buyer;
import org.yutang.farm.Buyers;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Quotes;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Outbox;

/// A county officer drafts a contract and answers for the grower, a fund officer signs and settles
/// it, on the desk and on a phone.
class BrowserContractsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-370831");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Plots plots;
  @Autowired Seasons seasons;
  @Autowired Buyers buyers;
  @Autowired Quotes quotes;
  @Autowired Outbox outbox;
  @Autowired Register register;

  private final double lng = -170 + new Random().nextInt(300_000) / 1000.0;
  private final double lat = 20 + new Random().nextInt(20_000) / 1000.0;
  private final List<UUID> land = new ArrayList<>();
  private Browsing browsing;
  private String officer = "";
  private String fund = "";
  private Cooperative cooperative;
  private Buyer buyer;

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    PlaceCode village =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    InsuredCounty people = new InsuredCounty(beans, COUNTY);
    String some = UUID.randomUUID().toString().substring(0, 8);
    officer = people.account("grow-" + some, "测试干部", Role.COUNTY_OFFICER, COUNTY);
    fund = people.account("buy-" + some, "测试基金专员", Role.FUND_OFFICER, new PlaceCode("CN"));
    Actor county = people.actor(officer);
    Actor money = people.actor(fund);
    cooperative =
        plots.addCooperative(county, new Cooperative(UUID.randomUUID(), "测试合作社（合成数据）", COUNTY));
    buyer = buyers.add(money, new Buyer(UUID.randomUUID(), "测试公司-" + some + "（合成数据）", COUNTY));
    buyers.payIn(money, buyer.id(), UUID.randomUUID(), Money.parse("1000000.00", "CNY"));
    quotes.record(
        money,
        new Quotes.ExchangeRate(
            UUID.randomUUID(), BusinessDay.of(Instant.now()), new BigDecimal("7.1"), "测试汇率（合成数据）"));
    for (int i = 0; i < 5; i++) {
      UUID id = UUID.randomUUID();
      plots.register(
          county,
          new Plot.New(
              id,
              village,
              Optional.empty(),
              Optional.of(cooperative.id()),
              "测试地块-" + i,
              Optional.empty(),
              Outline.ofRing(
                  List.of(
                      new Outline.Corner(lng + i * 0.0012, lat),
                      new Outline.Corner(lng + i * 0.0012 + 0.001, lat),
                      new Outline.Corner(lng + i * 0.0012 + 0.0009, lat + 0.001))),
              Plot.Origin.IMPORTED));
      seasons.plan(
          county,
          List.of(
              new Season.New(
                  UUID.randomUUID(),
                  id,
                  2025,
                  "navel-orange",
                  "newhall",
                  Mass.parseKilograms("2000"))));
      land.add(id);
    }
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fromTheDraftToTheSettlement() throws Exception {
    int number = 0;
    for (Browsing.Look look : Browsing.Look.ALL) {
      String address = draftAndAnswer(look, land.get(number++));
      signAndSettle(look, address);
    }
    browsing.expectNoProblems();
  }

  private String draftAndAnswer(Browsing.Look look, UUID orchard) {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      var page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate("/plots");
      page.click("a[href='/contracts']");
      page.waitForSelector("a[href='/buyers']");
      visit.open("/contracts/new", "contract-begin");
      page.selectOption("#cooperative", cooperative.id().toString());
      page.click("main button.go");
      page.waitForSelector("#source");
      fill(page);
      page.fill("#price-special", "5.00");
      page.click("main form[method=post] button.go");
      page.waitForSelector(".errors");
      assertThat(page.textContent(".errors")).contains("6.00");
      assertThat(page.inputValue("#source")).contains("测试");
      visit.forgetComplaints();
      visit.inspect("contract-form");
      page.fill("#price-special", "6.40");
      page.click("main form[method=post] button.go");
      page.waitForSelector("button[value=offer]");
      String address = page.url().replaceFirst("\\?.*", "");
      page.click("main a[href$='/edit']");
      page.waitForSelector("#source");
      assertThat(page.inputValue("#price-special")).isEqualTo("6.40");
      page.fill("#price-special", "6.50");
      page.click("main form[method=post] button.go");
      page.waitForSelector("button[value=offer]");
      page.click("button[value=offer]");
      page.waitForSelector("button[value=accept]");
      page.check("input[value=in-person]");
      visit.inspect("contract-offered");
      page.click("button[value=accept]");
      page.waitForSelector("text=/农户已同意|Accepted/");
      page.navigate("/contracts/new?plot=" + orchard);
      page.check("input[value='whole-orchard']");
      fill(page);
      page.fill("#sum", "200000");
      page.click("main form[method=post] button.go");
      page.waitForSelector("button[value=offer]");
      visit.open("/contracts?cooperative=" + cooperative.id(), "contracts");
      assertThat(page.textContent("main")).containsAnyOf("包园", "Whole orchard");
      return address;
    }
  }

  private void fill(com.microsoft.playwright.Page page) {
    page.selectOption("#buyer", new SelectOption().setValue(buyer.id().toString()));
    page.fill("#quantity-special", "1000");
    page.fill("#quantity-first", "800");
    page.fill("#advance", "2,000.00");
    String[][] parts = {
      {"#now-grower", "55"}, {"#now-cooperative", "6"}, {"#now-sorting", "9"},
      {"#now-freight", "20"}, {"#now-platform", "10"}, {"#before-grower", "30"},
      {"#before-collector", "14.5"}, {"#before-wholesaler", "20.5"}, {"#before-retailer", "35"}
    };
    for (String[] part : parts) page.fill(part[0], part[1]);
    page.fill("#source", "测试流通调查 2025（合成数据）");
  }

  private void signAndSettle(Browsing.Look look, String address) throws Exception {
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      var page = visit.page;
      visit.login(fund, InsuredCounty.PASSWORD);
      visit.open("/buyers", "buyers");
      page.navigate(address);
      page.click("button[value=sign]");
      page.waitForSelector("button[value=settle]");
    }
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      var page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate(address);
      deliver(page, "L-2025-001", "special", "1150", "2025-12-01");
      deliver(page, "L-2025-002", "first", "612.5", "2026-01-22");
      page.click("summary:has-text(\"" + market(look) + "\")");
      page.fill("#market-day", "2025-12-01");
      page.fill("#market-amount", "6.80");
      page.fill("#market-source", "测试批发市场（合成数据）");
      page.click("form[action$='/market-price'] button");
      page.waitForSelector(".note.ok");
      visit.inspect("contract");
      visit.open(java.net.URI.create(address).getPath() + "/settlement", "settlement-until-now");
    }
    try (Browsing.Visit visit = browsing.visit(look, true)) {
      var page = visit.page;
      visit.login(fund, InsuredCounty.PASSWORD);
      page.navigate(address);
      page.click("button[value=settle]");
      page.waitForSelector(".note.ok");
      assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
      visit.open(java.net.URI.create(address).getPath() + "/settlement", "settlement");
      // 1,000 kg and 100 kg of 6.50, 50 kg of 6.80, 612.5 kg of 4.80
      assertThat(page.textContent("main")).contains("10,430.00").contains("8,430.00");
      assertThat(page.textContent("main")).contains("0.55").contains("7.1");
      page.navigate(address);
      assertThat(page.textContent("main")).containsAnyOf("已结算", "Settled");
    }
  }

  private static String market(Browsing.Look look) {
    return look.language().startsWith("zh") ? "登记市场价" : "Record a market price";
  }

  private static void deliver(
      com.microsoft.playwright.Page page, String lot, String grade, String kilograms, String day) {
    page.click("details:has(#lot) summary");
    page.fill("#lot", lot);
    page.selectOption("#grade", grade);
    page.fill("#mass", kilograms);
    page.fill("#day", day);
    page.click("form[action$='/deliveries'] button");
    page.waitForSelector("text=" + lot);
  }
}
