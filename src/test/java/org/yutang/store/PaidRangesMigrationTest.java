package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;

/// The second migration of `programme` lays premiums that were paid before end to end. Its data are
/// made in the tables as the first version had them, in a database of its own.
class PaidRangesMigrationTest extends ServerTest {

  private static final List<String> PROGRAMMES = List.of("breadwinners-insurance", "another");
  private static final Instant BEGUN = Instant.parse("2026-01-05T00:00:00Z");

  @Autowired DataSource database;

  private FreshDatabase fresh;
  private final Random random = new Random(20260105);

  private record Chunk(
      int shard, UUID id, String programme, Optional<Instant> settled, List<Long> premiums) {
    long paid() {
      return premiums.stream().mapToLong(each -> each).sum();
    }
  }

  private record Range(UUID id, Optional<Long> from, Optional<Long> paid) {}

  @BeforeEach
  void createADatabase() throws SQLException {
    fresh = FreshDatabase.beside(database, 2);
  }

  @AfterEach
  void dropIt() throws SQLException {
    fresh.close();
  }

  @Test
  void premiumsPaidBeforeLieEndToEndInTheOrderOfSettlement() {
    fresh.migrate("programme", "1");
    JdbcClient sql = fresh.sql();
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < 60; i++) chunks.add(insert(sql, i));
    fresh.migrate("programme", "2");
    for (String programme : PROGRAMMES) check(sql, programme, chunks);
    assertThat(sql.sql("select programme from programme.paid").query(String.class).list())
        .containsExactlyInAnyOrderElementsOf(PROGRAMMES);
    fresh.migrate("programme", "latest");
  }

  private static void check(JdbcClient sql, String programme, List<Chunk> all) {
    List<Chunk> chunks =
        all.stream()
            .filter(chunk -> chunk.programme.equals(programme))
            .sorted(
                Comparator.comparing((Chunk chunk) -> chunk.settled.orElse(Instant.MAX))
                    .thenComparing(chunk -> chunk.id.toString()))
            .toList();
    List<Range> ranges = new ArrayList<>();
    long reached = 0;
    for (Chunk chunk : chunks) {
      boolean settled = chunk.settled.isPresent();
      ranges.add(
          new Range(
              chunk.id,
              settled ? Optional.of(reached) : Optional.empty(),
              settled ? Optional.of(chunk.paid()) : Optional.empty()));
      if (settled) reached += chunk.paid();
    }
    assertThat(reached).isPositive();
    assertThat(
            sql.sql("select id, paid_from, paid from programme.chunk where programme = :programme")
                .param("programme", programme)
                .query(
                    (row, number) ->
                        new Range(
                            row.getObject(1, UUID.class),
                            Optional.ofNullable(row.getObject(2, Long.class)),
                            Optional.ofNullable(row.getObject(3, Long.class))))
                .list())
        .containsExactlyInAnyOrderElementsOf(ranges);
    assertThat(
            sql.sql("select total from programme.paid where programme = :programme")
                .param("programme", programme)
                .query(Long.class)
                .single())
        .isEqualTo(reached);
  }

  /// Some settled at one instant, some not settled, some without anybody.
  private Chunk insert(JdbcClient sql, int number) {
    int shard = random.nextInt(3);
    List<Long> premiums = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) premiums.add(1L + random.nextInt(6400));
    Optional<Instant> settled =
        number % 7 == 3
            ? Optional.empty()
            : Optional.of(BEGUN.plusSeconds(random.nextInt(20) * 3600L));
    Chunk chunk =
        new Chunk(shard, UUID.randomUUID(), PROGRAMMES.get(random.nextInt(2)), settled, premiums);
    sql.sql(
            """
            insert into programme.chunk (shard_key, id, programme, policy_year, county, job, business_date, enrolled, settled_at)
            values (:shard, :id, :programme, 2026, 'CN-500236', :id, '2026-01-05', :enrolled, :settled)
            """)
        .param("shard", shard)
        .param("id", chunk.id)
        .param("programme", chunk.programme)
        .param("enrolled", premiums.size())
        .param("settled", settled.map(PaidRangesMigrationTest::utc).orElse(null))
        .update();
    for (long premium : premiums) enrol(sql, chunk, Optional.of(chunk.id), premium);
    if (number % 5 == 0) enrol(sql, chunk, Optional.empty(), 3200); // waits for funds
    return chunk;
  }

  private static void enrol(JdbcClient sql, Chunk of, Optional<UUID> chunk, long premium) {
    sql.sql(
            """
            insert into programme.enrolment (shard_key, id, programme, policy_year, person, household, county, village, chunk, reservation,
              salt, premium, currency, version, definition, facts, decided_at)
            values (:shard, :id, :programme, 2026, :id, :id, 'CN-500236', 'CN-500236001', :chunk, :reservation,
              decode(repeat('00', 32), 'hex'), :premium, 'CNY', 2018, '', '{}', :at)
            """)
        .param("shard", of.shard)
        .param("id", UUID.randomUUID())
        .param("programme", of.programme)
        .param("chunk", chunk.orElse(null))
        .param("reservation", chunk.isPresent() ? UUID.randomUUID() : null)
        .param("premium", premium)
        .param("at", utc(BEGUN))
        .update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
