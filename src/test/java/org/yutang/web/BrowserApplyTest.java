package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.People;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Ruling;
import org.yutang.programme.Sample;
import org.yutang.programme.SampleHouse;
import org.yutang.programme.VolunteerHouse;
import org.yutang.programme.Volunteers;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// Somebody applies with a phone and a link, without an account; things are sent and received, and
/// minutes written down, on the page of a case.
@Tag("slow")
class BrowserApplyTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500241");
  private static final ProgrammeId GIFTS = new ProgrammeId("gifts-in-kind");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired HouseSettings settings;
  @Autowired Programmes programmes;
  @Autowired Cases cases;
  @Autowired Register register;
  @Autowired JdbcClient sql;
  @Autowired Outbox outbox;
  @TempDir Path folder;

  private Browsing browsing;
  private InsuredCounty county;
  private Actor officer;
  private PersonId pupil;
  private LocalDate today;

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    settings.put("payment.provider", "SANDBOX");
    county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    officer = county.holder(Role.COUNTY_OFFICER, COUNTY);
    today = BusinessDay.of(java.time.Instant.now());
    PlaceCode village =
        register
            .children(COUNTY, PlaceQuery.all(new org.yutang.kernel.Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    People people = new People(sql, COUNTY);
    pupil = people.add(village, today.minusYears(10), PovertyStatus.REGISTERED);
    people.save();
    Actor giver = county.holder(Role.FUND_OFFICER, new PlaceCode("CN"));
    programmes.grant(giver, GIFTS, Money.fen(100_000), UUID.randomUUID(), "测试拨款");
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aPupilAppliesByALinkAndSeesTheMoneyCome() throws Exception {
    // who gives out a link does not decide what comes of it
    Actor colleague = county.holder(Role.COUNTY_OFFICER, COUNTY);
    String link = "/apply/" + cases.invite(colleague, GIFTS, "study-grant", pupil);
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.open(link, "apply");
      page.click("button[value=file]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("apply-errors");
      page.fill("#a-school", "石门小学");
      page.fill("#a-grade", "4");
      page.click("button[value=check]");
      page.waitForSelector("#verdict");
      assertThat(page.inputValue("#a-school")).isEqualTo("石门小学");
      page.setInputFiles("#upload-enrolment", photo("enrolment"));
      page.fill("#payeeName", "张三");
      page.fill("#payeeAccount", "6222020200000001234");
      page.click("button[value=file]");
      page.waitForSelector(".way");
      visit.inspect("apply-filed");
      Case filed = cases.own(cases.applicant(link.substring(7))).getFirst();
      cases.decide(officer, filed.id(), filed.version(), Ruling.Pass.whole(), today);
      delivered();
      visit.open(link, "apply-granted");
      assertThat(page.textContent("main")).contains("250.00").doesNotContain("张三", "web.");
      page.click("summary");
      page.check("input[name=a-enrolled][value=true]");
      page.click("button[value=report]");
      page.waitForSelector(".note, [role=status]");
      visit.inspect("apply-reported");
      page.navigate("/apply/nonsense");
      visit.forgetComplaints(); // the browser tells of the 404
      visit.inspect("apply-bad-link");
    }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open(link, "apply-again");
      }
    browsing.expectNoProblems();
  }

  @Test
  void aSecondTermIsAppliedForBehindTheSameLink() throws Exception {
    SampleHouse house =
        new SampleHouse(
            beans,
            Sample.of("women-insurance", "senior-high-term"),
            new PlaceCode("CN-42"),
            today.getYear());
    Actor issuer =
        new Actor(
            UUID.randomUUID(), "test", Set.of(new Grant(Role.COUNTY_OFFICER, house.county())));
    String link =
        "/apply/"
            + cases.invite(issuer, house.programme().id(), house.kind().name(), house.person());
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      page.navigate(link);
      applyForTerm(page, "first");
      assertThat(page.querySelectorAll("section[aria-labelledby=others] li")).isEmpty();
      page.click("a[href$='case=new']");
      applyForTerm(page, "first");
      page.waitForSelector(".errors");
      visit.forgetComplaints(); // the same term once more
      page.navigate(link + "?case=new");
      applyForTerm(page, "second");
      visit.inspect("apply-two");
      assertThat(page.querySelectorAll("section[aria-labelledby=others] li")).isNotEmpty();
      page.navigate(link + "?case=" + UUID.randomUUID());
      visit.forgetComplaints();
      assertThat(page.textContent("main")).doesNotContain("所在学校");
    }
    assertThat(
            cases.own(cases.applicant(link.substring(7))).stream()
                .filter(each -> each.state() == Case.State.IN_REVIEW)
                .map(each -> each.answers().get("term")))
        .containsExactlyInAnyOrder("first", "second");
    browsing.expectNoProblems();
  }

  @Test
  void aVolunteersStepsThatCannotBeAreRefusedOnThePage() {
    VolunteerHouse house = new VolunteerHouse(beans, new PlaceCode("CN-36"));
    VolunteerHouse.Volunteer volunteer = house.volunteer(List.of("web"), 6);
    Volunteers volunteers = beans.getBean(Volunteers.class);
    for (int i = 0; i < 2; i++) {
      VolunteerHouse.Need need = house.need(List.of("web"), 4);
      volunteers.invite(need.filer(), need.id(), volunteer.id());
      if (i == 0) volunteers.answer(volunteer.applicant(), need.id(), true);
    }
    String link = "/apply/" + volunteer.link();
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      page.navigate(link);
      page.click("button[value=join]");
      page.waitForSelector(".errors");
      assertThat(page.textContent(".errors")).contains("还有 2 小时", "需要 4 小时");
      visit.forgetComplaints();
      visit.inspect("apply-too-few-hours");
      page.navigate(link);
      page.click("summary:has-text('工时')");
      page.evaluate("document.querySelector('input[name=log]').value = 'nothing'");
      page.click("button[value=work]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
    }
    browsing.expectNoProblems();
  }

  private void applyForTerm(Page page, String term) throws IOException {
    page.fill("#a-school", "示例中学");
    page.fill("#a-school_year", "2025");
    page.check("input[name=a-term][value=" + term + "]");
    page.check("input[name=a-grade][value=one]");
    page.setInputFiles("#upload-enrolment", photo("term-" + UUID.randomUUID()));
    page.fill("#payeeName", "示例");
    page.fill("#payeeAccount", "6222020200000001234");
    page.click("button[value=file]");
    page.waitForSelector(".way, .errors");
  }

  @Test
  void booksAreReadForSentAndReceivedOnThePageOfTheCase() throws Exception {
    String run = UUID.randomUUID().toString().substring(0, 8);
    String cadre = county.account("cadre-" + run, "驻村干部", Role.VILLAGE_CADRE, COUNTY);
    String checker = county.account("check-" + run, "县专员", Role.COUNTY_OFFICER, COUNTY);
    Actor nominator = county.holder(Role.NOMINATOR, COUNTY);
    Case saved =
        cases.save(
            nominator,
            new CaseDraft(
                Cases.idOf(pupil, UUID.randomUUID()),
                0,
                GIFTS,
                "reading",
                pupil,
                CaseKind.Channel.NOMINATION,
                Map.of("school", "石门小学"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            today);
    Case filed = cases.file(nominator, saved.id(), saved.version(), today);
    cases.decide(officer, filed.id(), filed.version(), Ruling.Pass.whole(), today);
    delivered();
    String path = "/cases/" + filed.id();
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.login(cadre, InsuredCounty.PASSWORD);
      visit.open(path, "case-reading");
      Page page = visit.page;
      page.click("section[aria-labelledby=log-reading] summary");
      page.fill("#log-reading-a-minutes", "6000");
      page.fill("#log-reading-a-book", "西游记");
      page.click("button[value=log]");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("case-entry-wrong");
      assertThat(page.inputValue("#log-reading-a-book")).isEqualTo("西游记");
      page.fill("#log-reading-a-minutes", "600");
      page.click("button[value=log]");
      page.waitForSelector("text=西游记");
      visit.inspect("case-entry");
    }
    try (Browsing.Visit visit =
        browsing.visit(new Browsing.Look(1280, ColorScheme.LIGHT, "en"), true)) {
      visit.login(checker, InsuredCounty.PASSWORD);
      visit.open(path, "case-to-confirm");
      Page page = visit.page;
      page.click("button[value=confirm-entry]");
      page.waitForLoadState();
      page.click("section[aria-labelledby=things] summary");
      page.fill("#send-book", "5");
      page.fill("#waybill", "SF1234");
      page.click("button[value=send]");
      page.waitForSelector("text=SF1234");
      visit.inspect("case-sent");
    }
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.login(cadre, InsuredCounty.PASSWORD);
      visit.open(path, "case-to-receive");
      Page page = visit.page;
      page.click("section[aria-labelledby=things] summary");
      page.fill("#receive-book", "5");
      page.setInputFiles("#upload-things", photo("books"));
      page.click("button[value=receive]");
      page.waitForLoadState();
      visit.inspect("case-received");
    }
    assertThat(cases.deliveries(officer, filed.id()).getFirst().received()).isEqualTo(5);
    browsing.expectNoProblems();
  }

  private void delivered() throws InterruptedException {
    for (int i = 0; i < 6; i++) assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
  }

  private Path photo(String name) throws IOException {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(name.hashCode() & 0xffffff));
    pen.fillRect(0, 0, 300, 200);
    pen.dispose();
    Path file = folder.resolve(name + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
