package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.yutang.ServerTest;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.LocalCredential;
import org.yutang.access.Tokens;
import org.yutang.kernel.PlaceCode;

class ApiDoorsTest extends ServerTest {

  @Autowired Accounts accounts;
  @Autowired Tokens tokens;
  @Autowired LocalCredential local;

  @Value("${local.server.port}")
  int port;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void withoutTokenTheApiSaysSoInTheReadersLanguage() throws Exception {
    HttpResponse<String> chinese = send(get("/api/v1/nowhere"));
    assertThat(chinese.statusCode()).isEqualTo(401);
    assertThat(chinese.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(chinese.body()).contains("\"code\":\"access.not-logged-in\"", "请先登录");
    HttpResponse<String> english = send(get("/api/v1/nowhere").header("Accept-Language", "en-GB"));
    assertThat(english.body()).contains("Please log in first", "\"instance\":\"/api/v1/nowhere\"");
  }

  @Test
  void aTokenOpensTheDoorAndAnUnknownPathIsAProblem() throws Exception {
    Tokens.Issued token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), account("门外汉").id(), 1);
    HttpResponse<String> answer =
        send(get("/api/v1/nowhere").header("Authorization", "Bearer " + token.text()));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("api.unknown-path");
  }

  @Test
  void theLocalCredentialActsAsANamedAccountButNotThroughAProxy() throws Exception {
    Account account = account("local-verb");
    HttpRequest.Builder request =
        get("/api/v1/nowhere")
            .header("Authorization", "Bearer " + local.value())
            .header("X-Yutang-Account", account.name());
    assertThat(send(request).statusCode()).isEqualTo(404);
    assertThat(send(request.header("X-Forwarded-For", "127.0.0.1")).statusCode()).isEqualTo(401);
  }

  @Test
  void theSetupDoorTakesNoTokenThatIsNotTheLinks() throws Exception {
    String body =
        "{\"token\": \"ys_guessed\", \"name\": \"thief\", \"displayName\": \"贼\", \"password\": \"long enough to be one\"}";
    HttpResponse<String> refused =
        send(
            get("/api/v1/setup")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("access.invalid-token");
    assertThat(accounts.find("thief")).isEmpty();
    assertThat(send(get("/api/v1/setup")).statusCode()).isEqualTo(401);
  }

  private Account account(String name) {
    return accounts.create(
        Actor.SYSTEM, UUID.randomUUID(), name, name, PlaceCode.WORLD, Optional.empty());
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
