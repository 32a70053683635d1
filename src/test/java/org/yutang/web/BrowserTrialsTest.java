package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// An officer tries a changed definition: a slip, what it would cost, and that nothing that was
/// decided comes out differently.
@Tag("slow")
class BrowserTrialsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500242");
  private static final String TRIAL = "/programmes/breadwinners-insurance/trial";
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;

  private Browsing browsing;
  private InsuredCounty county;
  private String officer = "";

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    officer = "trial-" + UUID.randomUUID().toString().substring(0, 8);
    county.account(officer, "测试专员", Role.FUND_OFFICER, COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aChangeIsTriedBeforeItHolds() {
    String simulation;
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate("/programmes/breadwinners-insurance");
      page.click("a[href='" + TRIAL + "']");
      page.waitForLoadState();
      assertThat(page.textContent("main")).contains("先试再改");
      String today = page.inputValue("#definition");
      assertThat(today).contains("breadwinners-insurance");
      page.fill("#definition", today.replace("age >= 18", "agee >= 18"));
      page.click("button[value=simulate]");
      page.waitForSelector(".errors");
      assertThat(page.textContent(".errors")).contains("行", "agee");
      assertThat(page.inputValue("#definition")).contains("agee >= 18");
      visit.forgetComplaints();
      visit.inspect("trial-wrong");
      page.fill("#definition", today.replace("age >= 18", "age >= 90"));
      page.fill("#place", COUNTY.text());
      page.click("button[value=simulate]");
      page.waitForURL("**/jobs/**");
      page.waitForSelector("#failed");
      assertThat(page.textContent("main")).contains("人可以参保", "18–60 周岁");
      simulation = page.url().replaceFirst(".*(/jobs/)", "$1");
      page.navigate(TRIAL);
      page.fill("#place", COUNTY.text());
      page.click("button[value=replay]");
      page.waitForURL("**/jobs/**");
      page.waitForSelector("#result");
      assertThat(page.textContent("main")).contains("没有不同");
    }
    everyLook(simulation);
    browsing.expectNoProblems();
  }

  private void everyLook(String simulation) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(officer, InsuredCounty.PASSWORD);
        visit.open(TRIAL, "trial");
        visit.open(simulation, "trial-simulation");
      }
  }
}
