package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Account;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.proof.ProofVerifier;
import org.yutang.proof.ReceiptDocument;
import org.yutang.proof.VerifierKey;
import org.yutang.store.Json;
import org.yutang.store.Outbox;

/// Giving as programs of fund officers, merchants and the public see it.
class GivingApiTest extends ApiTest {

  private final LocalDate day = LocalDate.now(org.yutang.kernel.BusinessDay.ZONE).minusDays(3);

  @Autowired Outbox outbox;

  private String token;
  private String project;
  private String merchant;
  private String pledge;

  @BeforeEach
  void aProjectWithAMerchant() throws Exception {
    Account account = account();
    accounts.grant(
        Actor.SYSTEM,
        account.id(),
        new Grant(Role.FUND_OFFICER, PlaceCode.WORLD),
        Optional.empty());
    token = token(account);
    project =
        id(
            "/api/v1/projects",
            """
            {"title": {"zh": "顶梁柱", "en": "Breadwinners"}, "summary": {"zh": "保费", "en": "Premiums"}, "programme": "breadwinners-insurance",
             "place": "CN", "from": "%s", "to": "%s", "goal": "1000.00",
             "budget": [{"label": {"zh": "保费", "en": "Premiums"}, "amount": "900.00"}, {"label": {"zh": "费用", "en": "Fees"}, "amount": "100.00"}]}
            """
                .formatted(day.minusDays(300), day.plusDays(100)));
    merchant =
        id(
            "/api/v1/merchants",
            "{\"name\": {\"zh\": \"奉节脐橙店\", \"en\": \"Fengjie Oranges\"}, \"place\": \"CN-500236\"}");
    pledge =
        id(
            "/api/v1/merchants/" + merchant + "/pledges",
            "{\"project\": \"%s\", \"perMille\": 3, \"from\": \"%s\"}"
                .formatted(project, day.minusDays(30)));
  }

