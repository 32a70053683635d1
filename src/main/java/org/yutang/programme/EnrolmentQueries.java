package org.yutang.programme;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.ledger.Earmarks;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;
import org.yutang.store.Json;

/// Reads enrolments and figures; asks nobody's permission.
@Component
class EnrolmentQueries {

  /// The most villages of one county, and the most counties of one programme.
  private static final int MAX_PLACES = 5000;

  private static final int MAX_OF_A_PERSON = 200;

  private static final String ENROLMENT =
      """
      select e.id, e.programme, e.policy_year, e.person, e.household, e.county, e.village, e.chunk is not null as enrolled,
        c.settled_at is not null as settled, e.reservation, e.salt, e.premium, e.currency, e.version, e.definition, e.facts::text as facts, e.decided_at,
        c.business_date
      from programme.enrolment e left join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk
      """;

  private final JdbcClient sql;
  private final Definitions definitions;

  EnrolmentQueries(JdbcClient sql, Definitions definitions) {
    this.sql = sql;
    this.definitions = definitions;
  }

  /// An enrolment with what does not leave the room.
  record Kept(
      Enrolment enrolment,
      int version,
      String definition,
      Map<String, Object> facts,
      byte @Nullable [] salt,
      java.time.@Nullable LocalDate businessDate) {}

  Optional<Kept> find(UUID id) {
    return sql.sql(ENROLMENT + "where e.shard_key = :shard and e.id = :id")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  List<Kept> ofPerson(PersonId person) {
    return sql.sql(
            ENROLMENT
                + "where e.shard_key = :shard and e.person = :person order by e.policy_year desc, e.programme limit :limit")
        .param("shard", person.shard())
        .param("person", person.value())
        .param("limit", MAX_OF_A_PERSON)
        .query((row, number) -> kept(row))
        .list();
  }

  Page<Enrolment> list(Enrolment.Query query, PlaceCode county, List<String> villages) {
    String where =
        " where e.shard_key = :shard and e.programme = :programme and e.policy_year = :year and e.county = :county"
            + (villages.isEmpty() ? "" : " and e.village = any (:villages)")
            + query.state().map(EnrolmentQueries::condition).orElse("");
    String direction = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          case PLACE -> " order by e.village" + direction + ", e.id";
          case STATE ->
              " order by (e.chunk is not null)"
                  + direction
                  + ", (c.settled_at is not null)"
                  + direction
                  + ", e.village, e.id";
          case DECIDED -> " order by e.decided_at" + direction + ", e.id";
        };
    List<Enrolment> items =
        bind(
                sql.sql(ENROLMENT + where + order + " limit :size offset :offset"),
                query.programme(),
                query.policyYear(),
                county,
                villages)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> kept(row).enrolment())
            .list();
    long total =
        bind(
                sql.sql(
                    "select count(*) from programme.enrolment e left join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk"
                        + where),
                query.programme(),
                query.policyYear(),
                county,
                villages)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static String condition(Enrolment.State state) {
    return switch (state) {
      case WAITING_FOR_FUNDS -> " and e.chunk is null";
      case PREMIUM_HELD -> " and e.chunk is not null and c.settled_at is null";
      case COVERED -> " and c.settled_at is not null";
    };
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement,
      ProgrammeId programme,
      int year,
      PlaceCode county,
      List<String> villages) {
    JdbcClient.StatementSpec bound =
        statement
            .param("shard", Shards.ofCounty(county))
            .param("programme", programme.text())
            .param("year", year)
            .param("county", county.text());
    return villages.isEmpty() ? bound : bound.param("villages", villages.toArray(String[]::new));
  }

  /// A county's or smaller place's figures, with each village of it where anybody was looked at.
  Coverage coverage(
      ProgrammeId programme, int year, PlaceCode place, PlaceCode county, List<String> villages) {
    Map<String, Assessed> assessed = assessed(programme, year, county, villages);
    Map<String, Counted> counted = counted(programme, year, county, villages);
    TreeSet<String> codes = new TreeSet<>(assessed.keySet());
    codes.addAll(counted.keySet());
    List<Coverage> each = new ArrayList<>();
    for (String code : codes)
      each.add(
          coverage(
              programme,
              year,
              new PlaceCode(code),
              assessed.getOrDefault(code, Assessed.NONE),
              counted.getOrDefault(code, Counted.NONE),
              List.of()));
    if (each.size() == 1 && each.getFirst().place().equals(place)) return each.getFirst();
    return coverage(
        programme,
        year,
        place,
        assessed.values().stream().reduce(Assessed.NONE, Assessed::plus),
        counted.values().stream().reduce(Counted.NONE, Counted::plus),
        each);
  }

  /// The counties in which a run has ended, by code.
  List<Coverage> counties(ProgrammeId programme, int year) {
    record Row(String county, Assessed assessed) {}
    Map<String, Assessed> counties = new TreeMap<>();
    for (Row row :
        sql.sql(
                """
                select county, persons, eligible, failed::text as failed, assessed_at from programme.assessment
                where programme = :programme and policy_year = :year order by county limit :limit
                """)
            .param("programme", programme.text())
            .param("year", year)
            .param("limit", MAX_PLACES * 20)
            .query((found, number) -> new Row(found.getString("county"), assessed(found)))
            .list()) counties.merge(row.county(), row.assessed(), Assessed::plus);
    return counties.entrySet().stream()
        .map(
            entry -> {
              PlaceCode county = new PlaceCode(entry.getKey());
              Counted counted =
                  counted(programme, year, county, List.of()).values().stream()
                      .reduce(Counted.NONE, Counted::plus);
              return coverage(programme, year, county, entry.getValue(), counted, List.of());
            })
        .toList();
  }

