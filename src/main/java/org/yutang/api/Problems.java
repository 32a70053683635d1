package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.store.Words;
import org.yutang.trace.TraceRefusal;

/// Tells a failure as `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`,
/// `code`, `facts`, `instance`, in the language that the caller reads. `code` never changes; words
/// may.
@Component
class Problems {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /// Writes the problem of anything that was thrown. What is nobody's fault but ours gets an
  /// incident number, which stands in the log beside the whole story; the caller gets the number
  /// only.
  void write(HttpServletRequest request, HttpServletResponse response, Throwable thrown)
      throws IOException {
    write(request, response, refusal(request, thrown));
  }

  private void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    if (response.isCommitted()) throw new IOException("too late to tell a problem", refusal);
    Words words = Words.in(language(request));
    int status = status(refusal.code());
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put(
        "type",
        EpcisProblem.isOf(request)
            ? EpcisProblem.type(refusal.code(), !request.getMethod().equals("POST"))
            : "urn:yutang:problem:" + refusal.code().code());
    problem.put("title", words.t("problem.title." + status));
    problem.put("status", status);
    problem.put("detail", words.refusal(refusal));
    problem.put("code", refusal.code().code());
    problem.put("facts", plain(refusal.facts(), words));
    problem.put("instance", request.getRequestURI());
    byte[] body = Json.write(problem).getBytes(StandardCharsets.UTF_8);
    response.resetBuffer();
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Content-Language", words.language().tag());
    response.setHeader("Cache-Control", "no-store");
    if (status == 401) response.setHeader("WWW-Authenticate", "Bearer realm=\"yutang\"");
    Object retryAfter = refusal.facts().get("retryAfterSeconds");
    if (retryAfter != null) response.setHeader("Retry-After", retryAfter.toString());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  static int status(Refusal.Code code) {
    if (code instanceof ApiRefusal own) return own.status();
    // as the protocol of events has it
    if (code instanceof TraceRefusal && code.kind() == Refusal.Kind.INVALID) return 400;
    return switch (code.kind()) {
      case INVALID -> 422;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  private static Refusal refusal(HttpServletRequest request, Throwable thrown) {
    Refusal known = Refusals.find(thrown);
    if (known != null) return known;
    UUID incident = UUID.randomUUID();
    LOG.error(
        "incident {} at {} {}", incident, request.getMethod(), request.getRequestURI(), thrown);
    return new Refusal(ApiRefusal.INTERNAL, Map.of("incident", incident.toString()));
  }

  static Words.Language language(HttpServletRequest request) {
    boolean named = request.getHeader("Accept-Language") != null;
    List<Locale> wanted = named ? Collections.list(request.getLocales()) : List.of();
    return Words.Language.best(wanted);
  }

  /// Facts as JSON has them: numbers, truth values, lists and maps stay, refusals are told in
  /// words, all else by its text.
  static Map<String, Object> plain(Map<?, ?> facts, Words words) {
    Map<String, Object> plain = new LinkedHashMap<>();
    facts.forEach((name, fact) -> plain.put(String.valueOf(name), plain((Object) fact, words)));
    return plain;
  }

  private static Object plain(Object fact, Words words) {
    if (fact instanceof Number || fact instanceof Boolean) return fact;
    if (fact instanceof Collection<?> many)
      return many.stream().map(each -> plain((Object) each, words)).toList();
    if (fact instanceof Map<?, ?> inner) return plain(inner, words);
    if (fact instanceof Refusal inner) return words.refusal(inner);
    return fact.toString();
  }
}
