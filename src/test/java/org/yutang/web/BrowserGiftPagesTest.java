package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
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
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.Text;
import org.yutang.store.Outbox;

/// Giving with a phone, through the sandbox, and what officers see of it. People are made up.
@Tag("slow")
class BrowserGiftPagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Giving giving;
  @Autowired Gifts gifts;
  @Autowired Outbox outbox;
  @Autowired Clock clock;

  private final UUID project = UUID.randomUUID();
  private InsuredCounty county;
  private Browsing browsing;
  private String officer = "";
  private String second = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    county = new InsuredCounty(beans, COUNTY);
    String run = UUID.randomUUID().toString().substring(0, 8);
    officer =
        county.account("gift-officer-" + run, "测试专员甲", Role.FUND_OFFICER, new PlaceCode("CN"));
    second = county.account("gift-second-" + run, "测试专员乙", Role.FUND_OFFICER, new PlaceCode("CN"));
    LocalDate today = BusinessDay.of(clock.instant());
    giving.openProject(
        county.holder(Role.FUND_OFFICER, new PlaceCode("CN")),
        new Project.New(
            project,
            new Text("顶梁柱健康保险", "Breadwinners' insurance"),
            new Text("为建档立卡家庭的劳动力买一份健康保险。", "Health insurance for the workers of poor families."),
            InsuredCounty.INSURANCE,
            COUNTY,
            today.minusDays(30),
            today.plusDays(60),
            Money.parse("50000", "CNY"),
            List.of(
                new Project.BudgetLine(
                    new Text("保费", "Premiums"), Money.parse("47500", "CNY"), false),
                new Project.BudgetLine(
                    new Text("核查与平台费用", "Checks and platform"),
                    Money.parse("2500", "CNY"),
                    true))));
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void fiftyYuanAreGivenWithAPhoneAndTheReceiptIsThere() throws Exception {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.open("/projects/" + project, "gift-project");
      page.click("a[href$='/give?amount=50']");
      page.waitForURL("**/give?amount=50");
      visit.inspect("give");
      assertThat(page.isChecked("input[name=preset][value='50']")).isTrue();
      page.fill("#contact", "nobody");
      page.click("#give button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      visit.inspect("give-wrong");
      page.fill("#name", "过路人");
      page.fill("#contact", "donor@example.org");
      page.fill("#message", "愿家家平安");
      page.focus("#give button");
      page.keyboard().press("Enter");
      page.waitForURL("**/gifts/yg_*/*");
      visit.inspect("gift-waits");
      page.click("#status a.go");
      page.waitForURL("**/pay/sandbox/**");
      assertThat(page.textContent("main")).contains("不动真钱", "50.00");
      visit.inspect("sandbox");
      page.click("button[value=pay]");
      page.waitForURL("**/gifts/yg_*/*");
      page.waitForSelector("#status:has-text('谢谢您，过路人')");
      page.waitForSelector("#status a[href$='/receipt']");
      page.reload();
      page.waitForSelector("[data-proof-when=verified]:not([hidden])");
      visit.inspect("gift-paid");
      Download receipt = page.waitForDownload(() -> page.click("#status a[href$='/receipt']"));
      byte[] pdf = Files.readAllBytes(receipt.path());
      assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
      Files.write(
          Files.createDirectories(Path.of("target/screenshots")).resolve("receipt.pdf"), pdf);
      page.click("nav .crumbs a[href^='/gifts/']");
      page.waitForURL("**/gifts/yg_*");
      visit.inspect("donor");
      assertThat(page.textContent("main")).contains("d***@example.org", "50.00");
      String donor = page.url();
      page.click("a[href$='/give']");
      page.waitForURL("**/give");
      visit.inspect("give-again");
      assertThat(page.isVisible("#name")).isFalse();
      page.fill("#amount", "8.88");
      page.click("#give button");
      page.waitForURL(donor + "/*");
      page.navigate(donor);
      assertThat(page.textContent("main")).contains("50.00", "8.88");
      page.click("a[href^='/donations/']");
      page.waitForURL("**/donations/**");
      visit.inspect("gift-followed");
      assertThat(page.textContent("main")).doesNotContain("过路人");
      visit.open("/projects/" + project, "gift-project-after");
      assertThat(page.textContent("main")).contains("50.00").doesNotContain("愿家家平安");
    }
    browsing.expectNoProblems();
  }

  @Test
  void theStateChangesByItselfWhenTheMoneyComes() throws Exception {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      page.navigate("/projects/" + project + "/give");
      page.fill("#amount", "66.66");
      page.click("#give button");
      page.waitForURL("**/gifts/yg_*/*");
      String[] path = page.url().split("/");
      Gift gift = gifts.get(path[path.length - 2], UUID.fromString(path[path.length - 1]));
      assertThat(gift.amount()).isEqualTo(Money.fen(6_666));
      IncomingDoor.pay(beans, gift.payment());
      page.waitForSelector("#status:has-text('爱心人士')");
    }
    browsing.expectNoProblems();
  }

  @Test
  void monthlyGiftsCanBePausedWithoutScript() {
    try (Browsing.Visit visit = browsing.visit(PHONE, false)) {
      Page page = visit.page;
      page.navigate("/projects/" + project + "/give?amount=10");
      page.check("input[value=monthly]");
      page.fill("#day", "31");
      page.click("#give button");
      assertThat(page.textContent(".errors")).contains("1 至 28");
      page.fill("#day", "5");
      page.click("#give button");
      page.waitForURL("**/gifts/yg_*/*");
      page.click("nav .crumbs a[href^='/gifts/']");
      page.waitForURL("**/gifts/yg_*");
      page.click("button[value=paused]");
      page.waitForURL("**note=plan-changed");
      assertThat(page.textContent("main")).contains("已暂停");
      page.click("button[value=ended]");
      page.waitForSelector("main:has-text('已结束')");
    }
  }

  @Test
  void officersReadMessagesAndSendBackWhatDoesNotFit() throws Exception {
    Gifts.Given good = give("好样的");
    IncomingDoor.pay(beans, gifts.get(good.link(), good.gift()).payment());
    Gifts.Given odd = give("");
    UUID payment = gifts.get(odd.link(), odd.gift()).payment();
    IncomingDoor.tell(beans, IncomingDoor.trade(beans, payment, "X" + UUID.randomUUID(), 4_321, 0));
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(officer, InsuredCounty.PASSWORD);
      visit.open("/gift-messages", "gift-messages");
      page.click("li:has-text('好样的') button[value=publish]");
      page.waitForURL("**note=message-decided");
      visit.open("/projects/" + project, "gift-project-said");
      assertThat(page.textContent("main")).contains("好样的");
      visit.open("/projects/" + project + "/gifts", "gifts");
      assertThat(page.textContent("main")).contains("过路人", "待付款");
      visit.open("/payments/incoming", "incoming");
      visit.open("/payments/arrivals", "arrivals");
      page.click("tr:has-text('43.21') a");
      page.waitForSelector("#amount");
      page.fill("#amount", "43.22");
      page.fill("#reason", "金额不符");
      page.click("form[action$='/refunds'] button");
      page.waitForSelector(".errors");
      visit.forgetComplaints();
      page.fill("#amount", "43.21");
      page.click("form[action$='/refunds'] button");
      page.waitForURL("**note=refund-asked");
      visit.inspect("arrival");
      assertThat(page.isVisible("button[value=release]")).isFalse();
      String address = page.url().replaceFirst("\\?.*", "");
      try (Browsing.Visit other = browsing.visit(PHONE, true)) {
        other.login(second, InsuredCounty.PASSWORD);
        other.page.navigate(address);
        other.inspect("arrival-second");
        other.page.click("button[value=release]");
        other.page.waitForURL("**note=refund-decided");
        assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
        other.page.navigate(address);
        assertThat(other.page.textContent("main")).contains("已退款");
        other.open("/payments/arrivals", "arrivals-after");
        other.open("/payments/incoming", "incoming-phone");
        other.open("/gift-messages", "gift-messages-none");
        other.open("/projects/" + project + "/gifts", "gifts");
        other.open("/", "gift-desk");
      }
    }
    browsing.expectNoProblems();
  }

  @Test
  void everyPageIsSoundInEveryLook() throws Exception {
    Gifts.Given given = give("祝好");
    IncomingDoor.pay(beans, gifts.get(given.link(), given.gift()).payment());
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/projects/" + project, "look-project");
        visit.open("/projects/" + project + "/give", "look-give");
        visit.open("/gifts/" + given.link(), "look-donor");
        visit.open("/gifts/" + given.link() + "/" + given.gift(), "look-gift");
      }
    browsing.expectNoProblems();
  }

  private Gifts.Given give(String message) {
    return gifts.give(
        new Gift.New(
            UUID.randomUUID(),
            project,
            Money.fen(5_000),
            java.util.Optional.of("过路人"),
            java.util.Optional.empty(),
            java.util.Optional.of(message),
            java.util.Optional.empty()));
  }
}
