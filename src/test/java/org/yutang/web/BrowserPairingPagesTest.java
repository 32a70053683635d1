package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
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
import org.yutang.giving.Gifts;
import org.yutang.giving.PairingHouse;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Cases;
import org.yutang.register.PersonId;

/// Both sides of a pairing on their pages: the donor's phone, the county's desk and the woman's own
/// link. People are made up.
@Tag("slow")
class BrowserPairingPagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-510821");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Gifts gifts;
  @Autowired Cases cases;

  private PairingHouse house;
  private Browsing browsing;
  private String officer = "";
  private String county = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    house = new PairingHouse(beans, COUNTY);
    house.empty();
    InsuredCounty insured = new InsuredCounty(beans, COUNTY);
    String run = UUID.randomUUID().toString().substring(0, 8);
    officer = insured.account("pair-o-" + run, "测试专员", Role.FUND_OFFICER, new PlaceCode("CN"));
    county = insured.account("pair-c-" + run, "测试县干部", Role.COUNTY_OFFICER, COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aMessageGoesFromADonorThroughAnOfficerToAWomanWhomTheDonorNeverSees() {
    List<PersonId> women = house.women(AddedCover.FEWEST_NAMED);
    try (Browsing.Visit donor = browsing.visit(PHONE, true)) {
      give(donor);
    }
    PersonId woman =
        women.stream().filter(each -> house.of(each).pairs() == 1).findFirst().orElseThrow();
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(county, InsuredCounty.PASSWORD);
      visit.open("/people/" + woman, "pairing-person-before");
      assertThat(page.textContent("main")).contains("50.00").doesNotContain("愿你平安");
      assertThat(page.isVisible("a[href*='/cases/form?kind=test-pairing/illness']"))
          .as("what rests on her cover")
          .isTrue();
      letThrough();
      page.reload();
      assertThat(page.textContent("main")).contains("愿你平安", "过路人");
      page.click("summary:has-text('不再参加')");
      page.fill("input[name=note]", "迁出本县");
      visit.inspect("pairing-person");
      page.click("button:has-text('结束参加')");
      page.waitForURL("**note=left");
      assertThat(page.textContent("main")).doesNotContain("愿你平安");
    }
    house.delivered();
    assertThat(house.of(woman).pairs()).isZero();
    browsing.expectNoProblems();
  }

  private void give(Browsing.Visit donor) {
    Page page = donor.page;
    donor.open("/projects/" + PairingHouse.PROJECT + "/give", "pairing-give");
    assertThat(page.textContent("main")).contains("为一位参加保险的女性增加", "50.00");
    page.fill("#amount", "6.66");
    page.fill("#name", "过路人");
    page.fill("#message", "愿你平安");
    page.click("#give button");
    page.waitForURL("**/gifts/yg_*/*");
    page.click("#status a.go");
    page.waitForURL("**/pay/sandbox/**");
    page.click("button[value=pay]");
    page.waitForURL("**/gifts/yg_*/*");
    page.waitForSelector("#status a[href$='/receipt']");
    house.delivered();
    page.reload();
    page.waitForSelector("[data-proof-when=verified]:not([hidden])");
    donor.inspect("pairing-gift");
    assertThat(page.textContent("main")).contains("一位女性", "一对一保障中", "不显示她的姓名");
  }

  private void letThrough() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(officer, InsuredCounty.PASSWORD);
      visit.page.navigate("/gift-messages");
      visit.page.click("li:has-text('愿你平安') button[value=publish]");
      visit.page.waitForURL("**note=message-decided");
      visit.open("/programmes/" + PairingHouse.RULES.text(), "pairing-programme");
      assertThat(visit.page.textContent("main")).contains("参加爱心配对", "爱心增加的保障");
    }
  }

  @Test
  void everyPageIsSoundInEveryLook() {
    PersonId woman = house.women(1).getFirst();
    Gifts.Given given = house.paid(house.gift(500, "愿你早日康复，家里一切都好"));
    gifts.moderate(house.officer, given.gift(), true);
    house.fund(100_000);
    UUID used = house.ill(woman, "severe").id();
    house.delivered();
    String link = cases.invite(house.countyOfficer, PairingHouse.RULES, "illness", woman);
    for (Browsing.Look look : Browsing.Look.ALL) {
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/gifts/" + given.link(), "pairing-look-donor");
        visit.open("/gifts/" + given.link() + "/" + given.gift(), "pairing-look-gift");
        visit.open("/projects/" + PairingHouse.PROJECT + "/give", "pairing-look-give");
        visit.open("/apply/" + link, "pairing-look-apply");
        assertThat(visit.page.textContent("main")).contains("愿你早日康复");
      }
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(county, InsuredCounty.PASSWORD);
        visit.open("/people/" + woman, "pairing-look-person");
        visit.open("/cases/" + used, "pairing-look-case");
        visit.open("/programmes/women-insurance", "pairing-look-women");
      }
    }
    browsing.expectNoProblems();
  }
}
