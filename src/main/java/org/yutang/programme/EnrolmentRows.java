package org.yutang.programme;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;
import org.yutang.store.Json;

/// Writes what a run decides: whole columns at once, one shard at a time.
@Component
class EnrolmentRows {

  private final JdbcTemplate jdbc;
  private final JdbcClient sql;

  EnrolmentRows(DataSource database, JdbcClient sql) {
    this.jdbc = new JdbcTemplate(database);
    this.sql = sql;
  }

  /// A person who is to be enrolled, or to wait where `reservation` and `salt` are null.
  record Row(
      UUID id,
      UUID person,
      UUID household,
      String village,
      @Nullable UUID reservation,
      byte @Nullable [] salt,
      Map<String, Object> facts) {}

  /// What all rows of a chunk share.
  record Shared(
      int shard,
      ProgrammeId programme,
      int policyYear,
      PlaceCode county,
      Money premium,
      int version,
      String definition,
      Instant decidedAt) {}

  record Chunk(UUID id, UUID job, LocalDate businessDate) {}

  /// Of these persons, those who have a row: true when enrolled, false while waiting.
  Map<UUID, Boolean> present(
      int shard, ProgrammeId programme, int policyYear, Collection<UUID> persons) {
    return with(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
              select person, chunk is not null from programme.enrolment
              where shard_key = ? and person = any (?) and programme = ? and policy_year = ?
              """)) {
            query.setInt(1, shard);
            query.setArray(2, connection.createArrayOf("uuid", persons.toArray()));
            query.setString(3, programme.text());
            query.setInt(4, policyYear);
            Map<UUID, Boolean> present = new HashMap<>();
            try (ResultSet found = query.executeQuery()) {
              while (found.next()) present.put(found.getObject(1, UUID.class), found.getBoolean(2));
            }
            return present;
          }
        });
  }

  void insertChunk(Shared shared, Chunk chunk) {
    sql.sql(
            """
            insert into programme.chunk (shard_key, id, programme, policy_year, county, job, business_date, enrolled)
            values (:shard, :id, :programme, :year, :county, :job, :date, 0)
            """)
        .param("shard", shared.shard())
        .param("id", chunk.id())
        .param("programme", shared.programme().text())
        .param("year", shared.policyYear())
        .param("county", shared.county().text())
        .param("job", chunk.job())
        .param("date", chunk.businessDate())
        .update();
  }

  /// Enrols, also those who were waiting; whoever is enrolled already is left alone.
  ///
  /// @return how many were enrolled
  int enrol(Shared shared, Chunk chunk, List<Row> rows) {
    int enrolled =
        insert(
            shared,
            chunk.id(),
            rows,
            """
            on conflict (shard_key, person, programme, policy_year) do update set
              chunk = excluded.chunk, reservation = excluded.reservation, salt = excluded.salt, premium = excluded.premium, currency = excluded.currency,
              household = excluded.household, county = excluded.county, village = excluded.village,
              version = excluded.version, definition = excluded.definition, facts = excluded.facts, decided_at = excluded.decided_at
            where enrolment.chunk is null
            """);
    sql.sql("update programme.chunk set enrolled = :enrolled where shard_key = :shard and id = :id")
        .param("enrolled", enrolled)
        .param("shard", shared.shard())
        .param("id", chunk.id())
        .update();
    return enrolled;
  }

  void wait(Shared shared, List<Row> rows) {
    if (rows.isEmpty()) return;
    insert(
        shared,
        null,
        rows,
        """
        on conflict (shard_key, person, programme, policy_year) do update set
          household = excluded.household, county = excluded.county, village = excluded.village, premium = excluded.premium, version = excluded.version,
          definition = excluded.definition, facts = excluded.facts, decided_at = greatest(enrolment.decided_at, excluded.decided_at)
        where enrolment.chunk is null
        """);
  }

  /// Removes who was waiting and is not eligible any more: whom the run that has just ended did not
  /// decide again.
  void forgetUndecided(Shared shared) {
    sql.sql(
            """
            delete from programme.enrolment
            where shard_key = :shard and programme = :programme and policy_year = :year and county = :county and chunk is null and decided_at < :at
            """)
        .param("shard", shared.shard())
        .param("programme", shared.programme().text())
        .param("year", shared.policyYear())
        .param("county", shared.county().text())
        .param("at", shared.decidedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  private int insert(Shared shared, @Nullable UUID chunk, List<Row> rows, String onConflict) {
    return with(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
              insert into programme.enrolment as enrolment
                (shard_key, id, programme, policy_year, person, household, county, village, chunk, reservation, salt, premium, currency, version,
                 definition, facts, decided_at)
              select ?, id, ?, ?, person, household, ?, village, ?, reservation, decode(salt, 'hex'), ?, ?, ?, ?, facts::jsonb, ?
              from unnest(?, ?, ?, ?, ?, ?, ?) as u (id, person, household, village, reservation, salt, facts)
              """
                      + onConflict)) {
            Object[] values = {
              shared.shard(),
              shared.programme().text(),
              shared.policyYear(),
              shared.county().text(),
              chunk,
              shared.premium().minor(),
              shared.premium().currency(),
              shared.version(),
              shared.definition(),
              shared.decidedAt().atOffset(ZoneOffset.UTC),
              column(connection, "uuid", rows, Row::id),
              column(connection, "uuid", rows, Row::person),
              column(connection, "uuid", rows, Row::household),
              column(connection, "text", rows, Row::village),
              column(connection, "uuid", rows, Row::reservation),
              column(connection, "text", rows, EnrolmentRows::hex),
              column(connection, "text", rows, row -> Json.write(row.facts()))
            };
            for (int i = 0; i < values.length; i++) {
              if (values[i] == null) insert.setNull(i + 1, java.sql.Types.OTHER, "uuid");
              else insert.setObject(i + 1, values[i]);
            }
            return insert.executeUpdate();
          }
        });
  }

  private static @Nullable String hex(Row row) {
    byte[] salt = row.salt();
    return salt == null ? null : HexFormat.of().formatHex(salt);
  }

  private static Array column(
      Connection connection,
      String type,
      List<Row> rows,
      Function<Row, ? extends @Nullable Object> value)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(value).toArray());
  }

  private <T> T with(ConnectionCallback<T> work) {
    T result = jdbc.execute(work);
    if (result == null) throw new IllegalStateException("no result");
    return result;
  }

  /// An enrolled person of a chunk, as its settlement needs it.
  record Enrolled(
      UUID id,
      PersonId person,
      UUID reservation,
      byte[] salt,
      long premium,
      String currency,
      int version) {}

  record Settling(
      ProgrammeId programme,
      int policyYear,
      PlaceCode county,
      LocalDate businessDate,
      List<Enrolled> rows) {}

  /// Everything of a chunk; for its settlement.
  Settling settling(int shard, UUID chunk) {
    List<Enrolled> rows =
        sql.sql(
                """
                select id, person, reservation, salt, premium, currency, version from programme.enrolment
                where shard_key = :shard and chunk = :chunk and salt is not null
                """)
            .param("shard", shard)
            .param("chunk", chunk)
            .query(
                (row, number) ->
                    new Enrolled(
                        row.getObject(1, UUID.class),
                        new PersonId(row.getObject(2, UUID.class)),
                        row.getObject(3, UUID.class),
                        row.getBytes(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getInt(7)))
            .list();
    return sql.sql(
            "select programme, policy_year, county, business_date from programme.chunk where shard_key = :shard and id = :chunk")
        .param("shard", shard)
        .param("chunk", chunk)
        .query(
            (row, number) ->
                new Settling(
                    new ProgrammeId(row.getString(1)),
                    row.getInt(2),
                    new PlaceCode(row.getString(3)),
                    row.getObject(4, LocalDate.class),
                    rows))
        .single();
  }

  /// Notes that a chunk's premiums are paid and gives them the next range of the fund; once.
  void settled(int shard, UUID chunk, Instant at) {
    sql.sql(
            """
            with open as (
              select c.shard_key, c.id, c.programme,
                (select coalesce(sum(e.premium), 0)::bigint from programme.enrolment e where e.shard_key = c.shard_key and e.chunk = c.id) as paid
              from programme.chunk c where c.shard_key = :shard and c.id = :chunk and c.settled_at is null for update
            ), moved as (
              insert into programme.paid as fund (programme, total) select programme, paid from open
              on conflict (programme) do update set total = fund.total + excluded.total returning total
            )
            update programme.chunk c set settled_at = :at, paid_from = moved.total - open.paid, paid = open.paid
            from open, moved where c.shard_key = open.shard_key and c.id = open.id
            """)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("shard", shard)
        .param("chunk", chunk)
        .update();
  }

  /// How many a job enrolled.
  long enrolledBy(int shard, UUID job) {
    return sql.sql(
            "select coalesce(sum(enrolled), 0) from programme.chunk where shard_key = :shard and job = :job")
        .param("shard", shard)
        .param("job", job)
        .query(Long.class)
        .single();
  }

  /// What a run saw in a village.
  record Seen(String village, long persons, long eligible, Map<String, Long> failed) {}

  /// Replaces what earlier runs saw in the county.
  void assessed(Shared shared, Collection<Seen> villages) {
    sql.sql(
            "delete from programme.assessment where shard_key = :shard and programme = :programme and policy_year = :year and county = :county")
        .param("shard", shared.shard())
        .param("programme", shared.programme().text())
        .param("year", shared.policyYear())
        .param("county", shared.county().text())
        .update();
    for (Seen village : villages)
      sql.sql(
              """
              insert into programme.assessment (shard_key, programme, policy_year, village, county, persons, eligible, failed, assessed_at)
              values (:shard, :programme, :year, :village, :county, :persons, :eligible, :failed::jsonb, :at)
              on conflict (shard_key, programme, policy_year, village) do update set
                county = excluded.county, persons = excluded.persons, eligible = excluded.eligible, failed = excluded.failed, assessed_at = excluded.assessed_at
              """)
          .param("shard", shared.shard())
          .param("programme", shared.programme().text())
          .param("year", shared.policyYear())
          .param("village", village.village())
          .param("county", shared.county().text())
          .param("persons", village.persons())
          .param("eligible", village.eligible())
          .param("failed", Json.write(village.failed()))
          .param("at", shared.decidedAt().atOffset(ZoneOffset.UTC))
          .update();
  }
}
