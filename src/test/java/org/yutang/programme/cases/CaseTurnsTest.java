package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.TestActors;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Cases;
import org.yutang.programme.Sample;
import org.yutang.programme.SampleHouse;
import org.yutang.store.Transactions;

/// Whoever waits gets a turn, however many wait for ever, and one turn at a time. What is tried in
/// here is never committed.
class CaseTurnsTest extends ServerTest {

  private static final PlaceCode PROVINCE = new PlaceCode("CN-43");
  private static final int WAITING = 7;
  private static final int ALL = 100_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired BeanFactory beans;
  @Autowired Cases cases;
  @Autowired CaseRows rows;
  @Autowired PaymentRows payments;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;

  /// Whose turn it is.
  private interface Turns {
    List<UUID> next(int limit, Instant now);
  }

  /// Makes the case with that id one of them.
  private interface Put {
    void put(UUID id);
  }

  @Test
  void everyCaseThatWaitsIsTriedBeforeAnyIsTriedAgain() {
    requireTurns(id -> {}, rows::waiting);
  }

  @Test
  void everyInstalmentThatIsDueIsTriedBeforeAnyIsTriedAgain() {
    requireTurns(this::due, this::instalments);
  }

  @Test
  void aWaitingCaseThatSomebodyHasIsLeftToThem() {
    requireLeftOut(this::waits, rows::waiting);
  }

  @Test
  void anInstalmentOfACaseThatSomebodyHasIsLeftToThem() {
    requireLeftOut(this::due, this::instalments);
  }

  /// Others' cases may wait as well; each of all has its turn within one round.
  private void requireTurns(Put put, Turns turns) {
    UUID draft = draft();
    List<UUID> again =
        undone(
            () -> {
              Set<UUID> waiting = new HashSet<>();
              for (int i = 0; i < WAITING; i++) {
                UUID id = approved(draft, i);
                put.put(id);
                waiting.add(id);
              }
              Set<UUID> round = new HashSet<>();
              for (int tries = 0; !round.containsAll(waiting); tries++) {
                List<UUID> tried = turns.next(1, START.plusSeconds(tries));
                assertThat(tried).hasSize(1);
                assertThat(round)
                    .as("before the round was over")
                    .doesNotContainAnyElementsOf(tried);
                round.addAll(tried);
              }
              return turns.next(1, START.plusSeconds(round.size()));
            });
    assertThat(again).isNotEmpty();
  }

  private void requireLeftOut(Put put, Turns turns) {
    UUID had = draft();
    UUID free = draft();
    try {
      put.put(had); // both stay drafts, so that whoever moves them meanwhile finds nothing to do
      put.put(free);
      List<UUID> whileItIsLocked =
          undone(
              () -> {
                var _ = rows.lock(had).orElseThrow();
                return elsewhere(turns);
              });
      assertThat(whileItIsLocked).contains(free).doesNotContain(had);
      List<UUID> whileBothAreTried =
          undone(
              () -> {
                assertThat(turns.next(ALL, START)).contains(free, had);
                return elsewhere(turns);
              });
      assertThat(whileBothAreTried).doesNotContain(free, had);
    } finally {
      for (UUID id : List.of(had, free)) {
        sql.sql("update programme.case_file set waiting_for = null where id = :id")
            .param("id", id)
            .update();
        sql.sql("delete from programme.case_payment where case_file = :id")
            .param("id", id)
            .update();
      }
    }
  }

  /// What another server takes at the same time, which is not to wait.
  private List<UUID> elsewhere(Turns turns) {
    return CompletableFuture.supplyAsync(
            () ->
                undone(
                    () -> {
                      sql.sql("set local lock_timeout = '5s'").update();
                      return turns.next(ALL, START);
                    }))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private <T> T undone(Supplier<T> work) {
    AtomicReference<T> result = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      result.set(work.get());
                      throw new Undone();
                    }))
        .isInstanceOf(Undone.class);
    return result.get();
  }

  private List<UUID> instalments(int limit, Instant now) {
    return payments.due(LocalDate.now(ZoneOffset.UTC), limit, now);
  }

  /// A copy of the draft that was approved and waits.
  private UUID approved(UUID draft, int number) {
    UUID id = Uuids.inShard(Shards.ofId(draft), "turn", draft + "/" + number);
    sql.sql(
            """
            insert into programme.case_file select (jsonb_populate_record(f, jsonb_build_object('id', :id::text, 'state', 'APPROVED', 'waiting_for', 'MONEY',
              'filer', :id::text, 'filed_day', '2026-01-01', 'decided_day', '2026-01-01', 'decided_at', :at::text))).* from programme.case_file f where id = :draft
            """)
        .param("id", id.toString())
        .param("at", START.plusSeconds(number).toString())
        .param("draft", draft)
        .update();
    return id;
  }

  private void waits(UUID id) {
    sql.sql("update programme.case_file set waiting_for = 'MONEY', decided_at = :at where id = :id")
        .param("at", START.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .update();
  }

  private void due(UUID id) {
    sql.sql(
            """
            insert into programme.case_payment (shard_key, case_file, number, name, programme, kind, policy_year, county, amount, currency, state, due_day)
            select shard_key, id, 0, 'once', programme, kind, policy_year, county, 100, currency, 'PLANNED', date '2020-01-01' from programme.case_file where id = :id
            """)
        .param("id", id)
        .update();
  }

  private UUID draft() {
    SampleHouse house =
        new SampleHouse(beans, Sample.of("gifts-in-kind", "study-grant"), PROVINCE, 2014);
    Actor officer = TestActors.actor(Role.COUNTY_OFFICER, house.county());
    return cases.save(officer, house.draft(house.person(), house.answers()), house.day()).id();
  }

  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
