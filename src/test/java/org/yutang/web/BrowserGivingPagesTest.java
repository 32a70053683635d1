package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.Sale;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// The way of a donation as a fund's officer, a merchant and everybody else see it.
@Tag("slow")
class BrowserGivingPagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500230");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Accounts accounts;
  @Autowired Giving giving;
  @TempDir Path folder;

  private final UUID project = UUID.randomUUID();
  private final UUID merchant = UUID.randomUUID();
  private InsuredCounty county;
  private Browsing browsing;
  private String officer = "";
  private String seller = "";

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    county = new InsuredCounty(beans, COUNTY);
    String run = UUID.randomUUID().toString().substring(0, 8);
    officer =
        county.account("giving-officer-" + run, "测试专员", Role.FUND_OFFICER, new PlaceCode("CN"));
    seller = county.account("seller-" + run, "测试店主", Role.MERCHANT, COUNTY);
    county.insure("6000");
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void ordersGiveAndEverybodyCanFollow() throws Exception {
    emptyProject();
    addMerchantAndPledgeByClicks();
    List<Sale.Result.Booked> sales = sell();
    String donation = sendFileAsMerchant();
    everyPageInEveryLook(sales.getFirst().sale().id(), donation);
    browsing.expectNoProblems();
  }

  private void emptyProject() {
    giving.openProject(
        county.holder(Role.FUND_OFFICER, new PlaceCode("CN")),
        new Project.New(
            project,
            new Text("奉节脐橙·每单捐一点", "A little of every orange sold"),
            new Text(
                "每卖出一箱脐橙，捐一点给顶梁柱健康保险。", "Every box of oranges gives a little to the insurance."),
            InsuredCounty.INSURANCE,
            COUNTY,
            today().minusDays(300),
            today().plusDays(60),
            Money.parse("50000", "CNY"),
            List.of(
                new Project.BudgetLine(new Text("保费", "Premiums"), Money.parse("49000", "CNY")),
                new Project.BudgetLine(new Text("管理费", "Fees"), Money.parse("1000", "CNY")))));
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.open("/projects/" + project, "project-empty");
    }
  }

  private void addMerchantAndPledgeByClicks() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate("/merchants");
      page.fill("#zh", "丰都果业合作社");
      page.fill("#en", "Fengdu Fruit Co-operative");
      page.fill("#place", "CN-999999");
      page.click("form[action='/merchants'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("merchants-wrong");
      assertThat(page.inputValue("#zh")).isEqualTo("丰都果业合作社");
      page.fill("#place", COUNTY.text());
      page.click("form[action='/merchants'] button");
      page.waitForURL("**note=merchant-added**");
      UUID made = UUID.fromString(page.url().replaceFirst(".*/merchants/([^?]+).*", "$1"));
      page.selectOption("#project", project.toString());
      page.selectOption("#kind-new", "per-mille");
      page.fill("#value-new", "15");
      page.fill("#day-new", today().minusDays(200).toString());
      page.click("form[action$='/pledges'] button");
      page.waitForURL("**note=pledged**");
      assertThat(page.textContent("main")).contains("订单金额的 15 ‰");
      visit.inspect("merchant-pledged");
      assertThat(giving.merchantName(made).en()).isEqualTo("Fengdu Fruit Co-operative");
    }
  }

  private List<Sale.Result.Booked> sell() {
    Actor fund = county.holder(Role.FUND_OFFICER, new PlaceCode("CN"));
    giving.addMerchant(fund, merchant, new Text("三峡橙园旗舰店", "Gorges Orange Store"), COUNTY);
    giving.setAccount(fund, merchant, accounts.find(seller).orElseThrow().id(), true);
    LocalDate from = today().minusDays(240);
    giving.pledge(
        fund,
        UUID.randomUUID(),
        merchant,
        project,
        new Rate.PerOrder(Money.parse("1.60", "CNY")),
        from);
    Instant first = from.plusDays(1).atStartOfDay(BusinessDay.ZONE).toInstant();
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < 700; i++)
      notices.add(
          new SaleNotice(
              "T-%05d".formatted(i),
              first.plus(i * 8L, ChronoUnit.HOURS),
              Money.fen(3000 + i * 13L % 9000),
              i % 3 == 0 ? Optional.empty() : Optional.of(COUNTY),
              Optional.empty()));
    List<Sale.Result.Booked> booked = giving.sellAll(fund, merchant, notices);
    giving.refundAll(
        fund,
        merchant,
        List.of(
            new RefundNotice(
                "R-1", "T-00005", first.plus(90, ChronoUnit.HOURS), Optional.empty())));
    return booked;
  }

  private String sendFileAsMerchant() throws Exception {
    Path csv =
        Files.writeString(
            folder.resolve("订单.csv"),
            "订单号,下单时间,金额\nF-1,%s 10:00,88.00\nF-2,%s 11:00,12.345\n"
                .formatted(today().minusDays(1), today().minusDays(1)));
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(seller, InsuredCounty.PASSWORD);
      page.navigate("/merchants");
      page.click("tbody th a");
      page.waitForURL("**/merchants/**");
      page.setInputFiles("#upload", csv);
      page.click("form[action$='/sales'] button");
      page.waitForSelector("a[href$='errors.csv']");
      visit.inspect("sales-imported");
      page.navigate("/merchants/" + merchant + "?order=F-1");
      page.click("td a[href^='/donations/']");
      page.waitForURL("**/donations/**");
      page.waitForSelector("[data-proof-state=verified]");
      return page.url().replaceFirst(".*(/donations/[^?]+).*", "$1");
    }
  }

  private void everyPageInEveryLook(UUID spent, String waiting) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/projects", "projects");
        visit.open("/projects?q=nothing-of-that-name", "projects-none");
        visit.open("/projects/" + project, "project");
        visit.page.navigate("/donations/" + spent);
        visit.page.waitForSelector("[data-proof-state=verified]");
        visit.inspect("donation");
        visit.page.navigate(waiting);
        visit.page.waitForSelector("[data-proof-state=verified]");
        visit.inspect("donation-waiting");
        visit.page.navigate("/donations?q=123");
        visit.forgetComplaints();
        visit.inspect("donations-wrong");
        visit.login(officer, InsuredCounty.PASSWORD);
        visit.open("/merchants", "merchants");
        visit.open("/merchants/" + merchant + "?refunded=yes", "merchant");
      }
  }

  private static LocalDate today() {
    return BusinessDay.of(Instant.now());
  }
}
