package org.yutang.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;
import org.yutang.access.Peer;

/// Works out where a request comes from, before anything else may change it, and leaves a [Peer] as
/// request attribute.
///
/// Headers that name another sender count only when this server was told that it stands behind a
/// proxy, and then only the last entry, which that proxy itself wrote. A request with any such
/// header never counts as local.
final class SecurityPeer extends OncePerRequestFilter {

  static final String ATTRIBUTE = Peer.class.getName();

  private final boolean behindProxy;

  SecurityPeer(boolean behindProxy) {
    this.behindProxy = behindProxy;
  }

  /// The peer that the filter found.
  static Peer of(HttpServletRequest request) {
    return (Peer) request.getAttribute(ATTRIBUTE);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    request.setAttribute(ATTRIBUTE, peer(request));
    chain.doFilter(request, response);
  }

  private Peer peer(HttpServletRequest request) {
    boolean passedOn =
        Collections.list(request.getHeaderNames()).stream()
            .anyMatch(SecurityPeer::namesAnotherSender);
    if (!passedOn) return Peer.direct(request.getRemoteAddr());
    return Peer.proxied(
        behindProxy
            ? lastForwarded(request).orElse(request.getRemoteAddr())
            : request.getRemoteAddr());
  }

  private static boolean namesAnotherSender(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded-")
        || name.equals("forwarded")
        || name.equals("x-real-ip")
        || name.equals("via");
  }

  private static Optional<String> lastForwarded(HttpServletRequest request) {
    List<String> lines = Collections.list(request.getHeaders("X-Forwarded-For"));
    if (lines.isEmpty()) return Optional.empty();
    String[] entries = lines.getLast().split(",");
    String last = entries[entries.length - 1].strip();
    return last.matches("[0-9a-fA-F.:]{2,45}") ? Optional.of(last) : Optional.empty();
  }
}
