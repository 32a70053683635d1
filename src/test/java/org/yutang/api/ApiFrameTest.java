package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Page;

class ApiFrameTest extends ApiTest {

  @Autowired TrialApi trial;
  @Autowired Audit audit;

  private String token;
  private final String subject = UUID.randomUUID().toString();
  private final UUID key = UUID.randomUUID();

  @BeforeEach
  void issueToken() {
    token = token(account());
  }

  @Test
  void aWriteWithoutKeyIsRefused() throws Exception {
    HttpResponse<String> answer =
        send(
            as(token, "/api/v1/trial")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("api.idempotency-key-missing");
    assertThat(
            code(
                send(
                    as(token, "/api/v1/trial")
                        .header("Idempotency-Key", "7")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))))
        .isEqualTo("api.idempotency-key-invalid");
  }

  @Test
  void theSameWriteAgainGetsTheFirstAnswerAndDoesNothing() throws Exception {
    HttpResponse<String> first = send(post(token, "/api/v1/trial", key, body("")));
    HttpResponse<String> again = send(post(token, "/api/v1/trial", key, body("")));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(json(first)).isEqualTo(java.util.Map.of("run", 1, "inTransaction", true));
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(trial.runs(subject)).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() throws Exception {
    send(post(token, "/api/v1/trial", key, body("")));
    HttpResponse<String> other = send(post(token, "/api/v1/trial", key, body("else")));
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(code(other)).isEqualTo("store.key-reused");
    assertThat(send(post(token(account()), "/api/v1/trial", key, body("else"))).statusCode())
        .as("another caller's key is another key")
        .isEqualTo(201);
  }

  @Test
  void aRefusalKeepsNothingAndTakesEverythingBack() throws Exception {
    HttpResponse<String> refused = send(post(token, "/api/v1/trial", key, body("refusal")));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).get("facts"))
        .isEqualTo(java.util.Map.of("permission", "TRIAL", "place", "CN-500236"));
    send(post(token, "/api/v1/trial", key, body("refusal")));
    assertThat(trial.runs(subject)).isEqualTo(2);
    assertThat(rows()).isZero();
  }

  @Test
  void aBugIsAnIncidentWithoutAStackTraceAndLeavesNothing() throws Exception {
    HttpResponse<String> broken = send(post(token, "/api/v1/trial", key, body("bug")));
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(code(broken)).isEqualTo("api.internal");
    assertThat(broken.body())
        .contains("incident")
        .doesNotContain("secret detail", "IllegalState", "org.yutang", "\tat ");
    assertThat(rows()).isZero();
  }

  @Test
  void whatWithoutTransactionRunsOutsideATransactionAndIsReplayedToo() throws Exception {
    HttpResponse<String> first = send(post(token, "/api/v1/trial/money", key, body("")));
    HttpResponse<String> again = send(post(token, "/api/v1/trial/money", key, body("")));
    assertThat(json(first)).isEqualTo(java.util.Map.of("run", 1, "inTransaction", false));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(trial.runs(subject)).isEqualTo(1);
    assertThat(send(post(token, "/api/v1/trial/money", key, body("else"))).statusCode())
        .isEqualTo(422);
    assertThat(trial.runs(subject)).isEqualTo(1);
  }

  @Test
  void tenOfTheSameWriteAtOnceRunOnce() throws Exception {
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++)
        answers.add(pool.submit(() -> send(post(token, "/api/v1/trial", key, body("")))));
    }
    for (Future<HttpResponse<String>> answer : answers)
      assertThat(answer.get().statusCode()).isIn(201, 409);
    assertThat(trial.runs(subject)).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void anUploadIsKnownByItsContent() throws Exception {
    byte[] content = new byte[2 << 20];
    HttpResponse<String> first = send(upload(content));
    assertThat(first.body()).isEqualTo("{\"bytes\":2097152}");
    assertThat(send(upload(content)).headers().firstValue("Idempotency-Replayed")).contains("true");
    content[5] = 1;
    assertThat(code(send(upload(content)))).isEqualTo("store.key-reused");
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String large = "{\"subject\":\"" + "x".repeat(1 << 20) + "\"}";
    HttpResponse<String> declared = send(post(token, "/api/v1/trial", key, large));
    assertThat(declared.statusCode()).isEqualTo(413);
    assertThat(code(declared)).isEqualTo("api.body-too-large");
    var chunked =
        HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(large));
    assertThat(code(send(post(token, "/api/v1/trial", key, "").POST(chunked))))
        .isEqualTo("api.body-too-large");
    var stream =
        HttpRequest.BodyPublishers.fromPublisher(
            HttpRequest.BodyPublishers.ofByteArray(new byte[TrialApi.STREAM_LIMIT + 1]));
    assertThat(code(send(upload(new byte[0]).POST(stream)))).isEqualTo("api.body-too-large");
  }

  @Test
  void badBodiesAreNamedByTheirFault() throws Exception {
    assertProblem("{\"subject\":", 400, "api.malformed-json");
    assertProblem("", 400, "api.body-missing");
    assertProblem("{\"subject\":\"a\",\"colour\":1}", 400, "api.unknown-field", "colour");
    assertProblem("{\"then\":\"a\"}", 400, "api.field-missing", "subject");
    assertProblem("{\"subject\":\"a\",\"parts\":[{}]}", 400, "api.field-missing", "parts[0].place");
    assertProblem(
        "{\"subject\":\"a\",\"parts\":[{\"place\":\"nowhere!\"}]}",
        400,
        "api.invalid-field",
        "parts[0].place");
    assertProblem("{\"subject\":\"a\\u0000b\"}", 400, "api.invalid-field", "subject");
    assertProblem("{\"subject\":{}}", 400, "api.invalid-field", "subject");
    HttpResponse<String> xml =
        send(
            as(token, "/api/v1/trial")
                .header("Idempotency-Key", key.toString())
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>")));
    assertThat(xml.statusCode()).isEqualTo(415);
    assertThat(code(xml)).isEqualTo("api.unsupported-media-type");
  }

  @Test
  void wrongPathsAndMethodsAreProblems() throws Exception {
    assertThat(code(send(as(token, "/api/v1/nowhere")))).isEqualTo("api.unknown-path");
    HttpResponse<String> method =
        send(as(token, "/api/v1/trial").header("Idempotency-Key", key.toString()).DELETE());
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(code(method)).isEqualTo("api.method-not-allowed");
    assertThat(method.headers().firstValue("Allow")).contains("POST");
    HttpResponse<String> parameter = send(as(token, "/api/v1/audit?account=me"));
    assertThat(parameter.statusCode()).isEqualTo(400);
    assertThat(code(parameter)).isEqualTo("api.invalid-parameter");
    assertThat(code(send(as(token, "/api/v1/audit?subject=%00")))).isEqualTo("api.bad-request");
    HttpResponse<String> rejected =
        send(as(token, "/api/v1/me;a=b").header("Accept", "application/json"));
    assertThat(rejected.statusCode()).isEqualTo(400);
    assertThat(code(rejected)).isEqualTo("api.bad-request");
    assertThat(code(send(as(token, "/api/v1/tokens")))).isEqualTo("api.parameter-missing");
    assertThat(code(send(as(token, "/api/v1/me").header("Accept", "image/png"))))
        .isEqualTo("api.not-acceptable");
  }

  @Test
  void problemsSpeakTheReadersLanguage() throws Exception {
    HttpResponse<String> chinese =
        send(as(token, "/api/v1/nowhere").setHeader("Accept-Language", "zh-CN,en;q=0.5"));
    assertThat(json(chinese).get("title")).isEqualTo("没有找到");
    assertThat(chinese.headers().firstValue("Content-Language")).contains("zh-CN");
    HttpResponse<String> english = send(as(token, "/api/v1/nowhere"));
    assertThat(json(english).keySet())
        .isEqualTo(Set.of("type", "title", "status", "detail", "code", "facts", "instance"));
    assertThat(json(english).get("title")).isEqualTo("Not found");
  }

  private void assertProblem(String json, int status, String code, Object... field)
      throws Exception {
    HttpResponse<String> answer = send(post(token, "/api/v1/trial", UUID.randomUUID(), json));
    assertThat(code(answer)).as(answer.body()).isEqualTo(code);
    assertThat(answer.statusCode()).isEqualTo(status);
    if (field.length > 0)
      assertThat(json(answer).get("facts")).isEqualTo(java.util.Map.of("field", field[0]));
  }

  private String body(String then) {
    return "{\"subject\":\"" + subject + "\",\"then\":\"" + then + "\"}";
  }

  private HttpRequest.Builder upload(byte[] content) {
    return as(token, "/api/v1/trial/stream")
        .header("Idempotency-Key", key.toString())
        .POST(HttpRequest.BodyPublishers.ofByteArray(content));
  }

  private long rows() {
    return audit
        .list(
            Actor.SYSTEM,
            new Audit.Filter(Optional.empty(), Optional.empty(), Optional.of(subject)),
            new Page.Wanted(1, 10))
        .total();
  }
}
