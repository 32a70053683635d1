package org.yutang.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;
import org.yutang.kernel.Refusal;

/// Pages for what went wrong: what happened, what to do next and, for our own faults, the number
/// under which the log has it.
@Controller
@ControllerAdvice(basePackageClasses = Mishaps.class)
class Mishaps implements ErrorController {

  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

  private final Screens screens;

  Mishaps(Screens screens) {
    this.screens = screens;
  }

  @ExceptionHandler(Refusal.class)
  View refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
    Object retryAfter = refusal.facts().get("retryAfterSeconds");
    if (retryAfter != null) response.setHeader("Retry-After", retryAfter.toString());
    Screen screen = screens.of(request);
    HttpStatus status = status(refusal.code().kind());
    return screen.page(status, "mishap", new Mishap(status.value(), screen.refusal(refusal), ""));
  }

  @RequestMapping(path = "/error", produces = MediaType.TEXT_HTML_VALUE)
  View error(HttpServletRequest request, HttpServletResponse response) {
    if (request.getAttribute(SecurityPages.REFUSAL) instanceof Refusal refusal)
      return refused(refusal, request, response);
    HttpStatus status =
        HttpStatus.resolve(number(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)));
    if (status == null) status = HttpStatus.INTERNAL_SERVER_ERROR;
    String incident = status.is5xxServerError() ? logged(request) : "";
    return screens.of(request).page(status, "mishap", new Mishap(status.value(), "", incident));
  }

  private static String logged(HttpServletRequest request) {
    String incident = UUID.randomUUID().toString().substring(0, 8);
    Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    LOG.error(
        "incident {} at {}",
        incident,
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
        cause);
    return incident;
  }

  static HttpStatus status(Refusal.Kind kind) {
    return switch (kind) {
      case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  private static int number(@Nullable Object attribute) {
    return attribute instanceof Integer code ? code : 404;
  }
}
