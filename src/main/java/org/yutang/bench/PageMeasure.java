package org.yutang.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// How long 50 readers wait for a page who ask again as soon as they have an answer, beside the
/// JDK's own HTTP server with the same bytes from memory.
final class PageMeasure {

  private static final int CLIENTS = 50;
  private static final int REQUESTS = 40;
  private static final int REPEATS = 5;
  private static final double SHARE = 0.95;

  private PageMeasure() {}

  static Measure run(URI page, Consumer<String> say) throws Exception {
    double[] ours = new double[REPEATS];
    double[] bare = new double[REPEATS];
    double[] rate = new double[REPEATS];
    HttpClient http = HttpClient.newHttpClient();
    try (http;
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      byte[] bytes = http.send(request(page), HttpResponse.BodyHandlers.ofByteArray()).body();
      HttpServer memory = memory(bytes, clients);
      URI peer = URI.create("http://127.0.0.1:" + memory.getAddress().getPort() + "/");
      try {
        for (int round = -2; round < REPEATS; round++) { // the first two warm up
          long start = System.nanoTime();
          double waited = p95(http, clients, page);
          double seconds = (System.nanoTime() - start) / 1e9;
          double limit = p95(http, clients, peer);
          say.accept(
              "%s: page p95 %.1f ms at %,.0f/s, bytes from memory p95 %.1f ms"
                  .formatted(
                      round < 0 ? "warm-up" : "round " + (round + 1),
                      waited,
                      CLIENTS * REQUESTS / seconds,
                      limit));
          if (round < 0) continue;
          ours[round] = waited;
          bare[round] = limit;
          rate[round] = CLIENTS * REQUESTS / seconds;
        }
      } finally {
        memory.stop(0);
      }
      return Measure.cost(
          "year.page",
          "ms p95",
          Measure.median(ours),
          "the same bytes from memory by the JDK's HTTP server",
          Measure.median(bare),
          REPEATS,
          "%d clients without pauses, %,d requests a round, %,d bytes compressed, %,.0f pages/s"
              .formatted(CLIENTS, CLIENTS * REQUESTS, bytes.length, Measure.median(rate)));
    }
  }

  private static double p95(HttpClient http, ExecutorService clients, URI address)
      throws Exception {
    List<Callable<double[]>> readers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) readers.add(() -> read(http, address));
    double[] all = new double[CLIENTS * REQUESTS];
    int at = 0;
    for (Future<double[]> reader : clients.invokeAll(readers))
      for (double millis : reader.get()) all[at++] = millis;
    Arrays.sort(all);
    return all[(int) Math.ceil(all.length * SHARE) - 1];
  }

  /// As browsers ask.
  private static HttpRequest request(URI address) {
    return HttpRequest.newBuilder(address).header("Accept-Encoding", "gzip").build();
  }

  private static double[] read(HttpClient http, URI address)
      throws IOException, InterruptedException {
    HttpRequest request = request(address);
    double[] millis = new double[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      int status = http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
      millis[i] = (System.nanoTime() - start) / 1e6;
      if (status != 200) throw new IllegalStateException("status " + status);
    }
    return millis;
  }

  /// On loopback, until it is stopped.
  static HttpServer memory(byte[] body, ExecutorService workers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CLIENTS);
    server.setExecutor(workers);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }
}
