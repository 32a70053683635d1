package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;

/// A list sent, imported and read again, all as a program of others does it.
class RegisterApiTest extends ApiTest {

  private static final String NUMBER = "11010519491231029X";
  private static final String MAPPING =
      """
      kind: register
      source: {id: test-api, title: Sent by a program, licence: none, date: 2020-12-31}
      places:
        - {code: XC-api, parent: CN, level: county, zh: 接口县}
        - {code: XC-apiV, parent: XC-api, level: village, zh: 接口村}
      household: {place: "'XC-apiV'", key: row.household, status: "'registered'", since: 2016-01-01}
      person: {key: row.person, name: row.name, sex: row.sex, age: number(row.age), head: "row.person.endsWith('1')", id-number: row.id}
      """;
  private static final String ROWS =
      """
      household,person,name,sex,age,id
      A1,A1-1,诸葛清,m,71,%s
      A1,A1-2,诸葛明,f,40,
      """
          .formatted(NUMBER);

  @Test
  void aListIsSentImportedAndReadMasked() throws Exception {
    String token = token(Role.ADMINISTRATOR, PlaceCode.WORLD);
    String job = imported(token);
    HttpResponse<String> again = send(as(token, "/api/v1/imports/" + job + "/errors"));
    assertThat(again.statusCode()).isEqualTo(204);

    Map<?, ?> place = json(send(as(token, "/api/v1/places/XC-api")));
    assertThat(((Map<?, ?>) place.get("figures")).get("persons")).isEqualTo(2);
    assertThat(items(send(as(token, "/api/v1/places?parent=XC-api")))).hasSize(1);

    String officer = token(Role.COUNTY_OFFICER, new PlaceCode("XC-api"));
    List<Map<?, ?>> households = items(send(as(officer, "/api/v1/households?q=zhugeqing")));
    assertThat(households).hasSize(1);
    HttpResponse<String> household =
        send(as(officer, "/api/v1/households/" + households.getFirst().get("id")));
    assertThat(household.body()).contains("诸葛某").doesNotContain("诸葛清", NUMBER);
    List<Map<?, ?>> persons = items(send(as(officer, "/api/v1/persons?q=zgm&sex=female")));
    assertThat(persons).hasSize(1);
    assertThat(send(as(officer, "/api/v1/persons/" + persons.getFirst().get("id"))).body())
        .contains("\"birthYear\":1980");
    assertThat(code(send(as(officer, "/api/v1/persons?sort=wealth"))))
        .isEqualTo("api.invalid-parameter");

    String stranger = token(Role.COUNTY_OFFICER, new PlaceCode("CN-500236"));
    assertThat(items(send(as(stranger, "/api/v1/persons?q=zgm")))).isEmpty();
    assertThat(send(as(stranger, "/api/v1/persons/" + persons.getFirst().get("id"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void anIdentityNumberIsLookedUpFromTheBodyOnly() throws Exception {
    String token = token(Role.ADMINISTRATOR, PlaceCode.WORLD);
    imported(token);
    String body = "{\"number\": \"" + NUMBER.toLowerCase(java.util.Locale.ROOT) + "\"}";
    String path = "/api/v1/persons/by-id-number";
    HttpResponse<String> found = send(post(token, path, UUID.randomUUID(), body));
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(found.body()).contains("XC-apiV", "诸葛某").doesNotContain(NUMBER);
    assertThat(items(send(as(token, "/api/v1/persons?q=" + NUMBER)))).isEmpty();
    String stranger = token(Role.COUNTY_OFFICER, new PlaceCode("CN-500236"));
    assertThat(send(post(stranger, path, UUID.randomUUID(), body)).body()).isEqualTo("[]");
  }

  /// The same list each time: whichever test comes second changes nothing.
  private String imported(String token) throws Exception {
    HttpResponse<String> sent =
        send(
            as(token, "/api/v1/files")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofString(ROWS)));
    assertThat(sent.statusCode()).as(sent.body()).isBetween(200, 201);
    String body =
        Json.write(
            Map.of(
                "kind",
                "register",
                "file",
                String.valueOf(json(sent).get("digest")),
                "mapping",
                MAPPING,
                "maxBadShare",
                0));
    HttpResponse<String> submitted = send(post(token, "/api/v1/imports", UUID.randomUUID(), body));
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(202);
    String job = String.valueOf(json(submitted).get("job"));
    for (int i = 0; i < 600; i++) {
      Object state = json(send(as(token, "/api/v1/jobs/" + job))).get("state");
      if ("DONE".equals(state)) return job;
      assertThat(state).isIn("WAITING", "RUNNING");
      Thread.sleep(100);
    }
    throw new AssertionError("the import did not end");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<?, ?>> items(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (List<Map<?, ?>>) json(answer).get("items");
  }
}
