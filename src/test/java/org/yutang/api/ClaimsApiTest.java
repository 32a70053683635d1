package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;

/// Claims and payments as programs of others see them.
class ClaimsApiTest extends ApiTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-632726");
  private static final byte[] PNG = png();

  private static byte[] png() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Autowired JdbcClient sql;

  @Test
  void aDraftIsSavedListedAndWithdrawnAndBadInputRefused() throws Exception {
    String cadre = token(Role.COUNTY_OFFICER);
    String insurer = token(Role.INSURER);
    UUID person = person();
    String photo = String.valueOf(json(send(upload(cadre, "/api/v1/photos", PNG))).get("id"));
    assertThat(photo).hasSize(64);
    assertThat(
            code(
                send(
                    upload(
                        cadre,
                        "/api/v1/photos",
                        "text".getBytes(java.nio.charset.StandardCharsets.UTF_8)))))
        .isEqualTo("store.not-a-photo");
    assertThat(send(upload(insurer, "/api/v1/photos", PNG)).statusCode()).isEqualTo(403);
    UUID key = UUID.randomUUID();
    HttpResponse<String> saved =
        send(
            post(cadre, "/api/v1/claims", UUID.randomUUID(), draft(key, person, "8000.00", photo)));
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
    assertThat(saved.body()).contains("\"state\":\"draft\"").doesNotContain("6222020200000001234");
    Object id = json(saved).get("id");
    for (String amount : List.of("1.001", "-5", "0", "1e3", "a lot", ""))
      assertThat(
              code(
                  send(
                      post(
                          cadre,
                          "/api/v1/claims",
                          UUID.randomUUID(),
                          draft(UUID.randomUUID(), person, amount, photo)))))
          .as(amount)
          .isEqualTo("programme.bad-amount");
    for (UUID nobody : List.of(new UUID(-1, -1), new UUID(0, 0)))
      assertThat(
              code(
                  send(
                      post(
                          cadre,
                          "/api/v1/claims",
                          UUID.randomUUID(),
                          draft(UUID.randomUUID(), nobody, "8000.00", photo)))))
          .as("%s", nobody)
          .isEqualTo("register.unknown-person");
    String claim = "/api/v1/claims/" + id;
    assertThat(code(send(post(cadre, claim + "/file", UUID.randomUUID(), "{\"version\": 1}"))))
        .isEqualTo("programme.claim-incomplete");
    assertThat(send(as(cadre, claim)).statusCode()).isEqualTo(200);
    assertThat(send(as(cadre, claim + "/timeline")).body()).contains("\"drafted\"");
    assertThat(send(as(cadre, claim + "/photos/" + photo)).statusCode()).isEqualTo(200);
    assertThat(send(as(cadre, claim + "/receipts")).body()).isEqualTo("[]");
    for (String path : List.of("", "/timeline", "/photos/" + photo))
      assertThat(send(as(insurer, claim + path)).statusCode()).as(path).isEqualTo(404);
    assertThat(
            send(as(cadre, "/api/v1/claims?place=" + COUNTY + "&state=draft&sort=amount")).body())
        .contains(String.valueOf(id));
    assertThat(send(as(insurer, "/api/v1/claims?place=" + COUNTY + "&state=draft")).body())
        .doesNotContain(String.valueOf(id));
    assertThat(
            code(
                send(
                    post(
                        insurer,
                        claim + "/decision",
                        UUID.randomUUID(),
                        "{\"version\": 1, \"decision\": \"accept\"}"))))
        .isEqualTo("programme.unknown-claim");
    assertThat(
            code(
                send(
                    post(
                        insurer,
                        claim + "/decision",
                        UUID.randomUUID(),
                        "{\"version\": 1, \"decision\": \"perhaps\"}"))))
        .isEqualTo("programme.unknown-claim");
    assertThat(
            send(post(cadre, claim + "/reveal", UUID.randomUUID(), "{\"reason\": \"a review\"}"))
                .body())
        .contains("6222020200000001234");
    assertThat(send(post(cadre, claim + "/withdraw", UUID.randomUUID(), "{\"version\": 1}")).body())
        .contains("\"state\":\"withdrawn\"");
    assertThat(send(as(token(account()), claim)).statusCode()).isEqualTo(404);
  }

  @Test
  void figuresArePublicAndEverythingElseIsNot() throws Exception {
    HttpResponse<String> figures = send(request("/api/v1/public/claims/breadwinners-insurance"));
    assertThat(figures.statusCode()).as(figures.body()).isEqualTo(200);
    assertThat(figures.body()).contains("\"byState\"");
    assertThat(code(send(request("/api/v1/public/claims/nothing"))))
        .isEqualTo("programme.unknown-programme");
    for (String path : List.of("/api/v1/claims", "/api/v1/payouts", "/api/v1/payment-batches"))
      assertThat(send(request(path)).statusCode()).as(path).isEqualTo(401);
  }

  @Test
  void vouchersAreExportedByThoseWhoMaySeeTheWholeProgrammeAndTheExportIsAudited()
      throws Exception {
    Account auditor = account();
    accounts.grant(
        Actor.SYSTEM, auditor.id(), new Grant(Role.AUDITOR, new PlaceCode("CN")), Optional.empty());
    String token = token(auditor);
    for (String file : List.of("claims.csv", "claim-payments.csv")) {
      String path = "/api/v1/programmes/breadwinners-insurance/" + file;
      HttpResponse<String> sent = send(as(token, path));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
      assertThat(sent.body().lines().findFirst().orElseThrow())
          .isEqualTo(
              file.equals("claims.csv")
                  ? "claim,county,state,filed,decided,decision_days,paid,payment_days"
                  : "payment,claim,county,paid,amount");
      assertThat(
              sql.sql(
                      "select facts->>'file' from access.audit where account = :account order by at desc limit 1")
                  .param("account", auditor.id())
                  .query(String.class)
                  .single())
          .isEqualTo(file);
      assertThat(code(send(as(token(Role.AUDITOR), path)))).isEqualTo("access.not-permitted");
      assertThat(code(send(as(token, path.replace("breadwinners-insurance", "nothing")))))
          .isEqualTo("programme.unknown-programme");
      assertThat(send(request(path)).statusCode()).isEqualTo(401);
    }
    assertThat(send(request("/api/v1/public/working-days")).body())
        .startsWith("#")
        .contains("notice 2026");
  }

  @Test
  void paymentsAreListedAndABatchOfNothingIsRefused() throws Exception {
    String insurer = token(Role.INSURER);
    assertThat(send(as(insurer, "/api/v1/payouts?state=paid&sort=amount")).statusCode())
        .isEqualTo(200);
    assertThat(send(as(insurer, "/api/v1/payment-batches?state=made")).statusCode()).isEqualTo(200);
    assertThat(
            code(
                send(
                    post(
                        insurer,
                        "/api/v1/payment-batches",
                        UUID.randomUUID(),
                        "{\"encoding\": \"gbk\"}"))))
        .isEqualTo("payment.nothing-to-pay");
    String unknown = "/api/v1/payment-batches/" + UUID.randomUUID();
    assertThat(code(send(post(insurer, unknown + "/release", UUID.randomUUID(), ""))))
        .isEqualTo("payment.unknown-batch");
    assertThat(code(send(upload(insurer, unknown + "/result", PNG))))
        .isEqualTo("payment.unknown-batch");
    assertThat(code(send(as(insurer, "/api/v1/payouts/" + UUID.randomUUID()))))
        .isEqualTo("payment.unknown-payout");
  }

  private static String draft(UUID key, UUID person, String total, String photo) {
    return """
        {"key": "%s", "version": 0, "programme": "breadwinners-insurance", "person": "%s", "hospital": "县人民医院",
         "total": "%s", "payeeName": "张三", "payeeAccount": "6222 0202 0000 0001 234", "photos": ["%s"]}"""
        .formatted(key, person, total, photo);
  }

  private HttpRequest.Builder upload(String token, String path, byte[] body) {
    return as(token, path)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .header("Content-Type", "application/octet-stream")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private String token(Role role) {
    Account account = account();
    accounts.grant(Actor.SYSTEM, account.id(), new Grant(role, COUNTY), Optional.empty());
    return token(account);
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
