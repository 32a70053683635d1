package org.yutang.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.session.Session;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.filter.ForwardedHeaderFilter;

/// The order of what every request passes before the security rules: its peer, the proxy's headers,
/// its session.
@Configuration
class SecurityFilters {

  static final String SESSION_COOKIE = "yutang";

  private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

  @Bean
  FilterRegistrationBean<SecurityPeer> peerFilter(
      @Value("${yutang.behind-proxy:false}") boolean behindProxy) {
    return ordered(new SecurityPeer(behindProxy), FIRST);
  }

  /// Scheme and host as the proxy names them, for links, cookies and redirects.
  @Bean
  @ConditionalOnBooleanProperty("yutang.behind-proxy")
  FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaders() {
    return ordered(new ForwardedHeaderFilter(), FIRST + 10);
  }

  @Bean
  FilterRegistrationBean<SessionRepositoryFilter<? extends Session>> sessionFilter(
      SessionRepositoryFilter<? extends Session> filter) {
    return ordered(filter, FIRST + 50);
  }

  /// `Secure` is added by itself whenever the request came by TLS.
  @Bean
  CookieSerializer sessionCookie() {
    DefaultCookieSerializer cookie = new SessionCookie();
    cookie.setCookieName(SESSION_COOKIE);
    cookie.setUseHttpOnlyCookie(true);
    cookie.setSameSite("Lax");
    return cookie;
  }

  /// Looks up only what can be the id of a session; anything else that comes as a cookie is
  /// nobody's.
  private static final class SessionCookie extends DefaultCookieSerializer {

    private static final Pattern FORM =
        Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
      return super.readCookieValues(request).stream()
          .filter(id -> FORM.matcher(id).matches())
          .toList();
    }
  }

  /// Beside what the framework keeps out by itself: parameters with NUL, which no database text can
  /// hold.
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
    return firewall;
  }

  private static <T extends jakarta.servlet.Filter> FilterRegistrationBean<T> ordered(
      T filter, int order) {
    FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    registration.setDispatcherTypes(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC));
    return registration;
  }
}
