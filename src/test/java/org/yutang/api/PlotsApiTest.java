package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Standards and plots as programs of others see them.
class PlotsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-360733");

  @Autowired Register register;

  private final double lng = -170 + new Random().nextInt(300_000) / 1000.0;
  private final double lat = -60 + new Random().nextInt(50_000) / 1000.0;
  private String officer = "";
  private String town = "";
  private String cooperative = "";

  @BeforeEach
  void begin() throws Exception {
    officer = token(Role.COUNTY_OFFICER, COUNTY);
    town =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code()
            .text();
    HttpResponse<String> made =
        send(
            post(
                officer,
                "/api/v1/cooperatives",
                UUID.randomUUID(),
                "{\"name\":\"测试合作社\",\"place\":\"" + COUNTY + "\"}"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    cooperative = String.valueOf(json(made).get("id"));
  }

  private String feature(String name, String village, double east, double size, String more) {
    double w = lng + east;
    return String.format(
        Locale.ROOT,
        """
        {"type":"Feature","properties":{"name":"%s","village":"%s","cooperative":"%s"%s},"geometry":{"type":"Polygon","coordinates":
        [[[%f,%f],[%f,%f],[%f,%f],[%f,%f],[%f,%f]]]}}""",
        name,
        village,
        cooperative,
        more,
        w,
        lat,
        w + size,
        lat,
        w + size,
        lat + size,
        w,
        lat + size,
        w,
        lat);
  }

  private HttpResponse<String> bring(String body) throws Exception {
    return send(post(officer, "/api/v1/plots:import", UUID.randomUUID(), body));
  }

  @Test
  void eachRefusedRowIsNamedAndTheOthersAreTaken() throws Exception {
    String good = feature("甲", town, 0, 0.001, ",\"declaredMu\":15.5");
    String body =
        "{\"type\":\"FeatureCollection\",\"name\":{\"x\":[1]},\"features\":["
            + String.join(
                ",",
                List.of(
                    good,
                    feature("重叠", town, 0.0005, 0.001, ""),
                    feature("县", COUNTY.text(), 0.002, 0.001, ""),
                    feature("负数", town, 0.004, 0.001, ",\"declaredMu\":-3"),
                    feature("乙", town, 0.006, 0.001, ""),
                    "{\"type\":\"Feature\",\"properties\":{\"name\":\"点\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}",
                    "7"))
            + "]}";
    HttpResponse<String> answer = bring(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
    assertThat(json(answer).get("taken")).isEqualTo(2);
    List<?> rows = (List<?>) json(answer).get("rows");
    assertThat(
            rows.stream()
                .map(row -> ((Map<?, ?>) row).get("row") + " " + ((Map<?, ?>) row).get("code")))
        .containsExactlyInAnyOrder(
            "2 farm.overlap",
            "3 farm.not-a-village",
            "4 farm.bad-field",
            "6 farm.bad-outline",
            "7 farm.bad-outline");
    assertThat(answer.body()).contains("甲");
    HttpResponse<String> again =
        bring("{\"type\":\"FeatureCollection\",\"features\":[" + good + "]}");
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    HttpResponse<String> list =
        send(as(officer, "/api/v1/plots?cooperative=" + cooperative + "&place=" + town));
    assertThat(json(list).get("total")).as(list.body()).isEqualTo(2);
  }

  @Test
  void whatIsNoGeoJsonIsRefused() throws Exception {
    assertThat(bring("{\"type\":\"FeatureCollection\"}").statusCode()).isEqualTo(422);
    assertThat(bring("[1,2").statusCode()).isEqualTo(422);
    HttpResponse<String> cut =
        bring("{\"features\":[" + feature("断", town, 0.01, 0.001, "") + ",{\"type\":");
    assertThat(cut.statusCode()).as(cut.body()).isEqualTo(207);
    String cadre = token(Role.AUDITOR, COUNTY);
    assertThat(send(post(cadre, "/api/v1/plots:import", UUID.randomUUID(), "{}")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aSampleIsGradedWithItsReasons() throws Exception {
    String path =
        "/api/v1/standards/navel-orange/grade?diameter=80&acidity=0.70&colour=95&defects=0.5&brix=";
    HttpResponse<String> first = send(as(officer, path + "10.9"));
    assertThat(json(first).get("grade")).as(first.body()).isEqualTo("first");
    assertThat(((Map<?, ?>) json(first).get("decided")).get("measure")).isEqualTo("brix");
    HttpResponse<String> sixty = send(as(officer, path + "60"));
    assertThat(sixty.statusCode()).isEqualTo(422);
    assertThat(code(sixty)).isEqualTo("farm.implausible");
  }
}
