package org.yutang.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.ServletRequestPathUtils;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.store.Idempotency;

/// What every request below `/api/v1` passes after the doors: the bound on its body and, if it
/// writes, its idempotency key.
///
/// A write runs in one transaction with the keeping of its answer, so that either both are there or
/// neither: whoever sends it again under its key gets the kept answer, with the header
/// `Idempotency-Replayed`. A refusal keeps nothing and takes back whatever the controller did.
/// Writes that cannot run in a transaction say so by [WithoutTransaction], [BodyLimit#streamed] or
/// [ShownOnce]; those that remember themselves by [KeyIsTheCommand]; those of protocols without
/// keys by [HarmlessTwice]. What is sent without a login ([ApiSecurity#OPEN_POSTS]) has no key
/// either.
@Component
class ApiFrame extends OncePerRequestFilter {

  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";

  /// The largest body of an endpoint without [BodyLimit].
  static final long MAX_JSON_BYTES = 1 << 20;

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private final RequestMappingHandlerMapping controllers;
  private final Idempotency idempotency;
  private final Problems problems;

  ApiFrame(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping controllers,
      Idempotency idempotency,
      Problems problems) {
    this.controllers = controllers;
    this.idempotency = idempotency;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ServletRequestPathUtils.parseAndCache(request)
        .pathWithinApplication()
        .value()
        .startsWith("/api/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      Optional<HandlerMethod> controller = findController(request);
      if (controller.isEmpty()) chain.doFilter(request, response);
      else pass(controller.get(), request, response, chain);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | ServletException e) {
      problems.write(request, response, e);
    }
  }

  private void pass(
      HandlerMethod controller,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    BodyLimit larger = controller.getMethodAnnotation(BodyLimit.class);
    long limit = larger == null ? MAX_JSON_BYTES : larger.bytes();
    if (request.getContentLengthLong() > limit) throw tooLarge(limit);
    if (READS.contains(request.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    if (ApiSecurity.isOpen(request.getMethod(), request.getRequestURI())) {
      chain.doFilter(new HeldBody(request, limit), response);
      return;
    }
    UUID caller = caller();
    boolean streamed = larger != null && larger.streamed();
    if (controller.hasMethodAnnotation(HarmlessTwice.class)) {
      chain.doFilter(
          streamed ? new StreamedBody(request, limit) : new HeldBody(request, limit), response);
      return;
    }
    UUID key = key(request);
    if (streamed) passStream(new StreamedBody(request, limit), response, chain, caller, key);
    else passBody(controller, new HeldBody(request, limit), response, chain, caller, key);
  }

  private void passBody(
      HandlerMethod controller,
      HeldBody request,
      HttpServletResponse response,
      FilterChain chain,
      UUID caller,
      UUID key)
      throws ServletException, IOException {
    String digest = digest(request, request.digest());
    if (controller.hasMethodAnnotation(KeyIsTheCommand.class)
        || controller.hasMethodAnnotation(ShownOnce.class)) {
      chain.doFilter(request, response);
    } else if (controller.hasMethodAnnotation(WithoutTransaction.class)) {
      Optional<Idempotency.Answer> kept = idempotency.find(caller, key, digest);
      if (kept.isPresent()) replay(kept.get(), response);
      else keepAfter(run(request, response, chain), response, caller, key, digest);
    } else {
      keepWith(request, response, chain, caller, key, digest);
    }
  }

  private void passStream(
      StreamedBody request, HttpServletResponse response, FilterChain chain, UUID caller, UUID key)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = run(request, response, chain);
    keepAfter(answer, response, caller, key, digest(request, request.digest()));
  }

  /// Runs the controller and keeps its answer in one transaction.
  private void keepWith(
      HeldBody request,
      HttpServletResponse response,
      FilterChain chain,
      UUID caller,
      UUID key,
      String digest)
      throws ServletException, IOException {
    ContentCachingResponseWrapper[] ran = new ContentCachingResponseWrapper[1];
    try {
      Idempotency.Answer answer =
          idempotency.once(
              caller,
              key,
              digest,
              () -> {
                ran[0] = runUnchecked(request, response, chain);
                if (ran[0].getStatus() >= 400) throw new NotKept();
                return answer(ran[0]);
              });
      if (answer.repeated()) {
        replay(answer, response);
        return;
      }
    } catch (NotKept refused) {
      logger.debug("a refusal is not kept");
    } catch (ServletFailure failure) {
      throw failure.exception;
    }
    ran[0].copyBodyToResponse();
  }

  /// Keeps the answer of a controller that has run already; if it ran before, the first answer
  /// counts.
  private void keepAfter(
      ContentCachingResponseWrapper ran,
      HttpServletResponse response,
      UUID caller,
      UUID key,
      String digest)
      throws IOException {
    if (ran.getStatus() < 400) {
      Idempotency.Answer answer = idempotency.once(caller, key, digest, () -> answer(ran));
      if (answer.repeated()) {
        replay(answer, response);
        return;
      }
    }
    ran.copyBodyToResponse();
  }

  private static ContentCachingResponseWrapper run(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, answer);
    return answer;
  }

  private static ContentCachingResponseWrapper runUnchecked(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    try {
      return run(request, response, chain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new ServletFailure(e);
    }
  }

  private static Idempotency.Answer answer(ContentCachingResponseWrapper ran) {
    String type = ran.getContentType();
    return new Idempotency.Answer(
        ran.getStatus(),
        type == null ? "" : type,
        new String(ran.getContentAsByteArray(), StandardCharsets.UTF_8),
        false);
  }

  private static void replay(Idempotency.Answer answer, HttpServletResponse response)
      throws IOException {
    response.reset();
    response.setStatus(answer.status());
    response.setHeader(REPLAYED, "true");
    response.setHeader("Cache-Control", "no-store");
    if (!answer.contentType().isEmpty()) response.setContentType(answer.contentType());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /// The controller that the request will reach; empty where there is none, which the framework
  /// then says in its own way.
  private Optional<HandlerMethod> findController(HttpServletRequest request) {
    try {
      ServletRequestPathUtils.parseAndCache(request);
      HandlerExecutionChain found = controllers.getHandler(request);
      return found != null && found.getHandler() instanceof HandlerMethod method
          ? Optional.of(method)
          : Optional.empty();
    } catch (Exception unsupported) {
      return Optional.empty();
    }
  }

  private static UUID caller() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Actor actor)
      return actor.account();
    throw new Refusal(AccessRefusal.NOT_LOGGED_IN);
  }

  private static UUID key(HttpServletRequest request) {
    String key = request.getHeader(KEY);
    if (key == null || key.isBlank()) throw new Refusal(ApiRefusal.IDEMPOTENCY_KEY_MISSING);
    if (!key.matches(UUID_FORM)) throw new Refusal(ApiRefusal.IDEMPOTENCY_KEY_INVALID);
    return UUID.fromString(key);
  }

  private static String digest(HttpServletRequest request, String body) {
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return BodyDigest.of(
        (request.getMethod() + "\n" + request.getRequestURI() + query + "\n" + body)
            .getBytes(StandardCharsets.UTF_8));
  }

  static Refusal tooLarge(long limit) {
    return new Refusal(ApiRefusal.BODY_TOO_LARGE, Map.of("limitBytes", limit));
  }

  /// Takes the transaction back without being a failure: the answer, a problem, is ready.
  private static final class NotKept extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotKept() {
      super("not kept", null, false, false);
    }
  }

  private static final class ServletFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final ServletException exception;

    ServletFailure(ServletException exception) {
      super(exception);
      this.exception = exception;
    }
  }
}
