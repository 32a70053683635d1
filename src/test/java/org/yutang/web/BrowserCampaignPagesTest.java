package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.Campaigns;
import org.yutang.campaign.FlashClaim;
import org.yutang.campaign.Price;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// A campaign before it opens, while it is open, when nothing is left, and a claim's receipt, as
/// visitors and people who are logged in see them.
@Tag("slow")
class BrowserCampaignPagesTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "en");
  private static final Price FREE = new Price.Free();

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Campaigns campaigns;
  @Autowired LiveStock live;

  private final Actor officer =
      new Actor(UUID.randomUUID(), "test", Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD)));
  private Browsing browsing;
  private String cadre = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    cadre =
        new InsuredCounty(beans, COUNTY)
            .account(
                "campaign-" + UUID.randomUUID().toString().substring(0, 8),
                "测试干部",
                Role.VILLAGE_CADRE,
                COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void everyStateIsReadableByEverybody() {
    UUID tomorrow = open("明日开抢·枸杞土蜂蜜", "Tomorrow's goji honey", 100, Duration.ofHours(26), FREE);
    UUID now = open("盐池滩羊·首批", "First Tan lamb", 5_000, Duration.ofMinutes(-3), held());
    UUID sold = open("梭梭树苗", "Saxaul saplings", 3, Duration.ofMinutes(-3), FREE);
    claim(now, 1_234);
    claim(sold, 3);
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.open("/campaigns", "campaigns");
        visit.open("/campaigns/" + tomorrow, "campaign-before");
        visit.open("/campaigns/" + now, "campaign-visitor");
        visit.login(cadre, InsuredCounty.PASSWORD);
        visit.open("/campaigns/" + now, "campaign-open");
        visit.page.keyboard().press("Tab");
        assertThat(visit.page.evaluate("document.activeElement.className")).isEqualTo("skip");
        visit.page.focus("#quantity");
        visit.page.keyboard().press("ControlOrMeta+a");
        visit.page.keyboard().type("1");
        visit.page.keyboard().press("Enter");
        visit.page.waitForURL("**/claims/**");
        visit.inspect("campaign-claimed");
        assertThat(visit.page.textContent("main")).contains("98.00");
        visit.open("/campaigns/" + sold, "campaign-sold-out");
        visit.page.click("[data-claim] button");
        visit.page.waitForSelector(".errors");
        visit.forgetComplaints();
        visit.inspect("campaign-refused");
      }
    browsing.expectNoProblems();
  }

  @Test
  void figuresMoveByThemselvesAndTheFormWorksWithoutScript() {
    UUID honey = open("土蜂蜜", "Honey", 5, Duration.ofMinutes(-1), FREE);
    try (Browsing.Visit watching = browsing.visit(DESK, true);
        Browsing.Visit claiming = browsing.visit(PHONE, false)) {
      watching.page.navigate("/campaigns/" + honey);
      watching.page.waitForSelector("[data-left]:text-is('5')");
      claiming.login(cadre, InsuredCounty.PASSWORD);
      claiming.page.navigate("/campaigns/" + honey);
      claiming.page.fill("#quantity", "2");
      claiming.page.click("[data-claim] button");
      claiming.page.waitForURL("**/claims/**");
      assertThat(claiming.page.textContent(".lead b")).isEqualTo("1");
      watching.page.waitForSelector("[data-left]:text-is('3')");
      claim(honey, 3);
      watching.page.waitForSelector("[data-sold-out]:visible");
      watching.inspect("campaign-watched");
    }
    browsing.expectNoProblems();
  }

  @Test
  void theClockRunsAndOpensTheForm() {
    UUID soon = open("马上开始", "Soon", 5, Duration.ofSeconds(20), FREE);
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      visit.login(cadre, InsuredCounty.PASSWORD);
      Page page = visit.page;
      page.navigate("/campaigns/" + soon);
      assertThat(page.isDisabled("[data-claim] button")).isTrue();
      assertThat(page.textContent("[data-countdown]")).contains("天");
      page.waitForSelector("[data-claim] button:enabled");
      page.click("[data-claim] button");
      page.waitForURL("**/claims/**");
    }
    browsing.expectNoProblems();
  }

  @Test
  void whoListensIsToldAtOnceAndForgottenWhenGone() throws Exception {
    UUID honey = open("听", "Listen", 5, Duration.ofMinutes(-1), FREE);
    HttpClient http = HttpClient.newHttpClient();
    HttpResponse<java.io.InputStream> stream =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/campaigns/" + honey + "/live"))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    int before = live.listeners();
    assertThat(before).isPositive();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(data(lines)).contains("\"left\":\"5\"", "\"soldOut\":false");
      claim(honey, 5);
      assertThat(data(lines)).contains("\"left\":\"0\"", "\"soldOut\":true");
    }
    http.shutdownNow();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> live.listeners() < before);
  }

  private static String data(BufferedReader lines) throws Exception {
    for (String line = lines.readLine(); line != null; line = lines.readLine())
      if (line.startsWith("data:")) return line;
    throw new IllegalStateException("the stream ended");
  }

  private void claim(UUID campaign, long quantity) {
    FlashClaim claim = new FlashClaim(UUID.randomUUID(), UUID.randomUUID(), quantity);
    assertThat(campaigns.claim(officer, campaign, List.of(claim)).getFirst())
        .isInstanceOf(FlashClaim.Answer.Accepted.class);
  }

  private static Price held() {
    return new Price.Paid(Money.fen(9_800), Duration.ofMinutes(15), Price.Late.RE_GRANT);
  }

  private UUID open(String zh, String en, long stock, Duration opensIn, Price price) {
    return campaigns
        .open(
            officer,
            new Campaign.New(
                UUID.randomUUID(),
                new Text(zh, en),
                COUNTY,
                new Unit("JAR"),
                stock,
                2_000,
                Instant.now().plus(opensIn).truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                price))
        .id();
  }
}
