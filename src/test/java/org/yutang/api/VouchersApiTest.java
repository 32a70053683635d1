package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/// Claims and payments as programs of others see them.
class VouchersApiTest extends ApiTest {

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
  void onlyWhoFilesSendsPhotosAndOnlyPhotosAreTaken() throws Exception {
    String cadre = token(Role.COUNTY_OFFICER);
    assertThat(String.valueOf(json(send(upload(cadre, "/api/v1/photos", PNG))).get("id")))
        .hasSize(64);
    byte[] text = "text".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(code(send(upload(cadre, "/api/v1/photos", text)))).isEqualTo("store.not-a-photo");
    assertThat(send(upload(token(Role.INSURER), "/api/v1/photos", PNG)).statusCode())
        .isEqualTo(403);
  }

  @Test
  void figuresArePublicAndEverythingElseIsNot() throws Exception {
    HttpResponse<String> figures =
        send(request("/api/v1/public/programmes/breadwinners-insurance/case-totals"));
    assertThat(figures.statusCode()).as(figures.body()).isEqualTo(200);
    assertThat(figures.body()).contains("\"byState\"");
    assertThat(code(send(request("/api/v1/public/programmes/nothing/case-totals"))))
        .isEqualTo("programme.unknown-programme");
    for (String path : List.of("/api/v1/cases", "/api/v1/payouts", "/api/v1/payment-batches"))
      assertThat(send(request(path)).statusCode()).as(path).isEqualTo(401);
  }

  @Test
  void vouchersAreExportedByThoseWhoMaySeeTheWholeProgrammeAndTheExportIsAudited()
      throws Exception {
    Account auditor = account();
    accounts.grant(
        Actor.SYSTEM, auditor.id(), new Grant(Role.AUDITOR, new PlaceCode("CN")), Optional.empty());
    String token = token(auditor);
    for (String file : List.of("cases.csv", "case-payments.csv")) {
      String path = "/api/v1/programmes/breadwinners-insurance/" + file;
      HttpResponse<String> sent = send(as(token, path));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
      assertThat(sent.body().lines().findFirst().orElseThrow())
          .isEqualTo(
              file.equals("cases.csv")
                  ? "case,kind,county,state,filed,decided,decision_days,paid,payment_days"
                  : "payment,case,county,paid,amount");
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
}
