package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// Published figures and reports as programs see them.
class InsightApiTest extends ApiTest {

  private static final String REPORT = "/api/v1/public/reports/breadwinners-insurance/";

  @Test
  void aSeriesIsEnteredCorrectedAndReported() throws Exception {
    String token = officer();
    String id = "a-" + UUID.randomUUID();
    HttpResponse<String> added =
        send(post(token, "/api/v1/indicators", UUID.randomUUID(), indicator(id)));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String figures = "/api/v1/indicators/" + id + "/figures";
    UUID key = UUID.randomUUID();
    HttpResponse<String> first = send(post(token, figures, key, figure("810000", "2017-12-31", 0)));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(send(post(token, figures, key, figure("810000", "2017-12-31", 0))).body())
        .isEqualTo(first.body());
    assertThat(
            send(post(token, figures, UUID.randomUUID(), figure("810001", "2017-12-31", 1))).body())
        .contains("\"version\":2");
    assertThat(send(as(token, figures)).body()).contains("\"total\":1", "810001");
    assertThat(send(as(token, figures + "?all=true")).body())
        .contains("\"total\":2", "\"current\":false");
    HttpResponse<String> report = send(request(REPORT + "2017"));
    assertThat(report.statusCode()).as(report.body()).isEqualTo(200);
    assertThat(report.body()).contains("810001", id).doesNotContain("enteredBy");
    assertThat(report.headers().firstValue("ETag").orElse(""))
        .isEqualTo(
            '"'
                + HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256")
                            .digest(report.body().getBytes(StandardCharsets.UTF_8)))
                + '"');
  }

  @Test
  void badInputIsRefusedInWords() throws Exception {
    String token = officer();
    String id = "b-" + UUID.randomUUID();
    send(post(token, "/api/v1/indicators", UUID.randomUUID(), indicator(id)));
    String figures = "/api/v1/indicators/" + id + "/figures";
    Map<String, String> bad =
        Map.of(
            figure("-1", "2017-12-31", 0), "insight.bad-value",
            figure("1", "2999-12-31", 0), "insight.bad-day",
            figure("1", "2017-12-31", 3), "insight.figure-changed",
            figure("1", "2017-12-31", 0).replace("https://", "javascript:"), "insight.bad-url",
            figure("1", "2017-12-31", 0).replace("actual", "perhaps"), "insight.unknown-choice");
    for (Map.Entry<String, String> each : bad.entrySet()) {
      HttpResponse<String> answer = send(post(token, figures, UUID.randomUUID(), each.getKey()));
      assertThat(answer.statusCode()).as(each.getValue()).isIn(409, 422);
      assertThat(code(answer)).isEqualTo(each.getValue());
    }
    HttpResponse<String> unknown =
        send(
            post(
                token,
                "/api/v1/indicators/none/figures",
                UUID.randomUUID(),
                figure("1", "2017-12-31", 0)));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(
            send(post(token(account()), figures, UUID.randomUUID(), figure("1", "2017-12-31", 0)))
                .statusCode())
        .isEqualTo(403);
    for (String path : List.of("2016", "2999", "0"))
      assertThat(code(send(request(REPORT + path)))).isEqualTo("insight.unknown-year");
    assertThat(code(send(request(REPORT + "2017?cutOff=2018-01-01"))))
        .isEqualTo("insight.bad-cut-off");
    assertThat(code(send(request(REPORT + "2017?cutOff=2017-06-29"))))
        .isEqualTo("insight.no-month-end");
    assertThat(send(request(REPORT + "2017?cutOff=2017-06-30")).body()).contains("2017-06-30");
    assertThat(send(request(REPORT + "2017?cutOff=yesterday")).statusCode()).isBetween(400, 422);
    assertThat(send(request(REPORT + "soon")).statusCode()).isBetween(400, 422);
    assertThat(code(send(request("/api/v1/public/reports/no-such/2017"))))
        .isEqualTo("programme.unknown-programme");
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

  private static String indicator(String id) {
    return """
        {"id": "%s", "programme": "breadwinners-insurance", "name": {"zh": "参保人次", "en": "Person-times"}, "unit": "person-times", "beside": "premiums"}
        """
        .formatted(id);
  }

  private static String figure(String value, String day, int replaces) {
    return """
        {"value": "%s", "cutOff": "%s", "certainty": "actual", "source": {"zh": "年报", "en": "Report"}, "url": "https://example.org/r", "replaces": %d}
        """
        .formatted(value, day, replaces);
  }
}
