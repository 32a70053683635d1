package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Everything that is thrown by a controller of this room, or on the way to one below `/api/`,
/// leaves as a problem.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ApiErrors implements HandlerExceptionResolver {

  private final Problems problems;

  ApiErrors(Problems problems) {
    this.problems = problems;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception thrown) {
    boolean ours =
        handler instanceof HandlerMethod method
            && method.getBeanType().getPackage() == ApiErrors.class.getPackage();
    if (!ours && !request.getRequestURI().startsWith("/api/")) return null;
    if (thrown instanceof AccessDeniedException || thrown instanceof AuthenticationException)
      return null;
    try {
      if (thrown instanceof HttpRequestMethodNotSupportedException method
          && method.getSupportedMethods() != null)
        response.setHeader("Allow", String.join(", ", method.getSupportedMethods()));
      problems.write(request, response, thrown);
      return new ModelAndView();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
