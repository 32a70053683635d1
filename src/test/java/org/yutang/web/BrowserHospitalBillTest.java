package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;
import org.yutang.store.HouseSettings;

/// A hospital bill on its way: written on a phone in the village, decided by two at the insurer's
/// because much is due; another granted for less, and appealed.
@Tag("slow")
class BrowserHospitalBillTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500231");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired HouseSettings settings;
  @TempDir Path folder;

  private Browsing browsing;
  private String cadre = "";
  private String first = "";
  private String second = "";
  private List<PersonId> people = List.of();

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    settings.put("payment.provider", "SANDBOX");
    InsuredCounty county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    county.fundInsurer(40_000_00);
    people = county.covered();
    String run = UUID.randomUUID().toString().substring(0, 8);
    PlaceCode china = new PlaceCode("CN");
    cadre = county.account("cadre-" + run, "测试村干部", Role.VILLAGE_CADRE, COUNTY);
    first = county.account("first-" + run, "初审员", Role.INSURER, china);
    second = county.account("second-" + run, "复核员", Role.INSURER, china);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aBillIsDecidedByTwoAndAnotherGrantedForLessAndAppealed() throws Exception {
    String large = file(people.get(0), "B-1001", "72376.39", "46241.02");
    String small = file(people.get(1), "B-1002", "9000.00", "6500.00");
    decide(large, small);
    agree(large);
    appeal(small);
    everyPageInEveryLook(large, small);
    browsing.expectNoProblems();
  }

  private String file(PersonId person, String bill, String total, String own) throws IOException {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate("/people/" + person);
      page.click("a[href*='/cases/form?kind=breadwinners-insurance/hospital-bill']");
      page.fill("#a-hospital", "丰都县人民医院");
      page.fill("#a-admitted", InsuredCounty.admitted().toString());
      page.fill("#a-discharged", BusinessDay.of(Instant.now()).toString());
      page.fill("#a-bill_number", bill);
      page.fill("#a-total", own);
      page.fill("#a-own_share", total); // the wrong way round
      page.setInputFiles("#upload-bill", photo(bill + ".jpg"));
      page.check("input[name=how][value=spoken]");
      page.fill("#witness", "李某");
      page.fill("#payeeName", "张三");
      page.fill("#payeeAccount", "6222020200000001234");
      page.click("button[value=file]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      assertThat(page.textContent(".errors")).contains("不超过总费用");
      visit.inspect("bill-form-wrong");
      page.fill("#a-total", total);
      page.fill("#a-own_share", own);
      page.click("button[value=file]");
      page.waitForURL("**note=case-file**");
      visit.inspect("bill-filed");
      return page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
    }
  }

  private void decide(String large, String small) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(first, InsuredCounty.PASSWORD);
      visit.open("/cases?wait=me&place=" + COUNTY, "bills-queue");
      page.navigate(large);
      assertThat(page.textContent("main")).contains("32,805.77", "剩 5 个工作日", "须两人同意");
      visit.inspect("bill-to-decide");
      page.fill("#note", "票据看不清");
      page.click("button[value=reject]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      assertThat(page.textContent(".errors")).contains("理由");
      visit.inspect("bill-decision-wrong");
      page.fill("#note", "");
      page.click("button[value=pass]");
      page.waitForURL("**note=case-pass**");
      page.navigate(small);
      page.fill("#counted", "4500.00");
      page.selectOption("#reason", "outside-the-rules");
      page.fill("#note", "自费药不在范围");
      page.click("button[value=pass]");
      page.waitForURL("**note=case-pass**");
      until(page, small, "已完成");
      assertThat(page.textContent("main")).contains("1,500.00", "不在保障范围", "不予计入");
      visit.inspect("bill-granted-for-less");
    }
  }

  private void agree(String large) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(second, InsuredCounty.PASSWORD);
      page.navigate("/");
      page.click("a[href='/cases?wait=me&todo=agreed-by-others']");
      visit.inspect("bills-second");
      page.navigate(large);
      visit.inspect("bill-second");
      page.click("button[value=agree]");
      page.waitForURL("**note=case-agree**");
      until(page, large, "已完成");
    }
  }

  private void appeal(String small) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate(small);
      page.fill("#note", "已补拍清楚的票据");
      page.click("button[value=appeal]");
      page.waitForURL("**note=case-appeal**");
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(second, InsuredCounty.PASSWORD);
      page.navigate(small);
      visit.inspect("bill-appealed");
      page.click("button[value=pass]");
      page.waitForURL("**note=case-pass**");
      until(page, small, "3,000.00");
    }
  }

  private static void until(Page page, String address, String said) {
    page.navigate(address);
    for (int i = 0; i < 100 && !page.textContent("main").contains(said); i++) {
      page.waitForTimeout(200);
      page.navigate(address);
    }
    assertThat(page.textContent("main")).contains(said);
  }

  private void everyPageInEveryLook(String large, String small) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(second, InsuredCounty.PASSWORD);
        visit.open("/cases?kind=breadwinners-insurance/hospital-bill", "bills");
        visit.open("/cases?todo=waits-for-money", "bills-none");
        visit.open(large, "bill-paid");
        visit.open(small, "bill-paid-twice");
      }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(cadre, InsuredCounty.PASSWORD);
        visit.open(
            "/cases/form?kind=breadwinners-insurance/hospital-bill&person=" + people.get(2),
            "bill-form");
      }
  }

  /// A made-up bill.
  private Path photo(String name) throws IOException {
    BufferedImage image = new BufferedImage(900, 640, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(250, 246, 232));
    pen.fillRect(0, 0, 900, 640);
    pen.setColor(Color.DARK_GRAY);
    for (int row = 0; row < 12; row++) pen.drawLine(60, 90 + row * 40, 840, 90 + row * 40);
    pen.drawRect(40, 40, 820, 560);
    pen.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(image, "jpg", file.toFile());
    return file;
  }
}
