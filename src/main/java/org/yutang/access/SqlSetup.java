package org.yutang.access;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;

/// The setup link as one row, whose deletion decides who wins.
@Component
class SqlSetup implements Setup {

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Clock clock;
  private final AccountRows rows;
  private final Accounts accounts;
  private final Access access;
  private final Audit audit;
  private final Passwords passwords;

  SqlSetup(
      JdbcClient sql,
      Transactions transactions,
      Clock clock,
      AccountRows rows,
      Accounts accounts,
      Access access,
      Audit audit,
      Passwords passwords) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
    this.rows = rows;
    this.accounts = accounts;
    this.access = access;
    this.audit = audit;
    this.passwords = passwords;
  }

  @Override
  public Optional<String> renew() {
    if (!rows.areNone()) return Optional.empty();
    String token = Secrets.random("ys_");
    sql.sql(
            """
            insert into access.setup_link (digest, made_at) values (:digest, :now)
            on conflict (only_one) do update set digest = excluded.digest, made_at = excluded.made_at
            """)
        .param("digest", Secrets.digest(token))
        .param("now", Sql.at(clock.instant()))
        .update();
    return Optional.of(token);
  }

  @Override
  public boolean isOpen(String token) {
    return rows.areNone()
        && sql.sql("select exists (select 1 from access.setup_link where digest = :digest)")
            .param("digest", Secrets.digest(token))
            .query(Boolean.class)
            .single();
  }

  @Override
  public Actor complete(String token, String name, String displayName, String password) {
    if (!isOpen(token)) throw new Refusal(AccessRefusal.INVALID_TOKEN);
    SqlAccounts.checkName(name);
    String shown = SqlAccounts.checkedDisplayName(displayName);
    String hash = passwords.hash(password, name);
    return transactions.call(
        () -> {
          if (!take(token) || !rows.areNone()) throw new Refusal(AccessRefusal.INVALID_TOKEN);
          UUID id = Uuids.fresh(clock.instant());
          rows.insert(
              id, name, SqlAccounts.nameKey(name), shown, PlaceCode.WORLD, Optional.of(hash));
          accounts.grant(
              Actor.SYSTEM, id, new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD), Optional.empty());
          Actor actor = access.actor(id);
          audit.record(actor, "access.set-up", PlaceCode.WORLD, id.toString(), Map.of());
          return actor;
        });
  }

  private boolean take(String token) {
    return sql.sql("delete from access.setup_link where digest = :digest")
            .param("digest", Secrets.digest(token))
            .update()
        == 1;
  }
}
