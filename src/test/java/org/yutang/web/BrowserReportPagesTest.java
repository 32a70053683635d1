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

/// The yearly report as everybody sees it, and published figures as a fund officer enters them.
@Tag("slow")
class BrowserReportPagesTest extends ServerTest {

  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;

  private Browsing browsing;
  private ReportedYear reported;
  private String officer = "";

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    reported = new ReportedYear(beans, new PlaceCode("CN-500233"));
    officer =
        reported
            .county()
            .account(
                "figures-" + UUID.randomUUID(), "测试专员", Role.FUND_OFFICER, new PlaceCode("CN"));
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void figuresAreEnteredAndTheYearIsTold() throws Exception {
    String report = "/reports/breadwinners-insurance/" + reported.year();
    try (Browsing.Visit visit = browsing.visit(DESK, false)) {
      visit.page.navigate("/reports/breadwinners-insurance/2016");
      assertThat(visit.page.textContent("main")).contains("2016");
      visit.forgetComplaints();
    }
    reported.fill();
    enterByClicks();
    everyPageInEveryLook(report);
    browsing.expectNoProblems();
  }

  private void enterByClicks() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate("/figures");
      String id = "households-" + UUID.randomUUID().toString().substring(0, 8);
      page.fill("#id", id);
      page.fill("#name-zh", "参保户数");
      page.fill("#name-en", "Households insured");
      page.selectOption("#unit", "households");
      page.click("form[action='/figures/indicators'] button");
      page.waitForURL("**note=indicator-added**");
      page.selectOption("#indicator", id);
      page.fill("#value", "1178000");
      page.fill("#day", "2018-06-30");
      page.fill("#zh", "项目公开报告");
      page.fill("#en", "Public report");
      page.fill("#url", "javascript:alert(1)");
      page.click("form[action='/figures'][method=post] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("figures-wrong");
      assertThat(page.inputValue("#value")).isEqualTo("1178000");
      page.fill("#url", "https://example.org/2018");
      page.click("form[action='/figures'][method=post] button");
      page.waitForURL("**note=figure-entered**");
      page.click("td a[href*='replaces=1']");
      page.waitForURL("**replaces=1**");
      page.fill("#value", "1178001");
      page.click("form[action='/figures'][method=post] button");
      page.waitForURL("**note=figure-entered**");
      assertThat(page.textContent("main")).contains("1,178,000", "1,178,001", "已更正");
      visit.inspect("figures-corrected");
    }
  }

  private void everyPageInEveryLook(String report) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/reports", "reports");
        visit.open(report, "report");
        visit.open("/reports/breadwinners-insurance/2019", "report-empty");
        visit.open(report + "/donations", "report-donations");
        visit.open(report + "/refunds", "report-refunds");
        visit.open("/figures?all=yes", "figures");
      }
  }
}
