package org.yutang.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yutang.access.AccountsTest.refused;
import static org.yutang.access.AccountsTest.unique;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Transactions;

class TokensTest extends ServerTest {

  @Autowired Accounts accounts;
  @Autowired Access access;
  @Autowired Audit audit;
  @Autowired AccountRows rows;
  @Autowired SqlAccounts sqlAccounts;
  @Autowired Tokens tokens;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;

  @Test
  void aTokenActsForItsAccountUntilItIsRevoked() {
    Account account = create();
    Tokens.Issued token =
        tokens.issue(access.actor(account.id()), UUID.randomUUID(), account.id(), 30);
    assertThat(token.text()).startsWith("yt_").hasSize(46);
    assertThat(tokens.actor(token.text()).account()).isEqualTo(account.id());
    assertThat(tokens.list(Actor.SYSTEM, account.id()))
        .singleElement()
        .satisfies(kept -> assertThat(kept.lastUsedAt()).isPresent());
    tokens.revoke(access.actor(account.id()), token.id());
    tokens.revoke(access.actor(account.id()), token.id());
    refused(AccessRefusal.INVALID_TOKEN, () -> tokens.actor(token.text()));
    refused(AccessRefusal.INVALID_TOKEN, () -> tokens.actor("yt_made-up"));
  }

  @Test
  void anExpiredTokenSaysSo() {
    Account account = create();
    Tokens.Issued token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), account.id(), 1);
    Clock tomorrow = Clock.fixed(token.expiresAt().plus(Duration.ofSeconds(1)), ZoneOffset.UTC);
    SqlTokens later = new SqlTokens(sql, transactions, tomorrow, access, audit, rows, sqlAccounts);
    refused(AccessRefusal.TOKEN_EXPIRED, () -> later.actor(token.text()));
  }

  @Test
  void onlyADigestIsKeptAndTheTextIsShownOnce() {
    Account account = create();
    UUID id = UUID.randomUUID();
    Tokens.Issued token = tokens.issue(Actor.SYSTEM, id, account.id(), 1);
    refused(
        AccessRefusal.TOKEN_ALREADY_ISSUED, () -> tokens.issue(Actor.SYSTEM, id, account.id(), 1));
    assertThat(
            sql.sql("select count(*) from access.token t where t::text like :text")
                .param("text", "%" + token.text() + "%")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void nobodyIssuesOrRevokesTokensOfOthers() {
    Account one = create();
    Account other = create();
    Actor actor = access.actor(one.id());
    refused(
        AccessRefusal.NOT_PERMITTED, () -> tokens.issue(actor, UUID.randomUUID(), other.id(), 1));
    Tokens.Issued token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), other.id(), 1);
    refused(AccessRefusal.NOT_PERMITTED, () -> tokens.revoke(actor, token.id()));
    refused(AccessRefusal.NOT_PERMITTED, () -> tokens.list(actor, other.id()));
    refused(AccessRefusal.UNKNOWN_TOKEN, () -> tokens.revoke(actor, UUID.randomUUID()));
    for (int days : new int[] {0, -1, Tokens.MAX_DAYS + 1})
      refused(
          AccessRefusal.INVALID_DAYS, () -> tokens.issue(actor, UUID.randomUUID(), one.id(), days));
  }

  @Test
  void closingAnAccountEndsItsTokens() {
    Account account = create();
    Tokens.Issued token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), account.id(), 1);
    accounts.close(Actor.SYSTEM, account.id());
    refused(AccessRefusal.INVALID_TOKEN, () -> tokens.actor(token.text()));
    refused(
        AccessRefusal.UNKNOWN_ACCOUNT,
        () -> tokens.issue(Actor.SYSTEM, UUID.randomUUID(), account.id(), 1));
  }

  private Account create() {
    String name = "token-" + unique();
    return accounts.create(
        Actor.SYSTEM, UUID.randomUUID(), name, name, PlaceCode.WORLD, Optional.empty());
  }
}
