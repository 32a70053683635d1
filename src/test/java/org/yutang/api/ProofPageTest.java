package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The browser's own check (`proof.js`) in a real browser, under the strictest content security
/// policy that it must work with.
@Tag("slow")
class ProofPageTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String PAGE =
      """
      <!doctype html><html lang="en"><title>proof</title>
      <div id="good" data-proof-url="/receipt.json"><p data-proof-when="checking">checking</p>
      <p data-proof-when="verified" hidden>number <b data-proof-fact="number"></b> of <b data-proof-fact="size"></b></p>
      <p data-proof-when="not-verified" hidden>no</p></div>
      <div id="bad" data-proof-url="/changed.json"><p data-proof-when="verified" hidden>yes</p>
      <p data-proof-when="not-verified" hidden>no <i data-proof-reason="not-in-log" hidden>changed</i><i data-proof-reason="opening-differs" hidden>x</i></p></div>
      <div id="other" data-proof-url="/receipt.json" data-proof-entry="{}"></div>
      <div id="absent" data-proof-url="/absent.json"></div>
      <script type="module" src="/proof.js"></script>
      """;

  private static HttpServer server;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    assumeThat(CHROMIUM).as("browser tests need Chromium at " + CHROMIUM).exists();
    String receipt = Files.readString(Path.of("src/test/resources/proof/receipt.json"));
    Map<String, String> files =
        Map.of(
            "/",
            PAGE,
            "/receipt.json",
            receipt,
            "/changed.json",
            receipt.replace("奉节县", "巫山县"),
            "/proof.js",
            Files.readString(Path.of("src/main/resources/static/assets/proof.js")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .add(
                  "Content-Type",
                  path.equals("/")
                      ? "text/html; charset=utf-8"
                      : path.endsWith(".js") ? "text/javascript" : "application/json");
          exchange
              .getResponseHeaders()
              .add(
                  "Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; connect-src 'self'");
          exchange.sendResponseHeaders(
              files.containsKey(path) ? 200 : 404, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void close() {
    if (browser != null) browser.close();
    if (playwright != null) playwright.close();
    if (server != null) server.stop(0);
  }

  @Test
  void theHookShowsWhatHoldsUnderAStrictPolicy() {
    try (Page page = page()) {
      List<String> complaints = new ArrayList<>();
      page.onPageError(complaints::add);
      for (String id : List.of("good", "bad", "other", "absent"))
        page.waitForSelector(
            "#" + id + ":not([data-proof-state=checking])[data-proof-state]", attached());
      assertThat(page.getAttribute("#good", "data-proof-state")).isEqualTo("verified");
      assertThat(page.innerText("#good").strip()).isEqualTo("number 422 of 1000");
      assertThat(page.innerText("#bad").strip()).isEqualTo("no changed");
      assertThat(page.getAttribute("#other", "data-proof-state")).isEqualTo("not-verified");
      assertThat(page.getAttribute("#absent", "data-proof-state")).isEqualTo("unavailable");
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void everyChangedBitOfTheProofIsFound() {
    try (Page page = page()) {
      Object passed =
          page.evaluate(
              """
              async () => {
                const { verify } = await import('/proof.js');
                const receipt = await (await fetch('/receipt.json')).json();
                const entry = new TextEncoder().encode(receipt.entry);
                const proof = new TextEncoder().encode(receipt.proof);
                const passed = [];
                for (let bit = 0; bit < proof.length * 8; bit++) {
                  const changed = proof.slice();
                  changed[bit >> 3] ^= 1 << (bit & 7);
                  const answer = await verify(entry, new TextDecoder().decode(changed), receipt.key);
                  if (answer.state !== 'not-verified') passed.push(bit);
                }
                return passed.join();
              }
              """);
      assertThat(passed).isEqualTo("");
    }
  }

  @Test
  void openingsAndReasonsAreThoseOfTheServer() {
    try (Page page = page()) {
      Object reasons =
          page.evaluate(
              """
              async () => {
                const { verifyReceipt } = await import('/proof.js');
                const receipt = await (await fetch('/receipt.json')).json();
                const reason = async (change) => {
                  const copy = structuredClone(receipt);
                  change(copy);
                  const answer = await verifyReceipt(copy);
                  return answer.reason ?? answer.state;
                };
                return [
                  await reason((r) => {}),
                  await reason((r) => (r.opening.subject = 'somebody else')),
                  await reason((r) => (r.opening.name = 'x')),
                  await reason((r) => (r.opening.salt = '00')),
                  await reason((r) => (r.format = 'x')),
                  await reason((r) => (r.key = 'x')),
                  await reason((r) => (r.proof = r.proof.replace('index 421', 'index 1000'))),
                  await reason((r) => (r.proof = r.proof.replace('\\n1000\\n', '\\n1001\\n'))),
                  await reason((r) => (r.key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')),
                ].join();
              }
              """);
      assertThat(reasons)
          .isEqualTo(
              "verified,opening-differs,opening-without-field,receipt-unreadable,receipt-unreadable,key-unreadable,index-outside,false-signature,other-log");
    }
  }

  @Test
  void aBrowserThatDoesNotKnowTheSignatureSaysSo() {
    try (Page page = page()) {
      Object state =
          page.evaluate(
              """
              async () => {
                const { verifyReceipt } = await import('/proof.js');
                const receipt = await (await fetch('/receipt.json')).json();
                crypto.subtle.importKey = async () => { throw new DOMException('no', 'NotSupportedError'); };
                return (await verifyReceipt(receipt)).state;
              }
              """);
      assertThat(state).isEqualTo("signature-unchecked");
    }
  }

  private static Page.WaitForSelectorOptions attached() {
    return new Page.WaitForSelectorOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
  }

  private static Page page() {
    Page page = browser.newPage();
    page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return page;
  }
}
