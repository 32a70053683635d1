package org.yutang.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Has nothing compressed for a session that another site may be steering.
///
/// Where guesses of an attacker stand in one page with a person's data, the compressed page is
/// shorter when a guess is right, and whoever listens on the line sees lengths (BREACH). The
/// guesses come from another site, which sends the reader's browser here again and again; so a
/// request with a session is answered compressed only if the browser says that it comes from our
/// own pages or from the reader's own hand. Visitors have no secrets, and form tokens are masked
/// anew for each page.
final class LengthGuard extends ValveBase {

  private static final String COMES_FROM = "Sec-Fetch-Site";

  LengthGuard() {
    super(true);
  }

  @Component
  static class Setting implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory server) {
      server.addEngineValves(new LengthGuard());
    }
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (hasSession(request) && !isOurs(request.getHeader(COMES_FROM)))
      request.getCoyoteRequest().getMimeHeaders().removeHeader("Accept-Encoding");
    getNext().invoke(request, response);
  }

  private static boolean hasSession(Request request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null)
      for (Cookie cookie : cookies)
        if (cookie.getName().equals(SecurityFilters.SESSION_COOKIE)
            || cookie.getName().equals(BuyerKeys.COOKIE)) return true;
    return false;
  }

  /// Browsers say nothing where the line is not encrypted, where lengths tell nothing new.
  private static boolean isOurs(@Nullable String site) {
    return "same-origin".equals(site) || "none".equals(site);
  }
}
