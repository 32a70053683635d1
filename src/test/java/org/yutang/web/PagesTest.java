package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;

class PagesTest extends ServerTest {

  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aVisitorSeesTheFirstPageInTheirLanguage() throws Exception {
    assertThat(get("/", "zh-CN").body()).contains("<html lang=\"zh-CN\">", "每一分帮扶资金，都能查到去处");
    assertThat(get("/", "en-GB").body()).contains("<html lang=\"en\">", "Follow every fen");
    assertThat(get("/", "fr").body()).contains("<html lang=\"en\">");
  }

  @Test
  void noPageMayRunInlineScriptsAndOnlyTheStyleThatThePolicyNames() throws Exception {
    HttpResponse<String> page = get("/login", "zh");
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertThat(policy).contains("script-src 'self';", "style-src 'self'").doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("style=\"", "onclick", "<script>");
    String style = page.body().replaceFirst("(?s).*<style>(.*?)</style>.*", "$1");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(policy)
        .contains("style-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
    assertThat(style).contains("--paper", ".masthead", "@media print").doesNotContain("/*", "\n ");
  }

  @Test
  void aVisitorNeedsNothingButThePageItselfToSeeIt() throws Exception {
    String page = get("/projects", "en").body();
    assertThat(page).doesNotContain("rel=\"stylesheet\"", "htmx");
    assertThat(page.lines().filter(line -> line.contains("<script")))
        .isNotEmpty()
        .allMatch(line -> line.contains("type=\"module\""));
  }

  @Test
  void aMissingPageSaysWhatToDoNext() throws Exception {
    HttpResponse<String> page = get("/assets/none", "zh");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("没有这个页面", "从首页重新查找");
  }

  @Test
  void whoIsNotLoggedInIsSentToTheLoginAndBack() throws Exception {
    HttpResponse<String> page = get("/people?q=li", "zh");
    assertThat(page.statusCode()).isEqualTo(303);
    assertThat(page.headers().firstValue("Location")).hasValue("/login?next=%2Fpeople%3Fq%3Dli");
  }

  @Test
  void theLanguageSwitchLeadsOnlyToOwnPages() throws Exception {
    assertThat(
            get("/language?to=en&back=//elsewhere.example", "zh").headers().firstValue("Location"))
        .hasValue("/");
    HttpResponse<String> own = get("/language?to=en&back=%2Flog", "zh");
    assertThat(own.headers().firstValue("Location")).hasValue("/log");
    assertThat(own.headers().firstValue("Set-Cookie").orElse(""))
        .contains("yutang-language=en", "HttpOnly");
  }

  @Test
  void staticFilesStayWithTheBrowserForEver() throws Exception {
    HttpResponse<String> style = get("/assets/app.css", "zh");
    assertThat(style.statusCode()).isEqualTo(200);
    assertThat(style.headers().firstValue("Cache-Control").orElse(""))
        .contains("max-age=31536000", "immutable");
    assertThat(get(Assets.HTMX, "zh").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path, String language)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept-Language", language)
            .header("Accept", "text/html")
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
