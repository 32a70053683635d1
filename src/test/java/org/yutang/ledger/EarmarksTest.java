package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;

class EarmarksTest extends ServerTest {

  private static final int SHARD = 7;

  @Autowired Earmarks earmarks;
  @Autowired Ledger ledger;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private final UUID world = UUID.randomUUID();
  private final UUID fund = UUID.randomUUID();
  private final UUID insurer = UUID.randomUUID();

  @BeforeEach
  void openAccounts() {
    ledger.open(
        List.of(
            new NewAccount(world, "world", Unit.CNY, true),
            new NewAccount(fund, "fund", Unit.CNY, false),
            new NewAccount(insurer, "insurer", Unit.CNY, false)));
    ledger.execute(
        List.of(
            new Command.Transfer(
                Uuids.fresh(clock.instant()), world, fund, 1000, "gift", LocalDate.EPOCH)));
  }

  @Test
  void whatIsKeptIsPaidOnceAndTheRestReleased() {
    Earmark earmark = earmarks.open(SHARD, "test");
    Earmarks.Hold first = hold(300);
    Earmarks.Hold second = hold(200);
    earmarks.hold(earmark, List.of(first, second));
    assertThat(fund().available()).isEqualTo(500);
    transactions.run(() -> earmarks.keep(earmark));
    earmarks.settle(earmark, List.of(first.id()));
    earmarks.settle(earmark, List.of(first.id()));
    assertThat(fund()).extracting(Account::balance, Account::reserved).containsExactly(700L, 0L);
    assertThat(ledger.find(insurer).orElseThrow().balance()).isEqualTo(300);
    assertThat(ledger.findTransfer(Earmarks.transferOf(first.id())).orElseThrow().amount())
        .isEqualTo(300);
  }

  @Test
  void moneyWithoutARowIsReleasedAfterTheGrace() {
    Earmark earmark = earmarks.open(SHARD, "test");
    earmarks.hold(earmark, List.of(hold(300)));
    earmarks.sweep(Duration.ofHours(1));
    assertThat(fund().reserved()).isEqualTo(300);
    earmarks.sweep(Duration.ofMillis(-1));
    assertThat(fund().reserved()).isZero();
    assertThatThrownBy(() -> transactions.run(() -> earmarks.keep(earmark)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void moneyWithARowIsNeverSwept() {
    Earmark earmark = earmarks.open(SHARD, "test");
    Earmarks.Hold hold = hold(300);
    earmarks.hold(earmark, List.of(hold));
    transactions.run(() -> earmarks.keep(earmark));
    earmarks.sweep(Duration.ofMillis(-1));
    earmarks.drop(earmark);
    assertThat(fund().reserved()).isEqualTo(300);
    earmarks.settle(earmark, List.of(hold.id()));
    assertThat(fund().balance()).isEqualTo(700);
  }

  @Test
  void moneyThatWasKeptWhileTheSweeperLookedIsNotReleased() {
    Earmark earmark = earmarks.open(SHARD, "test");
    Earmarks.Hold hold = hold(300);
    earmarks.hold(earmark, List.of(hold));
    Earmarks.Found seenOpen = new Earmarks.Found(earmark, false);
    transactions.run(() -> earmarks.keep(earmark));
    earmarks.sweep(seenOpen);
    assertThat(fund().reserved()).isEqualTo(300);
    earmarks.settle(earmark, List.of(hold.id()));
    assertThat(fund().balance()).isEqualTo(700);
  }

  @Test
  void whatAStragglerReservesUnderADroppedEarmarkIsReleasedToo() {
    Earmark earmark = earmarks.open(SHARD, "test");
    earmarks.drop(earmark);
    earmarks.hold(earmark, List.of(hold(300)));
    assertThat(fund().reserved()).isEqualTo(300);
    earmarks.sweep(Duration.ofHours(1));
    assertThat(fund().reserved()).isZero();
  }

  @Test
  void aRunThatStartsOverDropsWhatItLeftBehind() {
    String owner = "test/" + fund;
    earmarks.hold(earmarks.open(SHARD, owner), List.of(hold(300)));
    earmarks.dropAll(SHARD, owner + "/other");
    assertThat(fund().reserved()).isEqualTo(300);
    earmarks.dropAll(SHARD, owner);
    assertThat(fund().reserved()).isZero();
  }

  @Test
  void aRunThatStartsOverGoesOnWithADropThatWasKilledHalfWay() {
    String owner = "test/" + fund;
    Earmark earmark = earmarks.open(SHARD, owner);
    earmarks.drop(earmark);
    earmarks.hold(earmark, List.of(hold(300))); // as if the drop had only been marked
    earmarks.dropAll(SHARD, owner);
    assertThat(fund().reserved()).isZero();
  }

  @Test
  void rowsThatRollBackKeepNothing() {
    Earmark earmark = earmarks.open(SHARD, "test");
    earmarks.hold(earmark, List.of(hold(300)));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      earmarks.keep(earmark);
                      throw new IllegalArgumentException("the room's rows do not fit");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    earmarks.drop(earmark);
    assertThat(fund().reserved()).isZero();
  }

  @Test
  void keepingOutsideTheRowsTransactionIsABug() {
    Earmark earmark = earmarks.open(SHARD, "test");
    assertThatThrownBy(() -> earmarks.keep(earmark)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnreservedDecisionCannotBeSettled() {
    Earmark earmark = earmarks.open(SHARD, "test");
    transactions.run(() -> earmarks.keep(earmark));
    assertThatThrownBy(() -> earmarks.settle(earmark, List.of(Uuids.fresh(clock.instant()))))
        .isInstanceOf(IllegalStateException.class);
  }

  private Earmarks.Hold hold(long amount) {
    return new Earmarks.Hold(
        Uuids.fresh(clock.instant()), fund, insurer, amount, "premium", LocalDate.EPOCH);
  }

  private Account fund() {
    return ledger.find(fund).orElseThrow();
  }
}
