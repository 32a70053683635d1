package org.yutang.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// A headless Chromium that behaves like a cheap phone, driven by the DevTools protocol. One page
/// at a time; one thread.
final class SlowPhone implements AutoCloseable {

  static final String CONDITIONS =
      "processor slowed 4 times, 3G with 300 ms a request, 1.6 Mbit/s down and 0.75 up, nothing in the cache";

  private static final int SLOWED = 4;
  private static final int LATENCY_MILLIS = 300;
  private static final int DOWN_BYTES = 1_600_000 / 8;
  private static final int UP_BYTES = 750_000 / 8;
  private static final int WIDTH = 390;
  private static final int HEIGHT = 844;
  private static final int SECONDS = 30;
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final String PAINTED =
      """
      new Promise(done => {
        const seen = () => performance.getEntriesByName('first-contentful-paint')[0];
        if (seen()) done(seen().startTime);
        else new PerformanceObserver(() => { if (seen()) done(seen().startTime); }).observe({type: 'paint', buffered: true});
      })
      """;

  private final Process chromium;
  private final Path profile;
  private final HttpClient http;
  private final Listener listener;
  private final WebSocket socket;
  private int asked;

  private SlowPhone(Process chromium, Path profile, HttpClient http, URI address) {
    this.chromium = chromium;
    this.profile = profile;
    this.http = http;
    this.listener = new Listener();
    this.socket = http.newWebSocketBuilder().buildAsync(address, listener).join();
  }

  /// The browser that is installed, if any.
  static Optional<Path> chromium() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static SlowPhone start(Path program) throws IOException {
    Path profile = Files.createTempDirectory("yutang-bench-browser");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher found = ADDRESS.matcher(line);
      if (!found.find()) continue;
      Thread.ofVirtual().start(() -> said.lines().forEach(each -> {})); // lest the pipe fill up
      return new SlowPhone(
          process, profile, HttpClient.newHttpClient(), URI.create(found.group(1)));
    }
    process.destroyForcibly();
    throw new IllegalStateException("the browser did not start");
  }

  /// Milliseconds from the request to the first contentful paint, in a window of its own with an
  /// empty cache.
  double firstPaint(URI page) throws InterruptedException {
    String context =
        ask(null, "Target.createBrowserContext", Map.of()).get("browserContextId").asString();
    String target =
        ask(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .get("targetId")
            .asString();
    String session =
        ask(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asString();
    ask(session, "Network.enable", Map.of());
    ask(session, "Network.setCacheDisabled", Map.of("cacheDisabled", true));
    ask(
        session,
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            LATENCY_MILLIS,
            "downloadThroughput",
            DOWN_BYTES,
            "uploadThroughput",
            UP_BYTES));
    ask(session, "Emulation.setCPUThrottlingRate", Map.of("rate", SLOWED));
    ask(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 2, "mobile", true));
    ask(session, "Page.enable", Map.of());
    ask(session, "Page.navigate", Map.of("url", page.toString()));
    JsonNode painted =
        ask(
            session,
            "Runtime.evaluate",
            Map.of("expression", PAINTED, "awaitPromise", true, "returnByValue", true));
    ask(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
    return painted.get("result").get("value").asDouble();
  }

  private JsonNode ask(@Nullable String session, String method, Map<String, Object> parameters)
      throws InterruptedException {
    int id = ++asked;
    Map<String, Object> message =
        session == null
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    socket.sendText(Json.write(message), true).join();
    while (true) {
      String text = listener.messages.poll(SECONDS, TimeUnit.SECONDS);
      if (text == null) throw new IllegalStateException("no answer to " + method);
      JsonNode answer = Json.read(text, JsonNode.class);
      if (!answer.has("id") || answer.get("id").asInt() != id) continue; // an event
      if (answer.has("error")) throw new IllegalStateException(method + ": " + answer.get("error"));
      return answer.get("result");
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    http.close();
    chromium.destroy();
    try {
      if (!chromium.waitFor(SECONDS, TimeUnit.SECONDS)) chromium.destroyForcibly();
    } catch (InterruptedException e) {
      chromium.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) Files.deleteIfExists(file);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Messages in whole, as they came.
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
