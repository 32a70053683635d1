package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Access;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Outbox;

/// Contracts as programs of others see them.
class ContractsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-370830");

  @Autowired Register register;
  @Autowired Plots plots;
  @Autowired Seasons seasons;
  @Autowired Access access;
  @Autowired Outbox outbox;

  private final UUID plot = UUID.randomUUID();
  private final UUID cooperative = UUID.randomUUID();
  private final UUID id = UUID.randomUUID();
  private String officer = "";
  private String fund = "";
  private String buyer = "";

  @BeforeEach
  void begin() throws Exception {
    Account account = holder(Role.COUNTY_OFFICER, COUNTY);
    officer = token(account);
    fund = token(Role.FUND_OFFICER, new PlaceCode("CN"));
    Actor actor = access.actor(account.id());
    plots.addCooperative(actor, new Cooperative(cooperative, "测试合作社", COUNTY));
    PlaceCode town =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    Random random = new Random();
    double lng = -170 + random.nextInt(300_000) / 1000.0;
    double lat = -60 + random.nextInt(50_000) / 1000.0;
    plots.register(
        actor,
        new Plot.New(
            plot,
            town,
            Optional.empty(),
            Optional.of(cooperative),
            "测试地块",
            Optional.empty(),
            Outline.ofRing(
                List.of(
                    new Outline.Corner(lng, lat),
                    new Outline.Corner(lng + 0.001, lat),
                    new Outline.Corner(lng + 0.001, lat + 0.001))),
            Plot.Origin.DRAWN));
    seasons.plan(
        actor,
        List.of(
            new Season.New(
                UUID.randomUUID(),
                plot,
                2025,
                "navel-orange",
                "newhall",
                Mass.parseKilograms("2000"))));
    HttpResponse<String> made =
        put(fund, "/api/v1/buyers", "{\"name\":\"测试公司\",\"place\":\"" + COUNTY + "\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    buyer = String.valueOf(json(made).get("id"));
    HttpResponse<String> paid =
        put(fund, "/api/v1/buyers/" + buyer + "/payments", "{\"amount\":\"5000.00\"}");
    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(204);
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
  }

  private HttpResponse<String> put(String token, String path, String body) throws Exception {
    return send(post(token, path, UUID.randomUUID(), body));
  }

  private String draft(String price, int grower) {
    return """
        {"id":"%s","version":0,"terms":{"buyer":"%s","cooperative":"%s","season":2025,"standard":"navel-orange","plots":["%s"],
        "lines":[{"grade":"first","grams":100000,"perKilogram":"%s"}],"shortfall":{"tolerancePercent":5,"perKilogram":"1.00"},
        "surplus":{"percent":10,"then":"left"},"advance":"100.00","from":"2025-11-20","until":"2026-01-20","graceDays":0,
        "chain":{"now":{"grower":%d,"cooperative":100,"freight":200},"before":{"grower":300,"collector":700},"source":"测试"}}}
        """
        .formatted(id, buyer, cooperative, plot, price, grower);
  }

  private HttpResponse<String> step(String token, String step, String body) throws Exception {
    return put(token, "/api/v1/contracts/" + id + "/" + step, body);
  }

  private String delivery(UUID delivery, long grams) {
    return "{\"id\":\"%s\",\"lot\":\"L-1\",\"grade\":\"first\",\"grams\":%d,\"day\":\"2025-12-01\"}"
        .formatted(delivery, grams);
  }

  @Test
  void fromTheDraftToTheSettlement() throws Exception {
    HttpResponse<String> low = put(officer, "/api/v1/contracts", draft("4.79", 700));
    assertThat(low.statusCode()).isEqualTo(422);
    assertThat(code(low)).isEqualTo("farm.below-protected-price");
    HttpResponse<String> chain = put(officer, "/api/v1/contracts", draft("4.80", 701));
    assertThat(code(chain)).isEqualTo("farm.bad-chain");
    HttpResponse<String> saved = put(officer, "/api/v1/contracts", draft("4.80", 700));
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
    assertThat(json(saved).get("version")).isEqualTo(1);
    assertThat(step(officer, "offer", "{\"version\":1}").statusCode()).isEqualTo(200);
    HttpResponse<String> word = step(officer, "accept", "{\"version\":2,\"word\":\"a nod\"}");
    assertThat(code(word)).isEqualTo("farm.unknown-choice");
    assertThat(step(officer, "accept", "{\"version\":2,\"word\":\"by-phone\"}").statusCode())
        .isEqualTo(200);
    assertThat(step(officer, "sign", "{\"version\":3}").statusCode()).isEqualTo(403);
    assertThat(step(fund, "sign", "{\"version\":2}").statusCode()).isEqualTo(409);
    HttpResponse<String> signed = step(fund, "sign", "{\"version\":3}");
    assertThat(json(signed).get("state")).as(signed.body()).isEqualTo("signed");
    UUID lot = UUID.randomUUID();
    for (int i = 0; i < 2; i++)
      assertThat(step(officer, "deliveries", delivery(lot, 100_000)).statusCode()).isEqualTo(201);
    HttpResponse<String> other = step(officer, "deliveries", delivery(lot, 1));
    assertThat(code(other)).isEqualTo("farm.id-reused");
    assertThat(send(as(officer, "/api/v1/contracts/" + id + "/deliveries")).body())
        .containsOnlyOnce("L-1");
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
    HttpResponse<String> settled = step(fund, "settle", "{\"version\":4,\"excused\":false}");
    assertThat(settled.statusCode()).as(settled.body()).isEqualTo(200);
    Map<?, ?> sum = json(settled);
    assertThat(sum.get("settled")).isEqualTo(true);
    assertThat(sum.get("goods")).isEqualTo("480.00");
    assertThat(sum.get("toGrower")).isEqualTo("380.00");
    // 100 and 200 of 700 parts of 480.00
    assertThat(sum.get("shares")).isEqualTo(Map.of("cooperative", "68.57", "freight", "137.14"));
    assertThat(sum.get("retail")).isEqualTo("685.71");
    assertThat(outbox.awaitDelivered(Duration.ofSeconds(60))).isTrue();
    assertThat(json(send(as(officer, "/api/v1/contracts/" + id))).get("state"))
        .isEqualTo("settled");
    HttpResponse<String> list =
        send(as(officer, "/api/v1/contracts?state=settled&cooperative=" + cooperative));
    assertThat(json(list).get("total")).as(list.body()).isEqualTo(1);
    String elsewhere = token(Role.COUNTY_OFFICER, new PlaceCode("CN-360732"));
    assertThat(send(as(elsewhere, "/api/v1/contracts/" + id)).statusCode()).isEqualTo(404);
  }

  @Test
  void datedNumbersHaveASourceAndADay() throws Exception {
    String price =
        """
        {"county":"%s","standard":"navel-orange","grade":"%s","day":"2025-12-01","perKilogram":"5.10","source":"%s"}""";
    assertThat(
            put(officer, "/api/v1/market-prices", price.formatted(COUNTY, "first", "测试市场"))
                .statusCode())
        .isEqualTo(204);
    assertThat(code(put(officer, "/api/v1/market-prices", price.formatted(COUNTY, "best", "测试市场"))))
        .isEqualTo("farm.unknown-grade");
    assertThat(code(put(officer, "/api/v1/market-prices", price.formatted(COUNTY, "first", " "))))
        .isEqualTo("farm.bad-field");
    String rate = "{\"day\":\"2025-12-01\",\"yuan\":\"%s\",\"source\":\"测试（合成数据）\"}";
    assertThat(put(fund, "/api/v1/exchange-rates", rate.formatted("7.0800")).statusCode())
        .isEqualTo(204);
    assertThat(put(fund, "/api/v1/exchange-rates", rate.formatted("0")).statusCode())
        .isEqualTo(422);
    assertThat(put(officer, "/api/v1/exchange-rates", rate.formatted("7.1")).statusCode())
        .isEqualTo(403);
  }
}
