package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Peer;

/// Pages that only tests have: one lets anybody in, the others need a login.
@Controller
class TrialPages {

  private final SecuritySessions sessions;
  private final Access access;

  TrialPages(SecuritySessions sessions, Access access) {
    this.sessions = sessions;
    this.access = access;
  }

  @GetMapping("/verify/trial-enter")
  void enter(@RequestParam UUID account, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    sessions.begin(request, access.actor(account));
    response.getWriter().write("in");
  }

  @GetMapping("/verify/trial-form")
  void form(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response
        .getWriter()
        .write(((CsrfToken) request.getAttribute(CsrfToken.class.getName())).getToken());
  }

  @GetMapping("/verify/trial-peer")
  void peer(
      Peer peer, Optional<Actor> actor, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .write(
            peer.address()
                + " "
                + peer.local()
                + " "
                + actor.isPresent()
                + " "
                + request.getScheme()
                + " "
                + request.getServerName());
  }

  @GetMapping("/trial")
  void page(Actor actor, @RequestParam(defaultValue = "") String q, HttpServletResponse response)
      throws IOException {
    response.getWriter().write(actor.name() + " " + actor.grants());
  }

  @PostMapping("/trial")
  void sent(Actor actor, HttpServletResponse response) throws IOException {
    response.getWriter().write("sent by " + actor.name());
  }
}
