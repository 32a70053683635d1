package org.yutang.cli;

import java.util.Map;

/// Tells how far long work is: over itself on a screen, a line every ten seconds elsewhere.
final class ProgressLine {

  private static final long SPARSE_NANOS = 10_000_000_000L;

  private final Terminal terminal;
  private String step = "";
  private long stepBegun;
  private long lastShown = System.nanoTime();
  private int width;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /// @param key the message of the step, such as `job.import.reading`
  /// @param total 0 while unknown
  void show(String key, long done, long total) {
    if (key.isEmpty()) return; // not begun
    long now = System.nanoTime();
    if (!key.equals(step)) {
      step = key;
      stepBegun = now;
    }
    if (!terminal.interactive() && now - lastShown < SPARSE_NANOS) return;
    lastShown = now;
    long seconds = Math.round((now - stepBegun) / 1e9);
    String name = terminal.words().t(key);
    String line =
        total > 0
            ? terminal
                .words()
                .t(
                    "cli.progress",
                    Map.of(
                        "step",
                        name,
                        "share",
                        Math.min(100, 100 * done / total),
                        "seconds",
                        seconds))
            : terminal.words().t("cli.progress-unknown", Map.of("step", name, "seconds", seconds));
    if (terminal.interactive()) {
      terminal.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      terminal.err().flush();
      width = line.length();
    } else terminal.err().println(line);
  }

  /// Leaves the screen with a free line.
  void clear() {
    if (terminal.interactive() && width > 0)
      terminal.err().print("\r" + " ".repeat(2 * width) + "\r");
    width = 0;
  }
}
