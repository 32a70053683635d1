package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.People;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.PovertyStatus;
import org.yutang.register.Register;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Minutes read, books sent and received, and an applicant's link, as programs of others see them.
class CaseRecordsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-632726");

  @Autowired JdbcClient sql;
  @Autowired Register register;
  @Autowired Outbox outbox;

  @Test
  void minutesAreReadConfirmedAndTurnedIntoBooks() throws Exception {
    String nominator = token(Role.NOMINATOR, COUNTY);
    String officer = token(Role.COUNTY_OFFICER, COUNTY);
    String path = granted(nominator, officer);
    String sent = "{\"version\":%d,\"items\":{\"book\":5},\"waybill\":\"SF1\"}";
    assertThat(
            code(post(officer, path + "/deliveries/sent", sent.formatted(version(officer, path)))))
        .isEqualTo("programme.conditions-open");
    UUID entry = UUID.randomUUID();
    String written =
        "{\"entry\":\"%s\",\"answers\":{\"minutes\":600,\"book\":\"西游记\"}}".formatted(entry);
    assertThat(post(nominator, path + "/logs/reading", written).statusCode()).isEqualTo(200);
    assertThat(post(nominator, path + "/logs/reading", written).statusCode())
        .as("sent again by a phone that heard no answer")
        .isEqualTo(200);
    assertThat(code(post(nominator, path + "/logs/reading", written.replace("600", "599"))))
        .isEqualTo("programme.case-differs");
    assertThat(code(post(nominator, path + "/logs/nothing", written)))
        .isEqualTo("programme.bad-answer");
    assertThat(
            code(post(nominator, path + "/entries/" + entry + "/confirmation", "{\"holds\":true}")))
        .isEqualTo("programme.another-reviewer-wanted");
    assertThat(
            post(officer, path + "/entries/" + entry + "/confirmation", "{\"holds\":true}")
                .statusCode())
        .isEqualTo(200);
    assertThat(send(as(officer, path + "/logs")).body()).contains("\"sum\":600");
    assertThat(send(as(officer, path + "/logs/reading")).body()).contains("confirmed", "西游记");
    assertThat(
            post(officer, path + "/deliveries/sent", sent.formatted(version(officer, path)))
                .statusCode())
        .isEqualTo(200);
    String received = "{\"version\":%d,\"items\":{\"book\":%s},\"photos\":[%s]}";
    for (String bad : List.of("6", "0", "-1", "null"))
      assertThat(
              code(
                  post(
                      nominator,
                      path + "/deliveries/received",
                      received.formatted(
                          version(officer, path), bad, "\"" + photo(nominator) + "\""))))
          .as(bad)
          .isEqualTo("programme.bad-answer");
    assertThat(
            post(
                    nominator,
                    path + "/deliveries/received",
                    received.formatted(version(officer, path), "5", "\"" + photo(nominator) + "\""))
                .statusCode())
        .isEqualTo(200);
    assertThat(send(as(officer, path + "/deliveries")).body()).contains("\"received\":5");
    String stranger = token(Role.NOMINATOR, new PlaceCode("CN-632725"));
    assertThat(send(as(stranger, path + "/logs")).statusCode()).isEqualTo(404);
  }

  @Test
  void aLinkIsToldOnceAndOnlyToWhoeverMayFileThere() throws Exception {
    UUID person = person(2);
    String body = "{\"person\":\"%s\"}".formatted(person);
    String links = "/api/v1/programmes/parenting-centres/case-kinds/place/links";
    String cadre = token(Role.COUNTY_OFFICER, COUNTY);
    HttpResponse<String> told = post(cadre, links, body);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).contains("/apply/");
    assertThat(post(token(Role.NOMINATOR, new PlaceCode("CN-632725")), links, body).statusCode())
        .isEqualTo(403);
    assertThat(
            code(
                post(
                    cadre,
                    links.replace("parenting-centres", "gifts-in-kind").replace("place", "parcel"),
                    body)))
        .isEqualTo("programme.channel-closed");
  }

  private String granted(String nominator, String officer) throws Exception {
    UUID person = person(10);
    String draft =
        """
        {"key":"%s","version":0,"programme":"gifts-in-kind","kind":"reading","person":"%s","channel":"nomination","answers":{"school":"石门小学"}}
        """
            .formatted(UUID.randomUUID(), person);
    HttpResponse<String> filed = post(nominator, "/api/v1/cases?file=true", draft);
    assertThat(filed.statusCode()).as(filed.body()).isEqualTo(200);
    Map<?, ?> of = Json.read(filed.body(), Map.class);
    String path = "/api/v1/cases/" + of.get("id");
    post(
        officer,
        path + "/decision",
        "{\"version\":%s,\"decision\":\"pass\"}".formatted(of.get("version")));
    for (int i = 0; i < 3; i++) assertThat(outbox.awaitDelivered(Duration.ofSeconds(30))).isTrue();
    assertThat(send(as(officer, path)).body()).contains("\"state\":\"granted\"");
    return path;
  }

  private HttpResponse<String> post(String token, String path, String json) throws Exception {
    return send(post(token, path, UUID.randomUUID(), json));
  }

  private int version(String token, String path) throws Exception {
    return (Integer) Json.read(send(as(token, path)).body(), Map.class).get("version");
  }

  private UUID person(int age) {
    PlaceCode village =
        register
            .children(COUNTY, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    People people = new People(sql, COUNTY);
    PersonId id =
        people.add(
            village,
            LocalDate.now(org.yutang.kernel.BusinessDay.ZONE).minusYears(age),
            PovertyStatus.REGISTERED);
    people.save();
    return id.value();
  }
}
