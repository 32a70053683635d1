package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Access;
import org.yutang.access.Account;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Sample;
import org.yutang.programme.SampleHouse;
import org.yutang.store.HouseSettings;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Cases as programs of others see them, from the kinds of a programme to money brought back.
class CasesApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-632725");
  private static final PlaceCode CHINA = new PlaceCode("CN");
  private static final String AWARD = "test-open-award";

  @Autowired BeanFactory beans;
  @Autowired JdbcClient sql;
  @Autowired Access access;
  @Autowired Programmes programmes;
  @Autowired HouseSettings settings;
  @Autowired Outbox outbox;

  private String nominator = "";
  private String county = "";

  @BeforeEach
  void peopleWithTokens() {
    settings.put("payment.provider", "SANDBOX");
    nominator = token(Role.NOMINATOR, COUNTY);
    county = token(Role.COUNTY_OFFICER, COUNTY);
  }

  @Test
  void aNominationGoesFromItsKindToMoneyBroughtBack() throws Exception {
    Account fund = holder(Role.FUND_OFFICER, CHINA);
    programmes.grant(
        access.actor(fund.id()),
        new ProgrammeId(AWARD),
        Money.fen(200_000),
        UUID.randomUUID(),
        "a test");
    String officer = token(fund);
    UUID person = person();
    HttpResponse<String> kinds = send(as(nominator, "/api/v1/programmes/" + AWARD + "/case-kinds"));
    assertThat(kinds.body())
        .contains(
            "\"nomination\"", "\"type\":\"fixed\"", "\"amount\":\"1000.00\"", "\"blind\":true");
    assertThat(explain(person, "3").body()).contains("\"eligible\":false", "fewer than five");
    assertThat(explain(person, "12").body()).contains("\"eligible\":true");
    Map<?, ?> filed = json(save(true, draft(UUID.randomUUID(), person, "12", photo(nominator))));
    assertThat(filed.get("state")).as("%s", filed).isEqualTo("in-review");
    assertThat(filed.toString()).doesNotContain("13800000000", "6222020200000001234");
    String path = "/api/v1/cases/" + filed.get("id");
    for (String part : List.of("", "/timeline", "/instalments", "/reports", "/verdict"))
      assertThat(send(as(nominator, path + part)).statusCode()).as(part).isEqualTo(200);
    String listed = "/api/v1/cases?programme=" + AWARD + "&kind=nomination&stage=check&place=";
    assertThat(send(as(county, listed + COUNTY + "&role=county-officer&state=in-review")).body())
        .contains(String.valueOf(filed.get("id")));
    assertThat(code(send(as(county, "/api/v1/cases?sort=luck"))))
        .isEqualTo("programme.unknown-choice");
    assertThat(code(decide(county, path, 9, "pass", ""))).isEqualTo("programme.case-changed");
    assertThat(decide(county, path, 9, "pass", "").statusCode()).isEqualTo(409);
    assertThat(code(decide(nominator, path, version(filed), "pass", "")))
        .isEqualTo("access.not-permitted");
    assertThat(code(decide(county, path, version(filed), "reject", "")))
        .isEqualTo("programme.note-wanted");
    assertThat(code(decide(county, path, version(filed), "perhaps", "")))
        .isEqualTo("programme.unknown-choice");
    assertThat(json(decide(county, path, version(filed), "pass", "")).get("stage"))
        .isEqualTo("round");
    judged(officer);
    Map<?, ?> granted = awaited(path, "granted");
    reported(path, granted, officer);
    brokenUpAndBroughtBack(path, officer);
    HttpResponse<String> figures = send(request("/api/v1/public/programmes/" + AWARD + "/cases"));
    assertThat(figures.statusCode()).isEqualTo(200);
    assertThat(figures.body()).contains("\"calls\"").doesNotContain("13800000000");
  }

  private void judged(String officer) throws Exception {
    String panel =
        "/api/v1/programmes/"
            + AWARD
            + "/panels/nomination/"
            + BusinessDay.of(java.time.Instant.now()).getYear()
            + "/round";
    List<Account> judges = List.of(holder(Role.JUDGE, CHINA), holder(Role.JUDGE, CHINA));
    assertThat(send(as(officer, panel + "/judges")).body())
        .contains(judges.get(0).id().toString(), judges.get(1).id().toString());
    String chosen =
        "{\"judges\": [\"" + judges.get(0).id() + "\", \"" + judges.get(1).id() + "\"]}";
    assertThat(code(send(post(county, panel + "/judges", UUID.randomUUID(), chosen))))
        .isEqualTo("access.not-permitted");
    assertThat(send(post(officer, panel + "/judges", UUID.randomUUID(), chosen)).body())
        .startsWith("{\"sheets\":");
    List<String> tokens = new ArrayList<>();
    for (Account judge : judges) tokens.add(token(judge));
    String others = String.valueOf(sheets(tokens.get(0)).getFirst().get("number"));
    assertThat(code(score(tokens.get(1), others, 1, 1))).isEqualTo("programme.not-assigned");
    for (String judge : tokens)
      for (Map<?, ?> sheet : sheets(judge)) {
        String number = String.valueOf(sheet.get("number"));
        assertThat(sheet.toString()).contains("story").doesNotContain("school", "13800000000");
        assertThat(code(score(judge, number, 61, 1))).isEqualTo("programme.bad-marks");
        assertThat(score(judge, number, 50, 30).statusCode()).isEqualTo(204);
      }
    assertThat(send(as(officer, panel + "/ranking")).body()).contains("\"mean\":\"80");
    assertThat(code(send(post(county, panel + "/close", UUID.randomUUID(), ""))))
        .isEqualTo("access.not-permitted");
    HttpResponse<String> closed = send(post(officer, panel + "/close", UUID.randomUUID(), ""));
    assertThat(closed.statusCode()).as(closed.body()).isEqualTo(200);
    assertThat(sheets(tokens.get(0))).isEmpty();
    assertThat(
            code(
                send(
                    post(
                        tokens.get(0),
                        "/api/v1/sheets/" + others + "/recuse",
                        UUID.randomUUID(),
                        "{\"note\": \"a relative\"}"))))
        .isEqualTo("programme.not-assigned");
    assertThat(code(send(as(officer, panel.replace("/round", "/check") + "/ranking"))))
        .isEqualTo("programme.unknown-stage");
  }

  private void reported(String path, Map<?, ?> granted, String officer) throws Exception {
    String report = path + "/reports/first-report";
    String wrong = "{\"version\": " + version(granted) + ", \"answers\": {\"done\": \"taught\"}}";
    assertThat(code(send(post(nominator, report, UUID.randomUUID(), wrong))))
        .isEqualTo("programme.case-incomplete");
    String right =
        "{\"version\": "
            + version(granted)
            + ", \"answers\": {\"done\": \"taught\", \"still_teaching\": true}, \"photos\": [\""
            + photo(nominator)
            + "\"]}";
    Map<?, ?> sent = json(send(post(nominator, report, UUID.randomUUID(), right)));
    assertThat(sent.get("state")).as("%s", sent).isEqualTo("granted");
    String back = "{\"version\": " + version(sent) + ", \"accepted\": false}";
    assertThat(code(send(post(officer, report + "/judgement", UUID.randomUUID(), back))))
        .isEqualTo("programme.note-wanted");
    String accepted = "{\"version\": " + version(sent) + ", \"accepted\": true}";
    assertThat(send(post(officer, report + "/judgement", UUID.randomUUID(), accepted)).statusCode())
        .isEqualTo(200);
    assertThat(send(as(nominator, path + "/reports")).body()).contains("\"accepted\"");
  }

  private void brokenUpAndBroughtBack(String path, String officer) throws Exception {
    Map<?, ?> now = json(send(as(nominator, path)));
    String payee =
        "{\"version\": "
            + version(now)
            + ", \"name\": \"王老师\", \"account\": \"6222020200000005678\"}";
    assertThat(code(send(post(nominator, path + "/payee", UUID.randomUUID(), payee))))
        .isEqualTo("programme.case-state");
    String reverse = "{\"version\": " + version(now) + ", \"note\": \"made up\"}";
    assertThat(code(send(post(officer, path + "/reverse", UUID.randomUUID(), reverse))))
        .isEqualTo("programme.another-reviewer-wanted");
    String other = token(Role.FUND_OFFICER, CHINA);
    Map<?, ?> reversed = json(send(post(other, path + "/reverse", UUID.randomUUID(), reverse)));
    assertThat(reversed.get("state")).as("%s", reversed).isEqualTo("reversed");
    for (String amount : List.of("9999.00", "1.001", "-1", "much"))
      assertThat(code(back(other, path, reversed, amount)).toString())
          .as(amount)
          .startsWith("programme.bad-");
    assertThat(back(other, path, reversed, "600.00").statusCode()).isEqualTo(200);
  }

  @Test
  void badInputIsRefusedByCodeAndNothingBreaks() throws Exception {
    UUID person = person();
    String photo = photo(nominator);
    assertThat(code(save(false, "{\"version\": 0}"))).isEqualTo("api.field-missing");
    assertThat(code(save(false, draft(UUID.randomUUID(), person, "12", photo, "\"rank\": 1"))))
        .isEqualTo("programme.bad-answer");
    for (String years : List.of("\"many\"", "12.5", "[12]", "{\"a\": 1}", "true", "61", "1e400"))
      assertThat(
              send(post(
                      nominator,
                      "/api/v1/cases",
                      UUID.randomUUID(),
                      draft(UUID.randomUUID(), person, "12", photo)
                          .replace("\"years_taught\": 12", "\"years_taught\": " + years)))
                  .statusCode())
          .as(years)
          .isBetween(400, 422);
    assertThat(
            code(
                save(
                    false,
                    draft(
                        UUID.randomUUID(),
                        person,
                        "12",
                        photo,
                        "\"story\": \"" + "长".repeat(2001) + "\""))))
        .isEqualTo("programme.bad-answer");
    assertThat(save(false, "{\"answers\": \"" + "x".repeat(2 << 20) + "\"}").statusCode())
        .isEqualTo(413);
    String deep = "[".repeat(50_000) + "]".repeat(50_000);
    assertThat(
            save(
                    false,
                    draft(UUID.randomUUID(), person, "12", photo)
                        .replace("\"years_taught\": 12", "\"years_taught\": " + deep))
                .statusCode())
        .isBetween(400, 422);
    String nulls =
        draft(UUID.randomUUID(), person, "12", photo)
            .replace("\"years_taught\": 12", "\"years_taught\": null")
            .replace("[\"" + photo + "\"]", "[null]");
    assertThat(code(save(false, nulls))).isEqualTo("programme.bad-answer");
    assertThat(code(save(false, draft(UUID.randomUUID(), new UUID(-1, -1), "12", photo))))
        .isEqualTo("register.unknown-person");
    assertThat(
            code(
                save(
                    false,
                    draft(UUID.randomUUID(), person, "12", photo)
                        .replace("\"kind\": \"nomination\"", "\"kind\": \"nothing\""))))
        .isEqualTo("programme.unknown-kind");
    assertThat(code(send(as(nominator, "/api/v1/programmes/nothing/case-kinds"))))
        .isEqualTo("programme.unknown-programme");
    assertThat(code(send(request("/api/v1/public/programmes/no%20id/cases"))))
        .isEqualTo("programme.unknown-programme");
    for (String path : List.of("/api/v1/cases", "/api/v1/sheets"))
      assertThat(send(request(path)).statusCode()).as(path).isEqualTo(401);
  }

  @Test
  void someoneElsesCaseIsUnknownAndBatchesAreTakenLineByLine() throws Exception {
    UUID person = person();
    UUID key = UUID.randomUUID();
    String photo = photo(nominator);
    Map<?, ?> draft = json(save(false, draft(key, person, "12", photo)));
    String path = "/api/v1/cases/" + draft.get("id");
    String elsewhere = token(Role.COUNTY_OFFICER, new PlaceCode("CN-632726"));
    for (String part :
        List.of("", "/timeline", "/instalments", "/reports", "/verdict", "/photos/" + photo))
      assertThat(send(as(elsewhere, path + part)).statusCode()).as(part).isEqualTo(404);
    for (String part : List.of("/file", "/withdraw", "/appeal", "/decision", "/reverse"))
      assertThat(
              send(post(
                      elsewhere,
                      path + part,
                      UUID.randomUUID(),
                      part.equals("/file")
                          ? "{\"version\": 1}"
                          : part.equals("/decision")
                              ? "{\"version\": 1, \"decision\": \"pass\", \"note\": \"x\"}"
                              : "{\"version\": 1, \"note\": \"x\"}"))
                  .statusCode())
          .as(part)
          .isEqualTo(404);
    assertThat(send(as(nominator, path + "/photos/" + photo)).statusCode()).isEqualTo(200);
    assertThat(
            code(
                send(
                    post(
                        nominator,
                        path + "/reveal",
                        UUID.randomUUID(),
                        "{\"reason\": \"a look\"}"))))
        .isEqualTo("access.not-permitted");
    assertThat(
            send(post(county, path + "/reveal", UUID.randomUUID(), "{\"reason\": \"a check\"}"))
                .body())
        .contains("13800000000", "6222020200000001234");
    Map<?, ?> filed =
        json(send(post(nominator, path + "/file", UUID.randomUUID(), "{\"version\": 1}")));
    String batch =
        """
        {"cases": [{"id": "%s", "version": %d}, {"id": "%s", "version": 1}], "decision": "reject", "note": "not enough"}"""
            .formatted(filed.get("id"), version(filed), UUID.randomUUID());
    HttpResponse<String> ruled =
        send(post(county, "/api/v1/cases/decisions", UUID.randomUUID(), batch));
    assertThat(ruled.body())
        .as(ruled.body())
        .contains("\"state\":\"rejected\"", "\"refused\":\"programme.unknown-case\"");
    String appeal = "{\"version\": " + (version(filed) + 1) + ", \"note\": \"look again\"}";
    Map<?, ?> appealed = json(send(post(nominator, path + "/appeal", UUID.randomUUID(), appeal)));
    assertThat(appealed.get("state")).as("%s", appealed).isEqualTo("in-review");
    String other = token(Role.COUNTY_OFFICER, COUNTY);
    Map<?, ?> asked =
        json(decide(other, path, version(appealed), "ask-for-papers", "the certificate"));
    assertThat(asked.get("state")).isEqualTo("papers-missing");
    assertThat(
            send(post(
                    nominator,
                    path + "/withdraw",
                    UUID.randomUUID(),
                    "{\"version\": " + version(asked) + "}"))
                .body())
        .contains("\"state\":\"withdrawn\"");
  }

  @Test
  void linesAreRuledOneByOneAndTwoPeopleAgree() throws Exception {
    UUID person = person();
    String body =
        """
        {"key": "%s", "version": 0, "programme": "%s", "kind": "expenses", "person": "%s", "channel": "proxy",
         "answers": {"course": "普通话", "began": "2026-01-05", "abroad": false, "level": "city",
                     "bill": [{"service": "fee", "quantity": 1, "price": "650.00"}, {"service": "travel", "quantity": 2, "price": "30.00"}]},
         "payeeName": "张三", "payeeAccount": "6222020200000004321",
         "confirmation": {"how": "spoken", "at": "2026-01-06T00:00:00Z", "witness": "李某"}}"""
            .formatted(UUID.randomUUID(), AWARD, person);
    HttpResponse<String> saved =
        send(post(county, "/api/v1/cases?file=true", UUID.randomUUID(), body));
    Map<?, ?> filed = json(saved);
    assertThat(filed.get("benefit")).as(saved.body()).isEqualTo("560.00");
    String path = "/api/v1/cases/" + filed.get("id") + "/decision";
    String first = token(Role.INSURER, CHINA);
    String ruling =
        "{\"version\": %d, \"decision\": \"pass\", \"lines\": [{\"number\": 1, \"counted\": \"%s\", \"reason\": \"one way\"}]}";
    for (String counted : List.of("61.00", "abc"))
      assertThat(
              send(post(first, path, UUID.randomUUID(), ruling.formatted(version(filed), counted)))
                  .statusCode())
          .as(counted)
          .isEqualTo(422);
    Map<?, ?> agreed =
        json(send(post(first, path, UUID.randomUUID(), ruling.formatted(version(filed), "30.00"))));
    assertThat(agreed.get("benefit")).as("%s", agreed).isEqualTo("530.00");
    assertThat(code(decide(first, path.replace("/decision", ""), version(agreed), "pass", "")))
        .isEqualTo("programme.another-reviewer-wanted");
    Map<?, ?> disagreed =
        json(
            decide(
                token(Role.INSURER, CHINA),
                path.replace("/decision", ""),
                version(agreed),
                "disagree",
                "both ways count"));
    assertThat(disagreed.get("benefit")).as("%s", disagreed).isEqualTo("560.00");
  }

  @Test
  void lessOfABillCountsForAReasonAndItsReceiptOpensTheLeaf() throws Exception {
    SampleHouse house =
        new SampleHouse(
            beans,
            Sample.of("breadwinners-insurance", "hospital-bill"),
            new PlaceCode("CN-45"),
            2018);
    house.give(Money.fen(1_000_000));
    String cadre = token(Role.VILLAGE_CADRE, house.village());
    String insurer = token(Role.INSURER, CHINA);
    String body =
        """
        {"key": "%s", "version": 0, "programme": "breadwinners-insurance", "kind": "hospital-bill", "person": "%s", "channel": "proxy",
         "answers": %s, "evidence": {"bill": ["%s"]}, "payeeName": "张三", "payeeAccount": "6222020200004321",
         "confirmation": {"how": "spoken", "at": "2026-01-06T00:00:00Z", "witness": "李某"}}"""
            .formatted(
                UUID.randomUUID(), house.person(), Json.write(house.answers()), photo(cadre));
    HttpResponse<String> saved =
        send(post(cadre, "/api/v1/cases?file=true", UUID.randomUUID(), body));
    Map<?, ?> filed = json(saved);
    assertThat(filed.get("benefit")).as(saved.body()).isEqualTo("2940.38");
    assertThat(filed.get("enrolment")).isNotNull();
    String path = "/api/v1/cases/" + filed.get("id");
    String ruling =
        "{\"version\": %d, \"decision\": \"pass\", \"counted\": \"%s\", \"reason\": \"%s\", \"note\": \"not all\"}";
    for (String wrong :
        List.of(
            ruling.formatted(version(filed), "6420.50", "outside-the-rules"),
            ruling.formatted(version(filed), "4500.00", "no-such-reason"),
            ruling.formatted(version(filed), "a lot", "outside-the-rules")))
      assertThat(send(post(insurer, path + "/decision", UUID.randomUUID(), wrong)).statusCode())
          .as(wrong)
          .isEqualTo(422);
    String right = ruling.formatted(version(filed), "4500.00", "outside-the-rules");
    Map<?, ?> approved = json(send(post(insurer, path + "/decision", UUID.randomUUID(), right)));
    assertThat(approved.get("benefit")).as("%s", approved).isEqualTo("1500.00");
    assertThat(approved.get("counted")).isEqualTo("4500.00");
    assertThat(approved.get("reason")).isEqualTo("outside-the-rules");
    house.settled();
    HttpResponse<String> receipt = send(as(cadre, path + "/receipts/1"));
    for (int i = 0; i < 100 && receipt.statusCode() != 200; i++) { // until the log was signed
      Thread.sleep(50);
      receipt = send(as(cadre, path + "/receipts/1"));
    }
    assertThat(receipt.body()).contains(filed.get("id") + " once 1500.00 CNY");
    assertThat(send(as(cadre, path + "/receipts")).body()).contains("\"number\":1", "case-payment");
    assertThat(send(as(cadre, path + "/receipts/2")).statusCode()).isEqualTo(404);
    assertThat(
            send(as(insurer, "/api/v1/cases?programme=breadwinners-insurance&todo=soon"))
                .statusCode())
        .isEqualTo(422);
  }

  private HttpResponse<String> explain(UUID person, String years) throws Exception {
    return send(
        post(
            nominator,
            "/api/v1/programmes/" + AWARD + "/case-kinds/nomination/explain",
            UUID.randomUUID(),
            "{\"person\": \"" + person + "\", \"answers\": {\"years_taught\": " + years + "}}"));
  }

  private HttpResponse<String> save(boolean file, String body) throws Exception {
    return send(post(nominator, "/api/v1/cases?file=" + file, UUID.randomUUID(), body));
  }

  private static String draft(UUID key, UUID person, String years, String photo) {
    return draft(key, person, years, photo, "\"story\": \"二十个孩子\"");
  }

  private static String draft(UUID key, UUID person, String years, String photo, String more) {
    return """
        {"key": "%s", "version": 0, "programme": "%s", "kind": "nomination", "person": "%s", "channel": "nomination",
         "answers": {"school": "石门村小", "years_taught": %s, "subject": "语文", "phone": "13800000000", %s},
         "evidence": {"certificate": ["%s"]}, "payeeName": "王老师", "payeeAccount": "6222020200000001234"}"""
        .formatted(key, AWARD, person, years, more, photo);
  }

  private HttpResponse<String> decide(
      String token, String path, int version, String decision, String note) throws Exception {
    return send(
        post(
            token,
            path + "/decision",
            UUID.randomUUID(),
            "{\"version\": %d, \"decision\": \"%s\", \"note\": \"%s\"}"
                .formatted(version, decision, note)));
  }

  private HttpResponse<String> score(String judge, String number, int teaching, int devotion)
      throws Exception {
    return send(
        post(
            judge,
            "/api/v1/sheets/" + number + "/score",
            UUID.randomUUID(),
            "{\"marks\": {\"teaching\": %d, \"devotion\": %d}}".formatted(teaching, devotion)));
  }

  private HttpResponse<String> back(String token, String path, Map<?, ?> of, String amount)
      throws Exception {
    return send(
        post(
            token,
            path + "/returns",
            UUID.randomUUID(),
            "{\"version\": %d, \"key\": \"%s\", \"amount\": \"%s\"}"
                .formatted(version(of), UUID.randomUUID(), amount)));
  }

  private List<Map<?, ?>> sheets(String judge) throws Exception {
    List<Map<?, ?>> sheets = new ArrayList<>();
    Map<?, ?> page = json(send(as(judge, "/api/v1/sheets")));
    for (Object each : (List<?>) page.get("items")) sheets.add((Map<?, ?>) each);
    return sheets;
  }

  private Map<?, ?> awaited(String path, String state) throws Exception {
    Map<?, ?> now = Map.of();
    for (int i = 0; i < 100; i++) {
      outbox.awaitDelivered(java.time.Duration.ofMinutes(1));
      now = json(send(as(nominator, path)));
      if (state.equals(now.get("state")) && "600.00".equals(now.get("paid"))) return now;
      Thread.sleep(50);
    }
    throw new AssertionError(now);
  }

  private static int version(Map<?, ?> of) {
    return ((Number) of.get("version")).intValue();
  }

  private UUID person() {
    UUID id = Uuids.inShard(Shards.ofCounty(COUNTY), UUID.randomUUID().toString());
    for (String statement :
        List.of(
            """
            insert into register.household (shard_key, id, county_code, village_code, number, size, status, source)
            select :shard, :id, :county, :county, :id::text, 1, 1, id from register.source where :born::date is not null limit 1
            """,
            """
            insert into register.person (shard_key, id, household, county_code, village_code, sex, born, born_exactly, relation, head, source)
            select :shard, :id, :id, :county, :county, 0, :born, true, 0, true, id from register.source limit 1
            """))
      sql.sql(statement)
          .param("shard", Shards.ofCounty(COUNTY))
          .param("id", id)
          .param("county", COUNTY.text())
          .param("born", LocalDate.of(1986, 1, 1))
          .update();
    return id;
  }
}
