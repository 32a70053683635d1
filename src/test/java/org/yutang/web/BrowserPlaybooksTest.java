package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yutang.TestActors.actor;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Benefit;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Sample;
import org.yutang.programme.SampleHouse;
import org.yutang.programme.VolunteerHouse;
import org.yutang.store.HouseSettings;

/// Every kind of every playbook on pages, by all its roles: the form is filled in by whoever files,
/// each stage is decided by its people, reports come in and are read, and everybody sees the call.
/// A call that is closed today is filed on a day on which it was open, not by a click.
@Tag("slow")
class BrowserPlaybooksTest extends ServerTest {

  private static final PlaceCode PROVINCE = new PlaceCode("CN-15");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "en");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Cases cases;

  private Browsing browsing;
  private Sample sample;
  private int year;
  private SampleHouse house;
  private InsuredCounty accounts;
  private String filer = "";

  static List<Sample> samples() {
    return Sample.all();
  }

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    beans.getBean(HouseSettings.class).put("payment.provider", "SANDBOX");
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void everyRoleDoesItsPart(Sample each) throws Exception {
    sample = each;
    year = BusinessDay.of(Instant.now()).getYear() - 1; // the last whose calls are all closed
    house = new SampleHouse(beans, each, PROVINCE, year);
    accounts = new InsuredCounty(beans, house.county());
    filer =
        house.channel() == CaseKind.Channel.NOMINATION
            ? account(Role.NOMINATOR, house.county())
            : account(Role.VILLAGE_CADRE, house.village());
    String file = file();
    UUID id = UUID.fromString(file.replaceFirst(".*/", ""));
    now(id).benefit().ifPresent(house::give);
    for (CaseKind.Stage stage : house.kind().stages()) {
      assertThat(now(id).stage()).contains(stage.name());
      if (stage.panel().isPresent()) judge(stage, stage.panel().get());
      else pass(file, stage);
    }
    house.settled();
    assertThat(now(id).state()).isIn(Case.State.GRANTED, Case.State.COMPLETED);
    boolean helped = house.kind().isHelped();
    if (helped) help(file);
    else for (CaseKind.Log log : house.kind().logs()) write(file, log);
    if (!cases.deliveries(actor(Role.FUND_OFFICER, house.programme().place()), id).isEmpty())
      deliver(file);
    if (!helped) for (CaseKind.FollowUp report : house.kind().followUps()) report(file, report);
    house.settled();
    requireAllDone(id);
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.open("/calls/" + house.programme().id().text(), name("call"));
    }
    browsing.expectNoProblems();
  }

  /// Reports are accepted, and what falls due later is all that is not paid.
  private void requireAllDone(UUID id) {
    Actor officer = actor(Role.FUND_OFFICER, house.programme().place());
    assertThat(cases.reports(officer, id))
        .allMatch(report -> report.state() == Case.Report.State.ACCEPTED);
    LocalDate today = BusinessDay.of(Instant.now());
    List<Case.Instalment> later =
        cases.instalments(officer, id).stream()
            .filter(part -> part.dueDay().filter(today::isBefore).isPresent())
            .toList();
    long open = later.stream().mapToLong(part -> part.amount().minor()).sum();
    Case done = now(id);
    assertThat(done.state()).isEqualTo(later.isEmpty() ? Case.State.COMPLETED : Case.State.GRANTED);
    assertThat(done.paid().minor() + open).isEqualTo(done.benefit().map(Money::minor).orElse(0L));
  }

  private String file() throws IOException {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(filer, InsuredCounty.PASSWORD);
      page.navigate(
          "/cases/form?kind="
              + house.programme().id().text()
              + "/"
              + house.kind().name()
              + "&person="
              + house.person());
      if (page.querySelector("input[type=radio][name=channel]") != null)
        page.check(
            "input[name=channel][value=" + house.channel().name().toLowerCase(Locale.ROOT) + "]");
      fill(page, "", house.kind().fields(), house.answers());
      for (CaseKind.Evidence evidence : house.kind().evidence())
        if (evidence.atLeast() > 0)
          page.setInputFiles("#upload-" + evidence.name(), photos(evidence.atLeast()));
      if (page.querySelector("#witness") != null) {
        page.check("input[name=how][value=spoken]");
        page.fill("#witness", "示例见证人");
      }
      if (page.querySelector("#payeeName") != null) {
        page.fill("#payeeName", "示例收款人");
        page.fill("#payeeAccount", "6222020200000003333");
      }
      visit.inspect(name("form"));
      if (house.kind().open().isPresent()) {
        page.click("button[value=check]");
        page.waitForSelector("#verdict");
        assertThat(page.textContent("section[aria-labelledby=verdict] h2")).isEqualTo("Eligible");
        return filedWhenItWasOpen();
      }
      page.click("button[value=file]");
      page.waitForURL("**note=case-file**");
      return page.url().replaceFirst(".*(/cases/[0-9a-f-]{36}).*", "$1");
    }
  }

  private String filedWhenItWasOpen() {
    Actor county = actor(Role.COUNTY_OFFICER, house.county());
    Case saved = cases.save(county, house.draft(house.person(), house.answers()), house.day());
    return "/cases/" + cases.file(county, saved.id(), saved.version(), house.day()).id();
  }

  private static void fill(
      Page page, String form, List<CaseKind.Field> fields, Map<String, Object> answers) {
    for (CaseKind.Field field : fields) {
      Object answer = answers.get(field.name());
      if (answer == null) continue;
      if (answer instanceof List<?> chosen) {
        for (Object option : chosen)
          page.check(form + " input[name=a-" + field.name() + "-" + option + "]");
        continue;
      }
      String input = "[name=a-" + field.name() + "]";
      String radio = form + " input" + input + "[value='" + answer + "']";
      ElementHandle select = page.querySelector(form + " select" + input);
      if (page.querySelector(radio) != null) page.check(radio);
      else if (select != null) select.selectOption(answer.toString());
      else page.fill(form + " " + input, answer.toString());
    }
  }

  /// By as many people as the stage wants.
  private void pass(String file, CaseKind.Stage stage) {
    PlaceCode place =
        stage.role() == Role.COUNTY_OFFICER ? house.county() : house.programme().place();
    for (int eye = 0; eye < stage.eyes(); eye++)
      try (Browsing.Visit visit = browsing.visit(DESK, true)) {
        visit.login(account(stage.role(), place), InsuredCounty.PASSWORD);
        visit.page.navigate(file);
        visit.page.click("button[value=" + (eye == 0 ? "pass" : "agree") + "]");
        visit.page.waitForURL("**note=case-**");
      }
  }

  private void judge(CaseKind.Stage stage, CaseKind.Panel panel) {
    List<String> judges = new ArrayList<>();
    for (int i = 0; i < panel.judges(); i++)
      judges.add(account(Role.JUDGE, house.programme().place()));
    String address =
        "/panels/%s/%s/%d/%s"
            .formatted(house.programme().id().text(), house.kind().name(), year, stage.name());
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(account(Role.FUND_OFFICER, house.programme().place()), InsuredCounty.PASSWORD);
      visit.page.navigate(address);
      visit.page.evaluate(
          "document.querySelectorAll('input[name=judge]').forEach(box => (box.checked = false))");
      for (String judge : judges)
        visit.page.check("label:has-text('" + shown(judge) + "') input[name=judge]");
      visit.page.click("button[value=assign]");
      visit.page.waitForURL("**note=panel-assign**");
    }
    score(judges.getFirst(), panel);
    for (String judge : judges.subList(1, judges.size())) scoreWithoutAPage(judge, panel);
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(account(Role.FUND_OFFICER, house.programme().place()), InsuredCounty.PASSWORD);
      visit.page.navigate(address + "?confirm=yes");
      visit.page.click("button[value=close]");
      visit.page.waitForURL("**note=panel-close**");
    }
  }

  private void score(String judge, CaseKind.Panel panel) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(judge, InsuredCounty.PASSWORD);
      page.navigate("/judging");
      page.click("main .links a >> nth=0");
      for (CaseKind.Criterion each : panel.sheet())
        page.fill("#m-" + each.name(), String.valueOf(each.most()));
      page.click("button[value=next]");
      page.waitForURL("**/judging?note=sheet-next**");
    }
  }

  /// As the others' sheets look the same.
  private void scoreWithoutAPage(String judge, CaseKind.Panel panel) {
    Actor actor = accounts.actor(judge);
    CaseCall.Sheet sheet =
        cases.sheets(actor, new org.yutang.kernel.Page.Wanted(1, 1)).items().getFirst();
    cases.score(
        actor,
        sheet.number(),
        panel.sheet().stream()
            .collect(Collectors.toMap(CaseKind.Criterion::name, CaseKind.Criterion::most)),
        "");
  }

  /// A volunteer comes, works and hands over behind the own link; the charity asks, confirms and
  /// accepts.
  private void help(String file) {
    VolunteerHouse.Volunteer volunteer =
        new VolunteerHouse(beans, PROVINCE).volunteer(List.of("web", "design"), 39);
    String link = "/apply/" + volunteer.link();
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(filer, InsuredCounty.PASSWORD);
      visit.open(file, name("proposals"));
      visit.page.click("li:has(input[value='" + volunteer.id() + "']) button[value=invite]");
      visit.page.waitForURL("**note=case-invite**");
    }
    CaseKind.Log log = house.kind().logs().getFirst();
    List<Map<String, Object>> entries = sample.whole().logs().get(log.name());
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.open(link, name("invited"));
      page.click("button[value=join]");
      page.waitForURL("**note=case-join**");
      for (Map<String, Object> entry : entries) {
        page.navigate(link);
        String form = "form:has(button[value=work])";
        page.click("details:has(" + form + ") summary");
        fill(page, form, log.fields(), entry);
        page.click("button[value=work]");
        page.waitForURL("**note=case-work**");
      }
      visit.inspect(name("worked"));
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(filer, InsuredCounty.PASSWORD);
      for (int i = 0; i < entries.size(); i++) {
        visit.page.navigate(file);
        visit.page.click("button[value=confirm-entry] >> nth=0");
        visit.page.waitForURL("**note=case-confirm-entry**");
      }
      visit.inspect(name("confirmed"));
    }
    CaseKind.FollowUp handover = house.kind().followUps().getFirst();
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      String form = "form:has(button[value=hand-over])";
      visit.page.navigate(link);
      visit.page.click("details:has(" + form + ") summary");
      fill(visit.page, form, handover.fields(), sample.reports().get(handover.name()));
      visit.page.click("button[value=hand-over]");
      visit.page.waitForURL("**note=case-hand-over**");
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(filer, InsuredCounty.PASSWORD);
      visit.page.navigate(file);
      visit.page.click("button[value=accept]");
      visit.page.waitForURL("**note=case-accept**");
    }
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.open(link, name("accepted"));
    }
  }

  private void write(String file, CaseKind.Log log) {
    List<Map<String, Object>> entries = sample.whole().logs().get(log.name());
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.login(filer, InsuredCounty.PASSWORD);
      for (Map<String, Object> entry : entries) {
        visit.page.navigate(file);
        String form = "form:has(input[name=log][value='" + log.name() + "'])";
        visit.page.click("details:has(" + form + ") summary");
        fill(visit.page, form, log.fields(), entry);
        visit.page.click(form + " button[value=log]");
        visit.page.waitForURL("**note=case-log**");
      }
      visit.inspect(name("log-" + log.name()));
    }
    if (!log.confirmed()) return;
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(account(Role.COUNTY_OFFICER, house.county()), InsuredCounty.PASSWORD);
      for (int i = 0; i < entries.size(); i++) {
        visit.page.navigate(file);
        visit.page.click("button[value=confirm-entry] >> nth=0");
        visit.page.waitForURL("**note=case-confirm-entry**");
      }
    }
  }

  /// All that is promised, in one parcel.
  private void deliver(String file) throws IOException {
    Benefit.InKind things = (Benefit.InKind) house.kind().benefit();
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(account(Role.COUNTY_OFFICER, house.county()), InsuredCounty.PASSWORD);
      visit.page.navigate(file);
      visit.page.click("summary:has-text('登记发出')");
      for (Benefit.Item item : things.items())
        visit.page.fill("#send-" + item.name(), String.valueOf(item.quantity()));
      visit.page.fill("#waybill", "SF-SYN-1");
      visit.page.click("button[value=send]");
      visit.page.waitForURL("**note=case-send**");
    }
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      visit.login(filer, InsuredCounty.PASSWORD);
      visit.page.navigate(file);
      visit.page.click("details:has(button[value=receive]) summary");
      for (Benefit.Item item : things.items())
        visit.page.fill("#receive-" + item.name(), String.valueOf(item.quantity()));
      visit.page.setInputFiles("#upload-things", photos(1));
      visit.page.click("button[value=receive]");
      visit.page.waitForURL("**note=case-receive**");
      visit.inspect(name("received"));
    }
  }

  private void report(String file, CaseKind.FollowUp report) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(filer, InsuredCounty.PASSWORD);
      page.navigate(file);
      String form = "form:has(input[name=report][value='" + report.name() + "'])";
      page.click("details:has(" + form + ") summary");
      fill(page, form, report.fields(), sample.reports().get(report.name()));
      page.click(form + " button[value=report]");
      page.waitForURL("**note=case-report**");
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(account(Role.FUND_OFFICER, house.programme().place()), InsuredCounty.PASSWORD);
      visit.page.navigate(file);
      visit.page.click("button[value=accept]");
      visit.page.waitForURL("**note=case-accept**");
    }
  }

  private Case now(UUID id) {
    return cases.get(actor(Role.FUND_OFFICER, house.programme().place()), id);
  }

  private String account(Role role, PlaceCode place) {
    String run = UUID.randomUUID().toString().substring(0, 8);
    return accounts.account("play-" + run, shown("play-" + run), role, place);
  }

  private static String shown(String account) {
    return "示例 " + account;
  }

  private String name(String page) {
    return "playbook-" + sample.programme().text() + "-" + sample.kind() + "-" + page;
  }

  private static FilePayload[] photos(int count) throws IOException {
    FilePayload[] photos = new FilePayload[count];
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8 + i, 8, BufferedImage.TYPE_INT_RGB);
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      photos[i] = new FilePayload("a" + i + ".png", "image/png", png.toByteArray());
    }
    return photos;
  }
}
