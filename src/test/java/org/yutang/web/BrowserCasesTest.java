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
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.CaseCall;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.PersonId;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;

/// A nomination on its way: filed with a phone, checked by the county, judged, paid, reported on,
/// and seen by everybody.
@Tag("slow")
class BrowserCasesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500233");
  private static final ProgrammeId AWARD = new ProgrammeId("test-open-award");
  private static final String KIND = "test-open-award/nomination";
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired HouseSettings settings;
  @Autowired Programmes programmes;
  @Autowired Cases cases;
  @Autowired Register register;
  @TempDir Path folder;

  private Browsing browsing;
  private InsuredCounty county;
  private String nominator = "";
  private String officer = "";
  private String fund = "";
  private String insurer = "";
  private String cadre = "";
  private List<String> judges = List.of();
  private List<PersonId> people = List.of();

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    settings.put("payment.provider", "SANDBOX");
    county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    people = county.covered();
    String run = UUID.randomUUID().toString().substring(0, 8);
    PlaceCode china = new PlaceCode("CN");
    nominator = county.account("nom-" + run, "提名人", Role.NOMINATOR, COUNTY);
    cadre = county.account("cadre-" + run, "驻村干部", Role.VILLAGE_CADRE, COUNTY);
    officer = county.account("county-" + run, "县专员", Role.COUNTY_OFFICER, COUNTY);
    fund = county.account("fund-" + run, "基金专员", Role.FUND_OFFICER, china);
    insurer = county.account("ins-" + run, "审核员", Role.INSURER, china);
    judges =
        List.of(
            county.account("judge1-" + run, "评委甲", Role.JUDGE, china),
            county.account("judge2-" + run, "评委乙", Role.JUDGE, china));
    Actor giver = county.holder(Role.FUND_OFFICER, china);
    programmes.grant(giver, AWARD, Money.fen(500_000), UUID.randomUUID(), "测试拨款");
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aNominationIsFiledCheckedJudgedPaidReportedAndSeenByEverybody() throws Exception {
    emptyPages();
    String first = file(people.get(0), "石门村小", "12");
    String second = file(people.get(1), "河口教学点", "8");
    check(first);
    passTogether();
    String panel = assign();
    for (String judge : judges) score(judge);
    close(panel);
    paid(first);
    report(first);
    String expenses = expenses();
    everyPageInEveryLook(List.of(first, second, expenses), panel);
    seenByEverybody();
    browsing.expectNoProblems();
  }

  private void emptyPages() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/calls", "calls");
        visit.open("/calls/" + AWARD.text(), "call-empty");
        visit.login(judges.getFirst(), InsuredCounty.PASSWORD);
        visit.open("/judging", "judging-none");
      }
  }

  private String file(PersonId person, String school, String years) throws IOException {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(nominator, InsuredCounty.PASSWORD);
      visit.inspect("home-nominator");
      page.navigate("/cases");
      visit.inspect("cases-nominator");
      page.click("a.go[href='/cases/new']");
      visit.inspect("case-kinds");
      page.click("a[href$='" + KIND + "']");
      page.fill("#q", "王");
      page.click("main button.go");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("case-person-wrong");
      page.fill("#q", idNumber(person));
      page.click("main button.go");
      page.waitForSelector("#a-school");
      assertThat(page.url()).contains(person.toString()).doesNotContain(idNumber(person));
      visit.inspect("case-form-empty");
      page.fill("#a-school", school);
      page.fill("#a-years_taught", "3");
      page.click("button[value=check]");
      page.waitForSelector("#verdict");
      assertThat(page.textContent("main")).contains("不符合条件", "未满五年");
      assertThat(page.inputValue("#a-school")).isEqualTo(school);
      visit.inspect("case-form-not-eligible");
      page.fill("#a-years_taught", "many");
      page.click("button[value=save]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      assertThat(page.inputValue("#a-school")).isEqualTo(school);
      assertThat(page.evaluate("document.activeElement.className")).isEqualTo("errors");
      visit.inspect("case-form-wrong");
      page.fill("#a-years_taught", years);
      page.fill("#a-phone", "13800000000");
      page.setInputFiles("#upload-certificate", photo(school));
      page.click("button[value=save]");
      page.waitForURL("**note=case-saved**");
      assertThat(page.content()).doesNotContain("13800000000");
      visit.inspect("case-form-saved");
      page.click("button[value=file]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      assertThat(page.textContent(".errors")).contains("任教学科", "事迹", "收款人姓名");
      visit.inspect("case-form-incomplete");
      page.fill("#a-subject", "语文");
      page.fill("#a-story", "二十个孩子，一所学校，十二年。\n每天走五公里山路。");
      page.fill("#payeeName", "王老师");
      page.fill("#payeeAccount", "622202020000000" + (1000 + people.indexOf(person)));
      page.focus("#payeeAccount");
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.value")).isEqualTo("file");
      page.keyboard().press("Enter");
      page.waitForURL("**note=case-file**");
      visit.inspect("case-filed");
      return page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
    }
  }

  private String idNumber(PersonId person) {
    return register
        .reveal(county.holder(Role.COUNTY_OFFICER, COUNTY), person, "a test")
        .idNumber()
        .orElseThrow();
  }

  private void check(String file) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      visit.inspect("home-county-cases");
      visit.open("/cases?wait=me", "cases-to-decide");
      page.navigate(file);
      assertThat(page.textContent("main")).contains("剩 10 个工作日", "已封存", "1,000.00");
      assertThat(page.content()).doesNotContain("13800000000");
      visit.inspect("case-to-decide");
      page.click("section button[value=reject]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("case-decision-wrong");
      page.click("summary:has-text('查看封存内容')");
      page.fill("#reveal-note", "核对电话");
      page.click("button[value=reveal]");
      page.waitForSelector("text=13800000000");
      visit.inspect("case-revealed");
      page.navigate(file);
      page.click("button[value=pass]");
      page.waitForURL("**note=case-pass**");
    }
  }

  private void passTogether() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate("/cases?kind=" + KIND + "&state=in-review");
      page.check("input[name=case] >> nth=0");
      page.click("button[value=papers]");
      page.waitForSelector("text=未动");
      visit.inspect("cases-batch-refused");
      page.click("a:has-text('返回列表')");
      page.check("input[name=case] >> nth=0");
      page.click("button[value=pass]");
      page.waitForSelector("text=已决定");
      visit.inspect("cases-batch-done");
    }
  }

  private String assign() {
    int year = programmes.get(AWARD).yearOf(BusinessDay.of(Instant.now()));
    String panel = "/panels/" + KIND + "/" + year + "/round";
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(fund, InsuredCounty.PASSWORD);
      visit.open("/programmes/" + AWARD.text(), "programme-without-cover");
      page.click("a[href='" + panel + "']");
      page.waitForSelector("#assign");
      for (var box : page.querySelectorAll("input[name=judge]")) box.uncheck();
      for (String name : List.of("评委甲", "评委乙"))
        for (var label : page.querySelectorAll("label:has-text('" + name + "') input"))
          label.check();
      page.click("button[value=assign]");
      page.waitForURL("**note=panel-assign**");
      visit.inspect("panel-assigned");
    }
    return panel;
  }

  private void score(String judge) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(judge, InsuredCounty.PASSWORD);
      visit.open("/judging", "judging");
      assertThat(page.textContent("main")).contains("已评 0 份，共 2 份");
      page.click("main .links a >> nth=0");
      page.waitForSelector("#m-teaching");
      assertThat(page.textContent("main"))
          .contains("每天走五公里山路")
          .doesNotContain("石门村小", "河口教学点", "忠县");
      page.fill("#m-teaching", "50");
      page.evaluate("document.querySelector('#m-devotion').removeAttribute('max')");
      page.fill("#m-devotion", "90");
      page.click("button[value=next]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      assertThat(page.inputValue("#m-teaching")).isEqualTo("50");
      visit.inspect("sheet-wrong");
      page.fill("#m-devotion", "30");
      page.click("button[value=next]");
      page.waitForURL("**note=sheet-next**");
      page.fill("#m-teaching", "40");
      page.fill("#m-devotion", "35");
      page.click("button[value=next]");
      page.waitForURL("**/judging?note=sheet-next**");
      visit.inspect("judging-done");
    }
  }

  private void close(String panel) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(fund, InsuredCounty.PASSWORD);
      visit.open(panel, "panel-ready");
      page.click("a[href*='confirm=yes']");
      visit.inspect("panel-confirm");
      page.click("button[value=close]");
      page.waitForURL("**note=panel-close**");
      visit.inspect("panel-closed");
    }
  }

  private void paid(String file) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(nominator, InsuredCounty.PASSWORD);
      page.navigate(file);
      for (int i = 0; i < 100 && !page.textContent("main").contains("银行已付 600.00 元"); i++) {
        page.waitForTimeout(200);
        page.navigate(file);
      }
      assertThat(page.textContent("main")).contains("已授予", "银行已付 600.00 元", "须先通过：回访");
      visit.inspect("case-granted");
    }
  }

  private void report(String file) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(nominator, InsuredCounty.PASSWORD);
      page.navigate(file);
      page.click("summary:has-text('填写报告')");
      page.click("button[value=report]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("case-report-wrong");
      page.fill("textarea[name=a-done]", "带了一个班。");
      page.check("input[name=a-still_teaching][value=true]");
      page.click("button[value=report]");
      page.waitForURL("**note=case-report**");
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      page.navigate(file);
      visit.inspect("case-report-sent");
      page.click("button[value=accept]");
      page.waitForURL("**note=case-accept**");
    }
  }

  private String expenses() {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate("/cases/new?kind=" + AWARD.text() + "/expenses");
      page.fill("#q", "测");
      page.click("main button.go");
      page.waitForSelector("#found");
      visit.inspect("case-person-found");
      page.navigate("/cases/form?kind=" + AWARD.text() + "/expenses&person=" + people.get(2));
      page.fill("#a-course", "普通话");
      page.fill("#a-began", InsuredCounty.admitted().toString());
      page.check("input[name=a-abroad][value=false]");
      page.selectOption("#a-level", "city");
      page.selectOption("#a-bill-0-service", "fee");
      page.fill("input[name=a-bill-0-quantity]", "1");
      page.fill("input[name=a-bill-0-price]", "650");
      page.check("input[name=how][value=spoken]");
      page.fill("#witness", "李某");
      page.fill("#payeeName", "张三");
      page.fill("#payeeAccount", "6222020200000007777");
      visit.inspect("case-form-lines");
      page.click("button[value=file]");
      page.waitForURL("**note=case-file**");
      String file = page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
      assertThat(page.textContent("main")).contains("500.00");
      visit.inspect("case-lines");
      return decided(file);
    }
  }

  private String decided(String file) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(insurer, InsuredCounty.PASSWORD);
      page.navigate(file);
      page.fill("#reduced", "300");
      page.fill("#note", "只认学费的一部分");
      visit.inspect("case-lines-to-decide");
      page.click("button[value=pass]");
      page.waitForURL("**note=case-pass**");
      assertThat(page.textContent("main")).contains("等待另一人复核", "300.00");
    }
    return file;
  }

  private void everyPageInEveryLook(List<String> files, String panel) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(fund, InsuredCounty.PASSWORD);
        visit.open("/", "home-fund-cases");
        visit.open("/cases", "cases");
        visit.open("/cases?state=reversed", "cases-none");
        visit.open("/programmes", "programmes-both");
        visit.open("/programmes/" + AWARD.text(), "programme-cases");
        visit.open("/programmes/rural-teacher-award", "programme-award");
        visit.open(panel, "panel-empty");
        for (int i = 0; i < files.size(); i++) visit.open(files.get(i), "case-" + i);
      }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(nominator, InsuredCounty.PASSWORD);
        visit.open("/cases/form?kind=" + KIND + "&person=" + people.get(3), "case-form");
      }
  }

  private void seenByEverybody() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/calls/" + AWARD.text(), "call");
        assertThat(visit.page.textContent("main"))
            .contains("石门村小", "语文")
            .doesNotContain("13800000000", "王老师");
      }
    int year = programmes.get(AWARD).yearOf(BusinessDay.of(Instant.now()));
    assertThat(
            cases
                .ranking(
                    county.holder(Role.FUND_OFFICER, new PlaceCode("CN")),
                    new CaseCall(AWARD, "nomination", year),
                    "round")
                .cases())
        .isEmpty();
  }

  /// A made-up certificate.
  private Path photo(String school) throws IOException {
    BufferedImage image = new BufferedImage(900, 640, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(240, 226 - Math.abs(school.hashCode() % 30), 200));
    pen.fillRect(0, 0, 900, 640);
    pen.setColor(Color.DARK_GRAY);
    for (int row = 0; row < 8; row++) pen.drawLine(120, 160 + row * 50, 780, 160 + row * 50);
    pen.drawRect(40, 40, 820, 560);
    pen.dispose();
    Path file = folder.resolve(school.hashCode() + ".jpg");
    ImageIO.write(image, "jpg", file.toFile());
    return file;
  }
}
