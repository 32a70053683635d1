package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.access.Setup;

/// A server with a certificate of its own, as an office without a proxy runs it.
@Tag("slow")
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @Test
  void anEncryptedServerMarksItsCookiesAndIsReachedByTheVerbs() throws Exception {
    Path dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tls")
            .toAbsolutePath();
    makeCertificate(dir);
    Path certificate = dir.resolve("server.crt");
    List<String> words =
        List.of(
            "--port",
            "0",
            "--dir",
            dir.toString(),
            "--tls",
            certificate.toString(),
            dir.resolve("server.key").toString());
    ServerPlan plan = ServerPlan.of(new RunVerb().usage().parse(words), Map.of());
    try (RunningServer server = RunningServer.start(plan);
        HttpClient browser =
            HttpClient.newBuilder().sslContext(PinnedCertificate.trusting(certificate)).build();
        HttpClient stranger = HttpClient.newHttpClient()) {
      Setup setup = server.bean(Setup.class);
      setup.complete(setup.renew().orElseThrow(), "tls-admin", "试验管理员", "a long enough password");
      HttpRequest login = HttpRequest.newBuilder(URI.create(server.url() + "login")).build();
      HttpHeaders headers = browser.send(login, BodyHandlers.ofString()).headers();
      assertThat(headers.firstValue("Set-Cookie").orElse("")).contains("Secure", "HttpOnly");
      assertThat(headers.firstValue("Strict-Transport-Security")).isPresent();
      assertThatThrownBy(() -> stranger.send(login, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      Typed token = Typed.here("token", "--account", "tls-admin", "--dir", dir.toString());
      assertThat(token.code()).as(token.err()).isZero();
      assertThat(token.out()).startsWith("yt_");
    }
  }

  private static void makeCertificate(Path dir) throws Exception {
    Path store = dir.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=trial",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem(dir.resolve("server.crt"), "CERTIFICATE", keys.getCertificate("server").getEncoded());
    pem(dir.resolve("server.key"), "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
  }

  private static void pem(Path file, String title, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n");
  }
}
