package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;
import org.yutang.supply.SupplyHouse;

/// Goods as programs of others see them: scales, sorting lines, scanners, laboratories.
class GoodsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-451026");

  @Autowired BeanFactory beans;

  private SupplyHouse house;
  private String keeper = "";
  private String officer = "";

  @BeforeEach
  void begin() {
    house = new SupplyHouse(beans, COUNTY, 1);
    keeper = token(Role.KEEPER, COUNTY);
    officer = token(Role.COUNTY_OFFICER, COUNTY);
  }

  private HttpResponse<String> step(String token, UUID key, UUID site, String step, String body)
      throws Exception {
    return send(post(token, "/api/v1/goods/sites/" + site + "/" + step, key, body));
  }

  private Map<?, ?> done(String step, String body) throws Exception {
    HttpResponse<String> answer = step(keeper, UUID.randomUUID(), house.point.id(), step, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  private String at() {
    return house.now().toString();
  }

  private static Map<?, ?> made(Map<?, ?> answer) {
    return (Map<?, ?>) ((List<?>) answer.get("made")).getFirst();
  }

  private String weighIn(int plot, long grams) {
    return "{\"at\":\"%s\",\"season\":\"%s\",\"grams\":%d,\"harvested\":\"%s\"}"
        .formatted(at(), house.season(plot), grams, house.today());
  }

  private List<?> list(String path) throws Exception {
    HttpResponse<String> answer = send(as(keeper, path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.read(answer.body(), List.class);
  }

  @Test
  void fromTheScaleToTheBuyer() throws Exception {
    UUID key = UUID.randomUUID();
    String body = weighIn(0, 10_000);
    HttpResponse<String> first = step(keeper, key, house.point.id(), "weigh-ins", body);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    HttpResponse<String> again = step(keeper, key, house.point.id(), "weigh-ins", body);
    assertThat(again.body()).as("a doubled request").isEqualTo(first.body());
    assertThat(again.headers().firstValue(ApiFrame.REPLAYED)).hasValue("true");
    HttpResponse<String> other =
        step(keeper, key, house.point.id(), "weigh-ins", weighIn(0, 10_001));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(code(other)).isEqualTo("supply.id-reused");
    assertThat(other.headers().firstValue("Content-Type").orElse(""))
        .contains("application/problem+json");
    Object lot = made(json(first)).get("id");
    Map<?, ?> graded = grade(lot);
    assertThat((List<?>) graded.get("made")).hasSize(3);
    Object special =
        ((List<?>) graded.get("made"))
            .stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> "special".equals(each.get("grade")))
                .findFirst()
                .orElseThrow()
                .get("id");
    Map<?, ?> packed =
        done(
            "packs",
            "{\"at\":\"%s\",\"lot\":\"%s\",\"gramsEach\":1000,\"boxes\":2}"
                .formatted(at(), special));
    List<?> boxes = (List<?>) packed.get("boxes");
    assertThat(boxes).hasSize(2);
    Map<?, ?> shipped =
        done(
            "shipments",
            "{\"at\":\"%s\",\"site\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":500}],\"boxes\":[\"%s\",\"%s\"]}"
                .formatted(at(), house.store.id(), special, boxes.get(0), boxes.get(1)));
    HttpResponse<String> received =
        step(
            keeper,
            UUID.randomUUID(),
            house.store.id(),
            "receipts",
            "{\"at\":\"%s\",\"shipment\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":450}],\"boxes\":[\"%s\"]}"
                .formatted(at(), shipped.get("id"), special, boxes.get(0)));
    assertThat(received.statusCode()).as(received.body()).isEqualTo(201);
    Map<?, ?> stock = json(send(as(keeper, "/api/v1/goods/sites/" + house.store.id() + "/stock")));
    assertThat(stock.get("lots").toString()).contains("grams=450");
    assertThat((List<?>) stock.get("boxes")).hasSize(1);
    assertThat(list("/api/v1/goods/lots/" + special + "/where").toString())
        .contains("grams=1450", "测试门店");
    assertThat(list("/api/v1/goods/lots/" + special + "/steps").toString())
        .contains("kind=grade", "kind=pack", "kind=ship", "kind=receive");
    assertThat(list("/api/v1/goods/sites/" + house.store.id() + "/shipments")).hasSize(1);
    HttpResponse<String> tooMuch =
        step(
            keeper,
            UUID.randomUUID(),
            house.store.id(),
            "shipments",
            "{\"at\":\"%s\",\"buyer\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":451}]}"
                .formatted(at(), house.buyer.id(), special));
    assertThat(code(tooMuch)).isEqualTo("supply.not-enough");
  }

  private Map<?, ?> grade(Object lot) throws Exception {
    byte[] file = SupplyHouse.line(30, 10, 5);
    UUID key = UUID.randomUUID();
    String path =
        "/api/v1/goods/sites/"
            + house.point.id()
            + "/gradings?grams=10000&lot="
            + lot
            + "&at="
            + at();
    HttpResponse<String> first = send(csv(key, path, file));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(send(csv(key, path, file)).body()).isEqualTo(first.body());
    assertThat(code(send(csv(UUID.randomUUID(), path.replace("10000", "1"), file))))
        .as("yesterday's file again")
        .isIn("supply.file-seen", "supply.graded-too-much");
    assertThat(code(send(csv(UUID.randomUUID(), path, "weight\n\"2".getBytes()))))
        .isEqualTo("supply.bad-sorting");
    assertThat(code(send(csv(UUID.randomUUID(), path + "&how=guess", file))))
        .isEqualTo("supply.unknown-choice");
    return json(first);
  }

  private HttpRequest.Builder csv(UUID key, String path, byte[] file) {
    return as(keeper, path)
        .header("Idempotency-Key", key.toString())
        .header("Content-Type", "text/csv")
        .POST(HttpRequest.BodyPublishers.ofByteArray(file));
  }

  @Test
  void splitMergeCountLossHoldAndRelease() throws Exception {
    Object lot = made(done("weigh-ins", weighIn(0, 9_000))).get("id");
    Map<?, ?> split =
        done("splits", "{\"at\":\"%s\",\"lot\":\"%s\",\"grams\":[2000,3000]}".formatted(at(), lot));
    List<?> parts = (List<?>) split.get("made");
    assertThat(parts).hasSize(2);
    String both =
        "[{\"lot\":\"%s\",\"grams\":1000},{\"lot\":\"%s\",\"grams\":1000}]"
            .formatted(((Map<?, ?>) parts.get(0)).get("id"), ((Map<?, ?>) parts.get(1)).get("id"));
    Object merged =
        made(done("merges", "{\"at\":\"%s\",\"lots\":%s}".formatted(at(), both))).get("id");
    done(
        "losses",
        "{\"at\":\"%s\",\"lot\":\"%s\",\"grams\":100,\"why\":\"rot\"}".formatted(at(), merged));
    done("counts", "{\"at\":\"%s\",\"lot\":\"%s\",\"grams\":1800}".formatted(at(), merged));
    assertThat(list("/api/v1/goods/lots/" + merged + "/where").toString()).contains("grams=1800");
    String reason = "{\"at\":\"%s\",\"lot\":\"%s\",\"reason\":\"测试\"}".formatted(at(), merged);
    done("holds", reason);
    assertThat(json(send(as(keeper, "/api/v1/goods/lots/" + merged))).get("held")).isEqualTo("测试");
    HttpResponse<String> held =
        step(
            keeper,
            UUID.randomUUID(),
            house.point.id(),
            "shipments",
            "{\"at\":\"%s\",\"buyer\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":1}]}"
                .formatted(at(), house.buyer.id(), merged));
    assertThat(code(held)).isEqualTo("supply.lot-held");
    done("releases", reason);
    done(
        "shipments",
        "{\"at\":\"%s\",\"buyer\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":800}]}"
            .formatted(at(), house.buyer.id(), merged));
    done(
        "returns",
        "{\"at\":\"%s\",\"buyer\":\"%s\",\"lot\":\"%s\",\"grams\":300}"
            .formatted(at(), house.buyer.id(), merged));
    assertThat(list("/api/v1/goods/lots/" + merged + "/where").toString())
        .contains("grams=1300", "grams=500");
  }

  @Test
  void whatCannotBeIsAProblem() throws Exception {
    UUID point = house.point.id();
    String lose = "{\"at\":\"%s\",\"lot\":\"%s\",\"grams\":%d,\"why\":\"%s\"}";
    UUID nothing = UUID.randomUUID();
    assertThat(
            code(
                step(
                    keeper,
                    UUID.randomUUID(),
                    point,
                    "losses",
                    lose.formatted(at(), nothing, 1, "rot"))))
        .isEqualTo("supply.unknown-lot");
    assertThat(
            code(
                step(
                    keeper,
                    UUID.randomUUID(),
                    point,
                    "losses",
                    lose.formatted(at(), nothing, -1, "rot"))))
        .isEqualTo("supply.bad-field");
    assertThat(
            code(
                step(
                    keeper,
                    UUID.randomUUID(),
                    point,
                    "losses",
                    lose.formatted(at(), nothing, 1, "magic"))))
        .isEqualTo("supply.unknown-choice");
    assertThat(
            code(
                step(
                    keeper,
                    UUID.randomUUID(),
                    point,
                    "weigh-ins",
                    weighIn(0, 1)
                        .replace(
                            at().substring(0, 10),
                            Instant.now().plusSeconds(172_800).toString().substring(0, 10)))))
        .isIn("supply.bad-time", "supply.bad-field");
    String elsewhere = token(Role.KEEPER, new PlaceCode("CN-360732"));
    assertThat(step(elsewhere, UUID.randomUUID(), point, "weigh-ins", weighIn(0, 1)).statusCode())
        .isEqualTo(403);
    assertThat(send(as(elsewhere, "/api/v1/goods/sites/" + point + "/stock")).statusCode())
        .isEqualTo(404);
    assertThat(code(step(keeper, UUID.randomUUID(), point, "merges", "{\"at\":\"" + at() + "\"}")))
        .isEqualTo("api.field-missing");
  }

  @Test
  void honeyIsCertifiedByALaboratorysProgram() throws Exception {
    int honey = house.addPlot("honey", "vitex");
    Object lot = made(done("weigh-ins", weighIn(honey, 10_000))).get("id");
    Map<?, ?> sample =
        done(
            "samples",
            "{\"at\":\"%s\",\"lot\":\"%s\",\"grams\":500,\"seal\":\"S-1\"}".formatted(at(), lot));
    String analysis =
        "{\"at\":\"%s\",\"lot\":\"%s\",\"sample\":\"%s\",\"laboratory\":\"测试检测站\",\"number\":\"R-1\",\"found\":%s}"
            .formatted(at(), lot, sample.get("id"), Json.write(SupplyHouse.pure()));
    UUID point = house.point.id();
    assertThat(step(keeper, UUID.randomUUID(), point, "analyses", analysis).statusCode())
        .isEqualTo(403);
    assertThat(step(officer, UUID.randomUUID(), point, "analyses", analysis).statusCode())
        .isEqualTo(201);
    UUID key = UUID.randomUUID();
    String certificate =
        "{\"at\":\"%s\",\"sample\":\"%s\",\"number\":\"%s\",\"validUntil\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":9000}]}"
            .formatted(at(), sample.get("id"), key, house.today().plusYears(1), lot);
    for (int i = 0; i < 2; i++)
      assertThat(step(officer, key, point, "certificates", certificate).statusCode())
          .isEqualTo(201);
    HttpResponse<String> more =
        step(
            keeper,
            UUID.randomUUID(),
            point,
            "shipments",
            "{\"at\":\"%s\",\"buyer\":\"%s\",\"lots\":[{\"lot\":\"%s\",\"grams\":9001}]}"
                .formatted(at(), house.buyer.id(), lot));
    assertThat(code(more)).isEqualTo("supply.more-than-certified");
    Map<?, ?> told = json(send(as(keeper, "/api/v1/goods/certificates/" + key)));
    assertThat(told.get("left")).isEqualTo(9000);
    assertThat(told.get("state")).isEqualTo("valid");
    assertThat(list("/api/v1/goods/lots/" + lot + "/certificates")).hasSize(1);
    String why = "{\"at\":\"%s\",\"certificate\":\"%s\",\"reason\":\"测试\"}".formatted(at(), key);
    assertThat(step(officer, UUID.randomUUID(), point, "withdrawals", why).statusCode())
        .isEqualTo(201);
    assertThat(json(send(as(keeper, "/api/v1/goods/certificates/" + key))).get("state"))
        .isEqualTo("withdrawn");
  }
}