  @Test
  void ordersGiveOnceAndTheSameRequestGetsTheSameAnswer() throws Exception {
    UUID key = UUID.randomUUID();
    String body = sales(line("A1", "100.00"), line("A2", "0.01"));
    HttpResponse<String> first = send(post(token, "/api/v1/sales", key, body));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body())
        .contains("\"donation\":\"0.30\"", "\"donation\":\"0.01\"", "\"repeated\":false");
    assertThat(send(post(token, "/api/v1/sales", key, body)).body()).isEqualTo(first.body());
    HttpResponse<String> again = send(post(token, "/api/v1/sales", UUID.randomUUID(), body));
    assertThat(again.body()).contains("\"repeated\":true").doesNotContain("\"repeated\":false");
    Map<?, ?> shown = json(send(request("/api/v1/public/projects/" + project)));
    assertThat(shown.get("donations")).isEqualTo(2);
    assertThat(shown.get("given")).isEqualTo("0.31");
    assertThat(send(as(token, "/api/v1/sales?merchant=" + merchant + "&order=A1")).body())
        .contains("\"total\":1");
  }

  @Test
  void aListWithBadLinesIsRefusedWholeAndSaysWhich() throws Exception {
    HttpResponse<String> answer =
        send(
            post(
                token,
                "/api/v1/sales",
                UUID.randomUUID(),
                sales(
                    line("B1", "1.00"),
                    line("B2", "1.005"),
                    line("B3", "-1.00"),
                    line("B4", "1.00").replace("}", ", \"currency\": \"USD\"}"))));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(code(answer)).isEqualTo("giving.lines-refused");
    Map<?, ?> facts = (Map<?, ?>) json(answer).get("facts");
    assertThat(facts.get("count")).isEqualTo(3);
    List<?> lines = (List<?>) facts.get("lines");
    assertThat(lines.stream().map(each -> ((Map<?, ?>) each).get("line")).toList())
        .isEqualTo(List.of(2, 3, 4));
    assertThat(((Map<?, ?>) lines.get(2)).get("code")).isEqualTo("giving.foreign-currency");
    assertThat(((Map<?, ?>) lines.get(2)).get("detail").toString()).contains("USD");
    assertThat(json(answer).get("detail").toString()).contains("1.005").doesNotContain("giving.");
    assertThat(send(as(token, "/api/v1/sales?merchant=" + merchant)).body())
        .contains("\"total\":0");
    String many =
        sales(IntStream.range(0, 1001).mapToObj(i -> line("M" + i, "1.00")).toArray(String[]::new));
    HttpResponse<String> large = send(post(token, "/api/v1/sales", UUID.randomUUID(), many));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(code(large)).isEqualTo("giving.too-many-lines");
    assertThat(
            send(post(
                    token(account()),
                    "/api/v1/sales",
                    UUID.randomUUID(),
                    sales(line("B1", "1.00"))))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aRefundTakesBackAndReceiptsAreChecked() throws Exception {
    HttpResponse<String> sold =
        send(post(token, "/api/v1/sales", UUID.randomUUID(), sales(line("C1", "1000.00"))));
    String sale =
        String.valueOf(((Map<?, ?>) ((List<?>) json(sold).get("sales")).getFirst()).get("sale"));
    String refund =
        "{\"merchant\": \"%s\", \"refunds\": [{\"refund\": \"R1\", \"order\": \"C1\", \"refundedAt\": \"%s\", \"amount\": \"500.00\"}]}"
            .formatted(merchant, day.plusDays(1) + "T10:00:00+08:00");
    HttpResponse<String> answer = send(post(token, "/api/v1/refunds", UUID.randomUUID(), refund));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) json(answer).get("refunds")).getFirst();
    assertThat(first.get("returned")).isEqualTo("1.50");
    assertThat(first.get("state")).isEqualTo("done");
    assertThat(send(as(token, "/api/v1/refunds?project=" + project + "&state=done")).body())
        .contains("\"total\":1");
    String early =
        refund.replace("\"R1\"", "\"R2\"").replace(day.plusDays(1) + "T", day.minusDays(1) + "T");
    assertThat(send(post(token, "/api/v1/refunds", UUID.randomUUID(), early)).body())
        .contains("giving.refund-before-order");
    for (String amount : List.of(", \"amount\": \"500.00\"", "")) {
      String foreign =
          refund
              .replace("\"R1\"", "\"R3\"")
              .replace(", \"amount\": \"500.00\"", amount + ", \"currency\": \"USD\"");
      HttpResponse<String> refused =
          send(post(token, "/api/v1/refunds", UUID.randomUUID(), foreign));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("giving.foreign-currency");
    }
    outbox.awaitDelivered(Duration.ofSeconds(30));
    for (String path :
        List.of(
            "/api/v1/sales/" + sale + "/receipt",
            "/api/v1/refunds/" + first.get("id") + "/receipt")) {
      HttpResponse<String> document = send(as(token, path));
      assertThat(document.statusCode()).as(document.body()).isEqualTo(200);
      ReceiptDocument receipt =
          ReceiptDocument.parse(document.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
      ProofVerifier.Answer checked =
          ProofVerifier.verify(receipt, VerifierKey.parse(receipt.key()).orElseThrow());
      assertThat(checked).isInstanceOf(ProofVerifier.Verified.class);
      assertThat(((ProofVerifier.Verified) checked).opened()).containsEntry("order", "C1");
    }
    HttpResponse<String> trace = send(request("/api/v1/public/donations/" + sale));
    assertThat(trace.statusCode()).isEqualTo(200);
    assertThat(json(trace).get("kept")).isEqualTo("1.50");
    assertThat(send(request("/api/v1/public/donations/" + UUID.randomUUID())).statusCode())
        .isEqualTo(404);
  }

  @Test
  void everybodySeesProjectsFiguresAndAllRates() throws Exception {
    HttpResponse<String> changed =
        send(
            post(
                token,
                "/api/v1/pledges/" + pledge + "/rates",
                UUID.randomUUID(),
                "{\"perOrder\": \"0.02\", \"from\": \"%s\"}".formatted(day.plusDays(2))));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(
            code(
                send(
                    post(
                        token,
                        "/api/v1/pledges/" + pledge + "/rates",
                        UUID.randomUUID(),
                        "{\"perOrder\": \"0.02\", \"perMille\": 1, \"from\": \"%s\"}"
                            .formatted(day.plusDays(3))))))
        .isEqualTo("giving.bad-field");
    assertThat(send(request("/api/v1/public/projects/" + project + "/pledges")).body())
        .contains("\"perMille\":3", "\"perOrder\":\"0.02\"");
    assertThat(send(request("/api/v1/public/projects?sort=donated&within=CN")).body())
        .contains(project);
    assertThat(send(request("/api/v1/public/projects/" + project + "/figures")).body())
        .contains("\"byMonth\"", "\"spentByCounty\"");
    assertThat(code(send(request("/api/v1/public/projects?sort=size"))))
        .isEqualTo("giving.unknown-choice");
    assertThat(code(send(request("/api/v1/public/projects/" + UUID.randomUUID()))))
        .isEqualTo("giving.unknown-project");
    assertThat(send(request("/api/v1/merchants")).statusCode()).isEqualTo(401);
  }

  @Test
  void everyDonationIsOnThePublicPageAtOnceInTheReadersLanguage() throws Exception {
    for (int order = 1; order <= 5; order++) {
      String body = sales(line("P" + order, "1000.00"));
      assertThat(send(post(token, "/api/v1/sales", UUID.randomUUID(), body)).statusCode())
          .isEqualTo(200);
      String given = order * 3 + ".00";
      assertThat(page("zh")).contains("<b>" + given + " <small>元</small></b>");
      assertThat(page("en")).contains("<b>" + given + " <small>yuan</small></b>");
      assertThat(page("zh")).contains("lang=\"zh-CN\"", "<b>" + given + " <small>元</small></b>");
      assertThat(send(request("/api/v1/public/projects/" + project + "/figures")).body())
          .contains("\"given\":\"" + given + "\"");
    }
  }

  private String page(String language) throws Exception {
    return send(request("/projects/" + project).setHeader("Accept-Language", language)).body();
  }

  @Test
  void aFileOfOrdersIsAJob() throws Exception {
    String csv =
        "order,time,amount\nF1,%s 10:00:00,10.00\nF2,%s 10:00:00,10.005\n".formatted(day, day);
    HttpResponse<String> started =
        send(
            as(token, "/api/v1/sales:csv?merchant=" + merchant)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv)));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    String job = String.valueOf(json(started).get("job"));
    HttpResponse<String> state = send(as(token, "/api/v1/jobs/" + job));
    for (int i = 0; i < 500 && !Boolean.TRUE.equals(json(state).get("ended")); i++) {
      Thread.sleep(20);
      state = send(as(token, "/api/v1/jobs/" + job));
    }
    HttpResponse<String> errors = send(as(token, "/api/v1/sales-imports/" + job + "/errors"));
    assertThat(errors.statusCode()).as(state.body()).isEqualTo(200);
    assertThat(errors.body()).contains("giving.bad-amount", "10.005");
    assertThat(send(as(token, "/api/v1/sales?merchant=" + merchant)).body())
        .contains("\"total\":1");
  }

  private String id(String path, String body) throws Exception {
    HttpResponse<String> answer = send(post(token, path, UUID.randomUUID(), body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return String.valueOf(json(answer).get("id"));
  }

  private String sales(String... lines) {
    return "{\"merchant\": \"%s\", \"sales\": [%s]}"
        .formatted(merchant, List.of(lines).stream().collect(Collectors.joining(",")));
  }

  private String line(String order, String amount) {
    return Json.write(Map.of("order", order, "soldAt", day + "T10:00:00+08:00", "amount", amount));
  }
}
