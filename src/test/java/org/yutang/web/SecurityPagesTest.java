package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.yutang.ServerTest;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

class SecurityPagesTest extends ServerTest {

  @Autowired Accounts accounts;

  @Value("${local.server.port}")
  int port;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Test
  void aVisitorIsSentToTheLoginAndBackAfterwards() throws Exception {
    HttpResponse<String> answer =
        get("/trial?page=2&q=" + URLEncoder.encode("鱼", StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .contains("/login?next=%2Ftrial%3Fpage%3D2%26q%3D%25E9%25B1%25BC");
    HttpResponse<String> fragment =
        send(
            request("/trial")
                .header("HX-Request", "true")
                .header("HX-Current-URL", "http://127.0.0.1/places/CN"));
    assertThat(fragment.statusCode()).isEqualTo(401);
    assertThat(fragment.headers().firstValue("HX-Redirect")).contains("/login?next=%2Fplaces%2FCN");
  }

  @Test
  void nextNeverLeadsElsewhere() {
    assertThat(SecurityPages.localPath("/places/CN?page=2")).isEqualTo("/places/CN?page=2");
    for (String bad :
        new String[] {
          "//evil.example",
          "/\\evil.example",
          "https://evil.example",
          "evil",
          "",
          "/a\r\nSet-Cookie: x",
          "/a\tb",
          null
        }) assertThat(SecurityPages.localPath(bad)).isEqualTo("/");
  }

  @Test
  void aSessionRemembersTheAccountAndAsksForItsRolesEachTime() throws Exception {
    Account account = account();
    enter(account);
    assertThat(get("/trial").body()).isEqualTo(account.displayName() + " []");
    Grant grant = new Grant(Role.AUDITOR, PlaceCode.WORLD);
    accounts.grant(Actor.SYSTEM, account.id(), grant, Optional.empty());
    assertThat(get("/trial").body()).contains("AUDITOR");
    accounts.revoke(Actor.SYSTEM, account.id(), grant);
    assertThat(get("/trial").body()).doesNotContain("AUDITOR");
  }

  @Test
  void theSessionIdChangesAtLoginAndTheCookieIsKeptFromScripts() throws Exception {
    get("/verify/trial-form");
    String before = cookie();
    HttpResponse<String> entered = enter(account());
    assertThat(cookie()).isNotEqualTo(before);
    assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Secure");
  }

  @Test
  void aTamperedCookieIsSimplyNobody() throws Exception {
    enter(account());
    String good = cookie();
    for (String bad :
        new String[] {good.substring(2) + "xx", "!!not-base64!!", good + "A", "' or 1=1", "AAAA"}) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri("/trial")).header("Cookie", "yutang=" + bad);
      assertThat(
              HttpClient.newHttpClient()
                  .send(request.build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .as(bad)
          .isEqualTo(303);
    }
    assertThat(get("/trial").statusCode()).isEqualTo(200);
    assertThat(get("/trial?q=%00").statusCode()).isEqualTo(400);
  }

  @Test
  void closingAnAccountOrChangingItsPasswordEndsItsSessions() throws Exception {
    Account account = account();
    enter(account);
    accounts.setPassword(Actor.SYSTEM, account.id(), "a password that is long");
    assertThat(get("/trial").statusCode()).isEqualTo(303);
    enter(account);
    accounts.close(Actor.SYSTEM, account.id());
    assertThat(get("/trial").statusCode()).isEqualTo(303);
  }

  @Test
  void pagesComeCompressedButNotToASessionThatAnotherSiteMaySteer() throws Exception {
    assertThat(coding("/", "", "same-origin")).isEqualTo("gzip");
    assertThat(coding("/", "", "cross-site")).as("a visitor has no secrets").isEqualTo("gzip");
    for (String file : new String[] {"/assets/app.css", "/assets/proof.js", Assets.HTMX})
      assertThat(coding(file, "", "cross-site")).as(file).isEqualTo("gzip");
    enter(account());
    String session = "yutang=" + cookie();
    assertThat(coding("/", session, "same-origin")).isEqualTo("gzip");
    assertThat(coding("/", session, "none")).isEqualTo("gzip");
    for (String other : new String[] {"cross-site", "same-site", "", "gzip"})
      assertThat(coding("/", session, other)).as(other).isEmpty();
    assertThat(coding("/", "other=1; " + session, "cross-site")).isEmpty();
  }

  @Test
  void theTokenOfAFormLooksDifferentOnEveryPage() throws Exception {
    enter(account());
    String first = get("/verify/trial-form").body();
    String second = get("/verify/trial-form").body();
    assertThat(first).isNotEqualTo(second);
    for (String token : new String[] {first, second})
      assertThat(post("/trial", "_csrf=" + token).statusCode()).isEqualTo(200);
  }

  private String coding(String path, String cookie, String site) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).header("Accept-Encoding", "gzip, br");
    if (!cookie.isEmpty()) request.header("Cookie", cookie);
    if (!site.isEmpty()) request.header("Sec-Fetch-Site", site);
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Content-Encoding").orElse("");
  }

