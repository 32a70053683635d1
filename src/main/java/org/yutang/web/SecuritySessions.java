package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;

/// Logs people in and out of the pages. A session holds the account's id and nothing else about the
/// person; the roles are read for each request that asks who it is, so that a role taken away is
/// gone at once.
@Component
class SecuritySessions implements SecurityContextRepository {

  /// The name under which the session table indexes the account.
  private static final String ACCOUNT = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

  /// How long a session lasts without a request.
  private static final int IDLE_SECONDS = 12 * 60 * 60;

  private final Access access;

  SecuritySessions(Access access) {
    this.access = access;
  }

  /// Starts a session of this actor under a new id. What the session before it held is dropped,
  /// with its form token.
  void begin(HttpServletRequest request, Actor actor) {
    HttpSession before = request.getSession(false);
    if (before != null) before.invalidate();
    HttpSession session = request.getSession(true);
    session.setMaxInactiveInterval(IDLE_SECONDS);
    session.setAttribute(ACCOUNT, actor.account().toString());
    SecurityContextHolder.setContext(context(actor));
  }

  /// Ends the session, if there is one.
  void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) session.invalidate();
    SecurityContextHolder.clearContext();
  }

  /// Who this request acts for.
  static Optional<Actor> actor() {
    var authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Actor actor
        ? Optional.of(actor)
        : Optional.empty();
  }

  @Override
  public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
    return new Deferred(request);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still asks for it; nobody calls it
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    return load(holder.getRequest());
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    // begin and end are the only ways into and out of a session
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return find(request).isPresent();
  }

  private SecurityContext load(HttpServletRequest request) {
    return find(request)
        .map(SecuritySessions::context)
        .orElseGet(SecurityContextHolder::createEmptyContext);
  }

  private Optional<Actor> find(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ACCOUNT) instanceof String account))
      return Optional.empty();
    try {
      return Optional.of(access.actor(UUID.fromString(account)));
    } catch (Refusal closed) {
      session.invalidate();
      return Optional.empty();
    }
  }

  private static SecurityContext context(Actor actor) {
    return new SecurityContextImpl(new PreAuthenticatedAuthenticationToken(actor, "", List.of()));
  }

  /// Looks into the session only when somebody asks; static files never do.
  private final class Deferred implements DeferredSecurityContext {
    private final HttpServletRequest request;
    private boolean generated;
    private @Nullable SecurityContext context;

    Deferred(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public SecurityContext get() {
      if (context == null) {
        context = load(request);
        generated = context.getAuthentication() == null;
      }
      return context;
    }

    @Override
    public boolean isGenerated() {
      get();
      return generated;
    }
  }
}
