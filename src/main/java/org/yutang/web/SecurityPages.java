package org.yutang.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Logins;
import org.yutang.kernel.Refusal;

/// Who may see which page, and the headers of every page. What a person may do there is asked of
/// the rooms, not here.
@Configuration
class SecurityPages {

  /// Where the refusal lies for the error page when the doors themselves refuse a request.
  static final String REFUSAL = Refusal.class.getName();

  /// Everything that can be read without logging in; all else cannot. The API has rules of its own.
  static final String[] PUBLIC = {
    "/",
    "/about",
    "/login",
    "/setup",
    "/enter",
    "/language",
    "/error",
    "/favicon.ico",
    "/robots.txt",
    "/assets/**",
    "/webjars/**",
    "/log/**",
    "/projects/**",
    "/gifts/**",
    "/pay/**",
    "/donations/**",
    "/market",
    "/market/**",
    "/live/hook",
    "/calls/**",
    "/apply/*",
    "/campaigns",
    "/campaigns/*",
    "/campaigns/*/live",
    "/reports/**",
    "/trace/**",
    "/01/**",
    "/00/**",
    "/.well-known/gs1resolver",
    "/standards",
    "/standards/*",
    "/figures",
    "/verify",
    "/verify/**",
    "/actuator/health"
  };

  /// The one style element that may stand in a page is named by its digest.
  @SuppressWarnings("InlineFormatString") // long, and wants its comment
  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' %s; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " frame-ancestors 'none'; form-action 'self'";

  private final SecuritySessions sessions;
  private final Logins logins;
  private final String contentPolicy;

  SecurityPages(SecuritySessions sessions, Logins logins, Assets assets) {
    this.sessions = sessions;
    this.logins = logins;
    this.contentPolicy = CONTENT_POLICY.formatted(assets.styleSource());
  }

  /// The policy of pages, for one that has to allow more.
  String policy() {
    return contentPolicy;
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) {
    return http.authorizeHttpRequests(
            rules ->
                rules
                    .dispatcherTypeMatchers(
                        DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(PUBLIC)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        // asks for a page of ours by itself: a token would need a cookie
        .csrf(
            csrf ->
                csrf.ignoringRequestMatchers(
                    "/market/cart/put", "/market/live/*/say", "/market/live/*/like", "/live/hook"))
        .securityContext(context -> context.securityContextRepository(sessions))
        .sessionManagement(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(contentPolicy))
                    .frameOptions(frames -> frames.deny())
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
        .logout(
            logout ->
                logout
                    .logoutUrl("/logout")
                    .addLogoutHandler(
                        (request, response, authentication) ->
                            SecuritySessions.actor().ifPresent(logins::logout))
                    .logoutSuccessUrl("/"))
        .exceptionHandling(
            exceptions ->
                exceptions
                    .authenticationEntryPoint(
                        (request, response, why) -> toLogin(request, response))
                    .accessDeniedHandler(
                        (request, response, why) -> refuse(request, response, why)))
        .build();
  }

  /// The path and query in `next` if it stays on this server, else `/`.
  static String localPath(@Nullable String next) {
    if (next == null || !next.startsWith("/") || next.startsWith("//") || next.length() > 2000)
      return "/";
    return next.chars().allMatch(c -> c > ' ' && c != '\\' && c != 0x7f) ? next : "/";
  }

  private static void toLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean fragment = "true".equals(request.getHeader("HX-Request"));
    String login =
        "/login?next="
            + URLEncoder.encode(
                localPath(fragment ? shown(request) : asked(request)), StandardCharsets.UTF_8);
    if (fragment) {
      response.setHeader("HX-Redirect", login);
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", login);
    }
  }

  /// What the person asked for; a form that was sent is not asked for again.
  private static String asked(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) return "/";
    return request.getRequestURI()
        + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
  }

  /// The page on which htmx wanted to change a part.
  private static @Nullable String shown(HttpServletRequest request) {
    String url = request.getHeader("HX-Current-URL");
    if (url == null) return null;
    try {
      URI uri = URI.create(url);
      return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Exception why) throws IOException {
    boolean form = why instanceof CsrfException;
    request.setAttribute(
        REFUSAL, new Refusal(form ? AccessRefusal.FORM_EXPIRED : AccessRefusal.NOT_LOGGED_IN));
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
  }
}
