package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// The whole way of a county through a browser: log in, import, put money into the fund, enrol,
/// look at a person and at the proof; then every page in every look.
@Tag("slow")
class BrowserInsidePagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500229");
  private static final String PASSWORD = "four words are long";
  private static final String PROGRAMME = "/programmes/breadwinners-insurance";
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired Accounts accounts;
  @Autowired Register register;
  @TempDir Path folder;

  private Browsing browsing;
  private String admin = "";
  private String officer = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    String run = UUID.randomUUID().toString().substring(0, 8);
    admin = account("admin-" + run, "测试管理员", Role.ADMINISTRATOR, PlaceCode.WORLD);
    officer = account("officer-" + run, "测试专员", Role.FUND_OFFICER, new PlaceCode("CN"));
    accounts.grant(
        Actor.SYSTEM,
        accounts.find(officer).orElseThrow().id(),
        new Grant(Role.COUNTY_OFFICER, COUNTY),
        Optional.empty());
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aCountyIsImportedEnrolledExplainedAndProven() throws Exception {
    importCounty();
    enrolByKeyboard();
    String person = lookAtPerson();
    everyPageInEveryLook(person);
    withoutScript(person);
    browsing.expectNoProblems();
  }

  private void importCounty() throws Exception {
    List<PlaceCode> towns =
        register
            .children(COUNTY, PlaceQuery.all(new org.yutang.kernel.Page.Wanted(1, 8)))
            .items()
            .stream()
            .map(entry -> entry.place().code())
            .toList();
    Path csv =
        Files.writeString(
            folder.resolve("城口县名册.csv"),
            SmallCounty.csv(COUNTY, towns, 60, 3) + "\n".repeat(2 << 20),
            StandardCharsets.UTF_8);
    Path mapping = Files.writeString(folder.resolve("mapping.yaml"), SmallCounty.MAPPING);
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            SmallCounty.MAPPING.replace("row['size']", "row['size'"));
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(admin, PASSWORD);
      visit.open("/imports", "imports-empty");
      page.setInputFiles("#upload", csv);
      page.setInputFiles("#mappingFile", broken);
      page.click("main button.go");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("imports-mapping-wrong");
      assertThat(page.inputValue("#mapping")).contains("kind: register");
      page.setInputFiles("#mappingFile", mapping);
      page.click("main button.go");
      page.waitForSelector("form[action$=confirmation]");
      visit.inspect("import-preview");
      page.click("form[action$=confirmation] button");
      page.waitForSelector("a[href$='errors.csv']");
      visit.inspect("import-done");
    }
  }

  private void enrolByKeyboard() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      page.navigate("/login?next=" + PROGRAMME);
      type(page, "#name", officer);
      type(page, "#password", PASSWORD);
      page.keyboard().press("Enter");
      page.waitForURL("**" + PROGRAMME);
      visit.inspect("programme-fresh");
      type(page, "#amount", "一百万");
      type(page, "#label", "测试拨款");
      page.keyboard().press("Enter");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("programme-wrong-amount");
      assertThat(page.inputValue("#label")).isEqualTo("测试拨款");
      type(page, "#amount", "3,000.00");
      page.keyboard().press("Enter");
      page.waitForURL("**note=granted**");
      type(page, "#county", COUNTY.text());
      page.keyboard().press("Enter");
      page.waitForURL("**/enrol?**");
      visit.inspect("enrol");
      focus(page, "main form button");
      page.keyboard().press("Enter");
      page.waitForURL("**/jobs/**");
      page.waitForSelector(".lead");
      visit.inspect("job-enrolled");
    }
  }

  /// Moves with the Tab key until the element has the focus, then types over what it holds.
  private static void type(Page page, String selector, String text) {
    focus(page, selector);
    page.keyboard().press("ControlOrMeta+a");
    page.keyboard().type(text);
  }

  private static void focus(Page page, String selector) {
    for (int i = 0; i < 80; i++) {
      if ((Boolean)
          page.evaluate(
              "selector => document.activeElement === document.querySelector(selector)", selector))
        return;
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the keyboard does not reach " + selector);
  }

  private String lookAtPerson() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, PASSWORD);
      page.navigate(PROGRAMME + "/enrolments?place=" + COUNTY + "&state=covered");
      page.click("tbody th a");
      page.waitForSelector("[data-proof-state=verified]");
      visit.inspect("person-insured");
      page.click("summary:has-text('证件号')");
      page.fill("#reason", "核对参保资格");
      page.click("form[action$=reveal] button");
      page.waitForSelector(".note.warn");
      visit.inspect("person-revealed");
      return page.url().replaceFirst(".*(/people/[^/?]+).*", "$1");
    }
  }

  private void everyPageInEveryLook(String person) {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(officer, PASSWORD);
        visit.open("/", "home");
        visit.open("/places/CN", "country");
        visit.open("/places/CN/counties?poor=yes&delisted=2020", "counties");
        visit.open("/places/" + COUNTY, "county");
        visit.open("/places/" + COUNTY + "/households", "households");
        visit.open("/people?place=" + COUNTY + "&sort=-age", "people");
        visit.open("/people?q=nobody-of-that-name", "people-none");
        visit.open("/programmes", "programmes");
        visit.open(PROGRAMME, "programme");
        visit.open(PROGRAMME + "/enrolments?place=" + COUNTY, "enrolments");
        visit.open("/ledger?q=顶梁柱&sort=-balance", "ledger");
        visit.page.click("tbody th a");
        visit.inspect("statement");
        visit.page.click("tbody th a");
        visit.inspect("transfer");
        visit.open("/jobs?state=done&sort=ended", "jobs");
        visit.open("/imports?state=failed", "imports");
        visit.open("/account", "account-own");
        visit.page.navigate(person);
        visit.page.waitForSelector("[data-proof-state=verified]");
        visit.inspect("person");
        visit.page.click(".title a[href^='/households/']");
        visit.inspect("household");
      }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(admin, PASSWORD);
        visit.open("/accounts?sort=-created", "accounts");
        visit.open("/accounts/new", "account-new");
        visit.open("/accounts/" + accounts.find(officer).orElseThrow().id(), "account");
        visit.open("/audit?sort=at", "audit");
      }
  }

  private void withoutScript(String person) {
    try (Browsing.Visit visit = browsing.visit(DESK, false)) {
      visit.login(officer, PASSWORD);
      visit.page.navigate(person);
      assertThat(visit.page.textContent("main")).contains("为什么参保", "没有运行脚本", "下载凭证");
      visit.page.click("details.menu summary");
      visit.page.click("form[action='/logout'] button");
      visit.page.waitForURL(url -> url.endsWith("/"));
      assertThat(visit.page.textContent("header")).contains("登录");
    }
  }

  private String account(String name, String displayName, Role role, PlaceCode place) {
    UUID id = UUID.randomUUID();
    accounts.create(Actor.SYSTEM, id, name, displayName, place, Optional.of(PASSWORD));
    accounts.grant(Actor.SYSTEM, id, new Grant(role, place), Optional.empty());
    return name;
  }
}
