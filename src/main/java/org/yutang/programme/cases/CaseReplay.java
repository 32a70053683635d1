package org.yutang.programme.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Replay;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.trial.Replaying;
import org.yutang.register.PersonId;

/// Tries decided cases again, person by person, because a person's cases bound each other.
@Component
class CaseReplay implements Replaying {

  private static final int PERSONS_AT_ONCE = 500;

  private final CaseRows rows;
  private final PersonReplay.Doors doors;
  private final JdbcClient sql;

  CaseReplay(CaseRows rows, PersonReplay.Doors doors, JdbcClient sql) {
    this.rows = rows;
    this.doors = doors;
    this.sql = sql;
  }

  @Override
  public void replay(
      Definition definition, Set<PlaceCode> counties, Consumer<Replay.Difference> each) {
    String programme = definition.programme().id().text();
    String[] places = counties.stream().map(PlaceCode::text).toArray(String[]::new);
    UUID after = new UUID(0, 0);
    while (true) {
      List<UUID> persons = persons(programme, places, after);
      if (persons.isEmpty()) return;
      after = persons.getLast();
      Map<UUID, Instant> reversed = reversed(programme, persons);
      Map<PersonId, List<CaseRow>> cases = new HashMap<>();
      for (CaseRow row : decided(programme, persons))
        cases.computeIfAbsent(row.person, person -> new ArrayList<>()).add(row);
      cases
          .values()
          .forEach(
              own -> {
                PersonReplay person = new PersonReplay(doors, definition, reversed);
                for (CaseRow row : own) {
                  Replay.Difference tried = person.take(row);
                  if (counties.contains(row.county)) each.accept(tried);
                }
              });
    }
  }

  private List<UUID> persons(String programme, String[] counties, UUID after) {
    return sql.sql(
            """
            select distinct person from programme.case_file
            where programme = :programme and county = any (:counties) and decided_day is not null and person > :after
            order by person limit :limit
            """)
        .param("programme", programme)
        .param("counties", counties)
        .param("after", after)
        .param("limit", PERSONS_AT_ONCE)
        .query(UUID.class)
        .list();
  }

  /// In the order in which they were decided. Those that an appeal has taken up again are open.
  private List<CaseRow> decided(String programme, List<UUID> persons) {
    return sql.sql(
            CaseRows.COLUMNS
                + """
                where programme = :programme and person = any (:persons)
                  and state in ('REJECTED', 'APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED')
                order by decided_at nulls first, id
                """)
        .param("programme", programme)
        .param("persons", persons.toArray(UUID[]::new))
        .query((row, number) -> rows.row(row))
        .list();
  }

  private Map<UUID, Instant> reversed(String programme, List<UUID> persons) {
    Map<UUID, Instant> reversed = new HashMap<>();
    sql.sql(
            """
            select e.case_file, min(e.at) as at from programme.case_event e
            join programme.case_file c on c.shard_key = e.shard_key and c.id = e.case_file
            where c.programme = :programme and c.person = any (:persons) and c.state = 'REVERSED' and e.kind = 'REVERSED'
            group by e.case_file
            """)
        .param("programme", programme)
        .param("persons", persons.toArray(UUID[]::new))
        .query(
            (row, number) ->
                reversed.put(
                    row.getObject("case_file", UUID.class),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
    return reversed;
  }

  /// The day on which a case was decided; only for those that were.
  static LocalDate day(CaseRow row) {
    return row.decidedDay == null ? row.lastDay : row.decidedDay;
  }
}
