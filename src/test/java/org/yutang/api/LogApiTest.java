package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.proof.Proof;
import org.yutang.proof.ProofVerifier;
import org.yutang.proof.ReceiptDocument;
import org.yutang.proof.VerifierKey;

/// The public log as strangers see it, without login.
class LogApiTest extends ServerTest {

  @Autowired Proof proof;
  @LocalServerPort int port;

  @Test
  void aReceiptIsPublicAndVerifiesWithThePublicKey() throws Exception {
    Proof.Entry entry = append("{\"where\":\"奉节县\"}").getFirst();

    HttpResponse<byte[]> answer = get("/api/v1/proofs/" + entry.key());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    ReceiptDocument receipt = ReceiptDocument.parse(answer.body()).orElseThrow();
    assertThat(receipt.entry()).isEqualTo(entry.bytes());
    VerifierKey key = VerifierKey.parse(text(get("/log/key"))).orElseThrow();
    assertThat(ProofVerifier.verify(receipt, key)).isInstanceOf(ProofVerifier.Verified.class);
  }

  @Test
  void anUnknownOrStrangeKeyIsNotFound() throws Exception {
    for (String key : List.of(UUID.randomUUID().toString(), "x", "1", "0-0-0-0-0", "%2e%2e")) {
      HttpResponse<byte[]> answer = get("/api/v1/proofs/" + key);
      assertThat(answer.statusCode()).as(key).isIn(400, 404);
      assertThat(text(answer)).doesNotContain("Exception");
    }
    assertThat(text(get("/api/v1/proofs/" + UUID.randomUUID()))).contains("proof.not-in-log");
  }

  @Test
  void checkpointKeyAndTilesAreServedAsTlogTilesWants() throws Exception {
    proof.find(append("a".repeat(300).split("")).getLast().key());

    HttpResponse<byte[]> checkpoint = get("/log/checkpoint");
    assertThat(checkpoint.headers().firstValue("content-type").orElseThrow())
        .isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertThat(checkpoint.headers().firstValue("cache-control").orElseThrow())
        .contains("max-age=1");
    assertThat(text(checkpoint)).startsWith(text(get("/log/key")).split("\\+")[0] + "\n");

    HttpResponse<byte[]> full = get("/log/tile/0/000");
    assertThat(full.body()).hasSize(8_192);
    assertThat(full.headers().firstValue("content-type")).hasValue("application/octet-stream");
    assertThat(full.headers().firstValue("cache-control").orElseThrow())
        .contains("immutable", "public");
    assertThat(full.headers().allValues("set-cookie")).isEmpty();
    HttpResponse<byte[]> partial = get("/log/tile/0/000.p/3");
    assertThat(partial.body()).hasSize(96);
    assertThat(partial.headers().firstValue("cache-control").orElseThrow())
        .contains("max-age=60")
        .doesNotContain("immutable");
  }

  @Test
  void bundlesArePackedForThoseWhoAskForIt() throws Exception {
    proof.find(append("b".repeat(300).split("")).getLast().key());
    byte[] plain = get("/log/tile/entries/000").body();

    HttpResponse<byte[]> packed =
        send(
            HttpRequest.newBuilder(uri("/log/tile/entries/000"))
                .header("Accept-Encoding", "br, gzip"));

    assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain);
    assertThat(
            send(HttpRequest.newBuilder(uri("/log/tile/entries/000"))
                    .header("Accept-Encoding", "gzip;q=0"))
                .body())
        .isEqualTo(plain);
  }

  @Test
  void hostilePathsAreNotFound() throws Exception {
    append("hostile");
    for (String path :
        List.of(
            "",
            "0",
            "0/",
            "0/0",
            "0/000/",
            "0/../0/000",
            "0/%30%30%30",
            "0/000%00",
            "0/000.p/0",
            "0/000.p/256",
            "0/000.p/",
            "64/000",
            "entries/..%2f..%2fetc%2fpasswd",
            "entries/x000/000",
            "0/000;a=b",
            "0//000",
            "0\\000",
            "%2e%2e/checkpoint",
            "0/999/999",
            "entries/x999/x999/x999/x999/x999/x999/999",
            "x".repeat(3_000))) {
      String answer =
          raw(
              "GET /log/tile/"
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer.lines().findFirst().orElse(""))
          .as(path)
          .matches("HTTP/1.1 (400|404|302).*");
      assertThat(answer).as(path).doesNotContain("octet-stream");
    }
  }

  private List<Proof.Entry> append(String... texts) {
    List<Proof.Entry> entries = new ArrayList<>();
    for (String text : texts)
      entries.add(new Proof.Entry(UUID.randomUUID(), text.getBytes(StandardCharsets.UTF_8)));
    proof.append(entries);
    return entries;
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  /// As typed, with nothing made proper on the way.
  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8).strip();
  }
}
