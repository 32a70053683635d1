package org.yutang.access;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Logs in by password and, in a demo, by link.
@Component
class PasswordLogins implements Logins {

  private static final int MAX_DEMO_LINKS = 100;

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Access access;
  private final Audit audit;
  private final Accounts accounts;
  private final AccountRows rows;
  private final Passwords passwords;
  private final Attempts attempts;
  private final boolean demo;
  private final Map<String, UUID> demoLinks = new ConcurrentHashMap<>();

  PasswordLogins(
      JdbcClient sql,
      Transactions transactions,
      Access access,
      Audit audit,
      Accounts accounts,
      AccountRows rows,
      Passwords passwords,
      Attempts attempts,
      @Value("${yutang.demo:false}") boolean demo) {
    this.sql = sql;
    this.transactions = transactions;
    this.access = access;
    this.audit = audit;
    this.accounts = accounts;
    this.rows = rows;
    this.passwords = passwords;
    this.attempts = attempts;
    this.demo = demo;
  }

  @Override
  public Actor login(String name, String password, Peer peer) {
    String key = SqlAccounts.nameKey(name);
    attempts.begin(key, peer.address());
    Optional<Account> account = accounts.find(name).filter(found -> found.closedAt().isEmpty());
    Optional<String> hash = account.flatMap(found -> rows.findPasswordHash(found.id()));
    if (!matches(password, hash, key, peer)) {
      auditFailure(account, peer);
      throw new Refusal(AccessRefusal.WRONG_PASSWORD);
    }
    Account found = account.orElseThrow();
    attempts.succeeded(key, peer.address());
    hash.filter(passwords::isWeaker).ifPresent(weak -> strengthen(found, weak, password));
    return entered(found, "access.login", peer);
  }

  @Override
  public String demoLink(UUID account) {
    if (!demo) throw new IllegalStateException("login links are for the demo only");
    if (demoLinks.size() >= MAX_DEMO_LINKS)
      throw new IllegalStateException("more than " + MAX_DEMO_LINKS + " demo links");
    String token = Secrets.random("ye_");
    demoLinks.put(token, account);
    return token;
  }

  @Override
  public Actor enter(String token, Peer peer) {
    UUID account = demo && peer.local() ? demoLinks.get(token) : null;
    if (account == null) throw new Refusal(AccessRefusal.INVALID_TOKEN);
    return entered(rows.get(account), "access.demo-login", peer);
  }

  @Override
  public void logout(Actor actor) {
    rows.find(actor.account())
        .ifPresent(
            account ->
                audit.record(
                    actor, "access.logout", account.home(), account.id().toString(), Map.of()));
  }

  private boolean matches(String password, Optional<String> hash, String key, Peer peer) {
    try {
      return passwords.matches(password, hash.orElse(null));
    } catch (Refusal busy) {
      attempts.undone(key, peer.address());
      throw busy;
    }
  }

  private Actor entered(Account account, String action, Peer peer) {
    Actor actor = access.actor(account.id());
    audit.record(
        actor, action, account.home(), account.id().toString(), Map.of("address", peer.address()));
    return actor;
  }

  private void auditFailure(Optional<Account> account, Peer peer) {
    PlaceCode place = account.map(Account::home).orElse(PlaceCode.WORLD);
    String subject = account.map(found -> found.id().toString()).orElse("unknown");
    audit.record(
        Actor.SYSTEM, "access.login-failed", place, subject, Map.of("address", peer.address()));
  }

  private void strengthen(Account account, String weak, String password) {
    String strong = passwords.hash(password, "");
    transactions.run(
        () ->
            sql.sql(
                    "update access.account set password_hash = :strong where id = :id and password_hash = :weak")
                .param("strong", strong)
                .param("id", account.id())
                .param("weak", weak)
                .update());
  }
}