  @Test
  void aFormWithoutItsTokenIsRefused() throws Exception {
    Account account = account();
    enter(account);
    assertThat(post("/trial", "").statusCode()).isEqualTo(403);
    assertThat(post("/trial", "_csrf=made-up").statusCode()).isEqualTo(403);
    String token = get("/verify/trial-form").body();
    assertThat(post("/trial", "_csrf=" + token).body())
        .isEqualTo("sent by " + account.displayName());
    HttpRequest.Builder htmx =
        request("/trial").header("X-CSRF-TOKEN", token).POST(HttpRequest.BodyPublishers.noBody());
    assertThat(send(htmx).statusCode()).isEqualTo(200);
  }

  @Test
  void theLoginFormLetsInRefusesAndStopsGuessing() throws Exception {
    String name = "form-" + UUID.randomUUID();
    accounts.create(
        Actor.SYSTEM,
        UUID.randomUUID(),
        name,
        "Form",
        PlaceCode.WORLD,
        Optional.of("a password that is long"));
    get("/verify/trial-form");
    String token = get("/verify/trial-form").body();
    assertThat(post("/login", "name=" + name + "&password=a+password+that+is+long").statusCode())
        .as("without its token")
        .isEqualTo(403);
    HttpResponse<String> entered =
        post(
            "/login",
            "_csrf=" + token + "&name=" + name + "&password=a+password+that+is+long&next=%2Ftrial");
    assertThat(entered.statusCode()).isEqualTo(303);
    assertThat(entered.headers().firstValue("Location").orElseThrow()).endsWith("/trial");
    assertThat(get("/trial").body()).isEqualTo("Form []");
    String fresh = get("/verify/trial-form").body();
    HttpResponse<String> wrong =
        post("/login", "_csrf=" + fresh + "&name=" + name + "&password=wrong");
    assertThat(wrong.statusCode()).isEqualTo(401);
    HttpResponse<String> stopped = wrong;
    for (int i = 0; i < 10 && stopped.statusCode() == 401; i++)
      stopped = post("/login", "_csrf=" + fresh + "&name=" + name + "&password=wrong");
    assertThat(stopped.statusCode()).isEqualTo(429);
    assertThat(stopped.headers().firstValue("Retry-After")).isPresent();
    assertThat(stopped.body()).contains("尝试次数过多");
  }

  @Test
  void anIdentityNumberTypedIntoTheSearchComesIntoNoAddress() throws Exception {
    Account officer = account();
    accounts.grant(
        Actor.SYSTEM,
        officer.id(),
        new Grant(Role.COUNTY_OFFICER, new PlaceCode("CN-500236")),
        Optional.empty());
    enter(officer);
    String token = "_csrf=" + get("/verify/trial-form").body();
    HttpResponse<String> number = post("/people", token + "&q=11010519491231002X&sort=age");
    assertThat(number.statusCode()).isEqualTo(200);
    assertThat(number.body()).contains("没有找到人").doesNotContain("11010519491231002X");
    HttpResponse<String> name = post("/people", token + "&q=" + encoded("李 四") + "&sort=age&x=1");
    assertThat(name.statusCode()).isEqualTo(303);
    assertThat(name.headers().firstValue("Location"))
        .contains("/people?q=" + encoded("李 四") + "&sort=age");
  }

