package org.yutang.access;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;

/// Accounts and their roles as rows; every change with its audit row in one transaction.
@Component
class SqlAccounts implements Accounts {

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{1," + (Account.MAX_NAME_LENGTH - 1) + "}");

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Clock clock;
  private final Access access;
  private final Audit audit;
  private final Passwords passwords;
  private final AccountRows rows;
  private final ObjectProvider<PlaceTree> tree;

  SqlAccounts(
      JdbcClient sql,
      Transactions transactions,
      Clock clock,
      Access access,
      Audit audit,
      Passwords passwords,
      AccountRows rows,
      ObjectProvider<PlaceTree> tree) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
    this.access = access;
    this.audit = audit;
    this.passwords = passwords;
    this.rows = rows;
    this.tree = tree;
  }

  @Override
  public Account create(
      Actor by,
      UUID id,
      String name,
      String displayName,
      PlaceCode home,
      Optional<String> password) {
    return create(by, id, name, displayName, home, password, Map.of());
  }

  @Override
  public Account create(
      Actor by,
      UUID id,
      String name,
      String displayName,
      PlaceCode home,
      Optional<String> password,
      Map<Grant, Optional<Instant>> roles) {
    access.require(by, Permission.MANAGE_ACCOUNTS, home);
    checkName(name);
    String shown = checkedDisplayName(displayName);
    requireKnown(home);
    Optional<String> hash = password.map(text -> passwords.hash(text, name));
    return transactions.call(
        () -> {
          if (!insert(id, name, shown, home, hash)) return repeated(id, name);
          audit.record(by, "access.account-created", home, id.toString(), Map.of());
          roles.forEach((grant, until) -> grant(by, id, grant, until));
          return rows.get(id);
        });
  }

  @Override
  public Account grant(Actor by, UUID account, Grant grant, Optional<Instant> until) {
    access.require(by, Permission.MANAGE_ACCOUNTS, grant.place());
    requireKnown(grant.place());
    Instant now = clock.instant();
    if (until.filter(end -> !end.isAfter(now)).isPresent())
      throw new Refusal(AccessRefusal.INVALID_END);
    return transactions.call(
        () -> {
          if (isOfTheWorld(grant)) lockAdministrators();
          rows.lockOpen(account);
          int changed =
              inForce("update access.role_grant set until_at = :until", account, grant, now)
                  .param("until", until.map(Sql::at).orElse(null))
                  .update();
          if (changed == 0) insertGrant(account, grant, now, until);
          Map<String, Object> facts = new LinkedHashMap<>(Map.of("role", grant.role().name()));
          until.ifPresent(end -> facts.put("until", end.toString()));
          audit.record(by, "access.role-granted", grant.place(), account.toString(), facts);
          requireAnAdministrator(grant);
          return rows.get(account);
        });
  }

  @Override
  public Account revoke(Actor by, UUID account, Grant grant) {
    access.require(by, Permission.MANAGE_ACCOUNTS, grant.place());
    return transactions.call(
        () -> {
          if (isOfTheWorld(grant)) lockAdministrators();
          rows.lockOpen(account);
          Instant now = clock.instant();
          int changed =
              inForce(
                      "update access.role_grant set until_at = greatest(:now, since_at)",
                      account,
                      grant,
                      now)
                  .update();
          if (changed > 0) {
            audit.record(
                by,
                "access.role-revoked",
                grant.place(),
                account.toString(),
                Map.of("role", grant.role().name()));
            requireAnAdministrator(grant);
          }
          return rows.get(account);
        });
  }

  @Override
  public void close(Actor by, UUID account) {
    transactions.run(
        () -> {
          lockAdministrators();
          rows.lockOpen(account);
          Account found = rows.get(account);
          requireManaged(by, found);
          sql.sql("update access.account set closed_at = :now, password_hash = null where id = :id")
              .param("now", Sql.at(clock.instant()))
              .param("id", account)
              .update();
          sql.sql(
                  "update access.token set revoked_at = :now where account = :id and revoked_at is null")
              .param("now", Sql.at(clock.instant()))
              .param("id", account)
              .update();
          endSessions(account);
          audit.record(by, "access.account-closed", found.home(), account.toString(), Map.of());
          for (Account.Held held : found.grants()) requireAnAdministrator(held.grant());
        });
  }

  @Override
  public void setPassword(Actor by, UUID account, String password) {
    Account found =
        rows.find(account)
            .filter(open -> open.closedAt().isEmpty())
            .orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
    requireManaged(by, found);
    String hash = passwords.hash(password, found.name());
    transactions.run(() -> storePassword(by, found, hash));
  }

  @Override
  public void changeOwnPassword(Actor actor, String old, String password) {
    Account found =
        rows.find(actor.account()).orElseThrow(() -> new Refusal(AccessRefusal.UNKNOWN_ACCOUNT));
    if (!passwords.matches(old, rows.findPasswordHash(actor.account()).orElse(null)))
      throw new Refusal(AccessRefusal.WRONG_PASSWORD);
    String hash = passwords.hash(password, found.name());
    transactions.run(() -> storePassword(actor, found, hash));
  }

  @Override
  public Optional<Account> find(String name) {
    return NAME.matcher(name.strip()).matches() ? rows.find(nameKey(name)) : Optional.empty();
  }

  @Override
  public Optional<Account> find(UUID id) {
    return rows.find(id);
  }

  @Override
  public Page<Account> list(
      Actor reader,
      String text,
      boolean closedToo,
      Sort sort,
      boolean descending,
      Page.Wanted page) {
    List<Account> found = rows.list(nameKey(text), closedToo);
    Set<PlaceCode> managed =
        access.among(
            reader,
            Permission.MANAGE_ACCOUNTS,
            found.stream()
                .flatMap(account -> account.places().stream())
                .collect(Collectors.toSet()));
    List<Account> seen =
        found.stream()
            .filter(account -> account.places().stream().anyMatch(managed::contains))
            .sorted(descending ? order(sort).reversed() : order(sort))
            .toList();
    int from = (int) Math.min(page.offset(), seen.size());
    int to = Math.min(from + page.size(), seen.size());
    return new Page<>(seen.subList(from, to), seen.size(), page.number(), page.size());
  }

  @Override
  public List<Account> holding(Role role) {
    return rows.holding(role).stream()
        .filter(account -> account.grants().stream().anyMatch(held -> held.grant().role() == role))
        .sorted(order(Sort.DISPLAY_NAME))
        .toList();
  }

  private static Comparator<Account> order(Sort sort) {
    return switch (sort) {
      case NAME -> Comparator.comparing(account -> nameKey(account.name()));
      case DISPLAY_NAME -> Comparator.comparing(Account::displayName);
      case CREATED -> Comparator.comparing(Account::createdAt);
    };
  }

  /// A name as it is compared: one form for each character, whatever its case.
  static String nameKey(String name) {
    return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) throw new Refusal(AccessRefusal.INVALID_NAME);
  }

  static String checkedDisplayName(String displayName) {
    String shown = displayName.strip();
    boolean fits =
        !shown.isEmpty()
            && shown.length() <= Account.MAX_NAME_LENGTH
            && shown.codePoints().noneMatch(Character::isISOControl);
    if (!fits)
      throw new Refusal(
          AccessRefusal.INVALID_DISPLAY_NAME, Map.of("maxLength", Account.MAX_NAME_LENGTH));
    return shown;
  }

  /// Refuses with [AccessRefusal#NOT_PERMITTED] unless the account is one's own or one that one
  /// manages.
  void requireOwnOrManaged(Actor by, Account account) {
    if (!by.account().equals(account.id())) requireManaged(by, account);
  }

  private void requireManaged(Actor by, Account account) {
    for (PlaceCode place : account.places()) access.require(by, Permission.MANAGE_ACCOUNTS, place);
  }

  private void requireKnown(PlaceCode place) {
    boolean known = place.equals(PlaceCode.WORLD) || tree.getObject().contains(place, place);
    if (!known) throw new Refusal(AccessRefusal.UNKNOWN_PLACE, Map.of("place", place.text()));
  }

  private boolean insert(
      UUID id, String name, String displayName, PlaceCode home, Optional<String> hash) {
    try {
      return rows.insert(id, name, nameKey(name), displayName, home, hash);
    } catch (DuplicateKeyException e) {
      throw new Refusal(AccessRefusal.NAME_TAKEN, Map.of("name", name));
    }
  }

  private Account repeated(UUID id, String name) {
    Account there = rows.get(id);
    if (!nameKey(there.name()).equals(nameKey(name)))
      throw new Refusal(AccessRefusal.NAME_TAKEN, Map.of("name", name));
    return there;
  }

  private void insertGrant(UUID account, Grant grant, Instant now, Optional<Instant> until) {
    sql.sql(
            """
            insert into access.role_grant (id, account, role, place, since_at, until_at) values (:id, :account, :role, :place, :since, :until)
            """)
        .param("id", Uuids.fresh(now))
        .param("account", account)
        .param("role", grant.role().name())
        .param("place", grant.place().text())
        .param("since", Sql.at(now))
        .param("until", until.map(Sql::at).orElse(null))
        .update();
  }

  private JdbcClient.StatementSpec inForce(String update, UUID account, Grant grant, Instant now) {
    return sql.sql(
            update
                + " where account = :account and role = :role and place = :place and (until_at is null or until_at > :now)")
        .param("account", account)
        .param("role", grant.role().name())
        .param("place", grant.place().text())
        .param("now", Sql.at(now));
  }

  private static boolean isOfTheWorld(Grant grant) {
    return grant.role() == Role.ADMINISTRATOR && grant.place().equals(PlaceCode.WORLD);
  }

  /// Keeps two administrators of the world from going at the same moment; taken before any other
  /// lock.
  private void lockAdministrators() {
    sql.sql(
            "select id from access.role_grant where role = 'ADMINISTRATOR' and place = :world order by id for update")
        .param("world", PlaceCode.WORLD.text())
        .query(UUID.class)
        .list();
  }

  /// Asked after a change, inside its transaction: refusing takes the change back.
  private void requireAnAdministrator(Grant changed) {
    if (!isOfTheWorld(changed)) return;
    boolean left =
        sql.sql(
                """
                select exists (
                  select 1 from access.role_grant g join access.account a on a.id = g.account
                  where g.role = 'ADMINISTRATOR' and g.place = :world and g.until_at is null and a.closed_at is null)
                """)
            .param("world", PlaceCode.WORLD.text())
            .query(Boolean.class)
            .single();
    if (!left) throw new Refusal(AccessRefusal.LAST_ADMINISTRATOR);
  }

  private void storePassword(Actor by, Account account, String hash) {
    rows.lockOpen(account.id());
    sql.sql("update access.account set password_hash = :hash where id = :id")
        .param("hash", hash)
        .param("id", account.id())
        .update();
    endSessions(account.id());
    audit.record(by, "access.password-set", account.home(), account.id().toString(), Map.of());
  }

  private void endSessions(UUID account) {
    sql.sql("delete from access.spring_session where principal_name = :account")
        .param("account", account.toString())
        .update();
  }
}
