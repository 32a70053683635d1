package org.yutang.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Tokens as digests.
@Component
class SqlTokens implements Tokens {

  /// How exact [Tokens.Token#lastUsedAt] is: a busy token is not written at every use.
  private static final Duration USE_STEP = Duration.ofMinutes(1);

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Clock clock;
  private final Access access;
  private final Audit audit;
  private final AccountRows rows;
  private final SqlAccounts accounts;

  SqlTokens(
      JdbcClient sql,
      Transactions transactions,
      Clock clock,
      Access access,
      Audit audit,
      AccountRows rows,
      SqlAccounts accounts) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
    this.access = access;
    this.audit = audit;
    this.rows = rows;
    this.accounts = accounts;
  }

  @Override
  public Issued issue(Actor by, UUID id, UUID account, int days) {
    if (days < 1 || days > MAX_DAYS)
      throw new Refusal(AccessRefusal.INVALID_DAYS, Map.of("maxDays", MAX_DAYS));
    return transactions.call(
        () -> {
          rows.lockOpen(account);
          Account owner = rows.get(account);
          accounts.requireOwnOrManaged(by, owner);
          String text = Secrets.random("yt_");
          Instant expiresAt = clock.instant().plus(Duration.ofDays(days));
          insert(by, id, account, text, expiresAt);
          audit.record(
              by,
              "access.token-issued",
              owner.home(),
              account.toString(),
              Map.of("token", id.toString(), "days", days));
          return new Issued(id, text, expiresAt);
        });
  }

  @Override
  public void revoke(Actor by, UUID id) {
    transactions.run(
        () -> {
          Account owner = findOwner(id).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_TOKEN));
          accounts.requireOwnOrManaged(by, owner);
          int revoked =
              sql.sql(
                      "update access.token set revoked_at = :now where id = :id and revoked_at is null")
                  .param("now", Sql.at(clock.instant()))
                  .param("id", id)
                  .update();
          if (revoked > 0)
            audit.record(
                by,
                "access.token-revoked",
                owner.home(),
                owner.id().toString(),
                Map.of("token", id.toString()));
        });
  }

  @Override
  public List<Token> list(Actor reader, UUID account) {
    Account owner = rows.get(account);
    accounts.requireOwnOrManaged(reader, owner);
    return sql.sql(
            """
            select id, account, created_at, expires_at, revoked_at, last_used_at from access.token
            where account = :account order by created_at desc, id limit :most
            """)
        .param("account", account)
        .param("most", Page.MAX_SIZE)
        .query((row, n) -> token(row))
        .list();
  }

  @Override
  public Actor actor(String text) {
    Token token =
        sql.sql(
                "select id, account, created_at, expires_at, revoked_at, last_used_at from access.token where digest = :digest")
            .param("digest", Secrets.digest(text))
            .query((row, n) -> token(row))
            .optional()
            .orElseThrow(() -> new Refusal(AccessRefusal.INVALID_TOKEN));
    if (token.revokedAt().isPresent()) throw new Refusal(AccessRefusal.INVALID_TOKEN);
    Instant now = clock.instant();
    if (!token.expiresAt().isAfter(now))
      throw new Refusal(
          AccessRefusal.TOKEN_EXPIRED, Map.of("expiredAt", token.expiresAt().toString()));
    noteUse(token, now);
    return access.actor(token.account());
  }

  private void insert(Actor by, UUID id, UUID account, String text, Instant expiresAt) {
    int inserted =
        sql.sql(
                """
                insert into access.token (id, account, digest, created_by, created_at, expires_at)
                values (:id, :account, :digest, :by, :now, :expires) on conflict (id) do nothing
                """)
            .param("id", id)
            .param("account", account)
            .param("digest", Secrets.digest(text))
            .param("by", by.account())
            .param("now", Sql.at(clock.instant()))
            .param("expires", Sql.at(expiresAt))
            .update();
    if (inserted == 0)
      throw new Refusal(AccessRefusal.TOKEN_ALREADY_ISSUED, Map.of("token", id.toString()));
  }

  private Optional<Account> findOwner(UUID token) {
    return sql.sql("select account from access.token where id = :id for update")
        .param("id", token)
        .query(UUID.class)
        .optional()
        .flatMap(rows::find);
  }

  private void noteUse(Token token, Instant now) {
    if (token.lastUsedAt().filter(last -> last.isAfter(now.minus(USE_STEP))).isPresent()) return;
    sql.sql("update access.token set last_used_at = :now where id = :id")
        .param("now", Sql.at(now))
        .param("id", token.id())
        .update();
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getObject("id", UUID.class),
        row.getObject("account", UUID.class),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "expires_at"),
        Sql.findInstant(row, "revoked_at"),
        Sql.findInstant(row, "last_used_at"));
  }
}
