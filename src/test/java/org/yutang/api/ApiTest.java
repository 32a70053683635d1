package org.yutang.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.yutang.ServerTest;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Tokens;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;

/// A test that talks to the API as programs of others do.
abstract class ApiTest extends ServerTest {

  @Autowired Accounts accounts;
  @Autowired Tokens tokens;

  @Value("${local.server.port}")
  int port;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  Account account() {
    String name = "t-" + UUID.randomUUID();
    return accounts.create(
        Actor.SYSTEM, UUID.randomUUID(), name, name, PlaceCode.WORLD, Optional.empty());
  }

  String token(Account account) {
    return tokens.issue(Actor.SYSTEM, UUID.randomUUID(), account.id(), 1).text();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Accept-Language", "en");
  }

  HttpRequest.Builder as(String token, String path) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  HttpRequest.Builder post(String token, String path, UUID key, String json) {
    return as(token, path)
        .header("Idempotency-Key", key.toString())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static Map<?, ?> json(HttpResponse<String> answer) {
    return Json.read(answer.body(), Map.class);
  }

  static Object code(HttpResponse<String> answer) {
    return json(answer).get("code");
  }
}
