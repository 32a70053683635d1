package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.yutang.supply.Lot;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyHouse;
import org.yutang.trace.Gs1Key;

/// A keeper takes a device's file of temperatures and divides the stock by rules.
class BrowserStockTest extends ServerTest {

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
    keeper =
        new InsuredCounty(beans, COUNTY)
            .account(
                "stock-" + UUID.randomUUID().toString().substring(0, 8),
                "测试分拣员",
                Role.KEEPER,
                COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  private Path readings(Instant from, String third) throws IOException {
    StringBuilder csv = new StringBuilder("time,temperature\n");
    List<String> degrees = List.of("5.0", "6.2", third, "7.1");
    for (int i = 0; i < degrees.size(); i++)
      csv.append(from.plusSeconds(600L * i)).append(',').append(degrees.get(i)).append('\n');
    return Files.writeString(folder.resolve(UUID.randomUUID() + ".csv"), csv);
  }

  @Test
  void temperaturesAndAllocation() throws IOException {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        house = new SupplyHouse(beans, COUNTY, 1);
        Instant before = house.now().minusSeconds(7200);
        Lot lot = house.weighIn(0, "10", before);
        Step.Ship ship =
            new Step.Ship(
                UUID.randomUUID(),
                before,
                house.point.id(),
                house.store.id(),
                null,
                Map.of(lot.id(), SupplyHouse.kg("4")),
                List.of(),
                "");
        house.handle(ship);
        visit.login(keeper, InsuredCounty.PASSWORD);
        temperatures(visit, visit.page, ship.id(), before);
        visit.open("/supply/shipments/" + ship.id(), "supply-shipment-warm");
        visit.open("/supply/lots/" + lot.id(), "supply-lot-warm");
        allocation(visit, visit.page);
        visit.open("/trace" + lot.uri().substring(Gs1Key.HOME.length()), "trace-warm");
      }
    browsing.expectNoProblems();
  }

  private void temperatures(Browsing.Visit visit, Page page, UUID shipment, Instant from)
      throws IOException {
    page.navigate("/supply/shipments/" + shipment + "/temperatures");
    page.fill("#device", "车载-1");
    page.setInputFiles("#file", readings(from, "200"));
    page.click("main button.go");
    page.waitForSelector(".errors");
    assertThat(page.textContent(".errors")).contains("200");
    visit.forgetComplaints();
    page.setInputFiles("#file", readings(from, "14.5"));
    page.click("main button.go");
    page.waitForURL("**note=temperatures**");
    assertThat(page.textContent("main")).contains("14.5 °C").containsAnyOf("10 分钟", "10 minutes");
    visit.inspect("temperatures");
  }

  private void allocation(Browsing.Visit visit, Page page) {
    visit.open("/supply/sites/" + house.point.id() + "/allocation", "allocation-empty");
    page.selectOption("#to", new SelectOption().setValue("site/" + house.store.id()));
    page.fill("#priority", "1");
    page.fill("#share", "50");
    page.click("section[aria-labelledby=add] button");
    page.waitForURL("**note=channel-added**");
    page.selectOption("#to", new SelectOption().setValue("buyer/" + house.buyer.id()));
    page.fill("#priority", "2");
    page.fill("#share", "25");
    page.click("section[aria-labelledby=add] button");
    page.waitForSelector("section[aria-labelledby^=part] >> nth=1");
    visit.inspect("allocation");
    page.click("section[aria-labelledby^=part] button.go >> nth=0");
    page.waitForURL("**note=shipped**");
    assertThat(page.textContent("main")).containsAnyOf("3 公斤", "3 kg");
  }
}
