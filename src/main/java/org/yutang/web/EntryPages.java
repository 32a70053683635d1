package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Logins;
import org.yutang.access.Setup;
import org.yutang.kernel.Refusal;

/// The ways in: name and password, the one-time link of a fresh server, the links that a demo
/// prints.
@Controller
class EntryPages {

  private static final Map<Refusal.Code, String> FIELD_OF =
      Map.of(
          AccessRefusal.INVALID_NAME, "name",
          AccessRefusal.NAME_TAKEN, "name",
          AccessRefusal.INVALID_DISPLAY_NAME, "displayName",
          AccessRefusal.WEAK_PASSWORD, "password",
          WebRefusal.PASSWORDS_DIFFER, "again");

  private final Logins logins;
  private final Setup setup;
  private final SecuritySessions sessions;

  EntryPages(Logins logins, Setup setup, SecuritySessions sessions) {
    this.logins = logins;
    this.setup = setup;
    this.sessions = sessions;
  }

  @GetMapping("/login")
  View login(Screen s, @RequestParam(defaultValue = "/") String next) {
    if (s.actor().isPresent()) return Screen.go(SecurityPages.localPath(next));
    return s.page("login", new LoginView("", SecurityPages.localPath(next), ""));
  }

  @PostMapping("/login")
  View login(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "/") String next) {
    try {
      sessions.begin(request, logins.login(name, password, SecurityPeer.of(request)));
      return Screen.go(SecurityPages.localPath(next));
    } catch (Refusal refusal) {
      HttpStatus status = Mishaps.status(refusal.code().kind());
      Object retryAfter = refusal.facts().get("retryAfterSeconds");
      if (retryAfter != null) response.setHeader("Retry-After", retryAfter.toString());
      return s.page(
          status, "login", new LoginView(name, SecurityPages.localPath(next), s.refusal(refusal)));
    }
  }

  @GetMapping("/setup")
  View setup(Screen s, @RequestParam(defaultValue = "") String token) {
    if (!setup.isOpen(token)) throw new Refusal(AccessRefusal.INVALID_TOKEN);
    return s.page("setup", new SetupView(token, "", "", "", ""));
  }

  @PostMapping("/setup")
  View setup(
      Screen s,
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String token,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String displayName,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String again) {
    try {
      if (!password.equals(again)) throw new Refusal(WebRefusal.PASSWORDS_DIFFER);
      sessions.begin(request, setup.complete(token, name, displayName, password));
      return Screen.go("/");
    } catch (Refusal refusal) {
      String field = FIELD_OF.get(refusal.code());
      if (field == null) throw refusal;
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "setup",
          new SetupView(token, name, displayName, s.refusal(refusal), field));
    }
  }

  @GetMapping("/enter")
  View enter(HttpServletRequest request, @RequestParam(defaultValue = "") String token) {
    sessions.begin(request, logins.enter(token, SecurityPeer.of(request)));
    return Screen.go("/");
  }
}
