package org.yutang.programme.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Cases;
import org.yutang.programme.Sample;
import org.yutang.programme.SampleHouse;
import org.yutang.store.Transactions;

/// Whoever waits gets a turn, however many wait for ever. What is put in here is never committed.
class CaseTurnsTest extends ServerTest {

  private static final PlaceCode PROVINCE = new PlaceCode("CN-43");
  private static final int WAITING = 7;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired BeanFactory beans;
  @Autowired Cases cases;
  @Autowired CaseRows rows;
  @Autowired PaymentRows payments;
  @Autowired Transactions transactions;
  @Autowired JdbcClient sql;

  @Test
  void everyCaseThatWaitsIsTriedBeforeAnyIsTriedAgain() {
    UUID draft = draft();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      Set<UUID> waiting = new HashSet<>();
                      for (int i = 0; i < WAITING; i++) waiting.add(waits(draft, i));
                      requireTurns(waiting, now -> rows.waiting(1, now));
                      throw new Undone();
                    }))
        .isInstanceOf(Undone.class);
  }

  @Test
  void everyInstalmentThatIsDueIsTriedBeforeAnyIsTriedAgain() {
    UUID draft = draft();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      Set<UUID> waiting = new HashSet<>();
                      for (int i = 0; i < WAITING; i++) waiting.add(isDue(draft, i));
                      LocalDate today = LocalDate.now(java.time.ZoneOffset.UTC);
                      requireTurns(waiting, now -> payments.due(today, 1, now));
                      throw new Undone();
                    }))
        .isInstanceOf(Undone.class);
  }

  /// Others' cases may wait as well; each of all has its turn within one round.
  private static void requireTurns(Set<UUID> waiting, Function<Instant, List<UUID>> next) {
    List<UUID> round = new ArrayList<>();
    int tries = 0;
    while (!round.containsAll(waiting)) {
      assertThat(tries).as("bounded").isLessThan(10_000);
      round.addAll(next.apply(START.plusSeconds(tries++)));
    }
    assertThat(round).doesNotHaveDuplicates();
    List<UUID> again = next.apply(START.plusSeconds(tries));
    assertThat(again).isNotEmpty();
  }

  private UUID waits(UUID draft, int number) {
    UUID id = Uuids.inShard(org.yutang.kernel.Shards.ofId(draft), "turn", draft + "/" + number);
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

  private UUID isDue(UUID draft, int number) {
    UUID id = waits(draft, number);
    sql.sql(
            """
            insert into programme.case_payment (shard_key, case_file, number, name, programme, kind, policy_year, county, amount, currency, state, due_day)
            select shard_key, id, 0, 'once', programme, kind, policy_year, county, 100, currency, 'PLANNED', date '2020-01-01' from programme.case_file where id = :id
            """)
        .param("id", id)
        .update();
    return id;
  }

  private UUID draft() {
    SampleHouse house =
        new SampleHouse(beans, Sample.of("gifts-in-kind", "study-grant"), PROVINCE, 2014);
    Actor officer =
        new Actor(
            UUID.randomUUID(), "test", Set.of(new Grant(Role.COUNTY_OFFICER, house.county())));
    return cases.save(officer, house.draft(house.person(), house.answers()), house.day()).id();
  }

  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
