package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;

/// Programmes and the books as programs of others see them.
class ProgrammeApiTest extends ApiTest {

  private static final String INSURANCE = "/api/v1/programmes/breadwinners-insurance";

  @Autowired Audit audit;

  @Test
  void programmesAreListedWithTheirRulesAndSources() throws Exception {
    String token = officer();
    HttpResponse<String> answer = send(as(token, "/api/v1/programmes"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "顶梁柱健康保险", "age_known && age >= 18 && age <= 60", "\"premium\":\"32.00\"", "32,805.77");
    assertThat(code(send(as(token, "/api/v1/programmes/nothing"))))
        .isEqualTo("programme.unknown-programme");
    assertThat(send(request("/api/v1/programmes")).statusCode()).isEqualTo(401);
  }

  @Test
  void aGrantIsADecimalAndArrivesOnce() throws Exception {
    String token = officer();
    UUID key = UUID.randomUUID();
    String body = "{\"amount\": \"1000.50\", \"label\": \"a test\"}";
    HttpResponse<String> first = send(post(token, INSURANCE + "/grants", key, body));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(send(post(token, INSURANCE + "/grants", key, body)).body()).isEqualTo(first.body());
    for (String amount :
        List.of(
            "1.001",
            "-5",
            "0",
            "1e3",
            "1E600000000",
            "1000000000000.01",
            "a lot",
            "",
            "99999999999999999999"))
      assertThat(
              code(
                  send(
                      post(
                          token,
                          INSURANCE + "/grants",
                          UUID.randomUUID(),
                          "{\"amount\": \"" + amount + "\", \"label\": \"x\"}"))))
          .as(amount)
          .isEqualTo("programme.bad-amount");
    assertThat(
            send(post(token(account()), INSURANCE + "/grants", UUID.randomUUID(), body))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void enrollingACountyAnswersWithAJobAndTheSameKeyWithTheSameJob() throws Exception {
    String token = officer();
    UUID key = UUID.randomUUID();
    String body = "{\"county\": \"CN-632722\", \"year\": 2026}";
    HttpResponse<String> first = send(post(token, INSURANCE + "/enrolments", key, body));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(json(send(post(token, INSURANCE + "/enrolments", key, body))).get("job"))
        .isEqualTo(json(first).get("job"));
    assertThat(send(as(token, "/api/v1/jobs/" + json(first).get("job"))).statusCode())
        .isEqualTo(200);
    assertThat(
            code(
                send(
                    post(
                        token,
                        INSURANCE + "/enrolments",
                        UUID.randomUUID(),
                        "{\"county\": \"CN-63\", \"year\": 2026}"))))
        .isEqualTo("programme.not-a-county");
    assertThat(
            code(
                send(
                    post(
                        token,
                        INSURANCE + "/enrolments",
                        UUID.randomUUID(),
                        "{\"county\": \"CN-632722\", \"year\": 2016}"))))
        .isEqualTo("programme.year-not-open");
  }

  @Test
  void coverageEnrolmentsAndFundAreReadOnlyWhereOneMay() throws Exception {
    String token = officer();
    for (String path :
        List.of(
            "/coverage?county=CN-632722",
            "/enrolments?county=CN-632722&state=covered&sort=decided",
            "/fund",
            "/counties"))
      assertThat(send(as(token, INSURANCE + path)).statusCode()).as(path).isEqualTo(200);
    assertThat(code(send(as(token, INSURANCE + "/enrolments?county=CN-632722&state=lost"))))
        .isEqualTo("programme.unknown-choice");
    assertThat(code(send(as(token, INSURANCE + "/eligibility?person=" + UUID.randomUUID()))))
        .isEqualTo("register.unknown-person");
    assertThat(
            code(
                send(as(token, "/api/v1/programmes/enrolments/" + UUID.randomUUID() + "/receipt"))))
        .isEqualTo("programme.unknown-enrolment");
    assertThat(send(as(token(account()), INSURANCE + "/coverage?county=CN-632722")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void theBooksShowAccountsStatementsAndEntries() throws Exception {
    String token = officer();
    send(
        post(
            token,
            INSURANCE + "/grants",
            UUID.randomUUID(),
            "{\"amount\": \"7.00\", \"label\": \"a test\"}"));
    String fund = String.valueOf(json(send(as(token, INSURANCE))).get("fund"));
    StringBuilder accounts = new StringBuilder();
    for (int page = 1; page <= 20 && accounts.indexOf(fund) < 0; page++)
      accounts.append(send(as(token, "/api/v1/ledger/accounts?size=200&page=" + page)).body());
    assertThat(accounts.toString()).contains(fund);
    assertThat(
            String.valueOf(json(send(as(token, "/api/v1/ledger/accounts/" + fund))).get("balance")))
        .matches("[0-9]+\\.[0-9]{2}");
    Map<?, ?> statement =
        json(send(as(token, "/api/v1/ledger/accounts/" + fund + "/statement?size=1")));
    Map<?, ?> line =
        Json.read(Json.write(((List<?>) statement.get("items")).getFirst()), Map.class);
    assertThat(send(as(token, "/api/v1/ledger/transfers/" + line.get("id"))).statusCode())
        .isEqualTo(200);
    String lines = "/api/v1/ledger/accounts/" + fund + "/lines.csv";
    assertThat(send(as(token(account()), lines)).statusCode()).isEqualTo(403);
    assertThat(exports(fund)).isZero();
    assertThat(send(as(token, lines)).body()).contains(",7.00,,CNY,grant,");
    assertThat(exports(fund)).isEqualTo(1);
    assertThat(code(send(as(token, "/api/v1/ledger/accounts/" + UUID.randomUUID()))))
        .isEqualTo("ledger.unknown-account");
    assertThat(code(send(as(token, "/api/v1/ledger/transfers/" + UUID.randomUUID()))))
        .isEqualTo("ledger.unknown-transfer");
    assertThat(send(as(token(account()), "/api/v1/ledger/accounts")).statusCode()).isEqualTo(403);
  }

  private long exports(String account) {
    return audit
        .list(
            Actor.SYSTEM,
            new Audit.Filter(
                Optional.empty(), Optional.of("access.list-exported"), Optional.of(account)),
            new Page.Wanted(1, 10))
        .total();
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
}
