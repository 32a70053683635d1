package org.yutang.bench;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// How long a slow phone shows nothing of a page, beside a page of one sentence.
final class PaintMeasure {

  private static final int REPEATS = 9;
  private static final byte[] SENTENCE =
      "<!doctype html><html lang=en><meta charset=utf-8><title>.</title><p>One sentence.</p></html>"
          .getBytes(StandardCharsets.UTF_8);

  private PaintMeasure() {}

  /// Empty where there is no Chromium.
  static Optional<Measure> run(URI page, Consumer<String> say) throws Exception {
    Optional<java.nio.file.Path> chromium = SlowPhone.chromium();
    if (chromium.isEmpty()) {
      say.accept("year.paint is left out: there is no Chromium in PATH");
      return Optional.empty();
    }
    double[] ours = new double[REPEATS];
    double[] bare = new double[REPEATS];
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpServer sentence = PageMeasure.memory(SENTENCE, workers);
      URI peer = URI.create("http://127.0.0.1:" + sentence.getAddress().getPort() + "/");
      try (SlowPhone phone = SlowPhone.start(chromium.get())) {
        for (int round = -1; round < REPEATS; round++) { // the first one warms up
          double painted = phone.firstPaint(page);
          double limit = phone.firstPaint(peer);
          say.accept(
              "%s: first paint %.0f ms, of one sentence %.0f ms"
                  .formatted(round < 0 ? "warm-up" : "round " + (round + 1), painted, limit));
          if (round < 0) continue;
          ours[round] = painted;
          bare[round] = limit;
        }
      } finally {
        sentence.stop(0);
      }
    }
    return Optional.of(
        Measure.cost(
            "year.paint",
            "ms",
            Measure.median(ours),
            "a page of one sentence, from memory",
            Measure.median(bare),
            REPEATS,
            "first contentful paint at 390 px, " + SlowPhone.CONDITIONS));
  }
}
