package org.yutang.api;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.filter.OncePerRequestFilter;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.LocalCredential;
import org.yutang.access.Peer;
import org.yutang.access.Tokens;
import org.yutang.kernel.Refusal;

/// The doors of the API: a bearer token with every request, no cookies, no sessions.
@Configuration
class ApiSecurity {

  /// What can be read without a token.
  static final String[] PUBLIC = {"/api/v1/openapi.json", "/api/v1/proofs/**", "/api/v1/public/**"};

  /// Where something is sent without a token: its own secret (a link's, a signature) is the key.
  /// Such commands have no idempotency key and are harmless to repeat.
  static final String[] OPEN_POSTS = {
    "/api/v1/setup",
    "/api/v1/payment/callbacks/*",
    "/api/v1/campaign-payments/callbacks/*",
    "/api/v1/payments/*/notice",
    "/api/v1/projects/*/gifts"
  };

  @Bean
  @Order(1)
  SecurityFilterChain api(
      HttpSecurity http, Tokens tokens, LocalCredential local, Problems problems) {
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(
            rules ->
                rules
                    .dispatcherTypeMatchers(DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(HttpMethod.GET, PUBLIC)
                    .permitAll()
                    .requestMatchers(HttpMethod.POST, OPEN_POSTS)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .addFilterBefore(new Bearer(tokens, local, problems), AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(
            context -> context.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy ->
                        policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
        .exceptionHandling(
            exceptions ->
                exceptions
                    .authenticationEntryPoint(
                        (request, response, why) ->
                            problems.write(
                                request, response, new Refusal(AccessRefusal.NOT_LOGGED_IN)))
                    .accessDeniedHandler(
                        (request, response, why) ->
                            problems.write(
                                request, response, new Refusal(AccessRefusal.NOT_LOGGED_IN))))
        .build();
  }

  /// Whether nobody has to be logged in there.
  static boolean isOpen(String method, String path) {
    String[] open =
        switch (method) {
          case "GET" -> PUBLIC;
          case "POST" -> OPEN_POSTS;
          default -> new String[0];
        };
    AntPathMatcher matcher = new AntPathMatcher();
    for (String each : open) if (matcher.match(each, path)) return true;
    return false;
  }

  /// What the framework's firewall turns away, such as encoded slashes, before any rule is asked.
  @Bean
  RequestRejectedHandler rejected(Problems problems) {
    return (request, response, why) -> {
      if (request.getRequestURI().startsWith("/api/")) problems.write(request, response, why);
      else response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    };
  }

  /// Headers hold ASCII only, so a name may come percent-encoded (UTF-8); no account name holds `%`
  /// or `+`.
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /// Reads `Authorization: Bearer …`: a token, or the credential of this machine's verbs together
  /// with `X-Yutang-Account`. A bad one is refused even where none is needed, so that nobody
  /// believes to be logged in.
  private static final class Bearer extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";
    private final Tokens tokens;
    private final LocalCredential local;
    private final Problems problems;

    Bearer(Tokens tokens, LocalCredential local, Problems problems) {
      this.tokens = tokens;
      this.local = local;
      this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      try {
        Optional<Actor> actor = actor(request);
        actor.ifPresent(
            found ->
                SecurityContextHolder.setContext(
                    new SecurityContextImpl(
                        new PreAuthenticatedAuthenticationToken(found, "", List.of()))));
      } catch (RuntimeException refused) {
        problems.write(request, response, refused);
        return;
      }
      chain.doFilter(request, response);
    }

    private Optional<Actor> actor(HttpServletRequest request) {
      String header = request.getHeader("Authorization");
      if (header == null) return Optional.empty();
      if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        throw new Refusal(AccessRefusal.INVALID_TOKEN);
      String credential = header.substring(SCHEME.length()).strip();
      if (!LocalCredential.isForm(credential)) return Optional.of(tokens.actor(credential));
      String account =
          Optional.ofNullable(request.getHeader("X-Yutang-Account"))
              .map(ApiSecurity::decoded)
              .orElse("");
      Peer peer = (Peer) request.getAttribute(Peer.class.getName());
      return Optional.of(local.actor(credential, account, peer));
    }
  }
}
