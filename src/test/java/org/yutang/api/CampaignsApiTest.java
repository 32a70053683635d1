package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.Keys;

/// Campaigns and claims as programs of others see them.
class CampaignsApiTest extends ApiTest {

  private static final String DOOR = "/api/v1/campaign-payments/callbacks/sandbox";

  @Autowired JdbcClient sql;
  @Autowired Clock clock;
  @Autowired Keys keys;

  private String officer = "";
  private String merchant = "";

  @BeforeEach
  void logIn() {
    officer = token(Role.FUND_OFFICER);
    merchant = token(Role.MERCHANT);
  }

  @Test
  void aClaimIsMadeRepeatedAndShownWithItsPosition() throws Exception {
    String campaign = open(2, 1, now(), "");
    long kept = kept();
    UUID key = Uuids.fresh(clock.instant());
    UUID holder = UUID.randomUUID();
    HttpResponse<String> first = claim(merchant, campaign, key, holder, 1);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(json(first).get("state")).isEqualTo("granted");
    assertThat(first.headers().firstValue(ApiFrame.REPLAYED)).isEmpty();
    HttpResponse<String> again = claim(merchant, campaign, key, holder, 1);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue(ApiFrame.REPLAYED)).hasValue("true");
    HttpResponse<String> reused = claim(merchant, campaign, key, UUID.randomUUID(), 1);
    assertThat(reused.statusCode()).isEqualTo(422);
    assertThat(code(reused)).isEqualTo("campaign.claim-differs");
    HttpResponse<String> limit = claim(merchant, campaign, UUID.randomUUID(), holder, 1);
    assertThat(limit.statusCode()).isEqualTo(409);
    assertThat(code(limit)).isEqualTo("campaign.limit-reached");
    assertThat(claim(merchant, campaign, UUID.randomUUID(), UUID.randomUUID(), 1).statusCode())
        .isEqualTo(201);
    HttpResponse<String> soldOut =
        claim(merchant, campaign, UUID.randomUUID(), UUID.randomUUID(), 1);
    assertThat(soldOut.statusCode()).isEqualTo(409);
    assertThat(code(soldOut)).isEqualTo("campaign.sold-out");
    assertThat(kept()).as("claims cost no second row").isEqualTo(kept);
    HttpResponse<String> receipt = send(as(merchant, String.valueOf(json(first).get("receipt"))));
    assertThat(receipt.statusCode()).as(receipt.body()).isEqualTo(200);
    assertThat(json(receipt).get("position")).isEqualTo(1);
    assertThat(json(receipt).get("holder")).isEqualTo(holder.toString());
    assertThat(json(send(as(officer, campaign))))
        .extractingFromEntries(Map.Entry::getValue)
        .contains("open");
    assertThat(json(send(as(officer, campaign))).get("left")).isEqualTo(0);
  }

  @Test
  void everybodyClaimsForThemselvesAndFewForOthers() throws Exception {
    String campaign = open(5, 1, now(), "");
    String auditor = token(Role.AUDITOR);
    HttpResponse<String> own =
        send(post(auditor, campaign + "/claims", UUID.randomUUID(), "{\"quantity\": 1}"));
    assertThat(own.statusCode()).as(own.body()).isEqualTo(201);
    HttpResponse<String> others = claim(auditor, campaign, UUID.randomUUID(), UUID.randomUUID(), 1);
    assertThat(others.statusCode()).isEqualTo(403);
    String receipt = String.valueOf(json(own).get("receipt"));
    assertThat(send(as(auditor, receipt)).statusCode()).isEqualTo(200);
    assertThat(send(as(token(Role.AUDITOR), receipt)).statusCode()).isEqualTo(404);
    assertThat(send(request(receipt)).statusCode()).isEqualTo(401);
    assertThat(
            send(request(campaign + "/claims").POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void whoComesTooEarlyIsToldWhen() throws Exception {
    String campaign = open(5, 1, now().plus(Duration.ofHours(1)), "");
    HttpResponse<String> early = claim(merchant, campaign, UUID.randomUUID(), UUID.randomUUID(), 1);
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(code(early)).isEqualTo("campaign.not-open-yet");
    assertThat(Long.parseLong(early.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(3000L, 3600L);
    assertThat(early.body()).contains("opensAt");
  }

  @Test
  void badInputIsRefusedInWords() throws Exception {
    String campaign = open(5, 1, now(), "");
    String claims = campaign + "/claims";
    UUID key = UUID.randomUUID();
    for (String body : List.of("", "[]", "{\"quantity\": \"x\"}", "{\"quantity\": 1, \"what\": 2}"))
      assertThat(send(post(merchant, claims, key, body)).statusCode()).as(body).isEqualTo(400);
    assertThat(code(send(post(merchant, claims, key, "{\"quantity\": 0}"))))
        .isEqualTo("campaign.bad-quantity");
    assertThat(
            code(
                send(
                    as(merchant, claims)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"quantity\": 1}")))))
        .isEqualTo("api.idempotency-key-missing");
    String unknown = "/api/v1/campaigns/" + UUID.randomUUID();
    assertThat(code(send(post(merchant, unknown + "/claims", key, "{\"quantity\": 1}"))))
        .isEqualTo("campaign.unknown-campaign");
    assertThat(code(send(as(merchant, claims + "/" + UUID.randomUUID()))))
        .isEqualTo("campaign.unknown-claim");
    for (String price :
        List.of(
            "{\"unit\": \"J R\", \"each\": \"1\"}",
            "{\"unit\": \"KG\", \"each\": \"1.5\"}",
            "{\"unit\": \"CNY\", \"each\": \"1.00\"}",
            "{\"unit\": \"CNY\", \"each\": \"1.001\", \"payWithinSeconds\": 60}",
            "{\"unit\": \"CNY\", \"each\": \"1.00\", \"payWithinSeconds\": 1}"))
      assertThat(code(send(opening(officer, 5, 1, now(), price))))
          .as(price)
          .isEqualTo("campaign.bad-field");
    assertThat(code(send(opening(merchant, 5, 1, now(), "null"))))
        .isEqualTo("access.not-permitted");
  }

  @Test
  void aProvidersSignedNoticePaysOnceAndAnUnsignedOneNever() throws Exception {
    String campaign =
        open(
            5,
            2,
            now(),
            "{\"unit\": \"CNY\", \"each\": \"98.00\", \"payWithinSeconds\": 900, \"late\": \"re-grant\"}");
    UUID key = UUID.randomUUID();
    HttpResponse<String> claimed = claim(merchant, campaign, key, UUID.randomUUID(), 2);
    assertThat(json(claimed).get("state")).isEqualTo("reserved");
    String receipt = String.valueOf(json(claimed).get("receipt"));
    assertThat(json(send(as(merchant, receipt))).get("due")).isEqualTo("196.00");
    String notice = notice(campaign, key, "196.00");
    assertThat(code(send(callback(notice, "00")))).isEqualTo("campaign.bad-signature");
    assertThat(code(send(callback(notice + " ", sign(notice)))))
        .isEqualTo("campaign.bad-signature");
    assertThat(code(send(callback("{}", sign("{}"))))).isEqualTo("campaign.bad-notice");
    String little = notice(campaign, key, "195.99");
    assertThat(code(send(callback(little, sign(little))))).isEqualTo("campaign.wrong-amount");
    HttpResponse<String> paid = send(callback(notice, sign(notice)));
    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(200);
    assertThat(json(paid).get("state")).isEqualTo("paid");
    assertThat(send(callback(notice, sign(notice))).body()).isEqualTo(paid.body());
    assertThat(json(send(as(merchant, receipt))).get("state")).isEqualTo("paid");
    HttpResponse<String> twice =
        send(
            post(
                officer,
                campaign + "/payments",
                UUID.randomUUID(),
                "{\"claim\": \"%s\", \"number\": \"c1\", \"amount\": \"196.00\", \"currency\": \"CNY\"}"
                    .formatted(key)));
    assertThat(code(twice)).isEqualTo("campaign.already-paid");
    assertThat(send(as(officer, campaign + "/payments?state=paid")).body())
        .contains("\"total\":1", key.toString());
    assertThat(code(send(as(officer, campaign + "/payments?state=lost"))))
        .isEqualTo("campaign.unknown-choice");
    assertThat(send(as(merchant, campaign + "/payments")).statusCode()).isEqualTo(403);
  }

  private String notice(String campaign, UUID claim, String amount) {
    return "{\"campaign\":\"%s\",\"claim\":\"%s\",\"number\":\"n1\",\"amount\":\"%s\",\"currency\":\"CNY\"}"
        .formatted(campaign.replaceFirst(".*/", ""), claim, amount);
  }

  private HttpRequest.Builder callback(String body, String signature) {
    return request(DOOR)
        .header("Content-Type", "application/json")
        .header(PaymentApi.SIGNATURE, signature)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private String sign(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(keys.newest("campaign-sandbox").secret(), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  /// The campaign's path.
  private String open(long stock, long perHolder, Instant opens, String price) throws Exception {
    HttpResponse<String> made =
        send(opening(officer, stock, perHolder, opens, price.isEmpty() ? "null" : price));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return "/api/v1/campaigns/" + json(made).get("id");
  }

  private HttpRequest.Builder opening(
      String token, long stock, long perHolder, Instant opens, String price) {
    return post(
        token,
        "/api/v1/campaigns",
        UUID.randomUUID(),
        """
        {"title": {"zh": "土蜂蜜", "en": "Honey"}, "place": "CN-500236", "unit": "JAR", "stock": %d, "perHolder": %d,
         "opensAt": "%s", "price": %s}"""
            .formatted(stock, perHolder, opens, price));
  }

  private HttpResponse<String> claim(
      String token, String campaign, UUID key, UUID holder, long quantity) throws Exception {
    return send(
        post(
            token,
            campaign + "/claims",
            key,
            "{\"holder\": \"%s\", \"quantity\": %d}".formatted(holder, quantity)));
  }

  private long kept() {
    return sql.sql("select count(*) from store.idempotency").query(Long.class).single();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private String token(Role role) {
    Account account = account();
    accounts.grant(Actor.SYSTEM, account.id(), new Grant(role, PlaceCode.WORLD), Optional.empty());
    return token(account);
  }
}
