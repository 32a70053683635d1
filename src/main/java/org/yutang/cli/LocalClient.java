package org.yutang.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.store.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Calls the API of the server on this machine as a named account, by the credential of its
/// [ServerFile]. What the server refuses comes back as [CliRefusal#SERVER_REFUSED] with the
/// server's own sentence.
final class LocalClient {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  private final HttpClient http;
  private final ServerFile server;
  private final String account;
  private final Words.Language language;

  /// @param account empty for the only administrator
  LocalClient(ServerFile server, String account, Words.Language language) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).proxy(HttpClient.Builder.NO_PROXY);
    String certificate = server.certificate();
    if (certificate != null) builder.sslContext(PinnedCertificate.trusting(Path.of(certificate)));
    this.http = builder.version(HttpClient.Version.HTTP_1_1).build();
    this.server = server;
    this.account = account;
    this.language = language;
  }

  /// Whether the server is there and healthy enough to say so.
  boolean answers() {
    try {
      http.send(
          request("/actuator/health").timeout(CONNECT_LIMIT).GET().build(),
          BodyHandlers.discarding());
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  JsonNode get(String path) {
    return json(request(path).GET());
  }

  /// Sends a record as JSON, under an idempotency key of its own.
  JsonNode post(String path, Object body) {
    return json(
        write(path, BodyPublishers.ofString(Json.write(body)))
            .header("Content-Type", "application/json"));
  }

  /// Sends a file as it is.
  JsonNode send(String path, Path file) {
    try {
      return json(
          write(path, BodyPublishers.ofFile(file))
              .header("Content-Type", "application/octet-stream")
              .header("X-File-Name", encoded(file.getFileName().toString())));
    } catch (IOException e) {
      throw new Refusal(CliRefusal.FILE_MISSING, Map.of("file", file));
    }
  }

  /// Fetches into a file, which appears whole or not at all.
  ///
  /// @return its length in bytes
  long fetch(String path, Path into) throws IOException {
    Path part =
        Files.createTempFile(
            into.toAbsolutePath().getParent(), into.getFileName().toString(), ".part"); // 0600
    try (InputStream in = answer(request(path).GET())) {
      long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, into, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Copies the answer as it comes. Throws where it breaks off; what was copied until then is not
  /// all of it.
  void copy(String path, OutputStream to) throws IOException {
    try (InputStream in = answer(request(path).GET())) {
      in.transferTo(to);
    }
  }

  /// Reads an answer of one JSON object a line, each as it comes.
  void lines(String path, Consumer<JsonNode> each) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(answer(request(path).GET()), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine())
        each.accept(Json.read(line, JsonNode.class));
    }
  }

  private HttpRequest.Builder write(String path, BodyPublisher body) {
    return request(path).header("Idempotency-Key", UUID.randomUUID().toString()).POST(body);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.scheme() + "://127.0.0.1:" + server.port() + path))
            .header("Authorization", "Bearer " + server.credential())
            .header("Accept-Language", language.tag());
    return account.isEmpty() ? request : request.header("X-Yutang-Account", encoded(account));
  }

  private JsonNode json(HttpRequest.Builder request) {
    try (InputStream in = answer(request)) {
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream answer(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() < 400) return response.body();
      try (InputStream in = response.body()) {
        throw refused(response.statusCode(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (java.net.ConnectException e) {
      throw new Refusal(CliRefusal.SERVER_SILENT, Map.of("port", String.valueOf(server.port())));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Refusal refused(int status, String body) {
    String detail = body.lines().findFirst().orElse("");
    try {
      JsonNode problem = Json.read(body, JsonNode.class);
      if (problem.has("detail")) detail = problem.get("detail").asString();
    } catch (JacksonException e) {
      detail =
          "HTTP " + status + ": " + detail; // not a problem of our API; its first line has to do
    }
    return new Refusal(CliRefusal.SERVER_REFUSED, Map.of("detail", detail));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
