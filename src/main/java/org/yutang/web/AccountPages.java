package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.access.Tokens;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.Register;

/// Accounts, their roles, passwords and tokens, for administrators; one's own password and tokens,
/// for everybody.
@Controller
class AccountPages {

  private static final int USUAL_TOKEN_DAYS = 90;

  private final Accounts accounts;
  private final Tokens tokens;
  private final Access access;
  private final Register register;
  private final TypedPlaces typedPlaces;
  private final SecuritySessions sessions;

  AccountPages(
      Accounts accounts,
      Tokens tokens,
      Access access,
      Register register,
      TypedPlaces typedPlaces,
      SecuritySessions sessions) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.access = access;
    this.register = register;
    this.typedPlaces = typedPlaces;
    this.sessions = sessions;
  }

  @GetMapping("/accounts")
  View list(Screen s, Actor actor) {
    Sorting<Accounts.Sort> sort = Sorting.of(s.query("sort"), Accounts.Sort.NAME);
    Page<Account> page =
        accounts.list(
            actor,
            s.query("q").strip(),
            s.query("closed").equals("yes"),
            sort.by(),
            sort.descending(),
            Asked.page(s));
    return s.page("accounts", new AccountsView.Listed(page, places(s, page.items()), sort.text()));
  }

  @GetMapping("/accounts/new")
  View fresh(Screen s, Actor actor) {
    return s.page("account-new", new AccountsView.Fresh(s.freshKey(), "", "", "", "", ""));
  }

  @PostMapping("/accounts")
  View create(
      Screen s,
      Actor actor,
      @RequestParam String key,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String displayName,
      @RequestParam(defaultValue = "") String home,
      @RequestParam(defaultValue = "") String password) {
    try {
      accounts.create(
          actor,
          Asked.id(key),
          name.strip(),
          displayName.strip(),
          typedPlaces.read(home),
          Optional.of(password).filter(text -> !text.isEmpty()));
      return Screen.go("/accounts/" + key + "?note=account-created");
    } catch (Refusal refusal) {
      if (refusal.code().kind() == Refusal.Kind.FORBIDDEN) throw refusal;
      String field =
          switch (refusal.code()) {
            case AccessRefusal.WEAK_PASSWORD -> "password";
            case AccessRefusal.INVALID_DISPLAY_NAME -> "displayName";
            case WebRefusal.PLACE_UNKNOWN, AccessRefusal.UNKNOWN_PLACE -> "home";
            default -> "name";
          };
      return s.page(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "account-new",
          new AccountsView.Fresh(key, name, displayName, home, s.refusal(refusal), field));
    }
  }

  @GetMapping("/account")
  View own(Screen s, Actor actor) {
    return s.page("account", view(s, actor, actor.account(), Optional.empty(), "", "", ""));
  }

  @GetMapping("/accounts/{id}")
  View one(Screen s, Actor actor, @PathVariable String id) {
    return s.page("account", view(s, actor, Asked.id(id), Optional.empty(), "", "", ""));
  }

  @PostMapping("/accounts/{id}/grants")
  View grant(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String role,
      @RequestParam(defaultValue = "") String place) {
    UUID account = Asked.id(id);
    try {
      accounts.grant(
          actor, account, new Grant(role(role), typedPlaces.read(place)), Optional.empty());
      return Screen.go("/accounts/" + account + "?note=role-granted");
    } catch (Refusal refusal) {
      return again(s, actor, account, refusal, place, "place");
    }
  }

  @PostMapping("/accounts/{id}/revocations")
  View revoke(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String role,
      @RequestParam String place) {
    UUID account = Asked.id(id);
    try {
      accounts.revoke(actor, account, new Grant(role(role), Asked.place(place)));
      return Screen.go("/accounts/" + account + "?note=role-revoked");
    } catch (Refusal refusal) {
      return again(s, actor, account, refusal, "", "roles");
    }
  }

  @PostMapping("/accounts/{id}/password")
  View password(
      Screen s,
      Actor actor,
      HttpServletRequest request,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String old,
      @RequestParam(defaultValue = "") String password) {
    UUID account = Asked.id(id);
    try {
      if (!account.equals(actor.account())) {
        accounts.setPassword(actor, account, password);
        return Screen.go("/accounts/" + account + "?note=password-set");
      }
      accounts.changeOwnPassword(actor, old, password);
      sessions.begin(request, access.actor(account));
      return Screen.go("/account?note=password-set");
    } catch (Refusal refusal) {
      return again(
          s,
          actor,
          account,
          refusal,
          "",
          refusal.code() == AccessRefusal.WRONG_PASSWORD ? "old" : "password");
    }
  }

  @PostMapping("/accounts/{id}/tokens")
  View token(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam String key,
      @RequestParam(defaultValue = "" + USUAL_TOKEN_DAYS) String days) {
    UUID account = Asked.id(id);
    try {
      Tokens.Issued issued =
          tokens.issue(actor, Asked.id(key), account, Asked.number(days).orElse(0));
      return s.page("account", view(s, actor, account, Optional.of(issued), "", "", ""));
    } catch (Refusal refusal) {
      return again(s, actor, account, refusal, "", "days");
    }
  }

  @PostMapping("/accounts/{id}/tokens/{token}/revocation")
  View revokeToken(Actor actor, @PathVariable String id, @PathVariable String token) {
    tokens.revoke(actor, Asked.id(token));
    boolean own = Asked.id(id).equals(actor.account());
    return Screen.go((own ? "/account" : "/accounts/" + id) + "?note=token-revoked");
  }

  @PostMapping("/accounts/{id}/closing")
  View close(Screen s, Actor actor, @PathVariable String id) {
    UUID account = Asked.id(id);
    try {
      accounts.close(actor, account);
      return Screen.go("/accounts?note=account-closed");
    } catch (Refusal refusal) {
      return again(s, actor, account, refusal, "", "close");
    }
  }

  private View again(
      Screen s, Actor actor, UUID account, Refusal refusal, String place, String field) {
    if (refusal.code().kind() == Refusal.Kind.FORBIDDEN
        || refusal.code().kind() == Refusal.Kind.NOT_FOUND) throw refusal;
    HttpStatus status = Mishaps.status(refusal.code().kind());
    return s.page(
        status,
        "account",
        view(s, actor, account, Optional.empty(), place, s.refusal(refusal), field));
  }

  private AccountsView.One view(
      Screen s,
      Actor actor,
      UUID id,
      Optional<Tokens.Issued> issued,
      String place,
      String problem,
      String field) {
    Account account =
        accounts.find(id).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
    boolean own = id.equals(actor.account());
    Set<PlaceCode> managed = access.among(actor, Permission.MANAGE_ACCOUNTS, account.places());
    boolean manages = managed.containsAll(account.places());
    if (!own && managed.isEmpty())
      access.require(actor, Permission.MANAGE_ACCOUNTS, account.home());
    return new AccountsView.One(
        account,
        own,
        manages,
        managed.stream().map(PlaceCode::text).collect(Collectors.toSet()),
        own || manages ? tokens.list(actor, id) : List.of(),
        issued,
        places(s, List.of(account)),
        s.freshKey(),
        place,
        problem,
        field);
  }

  private Map<String, String> places(Screen s, List<Account> listed) {
    Map<String, String> names = new HashMap<>();
    for (Account account : listed) {
      names.computeIfAbsent(account.home().text(), code -> name(s, account.home()));
      for (Account.Held held : account.grants())
        names.computeIfAbsent(held.grant().place().text(), code -> name(s, held.grant().place()));
    }
    return names;
  }

  private String name(Screen s, PlaceCode code) {
    return register.findPlace(code).map(s::placeName).orElse(code.text());
  }

  private static Role role(String name) {
    return Asked.constant(Role.class, name)
        .orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ROLE, Map.of("role", name)));
  }
}
