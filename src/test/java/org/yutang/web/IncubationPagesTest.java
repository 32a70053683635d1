package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.incubation.Candidate;
import org.yutang.incubation.Nurture;
import org.yutang.incubation.Selection;
import org.yutang.incubation.Stories;
import org.yutang.incubation.Support;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.MarketHouse;
import org.yutang.market.Shop;
import org.yutang.programme.Text;

/// What officers see of a county's products, and everybody of its stories.
class IncubationPagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-522326");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Selection selection;
  @Autowired Support support;
  @Autowired Nurture nurture;
  @Autowired Stories stories;
  @Autowired Clock clock;

  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  @Test
  void anOfficerSeesNumbersWeightsPackagesAndPlans() throws Exception {
    UUID account = UUID.randomUUID();
    accounts.create(
        Actor.SYSTEM,
        account,
        "inc-" + account,
        "测试干部",
        COUNTY,
        Optional.empty(),
        Map.of(new Grant(Role.COUNTY_OFFICER, COUNTY), Optional.empty()));
    Actor officer = access.actor(account);
    MarketHouse house = new MarketHouse(beans, COUNTY);
    UUID candidate = UUID.randomUUID();
    selection.add(
        officer,
        new Candidate(
            candidate, COUNTY, new Text("<望谟板栗>", "Chestnut"), Optional.empty(), Optional.empty()));
    LocalDate today = BusinessDay.of(clock.instant());
    selection.rank(officer, UUID.randomUUID(), COUNTY, 30);
    Support.Budget budget =
        support.addBudget(house.fund, new Support.Budget(UUID.randomUUID(), "测试", COUNTY));
    support.propose(
        officer,
        UUID.randomUUID(),
        candidate,
        budget.id(),
        List.of(
            new Support.Measure(
                Support.Kind.BRAND, new Text("品牌包装", "Brand"), Money.fen(123_400))));
    nurture.plan(
        officer,
        new Nurture.New(
            UUID.randomUUID(),
            candidate,
            today,
            account,
            "测试导师",
            List.of(
                new Nurture.Milestone(
                    new Text("卖出百单", "Hundred orders"), today, Nurture.Measured.ORDERS, 100))));
    assertThat(get("/incubation/" + COUNTY.text()).body()).doesNotContain("望谟板栗");
    get("/verify/trial-enter?account=" + account);
    HttpResponse<String> page = get("/incubation/" + COUNTY.text());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("&lt;望谟板栗&gt;", "无数据", "需求 30%", "品牌包装", "1,234.00", "卖出百单", "测试导师")
        .doesNotContain("<望谟板栗>");
  }

  @Test
  void aStoryShowsOnItsShopUntilItIsWithdrawn() throws Exception {
    MarketHouse house = new MarketHouse(beans, COUNTY);
    Shop shop = house.shop(house.merchant(), "望谟测试店");
    UUID story = UUID.randomUUID();
    stories.tell(
        house.officer,
        new Stories.New(
            story,
            shop.id(),
            Optional.empty(),
            "小花花",
            new Text("<b>从零开店</b>", "From nothing"),
            BusinessDay.of(clock.instant()),
            "签字同意书 7 号"));
    for (String page : List.of("/market/shop/" + shop.id(), "/market/stories"))
      assertThat(get(page).body())
          .contains("小花花", "&lt;b&gt;从零开店")
          .doesNotContain("<b>从零开店", "同意书 7 号");
    stories.withdraw(house.officer, story);
    for (String page :
        List.of("/market/shop/" + shop.id(), "/market/stories", "/api/v1/public/stories"))
      assertThat(get(page).body()).doesNotContain("小花花", "从零开店");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
