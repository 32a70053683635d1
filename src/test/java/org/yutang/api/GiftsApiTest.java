package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.store.Outbox;

/// Gifts and providers' notices as programs of others send them, without a token.
class GiftsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500236");
  private static final String NOTICE = "/api/v1/payments/sandbox/notice";

  @Autowired BeanFactory beans;
  @Autowired Giving giving;
  @Autowired Gifts gifts;
  @Autowired Outbox outbox;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final UUID project = UUID.randomUUID();

  @BeforeEach
  void aProject() {
    LocalDate today = BusinessDay.of(clock.instant());
    giving.openProject(
        new Actor(UUID.randomUUID(), "t", Set.of(new Grant(Role.FUND_OFFICER, PlaceCode.WORLD))),
        new Project.New(
            project,
            new Text("项目", "Project"),
            new Text("一个测试", "A test"),
            new ProgrammeId("breadwinners-insurance"),
            COUNTY,
            today,
            today.plusDays(1),
            Optional.empty(),
            List.of()));
    sql.sql("delete from access.attempt").update();
  }

  @Test
  void aGiftIsGivenPaidAndFollowedWithoutAToken() throws Exception {
    UUID key = UUID.randomUUID();
    HttpResponse<String> given = give(key, "50.00");
    assertThat(given.statusCode()).as(given.body()).isEqualTo(201);
    String link = json(given).get("link").toString();
    assertThat(link).matches("yg_[A-Za-z0-9_-]{43}");
    assertThat(json(give(key, "50.00"))).isEqualTo(json(given));
    assertThat(code(give(key, "51.00"))).isEqualTo("giving.id-reused");
    Map<?, ?> gift = gift(link);
    assertThat(gift.get("state")).isEqualTo("asked");
    assertThat(gift.get("receipt")).isNull();
    UUID id = UUID.fromString(gift.get("id").toString());
    HttpResponse<String> page = send(request("/gifts/" + link + "/" + id));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.headers().firstValue("X-Robots-Tag")).hasValue("noindex");
    String status = "/gifts/" + link + "/" + id + "/status?was=";
    assertThat(send(request(status + "asked")).statusCode()).as("nothing new").isEqualTo(204);
    assertThat(send(request(status + "paid")).body()).contains("id=\"status\"");
    Map<String, String> notice = IncomingDoor.paySilently(beans, gifts.get(link, id).payment());
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> heard = notice(notice);
      assertThat(heard.statusCode()).isEqualTo(200);
      assertThat(heard.body()).isEqualTo("success");
      assertThat(heard.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    }
    delivered();
    HttpResponse<String> again = give(key, "50.00");
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(json(again).get("link")).isEqualTo(link);
    assertThat(json(again).get("payAt")).as("nothing left to pay").isNull();
    assertThat(gift(link))
        .containsEntry("state", "paid")
        .containsEntry("returned", "0.00")
        .extractingByKey("receipt")
        .asString()
        .startsWith("G");
    Map<?, ?> seen = json(send(request("/api/v1/public/projects/" + project)));
    assertThat(seen.get("giftsGiven")).isEqualTo("50.00");
    assertThat(seen.get("goal")).isNull();
    Map<?, ?> trace = json(send(request("/api/v1/public/donations/" + gift(link).get("donation"))));
    assertThat(trace.get("amount")).isEqualTo("50.00");
    assertThat(trace.get("merchant")).isNull();
  }

  @Test
  void forgedLargeAndManyNoticesAreTurnedAway() throws Exception {
    UUID key = UUID.randomUUID();
    String link = json(give(key, "1.00")).get("link").toString();
    UUID id = UUID.fromString(gift(link).get("id").toString());
    Map<String, String> notice =
        new HashMap<>(IncomingDoor.paySilently(beans, gifts.get(link, id).payment()));
    notice.put("total_amount", "9.00");
    HttpResponse<String> forged = notice(notice);
    assertThat(forged.body()).isEqualTo("failure");
    assertThat(send(form("/api/v1/payments/nobody/notice", "a=b")).statusCode()).isEqualTo(401);
    assertThat(send(form(NOTICE, "")).body()).isEqualTo("failure");
    assertThat(send(form(NOTICE, "%zz=%%&=&&a")).body()).isEqualTo("failure");
    HttpResponse<String> large =
        send(form(NOTICE, "a=" + "x".repeat((int) IncomingApi.MAX_NOTICE_BYTES)));
    assertThat(large.statusCode()).isEqualTo(413);
    sql.sql(
            "insert into access.attempt (subject, window_start, tried) values ('address:127.0.0.1', now(), 300) on conflict (subject) do update set tried = 300")
        .update();
    assertThat(notice(notice).statusCode()).isEqualTo(429);
    sql.sql("delete from access.attempt").update();
    delivered();
    assertThat(gift(link).get("state")).isEqualTo("asked");
  }

  @Test
  void whoGivesTooOftenWaitsAndLoginsAreNotConcerned() throws Exception {
    sql.sql(
            "insert into access.attempt (subject, window_start, tried) values ('door:gifts from 127.0.0.1', now(), 60)")
        .update();
    HttpResponse<String> tooOften = give(UUID.randomUUID(), "1.00");
    assertThat(tooOften.statusCode()).isEqualTo(429);
    assertThat(tooOften.headers().firstValue("Retry-After")).isPresent();
    assertThat(
            sql.sql("select count(*) from access.attempt where subject like 'address:%'")
                .query(Long.class)
                .single())
        .isZero();
    sql.sql("delete from access.attempt").update();
  }

  @Test
  void badGiftsAreRefusedInWords() throws Exception {
    assertThat(code(give(UUID.randomUUID(), "1.001"))).isEqualTo("giving.bad-gift");
    assertThat(code(give(UUID.randomUUID(), "0"))).isEqualTo("giving.bad-gift");
    HttpResponse<String> nowhere =
        send(
            request("/api/v1/projects/" + UUID.randomUUID() + "/gifts")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"key\": \"" + UUID.randomUUID() + "\", \"amount\": \"1.00\"}")));
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(code(send(request("/api/v1/public/gifts/yg_guessed"))))
        .isEqualTo("giving.unknown-link");
  }

  @Test
  void oneAsksForARefundAndAnotherReleasesIt() throws Exception {
    String link = json(give(UUID.randomUUID(), "20.00")).get("link").toString();
    UUID id = UUID.fromString(gift(link).get("id").toString());
    UUID payment = gifts.get(link, id).payment();
    IncomingDoor.pay(beans, payment);
    delivered();
    String one = officer();
    String other = officer();
    Map<?, ?> arrivals = json(send(as(one, "/api/v1/arrivals?payment=" + payment)));
    String arrival =
        ((Map<?, ?>) ((List<?>) arrivals.get("items")).getFirst()).get("id").toString();
    HttpResponse<String> asked =
        send(
            post(
                one,
                "/api/v1/arrivals/" + arrival + "/refunds",
                UUID.randomUUID(),
                "{\"amount\": \"5.00\", \"reason\": \"a wish\"}"));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    String release = "/api/v1/payment-refunds/" + json(asked).get("id") + "/release";
    assertThat(code(send(post(one, release, UUID.randomUUID(), "{}"))))
        .isEqualTo("payment.refund-same-person");
    assertThat(json(send(post(other, release, UUID.randomUUID(), "{}"))).get("state"))
        .isEqualTo("released");
    delivered();
    assertThat(gift(link)).containsEntry("returned", "5.00");
    assertThat(
            json(send(as(one, "/api/v1/payment-refunds?state=done&arrival=" + arrival)))
                .get("total"))
        .isEqualTo(1);
  }

  private String officer() {
    Account account = account();
    accounts.grant(
        Actor.SYSTEM,
        account.id(),
        new Grant(Role.FUND_OFFICER, PlaceCode.WORLD),
        Optional.empty());
    return token(account);
  }

  private HttpResponse<String> give(UUID key, String amount) throws Exception {
    return send(
        request("/api/v1/projects/" + project + "/gifts")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"key\": \"" + key + "\", \"amount\": \"" + amount + "\"}")));
  }

  private Map<String, Object> gift(String link) throws Exception {
    Map<?, ?> donor = json(send(request("/api/v1/public/gifts/" + link)));
    Map<String, Object> gift = new HashMap<>();
    ((Map<?, ?>) ((List<?>) donor.get("gifts")).getFirst())
        .forEach((name, value) -> gift.put(name.toString(), value));
    return gift;
  }

  private HttpResponse<String> notice(Map<String, String> fields) throws Exception {
    return send(
        form(
            NOTICE,
            fields.entrySet().stream()
                .map(
                    each ->
                        each.getKey()
                            + "="
                            + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))));
  }

  private HttpRequest.Builder form(String path, String body) {
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private void delivered() throws InterruptedException {
    for (int i = 0; i < 3; i++) assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
  }
}
