package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.supply.Lot;
import org.yutang.supply.SupplyHouse;
import org.yutang.trace.Gs1Key;

/// Honey is sampled, analysed, certified and sold until nothing of the certificate is left.
class BrowserCertificatesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451027");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;

  private Browsing browsing;
  private SupplyHouse house;
  private int honey;
  private String officer = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    house = new SupplyHouse(beans, COUNTY, 0);
    honey = house.addPlot("honey", "wild-flower");
    officer =
        new InsuredCounty(beans, COUNTY)
            .account(
                "officer-" + UUID.randomUUID().toString().substring(0, 8),
                "测试干部",
                Role.COUNTY_OFFICER,
                COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fromTheSampleToTheLastCertifiedKilogram() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        Page page = visit.page;
        visit.login(officer, InsuredCounty.PASSWORD);
        Lot lot = house.weighIn(honey, "100", house.now().minusSeconds(3600));
        sample(visit, page, lot);
        analyse(visit, page);
        certify(visit, page);
        String certificate = page.url().replaceAll("[?].*", "");
        house.handle(house.toBuyer(house.point, Map.of(lot.id(), SupplyHouse.kg("60")), List.of()));
        page.reload();
        assertThat(page.textContent("main")).containsAnyOf("39.5 公斤", "39.5 kg");
        visit.inspect("certificate");
        tooMuch(visit, page, lot);
        visit.open("/supply/lots/" + lot.id(), "supply-lot-certified");
        visit.open("/certificates", "certificates");
        String open = "/trace" + lot.uri().substring(Gs1Key.HOME.length());
        visit.open(open, "trace-certified");
        withdraw(visit, page, certificate);
        visit.open(open, "trace-withdrawn");
        assertThat(page.textContent("#status ~ .cols")).containsAnyOf("已撤销", "Withdrawn");
        visit.open("/standards/honey", "standard-honey");
      }
    browsing.expectNoProblems();
  }

  private void sample(Browsing.Visit visit, Page page, Lot lot) {
    page.navigate("/supply/lots/" + lot.id());
    page.click("a[href*='/sample?']");
    page.fill("#mass", "0.5");
    page.fill("#seal", "封签-" + lot.code());
    visit.inspect("supply-sample");
    page.click("main button.go");
    page.waitForURL("**note=step-done**");
    page.navigate("/certificates");
    page.click("a:has-text('封签-" + lot.code() + "')");
  }

  private void analyse(Browsing.Visit visit, Page page) {
    page.fill("#laboratory", "测试检测站（合成数据）");
    page.fill("#number", "R-1");
    SupplyHouse.pure().forEach((test, value) -> page.fill("#" + test, value));
    page.fill("#hmf", "twelve");
    visit.inspect("certificate-analyse");
    page.click("main button.go");
    page.waitForSelector(".errors");
    visit.forgetComplaints();
    page.fill("#hmf", "12.4");
    page.click("main button.go");
    page.waitForSelector("#certify");
  }

  private void certify(Browsing.Visit visit, Page page) {
    page.fill("main form #number", "C-" + UUID.randomUUID().toString().substring(0, 8));
    page.fill("#until", house.today().plusYears(1).toString());
    visit.inspect("certificate-certify");
    page.click("main button.go");
    page.waitForSelector("button.danger");
  }

  private void tooMuch(Browsing.Visit visit, Page page, Lot lot) {
    page.navigate("/supply/lots/" + lot.id() + "/count?site=" + house.point.id());
    page.fill("#mass", "40");
    page.click("main button.go");
    page.waitForURL("**note=step-done**");
    page.navigate("/supply/sites/" + house.point.id() + "/ship");
    page.selectOption("#to", "buyer/" + house.buyer.id());
    page.fill("input[name='lot-" + lot.id() + "']", "40");
    page.click("main button.go");
    page.waitForSelector(".errors");
    assertThat(page.textContent(".errors")).contains("39.5");
    visit.forgetComplaints();
  }

  private void withdraw(Browsing.Visit visit, Page page, String certificate) {
    page.navigate(certificate);
    page.fill("#reason", "样品与封签不符（合成数据）");
    page.click("button.danger");
    page.waitForSelector(".note.bad");
    visit.inspect("certificate-withdrawn");
  }
}