  @Test
  void whoManagesOnePlaceOfAnAccountGivesAndTakesRolesThereOnly() throws Exception {
    Account manager = account();
    PlaceCode county = new PlaceCode("CN-500236");
    accounts.grant(
        Actor.SYSTEM, manager.id(), new Grant(Role.ADMINISTRATOR, county), Optional.empty());
    Account other = account();
    String page = "/accounts/" + other.id();
    enter(manager);
    assertThat(get(page).statusCode()).isEqualTo(403);
    accounts.grant(
        Actor.SYSTEM, other.id(), new Grant(Role.VILLAGE_CADRE, county), Optional.empty());
    accounts.grant(
        Actor.SYSTEM,
        other.id(),
        new Grant(Role.AUDITOR, new PlaceCode("CN-51")),
        Optional.empty());
    assertThat(get(page).body())
        .contains(page + "/grants", "name=\"role\" value=\"village-cadre\"")
        .doesNotContain(
            page + "/password",
            page + "/tokens",
            page + "/closing",
            "name=\"role\" value=\"auditor\"");
    String token = "_csrf=" + get("/verify/trial-form").body();
    String revocation = token + "&place=CN-500236&role=village-cadre";
    assertThat(post(page + "/revocations", revocation).statusCode()).isEqualTo(303);
    assertThat(post(page + "/closing", token).statusCode()).isEqualTo(403);
    assertThat(post(page + "/tokens", token + "&key=" + UUID.randomUUID()).statusCode())
        .isEqualTo(403);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void leavingEndsTheSession() throws Exception {
    enter(account());
    String token = get("/verify/trial-form").body();
    assertThat(post("/logout", "_csrf=" + token).statusCode()).isEqualTo(302);
    assertThat(get("/trial").statusCode()).isEqualTo(303);
  }

  @Test
  void everyPageCarriesTheHeadersThatProtectIt() throws Exception {
    var headers = get("/").headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .matches(
            "default-src 'self'; script-src 'self'; style-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                + " frame-ancestors 'none'; form-action 'self'");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void staticFilesAndHealthNeedNoLoginAndMakeNoSession() throws Exception {
    HttpResponse<String> health = get("/actuator/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"status\":\"UP\"")
        .doesNotContain("components", "db", "details");
    assertThat(get("/log/checkpoint").statusCode()).isEqualTo(200);
    assertThat(get("/webjars/htmx.org/2.0.10/dist/htmx.min.js").statusCode()).isEqualTo(200);
    assertThat(cookies.getCookieStore().getCookies()).isEmpty();
    assertThat(get("/assets/nothing.css").statusCode()).isEqualTo(404);
    assertThat(get("/actuator/env").statusCode()).isEqualTo(303);
  }

  @Test
  void theApiKnowsNoCookies() throws Exception {
    enter(account());
    assertThat(get("/api/v1/me").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutProxyNobodyIsBelievedAboutWhereTheyComeFrom() throws Exception {
    assertThat(get("/verify/trial-peer").body()).isEqualTo("127.0.0.1 true false http 127.0.0.1");
    HttpRequest.Builder forged =
        request("/verify/trial-peer")
            .header("X-Forwarded-For", "203.0.113.1")
            .header("X-Forwarded-Proto", "https");
    assertThat(send(forged).body()).isEqualTo("127.0.0.1 false false http 127.0.0.1");
  }

  private Account account() {
    String name = "page-" + UUID.randomUUID();
    return accounts.create(
        Actor.SYSTEM,
        UUID.randomUUID(),
        name,
        "Page " + name.substring(5, 10),
        PlaceCode.WORLD,
        Optional.empty());
  }

  private HttpResponse<String> enter(Account account) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/verify/trial-enter?account=" + account.id());
    assertThat(answer.body()).isEqualTo("in");
    return answer;
  }

  private String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("yutang"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