  private record Assessed(
      long persons, long eligible, Map<String, Long> failed, @Nullable Instant at) {
    static final Assessed NONE = new Assessed(0, 0, Map.of(), null);

    Assessed plus(Assessed other) {
      Map<String, Long> sum = new HashMap<>(failed);
      other.failed.forEach((rule, count) -> sum.merge(rule, count, Long::sum));
      Instant later = at == null || (other.at != null && other.at.isAfter(at)) ? other.at : at;
      return new Assessed(persons + other.persons, eligible + other.eligible, sum, later);
    }
  }

  private record Counted(long covered, long held, long waiting) {
    static final Counted NONE = new Counted(0, 0, 0);

    Counted plus(Counted other) {
      return new Counted(covered + other.covered, held + other.held, waiting + other.waiting);
    }
  }

  private Map<String, Assessed> assessed(
      ProgrammeId programme, int year, PlaceCode county, List<String> villages) {
    record Row(String village, Assessed assessed) {}
    Map<String, Assessed> found = new HashMap<>();
    for (Row row :
        bind(
                sql.sql(
                    """
                    select village, persons, eligible, failed::text as failed, assessed_at from programme.assessment
                    where shard_key = :shard and programme = :programme and policy_year = :year and county = :county %s limit %d
                    """
                        .formatted(
                            villages.isEmpty() ? "" : "and village = any (:villages)", MAX_PLACES)),
                programme,
                year,
                county,
                villages)
            .query((each, number) -> new Row(each.getString("village"), assessed(each)))
            .list()) found.put(row.village(), row.assessed());
    return found;
  }

  private Map<String, Counted> counted(
      ProgrammeId programme, int year, PlaceCode county, List<String> villages) {
    record Row(String village, Counted counted) {}
    Map<String, Counted> found = new HashMap<>();
    for (Row row :
        bind(
                sql.sql(
                    """
                    select e.village, count(*) filter (where c.settled_at is not null), count(*) filter (where e.chunk is not null and c.settled_at is null),
                      count(*) filter (where e.chunk is null)
                    from programme.enrolment e left join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk
                    where e.shard_key = :shard and e.programme = :programme and e.policy_year = :year and e.county = :county %s
                    group by e.village limit %d
                    """
                        .formatted(
                            villages.isEmpty() ? "" : "and e.village = any (:villages)",
                            MAX_PLACES)),
                programme,
                year,
                county,
                villages)
            .query(
                (each, number) ->
                    new Row(
                        each.getString(1),
                        new Counted(each.getLong(2), each.getLong(3), each.getLong(4))))
            .list()) found.put(row.village(), row.counted());
    return found;
  }

  private static Coverage coverage(
      ProgrammeId programme,
      int year,
      PlaceCode place,
      Assessed assessed,
      Counted counted,
      List<Coverage> villages) {
    return new Coverage(
        programme,
        year,
        place,
        assessed.persons(),
        assessed.eligible(),
        assessed.failed(),
        counted.covered(),
        counted.held(),
        counted.waiting(),
        assessed.at(),
        villages);
  }

  private static Assessed assessed(ResultSet row) throws SQLException {
    Map<String, Long> failed = new HashMap<>();
    Map<?, ?> counts = Json.read(row.getString("failed"), Map.class);
    counts.forEach((rule, count) -> failed.put(String.valueOf(rule), ((Number) count).longValue()));
    return new Assessed(
        row.getLong("persons"),
        row.getLong("eligible"),
        failed,
        row.getObject("assessed_at", OffsetDateTime.class).toInstant());
  }

  private Kept kept(ResultSet row) throws SQLException {
    ProgrammeId programme = new ProgrammeId(row.getString("programme"));
    Programme defined = definitions.get(programme).programme();
    int year = row.getInt("policy_year");
    UUID reservation = row.getObject("reservation", UUID.class);
    boolean settled = row.getBoolean("settled");
    Enrolment.State state =
        !row.getBoolean("enrolled")
            ? Enrolment.State.WAITING_FOR_FUNDS
            : settled ? Enrolment.State.COVERED : Enrolment.State.PREMIUM_HELD;
    Enrolment enrolment =
        new Enrolment(
            row.getObject("id", UUID.class),
            programme,
            year,
            new PersonId(row.getObject("person", UUID.class)),
            new HouseholdId(row.getObject("household", UUID.class)),
            new PlaceCode(row.getString("county")),
            new PlaceCode(row.getString("village")),
            state,
            new Money(row.getLong("premium"), row.getString("currency")),
            settled && reservation != null
                ? Optional.of(Earmarks.transferOf(reservation))
                : Optional.empty(),
            defined.coverFrom(year),
            defined.coverTo(year),
            row.getObject("decided_at", OffsetDateTime.class).toInstant());
    Map<String, Object> facts = new TreeMap<>();
    Map<?, ?> frozen = Json.read(row.getString("facts"), Map.class);
    frozen.forEach((name, value) -> facts.put(String.valueOf(name), value));
    return new Kept(
        enrolment,
        row.getInt("version"),
        row.getString("definition"),
        facts,
        row.getBytes("salt"),
        row.getObject("business_date", java.time.LocalDate.class));
  }
}
