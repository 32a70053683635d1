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

/// A claim on its way: written on a phone in the village, decided by two at the insurer's, rejected
/// and appealed.
@Tag("slow")
class BrowserClaimPagesTest extends ServerTest {

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
  void aClaimIsFiledDecidedByTwoAndAnotherAppealed() throws Exception {
    Path bill = photo("bill.jpg");
    String large = file(people.get(0), bill, "B-1001", "72376.39", "46241.02");
    String small = file(people.get(1), bill, "B-1002", "9000.00", "4000.00");
    decide(large, small);
    agree(large);
    appeal(small);
    everyPageInEveryLook(large, small);
    browsing.expectNoProblems();
  }

  private String file(PersonId person, Path photo, String bill, String total, String own) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate("/people/" + person);
      page.click("a[href$='/claims/new']");
      page.waitForSelector("#hospital");
      page.fill("#hospital", "丰都县人民医院");
      page.fill("#admitted", InsuredCounty.admitted().toString());
      page.fill("#discharged", BusinessDay.of(Instant.now()).toString());
      page.fill("#bill", bill);
      page.fill("#total", total);
      page.fill("#own", "46241.025");
      page.click("button[value=save]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("claim-form-wrong");
      assertThat(page.inputValue("#hospital")).isEqualTo("丰都县人民医院");
      page.fill("#own", own);
      page.setInputFiles("#upload", photo);
      page.click("button[value=save]");
      page.waitForURL("**note=claim-saved**");
      visit.inspect("claim-form-saved");
      page.click("button[value=file]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("claim-form-incomplete");
      page.check("input[name=how][value=spoken]");
      page.fill("#witness", "李某");
      page.fill("#payeeName", "张三");
      page.fill("#payeeAccount", "6222020200000001234");
      page.click("button[value=file]");
      page.waitForURL("**note=claim-file**");
      visit.inspect("claim-filed");
      return page.url().replaceFirst(".*(/claims/[^?]+).*", "$1");
    }
  }

  private void decide(String large, String small) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(first, InsuredCounty.PASSWORD);
      visit.open("/claims?place=" + COUNTY, "claims-queue");
      page.navigate(large);
      assertThat(page.textContent("main")).contains("32,805.77", "剩 5 个工作日");
      visit.inspect("claim-to-decide");
      page.check("input[value=reject]");
      page.click("button[value=decide]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("claim-decision-wrong");
      page.check("input[value=accept]");
      page.click("button[value=decide]");
      page.waitForURL("**note=claim-decide**");
      assertThat(page.textContent("main")).contains("待复核");
      page.navigate(small);
      page.check("input[value=reject]");
      page.fill("#note", "票据看不清");
      page.click("button[value=decide]");
      page.waitForURL("**note=claim-decide**");
    }
  }

  private void agree(String large) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(second, InsuredCounty.PASSWORD);
      page.navigate(large);
      visit.inspect("claim-second");
      page.click("button[value=agree]");
      page.waitForURL("**note=claim-agree**");
      for (int i = 0; i < 100 && !page.textContent("main").contains("已赔付"); i++) {
        page.waitForTimeout(200);
        page.navigate(large);
      }
      assertThat(page.textContent("main")).contains("已赔付", "银行已付");
    }
  }

  private void appeal(String small) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate(small);
      visit.inspect("claim-rejected");
      page.fill("#note", "已补拍清楚的票据");
      page.click("button[value=appeal]");
      page.waitForURL("**note=claim-appeal**");
    }
  }

  private void everyPageInEveryLook(String large, String small) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(second, InsuredCounty.PASSWORD);
        visit.open("/claims", "claims");
        visit.open("/claims?state=withdrawn", "claims-none");
        visit.open(large, "claim-paid");
        visit.open(small, "claim-appealed");
      }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(cadre, InsuredCounty.PASSWORD);
        visit.open("/people/" + people.get(2) + "/claims/new", "claim-form");
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
