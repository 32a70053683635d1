package org.yutang.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.yutang.store.Words;

/// Keeps readers before the door until the register is complete: every address answers 503 with a
/// page that says how far it is and loads itself again, without script. Only the health of the
/// machine can be asked before.
@Component
@ConditionalOnProperty("yutang.demo")
@Order(Ordered.HIGHEST_PRECEDENCE)
class DemoGate extends OncePerRequestFilter {

  private static final int RETRY_SECONDS = 2;

  /// How far it is, in a step's own units; `total` 0 while unknown.
  private record State(String step, long done, long total, boolean open) {}

  private volatile State state = new State("demo.step.accounts", 0, 0, false);

  void show(String step, long done, long total) {
    state = new State(step, done, total, false);
  }

  void open() {
    state = new State("", 0, 0, true);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return state.open || request.getRequestURI().startsWith("/actuator/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] page =
        page(Words.in(Words.Language.best(Collections.list(request.getLocales()))))
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", String.valueOf(RETRY_SECONDS));
    response.setHeader("Cache-Control", "no-store");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.setContentType("text/html; charset=UTF-8");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  private String page(Words words) {
    State now = state;
    long share = now.total == 0 ? 0 : Math.min(100, 100 * now.done / now.total);
    String far = now.total == 0 ? "" : share + " %";
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="%d"><title>%s</title>
        <style>
        :root { color-scheme: light dark; --ink: #1d2b26; --page: #faf8f3; --brand: #1f6f54; --line: #ddd8cb; --muted: #56635d }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ece9; --page: #121815; --brand: #6cc3a0; --line: #33403a; --muted: #a5b2ab } }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/24px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
        main { max-width: 560px; margin: 18vh auto 0; padding: 0 24px }
        h1 { font-size: 24px; line-height: 32px; margin: 0 0 8px }
        p { margin: 0 0 16px } .muted { color: var(--muted); font-variant-numeric: tabular-nums }
        progress { width: 100%%; height: 12px; accent-color: var(--brand) }
        </style></head>
        <body><main><h1>%s</h1><p>%s</p><progress max="100"%s aria-label="%s"></progress><p class="muted">%s　%s</p></main></body></html>
        """
        .formatted(
            words.language().tag(),
            RETRY_SECONDS,
            words.t("demo.gate-title"),
            words.t("demo.gate-title"),
            words.t("demo.gate-text"),
            now.total == 0 ? "" : " value=\"" + share + "\"",
            words.t("demo.gate-title"),
            words.t(now.step),
            far);
  }
}
