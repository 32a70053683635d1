package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;

/// The books as an auditor reads them in a browser: from the trial balance down to one transfer.
@Tag("slow")
class BrowserLedgerPagesTest extends ServerTest {

  private static final String PASSWORD = "four words are long";
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Unit JAR = new Unit("JAR");

  @LocalServerPort int port;
  @Autowired Accounts accounts;
  @Autowired Ledger ledger;
  @Autowired Clock clock;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final UUID donors = UUID.randomUUID();
  private final UUID fund = UUID.randomUUID();
  private final UUID insurer = UUID.randomUUID();
  private final UUID shelf = UUID.randomUUID();
  private final UUID kitchen = UUID.randomUUID();
  private Browsing browsing;
  private String auditor = "";
  private Command.Linked claim;
  private Command.Reserve open;
  private Command.Post post;
  private Command.Void released;

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    auditor = "auditor-" + run;
    UUID id = UUID.randomUUID();
    accounts.create(Actor.SYSTEM, id, auditor, "测试审计员", new PlaceCode("CN"), Optional.of(PASSWORD));
    accounts.grant(
        Actor.SYSTEM, id, new Grant(Role.AUDITOR, new PlaceCode("CN")), Optional.empty());
    moveSome();
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  private void moveSome() {
    ledger.open(
        List.of(
            new NewAccount(donors, "试验资金 " + run + "：爱心商家", Unit.CNY, true),
            new NewAccount(fund, "试验资金 " + run + "：资金池", Unit.CNY, false),
            new NewAccount(insurer, "试验资金 " + run + "：承保公司", Unit.CNY, false),
            new NewAccount(shelf, "试验果酱 " + run + "：厨房", JAR, true),
            new NewAccount(kitchen, "试验果酱 " + run + "：货架", JAR, false)));
    LocalDate today = BusinessDay.of(clock.instant());
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 40; i++)
      commands.add(
          transfer(donors, fund, 123_456L + 777L * i, "donation", today.minusDays(i * 3L)));
    commands.add(transfer(fund, insurer, 1_234_500, "premium", today.minusDays(2)));
    ledger.execute(commands);
    open = reserve(320_000);
    Command.Reserve posted = reserve(640_000);
    Command.Reserve voided = reserve(96_000);
    post = new Command.Post(fresh(), posted.id(), 608_000);
    released = new Command.Void(fresh(), voided.id());
    claim =
        new Command.Linked(
            fresh(),
            List.of(
                transfer(shelf, kitchen, 12, "jar", today),
                transfer(insurer, donors, 9_900, "claim", today)));
    ledger.execute(List.of(open, posted, voided, post, released, claim));
  }

  @Test
  void anAuditorGoesFromTheTrialBalanceToOneTransferInEveryLook() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(auditor, PASSWORD);
        visit.open("/ledger?q=" + run, "ledger-full");
        visit.open("/ledger?q=nothing-of-that-name", "ledger-none");
        visit.open("/ledger/accounts/" + fund, "ledger-statement");
        visit.open(statement("by=recorded&memo=donation&sort=day"), "ledger-statement-recorded");
        visit.open(statement("from=2001-01-01&to=2001-12-31"), "ledger-statement-empty");
        visit.open("/ledger/accounts/" + kitchen, "ledger-statement-jars");
        visit.open("/ledger/transfers/" + post.id(), "ledger-transfer-posted");
        visit.open("/ledger/transfers/" + open.id(), "ledger-transfer-held");
        visit.open("/ledger/transfers/" + released.id(), "ledger-transfer-released");
        visit.open("/ledger/transfers/" + claim.id(), "ledger-transfer-group");
        visit.page.navigate("/ledger/accounts/" + UUID.randomUUID());
        visit.forgetComplaints();
        visit.inspect("ledger-account-unknown");
        visit.open("/programmes/breadwinners-insurance", "ledger-programme");
      }
    browsing.expectNoProblems();
  }

  @Test
  void thePagesSayWhatTheBooksSay() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(auditor, PASSWORD);
      page.navigate("/ledger");
      assertThat(page.textContent("section[aria-labelledby=trial]"))
          .contains("借方", "贷方", "平衡")
          .doesNotContain("相差");
      page.navigate(statement("memo=premium&kind=transfer"));
      assertThat(page.textContent("main"))
          .contains("共 42 笔，符合筛选条件的有 1 笔：收入 0.00，支出 12,345.00", "期末余额（按业务日期）");
      page.navigate("/ledger/transfers/" + post.id());
      assertThat(page.textContent("main"))
          .contains("预留 6,400.00", "支付其中 6,080.00", "释放 320.00", "批次摘要");
      page.navigate("/ledger/transfers/" + claim.id());
      assertThat(page.textContent("section[aria-labelledby=group]"))
          .contains("2 笔成组转账", "99.00", "12");
      page.navigate("/programmes/breadwinners-insurance");
      page.click("a[href*='/ledger/accounts/'][href$='memo=premium']");
      assertThat(page.url()).contains("memo=premium");
    }
  }

  @Test
  void thePeriodIsChosenWithTheKeyboardAlone() {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(auditor, PASSWORD);
      page.navigate("/ledger/accounts/" + fund);
      focus(page, "#by");
      page.keyboard().press("ArrowDown");
      focus(page, "form.filter button.go");
      page.keyboard().press("Enter");
      page.waitForURL("**by=recorded**");
      assertThat(page.textContent("main")).contains("期初余额（当时账面）");
      focus(page, "nav a[href*='from=']");
      page.keyboard().press("Enter");
      page.waitForURL("**from=**");
      assertThat(page.url()).contains("by=recorded");
      assertThat(page.getAttribute("nav a[aria-current=true]", "href")).contains("from=");
    }
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

  private String statement(String query) {
    return "/ledger/accounts/" + fund + "?" + query;
  }

  private UUID fresh() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount, String memo, LocalDate day) {
    return new Command.Transfer(fresh(), from, to, amount, memo, day);
  }

  private Command.Reserve reserve(long amount) {
    return new Command.Reserve(
        fresh(),
        fund,
        insurer,
        amount,
        "premium",
        BusinessDay.of(clock.instant()),
        "pages/" + fund,
        clock.instant().plus(Duration.ofDays(3)));
  }
}
