package org.yutang.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yutang.access.AccountsTest.refused;
import static org.yutang.access.AccountsTest.unique;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

@Tag("slow")
class LoginsTest extends ServerTest {

  private static final String PASSWORD = "鱼塘里有一万条鱼吗";

  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Logins logins;
  @Autowired Audit audit;
  @Autowired Passwords passwords;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;

  private final Peer peer = Peer.direct("192.0.2." + (int) (Math.random() * 250));

  @Test
  void theRightPasswordLetsInAndTheWrongOneDoesNot() {
    Account account = create(Optional.of(PASSWORD + "1"));
    assertThat(
            logins
                .login(
                    " " + account.name().toUpperCase(java.util.Locale.ROOT), PASSWORD + "1", peer)
                .account())
        .isEqualTo(account.id());
    refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(account.name(), PASSWORD + "2", peer));
    assertThat(audited(account.id(), "access.login")).hasSize(1);
    assertThat(audited(account.id(), "access.login-failed"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.toString()).contains(peer.address()).doesNotContain(PASSWORD));
  }

  @Test
  void unknownClosedAndPasswordlessAccountsAreAnsweredAlike() {
    Account closed = create(Optional.of(PASSWORD + "1"));
    accounts.close(Actor.SYSTEM, closed.id());
    refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(closed.name(), PASSWORD + "1", peer));
    refused(
        AccessRefusal.WRONG_PASSWORD,
        () -> logins.login(create(Optional.empty()).name(), "", peer));
    refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login("nobody-" + unique(), PASSWORD, peer));
  }

  @Test
  void anUnknownNameTakesAsLongAsAKnownOne() {
    String known = create(Optional.of(PASSWORD + "1")).name();
    long quickestKnown = quickest(() -> known);
    long quickestUnknown = quickest(() -> "nobody-" + unique());
    assertThat(quickestUnknown).isGreaterThan(quickestKnown / 3);
  }

  @Test
  void guessingANameIsStoppedEvenWithTheRightPasswordThen() {
    Account account = create(Optional.of(PASSWORD + "1"));
    Peer stranger = Peer.direct("198.51.100.7");
    for (int i = 0; i < Attempts.MAX_PER_NAME_AND_ADDRESS; i++)
      refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(account.name(), "wrong", stranger));
    assertThatThrownBy(() -> logins.login(account.name(), PASSWORD + "1", stranger))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(AccessRefusal.TOO_MANY_ATTEMPTS);
              assertThat((long) refusal.facts().get("retryAfterSeconds"))
                  .isBetween(1L, Attempts.WINDOW.toSeconds());
            });
    Attempts later =
        new Attempts(
            sql,
            transactions,
            Clock.fixed(Instant.now().plus(Attempts.WINDOW).plusSeconds(1), ZoneOffset.UTC));
    later.begin(account.name(), stranger.address());
  }

  @Test
  void aStrangerWhoGuessesKeepsNobodyOut() {
    Account account = create(Optional.of(PASSWORD + "1"));
    Peer stranger = Peer.direct("198.51.100.8");
    for (int i = 0; i < Attempts.MAX_PER_NAME_AND_ADDRESS; i++)
      refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(account.name(), "wrong", stranger));
    refused(
        AccessRefusal.TOO_MANY_ATTEMPTS,
        () -> logins.login(account.name(), PASSWORD + "1", stranger));
    logins.login(account.name(), PASSWORD + "1", peer);
  }

  @Test
  void manyAddressesCannotGuessOneName() {
    Attempts attempts = new Attempts(sql, transactions, Clock.systemUTC());
    String name = unique();
    for (int i = 0; i < Attempts.MAX_PER_NAME; i++) attempts.begin(name, unique());
    refused(AccessRefusal.TOO_MANY_ATTEMPTS, () -> attempts.begin(name, unique()));
  }

  @Test
  void aRightPasswordForgetsTheWrongOnesBefore() {
    Account account = create(Optional.of(PASSWORD + "1"));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < Attempts.MAX_PER_NAME_AND_ADDRESS - 1; i++)
        refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(account.name(), "wrong", peer));
      logins.login(account.name(), PASSWORD + "1", peer);
    }
  }

  @Test
  void oneAddressCannotTryManyNames() {
    Attempts attempts = new Attempts(sql, transactions, Clock.systemUTC());
    String address = "2001:db8::" + unique().substring(0, 4);
    for (int i = 0; i < Attempts.MAX_PER_ADDRESS; i++) attempts.begin(unique(), address);
    refused(AccessRefusal.TOO_MANY_ATTEMPTS, () -> attempts.begin(unique(), address));
    attempts.begin(unique(), address + ":1");
  }

  @Test
  void aNewPasswordReplacesTheOldOne() {
    Account account = create(Optional.of(PASSWORD + "1"));
    Actor actor = access.actor(account.id());
    refused(
        AccessRefusal.WRONG_PASSWORD,
        () -> accounts.changeOwnPassword(actor, "wrong", PASSWORD + "2"));
    refused(
        AccessRefusal.WEAK_PASSWORD,
        () -> accounts.changeOwnPassword(actor, PASSWORD + "1", "weak"));
    accounts.changeOwnPassword(actor, PASSWORD + "1", PASSWORD + "2");
    refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(account.name(), PASSWORD + "1", peer));
    logins.login(account.name(), PASSWORD + "2", peer);
  }

  @Test
  void aHundredAndFiftyLoginsAtOnceAllGetInWithTwoHashesAtATime() throws Exception {
    Account first = create(Optional.of(PASSWORD + "1"));
    List<Account> staff = new ArrayList<>(List.of(first));
    while (staff.size() < 150) staff.add(create(Optional.empty()));
    sql.sql(
            "update access.account set password_hash = (select password_hash from access.account where id = :first) where id = any(:staff)")
        .param("first", first.id())
        .param("staff", staff.stream().map(Account::id).toArray(UUID[]::new))
        .update();
    Peer office = Peer.direct("203.0.113.9");
    List<Future<Actor>> entered = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Account account : staff)
        entered.add(pool.submit(() -> patiently(account.name(), office)));
    }
    for (int i = 0; i < staff.size(); i++)
      assertThat(entered.get(i).get().account()).isEqualTo(staff.get(i).id());
    assertThat(passwords.mostAtOnce()).isLessThanOrEqualTo(Passwords.AT_ONCE);
  }

  @Test
  void demoLinksAreForTheDemoOnly() {
    assertThatThrownBy(() -> logins.demoLink(UUID.randomUUID()))
        .isInstanceOf(IllegalStateException.class);
    refused(AccessRefusal.INVALID_TOKEN, () -> logins.enter("ye_x", Peer.direct("127.0.0.1")));
  }

  /// As people do on a slow machine: whoever is told to come back does.
  private Actor patiently(String name, Peer from) {
    for (int tries = 1; ; tries++) {
      try {
        return logins.login(name, PASSWORD + "1", from);
      } catch (Refusal refusal) {
        if (refusal.code() != AccessRefusal.LOGINS_BUSY || tries == 5) throw refusal;
      }
    }
  }

  private long quickest(java.util.function.Supplier<String> name) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      String tried = name.get();
      long before = System.nanoTime();
      refused(AccessRefusal.WRONG_PASSWORD, () -> logins.login(tried, "wrong", peer));
      quickest = Math.min(quickest, Duration.ofNanos(System.nanoTime() - before).toMillis());
    }
    return quickest;
  }

  private Account create(Optional<String> password) {
    String name = "login-" + unique();
    return accounts.create(Actor.SYSTEM, UUID.randomUUID(), name, name, PlaceCode.WORLD, password);
  }

  private List<Audit.Row> audited(UUID subject, String action) {
    return audit
        .list(
            Actor.SYSTEM,
            new Audit.Filter(
                Optional.empty(), Optional.of(action), Optional.of(subject.toString())),
            new Page.Wanted(1, 50))
        .items();
  }
}
