package org.yutang.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Reads and writes single accounts; decides nothing.
@Component
class AccountRows {

  /// More accounts than any list goes through.
  static final int MAX_LISTED = 20_000;

  private static final String SELECT =
      """
      select a.id, a.name, a.display_name, a.home, a.password_hash is not null as has_password, a.created_at, a.closed_at,
        g.id as grant_id, g.role, g.place, g.since_at, g.until_at
      from access.account a
      left join access.role_grant g on g.account = a.id and (g.until_at is null or g.until_at > :now)
      """;

  private final JdbcClient sql;
  private final Clock clock;

  AccountRows(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// False if the id is there already.
  boolean insert(
      UUID id,
      String name,
      String nameKey,
      String displayName,
      PlaceCode home,
      Optional<String> hash) {
    return sql.sql(
                """
                insert into access.account (id, name, name_key, display_name, home, password_hash, created_at)
                values (:id, :name, :nameKey, :displayName, :home, :hash, :now) on conflict (id) do nothing
                """)
            .param("id", id)
            .param("name", name)
            .param("nameKey", nameKey)
            .param("displayName", displayName)
            .param("home", home.text())
            .param("hash", hash.orElse(null))
            .param("now", Sql.at(clock.instant()))
            .update()
        == 1;
  }

  boolean areNone() {
    return sql.sql("select not exists (select 1 from access.account)")
        .query(Boolean.class)
        .single();
  }

  Account get(UUID id) {
    return find(id).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
  }

  Optional<Account> find(UUID id) {
    return first(sql.sql(SELECT + " where a.id = :id").param("id", id));
  }

  Optional<Account> find(String nameKey) {
    return first(sql.sql(SELECT + " where a.name_key = :key").param("key", nameKey));
  }

  /// By name; `part` is looked for in names and display names.
  List<Account> list(String part, boolean closedToo) {
    return accounts(
        sql.sql(
                SELECT
                    + """
                     where (:closedToo or a.closed_at is null) and (strpos(a.name_key, :part) > 0 or strpos(lower(a.display_name), :part) > 0)
                    order by a.name_key, a.id, g.since_at, g.id limit :most
                    """)
            .param("closedToo", closedToo)
            .param("part", part)
            .param("most", MAX_LISTED));
  }

  /// Open accounts to which that role was given; whether it is in force, the grants say.
  List<Account> holding(Role role) {
    return accounts(
        sql.sql(
                SELECT
                    + """
                     where a.closed_at is null and exists (select 1 from access.role_grant r where r.account = a.id and r.role = :role)
                    order by a.name_key, a.id, g.since_at, g.id limit :most
                    """)
            .param("role", role.name())
            .param("most", MAX_LISTED));
  }

  Optional<String> findPasswordHash(UUID id) {
    return sql.sql(
            "select password_hash from access.account where id = :id and closed_at is null and password_hash is not null")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  /// Keeps others from changing the account until the transaction ends; refuses with
  /// [AccessRefusal#UNKNOWN_ACCOUNT] if it is closed.
  void lockOpen(UUID id) {
    boolean open =
        sql.sql("select 1 from access.account where id = :id and closed_at is null for update")
            .param("id", id)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!open) throw new Refusal(AccessRefusal.UNKNOWN_ACCOUNT);
  }

  private Optional<Account> first(JdbcClient.StatementSpec statement) {
    return accounts(statement).stream().findFirst();
  }

  private List<Account> accounts(JdbcClient.StatementSpec statement) {
    Map<UUID, Account> bare = new LinkedHashMap<>();
    Map<UUID, List<Account.Held>> held = new LinkedHashMap<>();
    statement
        .param("now", Sql.at(clock.instant()))
        .query(
            row -> {
              UUID id = row.getObject("id", UUID.class);
              if (!bare.containsKey(id)) bare.put(id, account(row, id));
              if (row.getString("role") != null)
                held.computeIfAbsent(id, any -> new ArrayList<>()).add(held(row));
            });
    return bare.values().stream()
        .map(account -> with(account, held.getOrDefault(account.id(), List.of())))
        .toList();
  }

  private static Account account(ResultSet row, UUID id) throws SQLException {
    Optional<Instant> closed = Sql.findInstant(row, "closed_at");
    return new Account(
        id,
        row.getString("name"),
        row.getString("display_name"),
        new PlaceCode(row.getString("home")),
        row.getBoolean("has_password"),
        Sql.instant(row, "created_at"),
        closed,
        List.of());
  }

  private static Account.Held held(ResultSet row) throws SQLException {
    Grant grant =
        new Grant(Role.valueOf(row.getString("role")), new PlaceCode(row.getString("place")));
    return new Account.Held(
        row.getObject("grant_id", UUID.class),
        grant,
        Sql.instant(row, "since_at"),
        Sql.findInstant(row, "until_at"));
  }

  private static Account with(Account account, List<Account.Held> grants) {
    return new Account(
        account.id(),
        account.name(),
        account.displayName(),
        account.home(),
        account.hasPassword(),
        account.createdAt(),
        account.closedAt(),
        grants);
  }
}
