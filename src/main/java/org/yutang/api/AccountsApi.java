package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Knocks;
import org.yutang.access.Peer;
import org.yutang.access.Role;
import org.yutang.access.Setup;
import org.yutang.access.Tokens;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;

/// Accounts, their roles, their tokens, and who did what.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Accounts", description = "Accounts, roles, tokens and the audit")
class AccountsApi {

  private final Accounts accounts;
  private final Tokens tokens;
  private final Audit audit;
  private final Setup setup;
  private final Knocks knocks;

  AccountsApi(Accounts accounts, Tokens tokens, Audit audit, Setup setup, Knocks knocks) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.audit = audit;
    this.setup = setup;
    this.knocks = knocks;
  }

  @Operation(
      summary = "Make the first account, with the token of the setup link; needs no other token")
  @PostMapping("/setup")
  @ResponseStatus(HttpStatus.CREATED)
  MeAnswer setUp(Peer peer, @RequestBody SetupBody body) {
    knocks.knock(peer);
    Actor first = setup.complete(body.token, body.name, body.displayName, body.password);
    knocks.welcome(peer);
    return me(first);
  }

  @Operation(summary = "Who the token acts for, with the roles of this moment")
  @GetMapping("/me")
  MeAnswer me(Actor actor) {
    return new MeAnswer(
        actor.account(), actor.name(), actor.grants().stream().map(GrantAnswer::of).toList());
  }

  @Operation(summary = "List the accounts where the caller manages accounts")
  @GetMapping("/accounts")
  PageAnswer<AccountAnswer> listAccounts(
      Actor actor,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "false") boolean closed,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        accounts.list(actor, q, closed, new Page.Wanted(page, size)), AccountAnswer::of);
  }

  @Operation(summary = "Open an account, with roles if some are named")
  @PostMapping("/accounts")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.CREATED)
  AccountAnswer openAccount(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody NewAccountBody body) {
    UUID id = Uuids.named("access.account", actor.account().toString(), key.toString());
    List<GrantBody> grants = body.grants == null ? List.of() : body.grants;
    Map<Grant, Optional<Instant>> roles = new LinkedHashMap<>();
    for (GrantBody grant : grants)
      roles.put(new Grant(role(grant.role), grant.place), Optional.ofNullable(grant.until));
    return AccountAnswer.of(
        accounts.create(
            actor,
            id,
            body.name,
            body.displayName,
            body.home,
            Optional.ofNullable(body.password),
            roles));
  }

  @Operation(summary = "Close an account for ever, with its sessions and tokens")
  @DeleteMapping("/accounts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void closeAccount(Actor actor, @PathVariable UUID id) {
    accounts.close(actor, id);
  }

  @Operation(summary = "Set the password of an account that the caller manages")
  @PutMapping("/accounts/{id}/password")
  @WithoutTransaction
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void setPassword(Actor actor, @PathVariable UUID id, @RequestBody PasswordBody body) {
    accounts.setPassword(actor, id, body.password);
  }

  @Operation(summary = "Give an account a role in a place and everything inside it")
  @PostMapping("/accounts/{id}/grants")
  AccountAnswer grant(Actor actor, @PathVariable UUID id, @RequestBody GrantBody body) {
    return AccountAnswer.of(
        accounts.grant(
            actor, id, new Grant(role(body.role), body.place), Optional.ofNullable(body.until)));
  }

  @Operation(summary = "Take a role away, at once")
  @DeleteMapping("/accounts/{id}/grants")
  AccountAnswer revokeGrant(
      Actor actor,
      @PathVariable UUID id,
      @RequestParam String role,
      @RequestParam PlaceCode place) {
    return AccountAnswer.of(accounts.revoke(actor, id, new Grant(role(role), place)));
  }

  @Operation(summary = "Issue a token; its text is shown only in this answer")
  @PostMapping("/tokens")
  @ShownOnce
  @ResponseStatus(HttpStatus.CREATED)
  TokenAnswer issueToken(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody TokenBody body) {
    UUID id = Uuids.named("access.token", actor.account().toString(), key.toString());
    Tokens.Issued issued = tokens.issue(actor, id, account(body.account).id(), body.days);
    return new TokenAnswer(issued.id(), issued.text(), issued.expiresAt());
  }

  @Operation(summary = "List the tokens of an account, without their texts")
  @GetMapping("/tokens")
  List<Tokens.Token> listTokens(Actor actor, @RequestParam String account) {
    return tokens.list(actor, account(account).id());
  }

  @Operation(summary = "Revoke a token, at once")
  @DeleteMapping("/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeToken(Actor actor, @PathVariable UUID id) {
    tokens.revoke(actor, id);
  }

  @Operation(summary = "Who did what, the newest first, where the caller may read the audit")
  @GetMapping("/audit")
  PageAnswer<AuditAnswer> listAudit(
      Actor actor,
      @RequestParam Optional<UUID> account,
      @RequestParam Optional<String> action,
      @RequestParam Optional<String> subject,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        audit.list(actor, new Audit.Filter(account, action, subject), new Page.Wanted(page, size)),
        AuditAnswer::of);
  }

  private Account account(String name) {
    return accounts.find(name).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
  }

  private static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equalsIgnoreCase(name.replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ROLE, Map.of("role", name)));
  }

  record NewAccountBody(
      String name,
      String displayName,
      PlaceCode home,
      @Nullable String password,
      @Nullable List<GrantBody> grants) {}

  record SetupBody(String token, String name, String displayName, String password) {}

  record PasswordBody(String password) {}

  record GrantBody(String role, PlaceCode place, @Nullable Instant until) {}

  record TokenBody(String account, int days) {}

  record TokenAnswer(UUID id, String token, Instant expiresAt) {}

  record GrantAnswer(String role, PlaceCode place, @Nullable Instant until) {
    static GrantAnswer of(Grant grant) {
      return new GrantAnswer(name(grant.role()), grant.place(), null);
    }

    static GrantAnswer of(Account.Held held) {
      return new GrantAnswer(
          name(held.grant().role()), held.grant().place(), held.until().orElse(null));
    }

    private static String name(Role role) {
      return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  record MeAnswer(UUID account, String name, List<GrantAnswer> grants) {}

  record AccountAnswer(
      UUID id,
      String name,
      String displayName,
      PlaceCode home,
      boolean hasPassword,
      Instant createdAt,
      @Nullable Instant closedAt,
      List<GrantAnswer> grants) {
    static AccountAnswer of(Account account) {
      return new AccountAnswer(
          account.id(),
          account.name(),
          account.displayName(),
          account.home(),
          account.hasPassword(),
          account.createdAt(),
          account.closedAt().orElse(null),
          account.grants().stream().map(GrantAnswer::of).toList());
    }
  }

  record AuditAnswer(
      long number,
      Instant at,
      UUID account,
      String accountName,
      String action,
      PlaceCode place,
      String subject,
      Map<String, Object> facts) {
    static AuditAnswer of(Audit.Row row) {
      return new AuditAnswer(
          row.number(),
          row.at(),
          row.account(),
          row.accountName(),
          row.action(),
          row.place(),
          row.subject(),
          row.facts());
    }
  }
}
