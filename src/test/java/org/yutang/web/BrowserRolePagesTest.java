package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
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
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;
import org.yutang.register.PersonId;
import org.yutang.store.HouseSettings;

/// What each role sees first and does there: a claim filed and decided without a mouse, a project
/// opened, a bank batch made by one and released by another, lists taken out, the trail read.
@Tag("slow")
class BrowserRolePagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500240");
  private static final PlaceCode CHINA = new PlaceCode("CN");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Accounts accounts;
  @Autowired Giving giving;
  @Autowired HouseSettings settings;
  @TempDir Path folder;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private InsuredCounty county;
  private Browsing browsing;
  private List<PersonId> people = List.of();

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    settings.put("payment.provider", "BANK_FILE");
    county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    county.fundInsurer(9_000_00);
    people = county.covered();
    account(Role.VILLAGE_CADRE, "测试村干部", COUNTY);
    account(Role.COUNTY_OFFICER, "测试县干部", COUNTY);
    account(Role.INSURER, "测试审核员", CHINA);
    account(Role.FUND_OFFICER, "测试专员", CHINA);
    account(Role.MERCHANT, "测试店主", COUNTY);
    account(Role.NOMINATOR, "测试提名人", COUNTY);
    account(Role.JUDGE, "测试评委", CHINA);
    account(Role.KEEPER, "测试分拣员", COUNTY);
    account(Role.AUDITOR, "测试审计员", CHINA);
    account(Role.ADMINISTRATOR, "测试管理员", CHINA);
    county.account("second-" + run, "另一专员", Role.FUND_OFFICER, CHINA);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void everyRoleFindsItsWorkOnTheFirstPage() throws Exception {
    shop();
    String paid = file(people.get(0), "R-1001", "9000.00", "6000.00");
    file(people.get(1), "R-1002", "5000.00", "4000.00");
    file(people.get(2), "R-1003", "9000.00", "9000.00");
    decideByKeyboard(paid);
    openProject();
    String batch = makeBatch();
    releaseAndAnswer(batch);
    takeListsOut();
    readTrail(paid);
    readPublicPage();
    everyDeskInEveryLook(batch, paid);
    browsing.expectNoProblems();
  }

  /// A merchant's shop with orders of this month.
  private void shop() {
    Actor fund = county.holder(Role.FUND_OFFICER, CHINA);
    UUID project = UUID.randomUUID();
    giving.openProject(
        fund,
        new Project.New(
            project,
            new Text("角色页·每单捐一点", "Role pages, a little of every order"),
            new Text("测试用。", "For a test."),
            InsuredCounty.INSURANCE,
            COUNTY,
            today().minusDays(90),
            today().plusDays(60),
            Money.parse("5000", "CNY"),
            List.of()));
    UUID merchant = UUID.randomUUID();
    giving.addMerchant(fund, merchant, new Text("三溪果园", "Three Creeks Orchard"), COUNTY);
    giving.setAccount(fund, merchant, accounts.find(login(Role.MERCHANT)).orElseThrow().id(), true);
    Rate rate = new Rate.PerOrder(Money.parse("1.00", "CNY"));
    giving.pledge(fund, UUID.randomUUID(), merchant, project, rate, today().minusDays(80));
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<SaleNotice> notices = new ArrayList<>();
    for (int i = 0; i < 12; i++)
      notices.add(
          new SaleNotice(
              "B-%04d".formatted(i),
              now.minus(i, ChronoUnit.MINUTES),
              Money.fen(8800 + i),
              Optional.of(COUNTY),
              Optional.empty()));
    giving.sellAll(fund, merchant, notices);
  }

  /// From the first page of a phone to a filed claim, with the keys alone.
  private String file(PersonId person, String bill, String total, String own) throws IOException {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(login(Role.VILLAGE_CADRE), InsuredCounty.PASSWORD);
      Locator button = page.locator(".village form button");
      assertThat(button.boundingBox().height).isGreaterThanOrEqualTo(48);
      assertThat(button.boundingBox().y).isLessThan(600);
      page.navigate("/people/" + person);
      press(page, "a[href*='/cases/form?kind=breadwinners-insurance/hospital-bill']", "Enter");
      page.waitForSelector("#a-hospital");
      write(page, "#a-hospital", "县人民医院二部");
      page.fill("#a-admitted", InsuredCounty.admitted().toString());
      page.fill("#a-discharged", today().toString());
      write(page, "#a-bill_number", bill);
      write(page, "#a-total", total);
      write(page, "#a-own_share", own);
      page.setInputFiles("#upload-bill", photo());
      press(page, "input[name=how]", "ArrowDown");
      page.keyboard().press("ArrowDown");
      assertThat(page.isChecked("input[name=how][value=spoken]")).isTrue();
      write(page, "#witness", "李某");
      write(page, "#payeeName", "张三");
      write(page, "#payeeAccount", "6222020200000001234");
      press(page, "button[value=file]", "Enter");
      page.waitForURL("**note=case-file**");
      return page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
    }
  }

  private void decideByKeyboard(String claim) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.INSURER), InsuredCounty.PASSWORD);
      page.navigate("/");
      assertThat(page.textContent("main")).contains("审核队列", "账户可用");
      page.navigate(claim);
      Locator photo = page.locator(".photos img").first();
      Locator fields = page.locator("#calc");
      assertThat(photo.boundingBox().x + photo.boundingBox().width)
          .isLessThanOrEqualTo(fields.boundingBox().x);
      press(page, "button[value=pass]", "Enter");
      page.waitForURL("**note=case-pass**");
      for (int i = 0; i < 100 && !page.textContent("main").contains("付款中"); i++) {
        page.waitForTimeout(200);
        page.navigate(claim);
      }
      assertThat(page.textContent("main")).contains("2,625.00", "付款中");
    }
  }

  private void openProject() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.FUND_OFFICER), InsuredCounty.PASSWORD);
      page.click("a[href='/projects/new']");
      page.fill("#titleZh", "脐橙每单捐");
      page.fill("#place", COUNTY.text());
      page.fill("#goal", "12.345");
      page.click("form[action='/projects/new'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("project-new-wrong");
      assertThat(page.inputValue("#titleZh")).isEqualTo("脐橙每单捐");
      page.fill("#titleEn", "Oranges");
      page.fill("#summaryZh", "每卖一箱捐一点。");
      page.fill("#summaryEn", "A little of every box.");
      page.fill("#goal", "30,000.00");
      page.fill("#from", today().toString());
      page.fill("#to", today().plusDays(90).toString());
      page.fill("#lineZh1", "保费");
      page.fill("#lineEn1", "Premiums");
      page.fill("#lineAmount1", "29000");
      page.click("form[action='/projects/new'] button");
      page.waitForURL("**note=project-opened**");
      assertThat(page.textContent("main")).contains("脐橙每单捐", "29,000.00");
    }
  }

  private String makeBatch() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.FUND_OFFICER), InsuredCounty.PASSWORD);
      page.navigate("/payments/payouts");
      for (int i = 0; i < 100 && !page.textContent("main").contains("待送银行"); i++) {
        page.waitForTimeout(200);
        page.navigate("/payments/payouts?state=ready");
      }
      visit.inspect("payouts");
      assertThat(page.textContent("main"))
          .contains("2,625.00")
          .doesNotContain("6222020200000001234");
      page.navigate("/payments");
      visit.inspect("payments-ready");
      page.click("form[action='/payments'][method=post] button");
      page.waitForURL("**note=batch-made**");
      assertThat(page.textContent("main")).contains("这个批次由您生成，不能由您放行");
      visit.inspect("batch-own");
      String batch = page.url().replaceFirst(".*(/payments/batches/[^?]+).*", "$1");
      page.navigate("/payments");
      page.click("form[action='/payments'][method=post] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("payments-nothing");
      return batch;
    }
  }

  private void releaseAndAnswer(String batch) throws IOException {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login("second-" + run, InsuredCounty.PASSWORD);
      page.navigate(batch);
      page.click("form[action$='/release'] button");
      page.waitForURL("**note=batch-released**");
      Download download = page.waitForDownload(() -> page.click("a[href$='/file']"));
      String file = Files.readString(download.path());
      assertThat(file).contains("6222020200000001234", "2625.00");
      page.setInputFiles("#upload", Files.writeString(folder.resolve("wrong.csv"), "no result"));
      page.click("form[action$='/result'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("batch-differs");
      page.setInputFiles(
          "#upload", Files.writeString(folder.resolve("back.csv"), result(page, file)));
      page.click("form[action$='/result'] button");
      page.waitForURL("**note=batch-answered**");
      assertThat(page.textContent("main")).contains("已回盘", "银行已付");
    }
  }

  /// What a bank would answer to the file that it got.
  private static String result(Page page, String file) {
    List<String> lines = file.lines().toList();
    String[] head = lines.getFirst().split(",");
    String digest = page.textContent("dd.mono").strip();
    StringBuilder text =
        new StringBuilder(
            "batch,%s,count,%s,sum,%s,digest,%s\nline,payout,amount,result,reason,date\n"
                .formatted(head[1], head[3], head[5], digest));
    for (String line : lines.subList(2, lines.size())) {
      String[] cells = line.split(",");
      text.append("%s,%s,%s,paid,,%s\n".formatted(cells[0], cells[1], cells[4], today()));
    }
    return text.toString();
  }

  private void takeListsOut() throws IOException {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.COUNTY_OFFICER), InsuredCounty.PASSWORD);
      page.navigate(
          "/cases?state=in-review&kind=breadwinners-insurance/hospital-bill&place=" + COUNTY);
      List<Row> claims = rows(page.waitForDownload(() -> page.click("a[href^='/cases.xlsx']")));
      assertThat(claims).hasSize(3);
      assertThat(claims.get(1).getCellAsNumber(18).orElseThrow().intValueExact()).isIn(4000, 9000);
      assertThat(claims.get(1).getCellAsDate(7).orElseThrow().toLocalDate()).isEqualTo(today());
      assertThat(claims.get(1).getCellText(2)).endsWith("某某");
      page.navigate("/");
      int households =
          rows(page.waitForDownload(() -> page.click("a[href*='/households.xlsx']"))).size();
      assertThat(households).isGreaterThanOrEqualTo(61);
      assertThat(rows(page.waitForDownload(() -> page.click("a[href^='/people.xlsx']"))).size())
          .isGreaterThan(households);
      assertThat(rows(page.waitForDownload(() -> page.click("a[href*='/enrolments.xlsx']"))))
          .hasSizeGreaterThan(people.size() / 2);
    }
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.MERCHANT), InsuredCounty.PASSWORD);
      Download month = page.waitForDownload(() -> page.click("a[href*='/sales.xlsx']"));
      List<Row> sales = rows(month);
      assertThat(sales).hasSizeGreaterThan(1);
      assertThat(sheetOf(month, 1)).contains("测试店主");
    }
  }

  private static List<Row> rows(Download download) throws IOException {
    try (InputStream in = Files.newInputStream(download.path());
        ReadableWorkbook book = new ReadableWorkbook(in)) {
      return book.getFirstSheet().read();
    }
  }

  private static String sheetOf(Download download, int index) throws IOException {
    try (InputStream in = Files.newInputStream(download.path());
        ReadableWorkbook book = new ReadableWorkbook(in)) {
      return book.getSheet(index).orElseThrow().read().toString()
          + book.getSheet(index).orElseThrow().read().stream()
              .map(row -> row.getCellText(1))
              .toList();
    }
  }

  private void readTrail(String claim) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(login(Role.AUDITOR), InsuredCounty.PASSWORD);
      page.fill("#q", claim.replace("/cases/", ""));
      page.click("form[action='/trail'] button");
      page.waitForURL("**/trail");
      for (int i = 0; i < 100 && !page.textContent("main").contains("赔付登入公开账"); i++) {
        page.waitForTimeout(200);
        page.reload();
      }
      assertThat(page.textContent("main"))
          .contains(
              "登记参保", "提交", "通过", "查看申报照片", "生成银行批次", "放行银行批次", "预留款项", "2,625.00", "赔付登入公开账");
      page.waitForSelector("[data-proof-state=verified]");
    }
  }

  /// What a programme raised and spent stands on one public page with its projects.
  private void readPublicPage() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.page.navigate("/calls");
      visit.page.click("a[href='/calls/breadwinners-insurance']");
      String money = visit.page.textContent("[aria-labelledby=money]");
      assertThat(money).contains("筹到", "已支出", "角色页·每单捐一点", "份保费");
      visit.page.click("[aria-labelledby=check] a[href='/log']");
      visit.page.waitForURL("**/log");
    }
  }

  private void everyDeskInEveryLook(String batch, String claim) {
    for (Browsing.Look look : Browsing.Look.ALL) {
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/", "home-visitor");
        visit.open("/calls/breadwinners-insurance", "call-insurance");
      }
      for (Role role : Role.values())
        try (Browsing.Visit visit = browsing.visit(look, true)) {
          visit.login(login(role), InsuredCounty.PASSWORD);
          visit.open("/", "home-" + Asked.name(role));
          if (role == Role.FUND_OFFICER) {
            visit.open("/projects/new", "project-new");
            visit.open("/payments", "payments");
            visit.open(batch, "batch");
          }
          if (role == Role.AUDITOR) visit.open(claim + "/trail", "trail");
          if (role == Role.MERCHANT) {
            visit.page.click("a[href^='/refunds']");
            visit.page.waitForURL("**/refunds**");
            visit.inspect("refunds");
          }
        }
    }
  }

  /// Tabs to the element and presses the key there.
  private static void press(Page page, String selector, String key) {
    reach(page, selector);
    page.keyboard().press(key);
  }

  private static void write(Page page, String selector, String text) {
    reach(page, selector);
    page.keyboard().type(text);
  }

  private static void reach(Page page, String selector) {
    for (int i = 0; i < 120; i++) {
      if ((Boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", selector))
        return;
      page.keyboard().press("Tab");
    }
    throw new AssertionError("no way by keyboard to " + selector);
  }

  private void account(Role role, String name, PlaceCode place) {
    county.account(login(role), name, role, place);
  }

  private String login(Role role) {
    return "role-" + Asked.name(role) + "-" + run;
  }

  private Path photo() throws IOException {
    Path file = folder.resolve("bill.png");
    BufferedImage image = new BufferedImage(700, 900, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 700; x++)
      for (int y = 0; y < 900; y++) image.setRGB(x, y, y % 60 < 2 ? 0x666666 : 0xFAF6E8);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static LocalDate today() {
    return BusinessDay.of(Instant.now());
  }
}
