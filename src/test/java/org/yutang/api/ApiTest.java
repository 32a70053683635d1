package org.yutang.api;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.yutang.ServerTest;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
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

  /// An account with one role.
  Account holder(Role role, PlaceCode place) {
    Account account = account();
    accounts.grant(Actor.SYSTEM, account.id(), new Grant(role, place), Optional.empty());
    return account;
  }

  String token(Role role, PlaceCode place) {
    return token(holder(role, place));
  }

  /// The id of a photo that was just sent.
  String photo(String token) throws IOException, InterruptedException {
    HttpResponse<String> sent =
        send(
            as(token, "/api/v1/photos")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(png())));
    return String.valueOf(json(sent).get("id"));
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
