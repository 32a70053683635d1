package org.yutang.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses a form that is too large before anything reads it; otherwise its missing form token
/// would be blamed.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class UploadLimit extends OncePerRequestFilter {

  /// What the other fields of a form may take.
  private static final long FORM_BYTES = 2L << 20;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    boolean form = type != null && type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
    if (form && request.getContentLengthLong() > ImportPages.MAX_FILE_BYTES + FORM_BYTES)
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    else chain.doFilter(request, response);
  }
}
