package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.supply.SupplyHouse;

/// A grower's harvest is weighed in, sorted, packed, shipped, received and sold, on the desk and on
/// a phone.
class BrowserSupplyTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450330");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @TempDir Path folder;

  private Browsing browsing;
  private SupplyHouse house;
  private String keeper = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    house = new SupplyHouse(beans, COUNTY, 1);
    keeper =
        new InsuredCounty(beans, COUNTY)
            .account(
                "keep-" + UUID.randomUUID().toString().substring(0, 8),
                "测试分拣员",
                Role.KEEPER,
                COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  private Path line() throws IOException {
    return Files.write(
        folder.resolve("line-" + UUID.randomUUID() + ".csv"), SupplyHouse.line(30, 10, 5));
  }

  @Test
  void fromTheWeighInToTheBuyer() throws IOException {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        Page page = visit.page;
        visit.login(keeper, InsuredCounty.PASSWORD);
        visit.open("/supply", "supply");
        weighIn(visit, page);
        String lot = page.url().replaceAll("[?].*", "");
        grade(visit, page);
        page.navigate(lot);
        visit.inspect("supply-lot");
        pack(visit, page);
        ship(visit, page);
        visit.open("/supply/sites/" + house.store.id(), "supply-store");
      }
    browsing.expectNoProblems();
  }

  private void weighIn(Browsing.Visit visit, Page page) {
    visit.open("/supply/sites/" + house.point.id(), "supply-site");
    page.click("a[href$='/weigh-in']");
    visit.inspect("supply-which-plot");
    page.click("table a");
    page.fill("#mass", "0");
    page.click("main button.go");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    page.fill("#mass", "10");
    visit.inspect("supply-weigh-in");
    page.click("main button.go");
    page.waitForSelector("h1:has-text('-')");
    assertThat(page.textContent("main")).containsAnyOf("10 公斤", "10 kg");
  }

  private void grade(Browsing.Visit visit, Page page) throws IOException {
    page.click("a[href*='/grade?']");
    page.setInputFiles("#file", line());
    visit.inspect("supply-grade");
    page.click("main button.go");
    page.waitForSelector(".timeline table");
    assertThat(page.textContent(".timeline")).containsAnyOf("6 公斤", "6 kg");
  }

  private void pack(Browsing.Visit visit, Page page) {
    page.click(".timeline .made a >> nth=0");
    page.click("a[href*='/pack?']");
    page.fill("#mass", "50");
    page.fill("#boxes", "2");
    page.click("main button.go");
    page.waitForSelector(".errors");
    assertThat(page.textContent(".errors")).contains("100");
    visit.forgetComplaints();
    page.fill("#mass", "0.1");
    page.click("main button.go");
    page.waitForSelector(".note.ok, .timeline .mono");
  }

  private void ship(Browsing.Visit visit, Page page) {
    visit.open("/supply/sites/" + house.point.id() + "/merge", "supply-merge");
    visit.open("/supply/sites/" + house.point.id() + "/ship", "supply-ship");
    page.selectOption("#to", new SelectOption().setValue("site/" + house.store.id()));
    page.check("input[name=box] >> nth=0");
    page.fill("input.short >> nth=0", "0.1");
    page.click("main button.go");
    page.waitForSelector("button:has-text('收货'), button:has-text('Receive')");
    visit.inspect("supply-shipment");
    page.fill("input.short >> nth=0", "0.09");
    page.click("main button.go");
    page.waitForSelector("h1:has-text('测试门店')");
    page.navigate(page.url().replaceAll("[?].*", "") + "/ship");
    page.selectOption("#to", new SelectOption().setValue("buyer/" + house.buyer.id()));
    page.check("input[name=box] >> nth=0");
    page.click("main button.go");
    page.waitForSelector("main .note:has-text('测试食堂')");
  }
}
