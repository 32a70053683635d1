package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.yutang.farm.Cooperative;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// A cadre draws a plot, plans a season and records work, on the desk and on a phone.
class BrowserFarmTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-360735");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Plots plots;
  @Autowired Register register;

  private final double lng = -170 + new Random().nextInt(300_000) / 1000.0;
  private final double lat = 20 + new Random().nextInt(20_000) / 1000.0;
  private Browsing browsing;
  private String cadre = "";
  private PlaceCode village = COUNTY;

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    village =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    InsuredCounty people = new InsuredCounty(beans, COUNTY);
    cadre =
        people.account(
            "farm-" + UUID.randomUUID().toString().substring(0, 8),
            "测试干部",
            Role.VILLAGE_CADRE,
            village);
    Actor officer = people.holder(Role.COUNTY_OFFICER, COUNTY);
    Cooperative cooperative =
        plots.addCooperative(officer, new Cooperative(UUID.randomUUID(), "测试合作社（合成数据）", COUNTY));
    for (int i = 0; i < 6; i++)
      plots.register(
          officer,
          new Plot.New(
              UUID.randomUUID(),
              village,
              Optional.empty(),
              Optional.of(cooperative.id()),
              "测试地块-" + i,
              Optional.empty(),
              Outline.ofRing(corners(i % 3 * 0.0012, Math.floorDiv(i, 3) * 0.0012)),
              Plot.Origin.IMPORTED));
  }

  private List<Outline.Corner> corners(double east, double north) {
    return List.of(
        new Outline.Corner(lng + east, lat + north),
        new Outline.Corner(lng + east + 0.001, lat + north + 0.0001),
        new Outline.Corner(lng + east + 0.0009, lat + north + 0.001),
        new Outline.Corner(lng + east, lat + north + 0.0008));
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fromTheStandardToFieldWork() {
    int row = 10;
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        var page = visit.page;
        visit.open("/standards", "standards");
        visit.open(
            "/standards/navel-orange?diameter=80&brix=10.9&acidity=0.70&colour=95&defects=0.5",
            "standard");
        assertThat(page.textContent(".note.ok")).containsAnyOf("一等", "First");
        assertThat(page.textContent(".rules")).contains("10.9");
        page.navigate("/standards/navel-orange?brix=60");
        assertThat(page.textContent(".errors")).contains("20.0");
        visit.forgetComplaints();
        visit.login(cadre, InsuredCounty.PASSWORD);
        visit.open("/plots", "plots");
        visit.open("/plots/new", "plot-new");
        page.fill("#name", "新地块-" + look.name());
        page.selectOption(
            "#cooperative", new com.microsoft.playwright.options.SelectOption().setIndex(1));
        page.fill("#outline", ring(0.0003, 0.0003));
        page.click("main button.go");
        page.waitForSelector(".errors");
        assertThat(page.textContent(".errors")).contains("测试地块-0");
        visit.forgetComplaints();
        visit.inspect("plot-overlap");
        page.fill("#outline", ring(0, row++ * 0.0012));
        page.click("main button.go");
        page.waitForSelector("#plan");
        page.selectOption("#grown", "navel-orange/newhall");
        page.fill("#target", "2000");
        page.click("form[action$='/seasons'] button");
        page.waitForSelector("a[href*='task=summer-protection']");
        page.click(".section details summary");
        page.fill("#day", "2026-01-15");
        page.fill("#laboratory", "测试站");
        page.fill("#ph", "5.6");
        page.fill("#organic", "18.2");
        page.fill("#nitrogen", "90");
        page.fill("#phosphorus", "10");
        page.fill("#potassium", "100");
        page.click("form[action$='/soil'] button");
        page.waitForSelector("text=20.8");
        page.click("a[href*='task=summer-protection']");
        page.waitForSelector("#dose");
        visit.inspect("work-form");
        page.fill("#day", java.time.Year.now(org.yutang.kernel.BusinessDay.ZONE) + "-02-01");
        page.selectOption("#input", "carbofuran");
        page.fill("#dose", "5");
        page.click("main button.go");
        page.waitForSelector("#even");
        visit.forgetComplaints();
        visit.inspect("work-refused");
        page.check("#even");
        page.click("main button.go");
        page.waitForSelector(".tag.bad");
        visit.inspect("plot");
      }
    browsing.expectNoProblems();
  }

  private String ring(double east, double north) {
    StringBuilder text = new StringBuilder("[");
    for (Outline.Corner corner : corners(east, north))
      text.append(text.length() > 1 ? "," : "")
          .append("[")
          .append(corner.lng())
          .append(",")
          .append(corner.lat())
          .append("]");
    return text + "]";
  }
}
