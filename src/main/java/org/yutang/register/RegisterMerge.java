package org.yutang.register;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Brings staged households, persons and facts into the register, in the transaction that staged
/// them and under the lock of `merge_turn`. Set by set; a value that a file leaves out never
/// overwrites one that is known.
final class RegisterMerge {

  private final JdbcClient sql;
  private final UUID source;
  private final Instant now;
  private final boolean withPersons;

  RegisterMerge(JdbcClient sql, UUID source, Instant now, boolean withPersons) {
    this.sql = sql;
    this.source = source;
    this.now = now;
    this.withPersons = withPersons;
  }

  /// Notes the rows that contradict each other or the register, and takes them out.
  void judge() {
    sql.sql("analyze staged_household").update();
    sql.sql("analyze staged_person").update();
    noteTwice("id", "shard_key, id");
    noteTwice("id_hash", "id_hash");
    note(
        """
        select s.row_number, :field, null, 'registered-elsewhere', null from staged_person s
        join register.person p on p.id_hash = s.id_hash where p.id <> s.id
        """,
        "id-number");
    note(
        """
        select s.row_number, :field, null, 'two-heads', 'row ' || f.first_row from staged_person s join (select household, min(row_number) first_row
          from staged_person where head group by household having count(*) > 1) f on f.household = s.household where s.head and s.row_number > f.first_row
        """,
        "head");
    note(
        """
        select s.row_number, :field, s.village_code, 'household-elsewhere', f.row_number::text from staged_household s
        join (select distinct on (id) id, village_code, row_number from staged_household order by id, row_number) f on f.id = s.id
        where f.village_code <> s.village_code
        """,
        "place");
    takeOutBad();
    // a head who was to make room may have been taken out, so this is asked until nobody else is
    while (noteSecondHeads() > 0) takeOutBad();
  }

  private void takeOutBad() {
    sql.sql("delete from staged_person s using staged_error e where e.row_number = s.row_number")
        .update();
  }

  /// Heads of households that have a registered head whom the file neither moves nor relieves.
  private int noteSecondHeads() {
    return note(
        """
        select s.row_number, :field, null, 'two-heads', 'registered' from staged_person s
        join register.person p on p.shard_key = s.shard_key and p.household = s.household and p.head
        where s.head and p.id <> s.id and not exists (select 1 from staged_person o
          where o.shard_key = p.shard_key and o.id = p.id and (o.head is false or o.household <> p.household))
        """,
        "head");
  }

  private void noteTwice(String column, String columns) {
    note(
        """
        select s.row_number, :field, null, 'duplicate-person', f.first_row::text from staged_person s join (select %2$s, min(row_number) first_row
          from staged_person where %1$s is not null group by %2$s having count(*) > 1) f on f.%1$s = s.%1$s where s.row_number > f.first_row
        """
            .formatted(column, columns),
        column.equals("id") ? "key" : "id-number");
  }

  /// Makes the staged rows into one row a household that has somebody left in it: the first row
  /// that names it counts.
  void prepare() {
    sql.sql(
            """
            create temp table new_household on commit drop as
            select distinct on (s.shard_key, s.id) s.row_number, s.shard_key, s.id, s.county_code, s.village_code, s.number, s.size, 0 members, s.status, s.since, s.facts
            from staged_household s order by s.shard_key, s.id, s.row_number
            """)
        .update();
    if (withPersons)
      sql.sql(
              "delete from new_household h where not exists (select 1 from staged_person p where p.household = h.id)")
          .update();
    sql.sql(
            """
            update new_household h set members = c.members from (select household, count(*)::int members from staged_person group by household) c
            where c.household = h.id
            """)
        .update();
    sql.sql("analyze new_household").update();
  }

  ImportReport.Counts mergeHouseholds() {
    long staged = count("select count(*) from new_household");
    sql.sql(
            """
            create temp table known_household on commit drop as select h.shard_key, h.id from register.household h
            join new_household s on s.shard_key = h.shard_key and s.id = h.id
            """)
        .update();
    sql.sql("analyze known_household").update();
    long known = count("select count(*) from known_household");
    sql.sql(
            """
            insert into register.household (shard_key, id, county_code, village_code, number, size, status, source)
            select shard_key, id, county_code, village_code, number, coalesce(size, members), coalesce(status, 0), :source from new_household s
            where not exists (select 1 from known_household k where k.shard_key = s.shard_key and k.id = s.id)
            """)
        .param("source", source)
        .update();
    mergeStatuses(known > 0);
    long changed = known == 0 ? 0 : updateHouseholds();
    return new ImportReport.Counts(staged - known, changed, known - changed);
  }

  private void mergeStatuses(boolean someKnown) {
    if (someKnown)
      sql.sql(
              """
              update register.poverty_status t set status = s.status, source = :source from new_household s
              where t.shard_key = s.shard_key and t.household = s.id and t.valid_from = s.since and s.status is not null and t.status <> s.status
              """)
          .param("source", source)
          .update();
    sql.sql(
            """
            insert into register.poverty_status (shard_key, household, valid_from, status, source)
            select shard_key, id, since, status, :source from new_household where status is not null on conflict do nothing
            """)
        .param("source", source)
        .update();
  }

  private long updateHouseholds() {
    return sql.sql(
            """
            update register.household h set village_code = n.village_code, number = n.number, size = coalesce(n.size, greatest(h.size, n.members)),
              status = coalesce(n.latest, h.status), source = :source
            from (
              select s.*, (select t.status from register.poverty_status t where t.shard_key = s.shard_key and t.household = s.id
                order by t.valid_from desc limit 1) latest
              from new_household s join known_household k on k.shard_key = s.shard_key and k.id = s.id
            ) n
            where n.shard_key = h.shard_key and n.id = h.id and (h.village_code, h.number, h.size, h.status)
              is distinct from (n.village_code, n.number, coalesce(n.size, greatest(h.size, n.members)), coalesce(n.latest, h.status))
            """)
        .param("source", source)
        .update();
  }

  ImportReport.Counts mergePersons() {
    long staged = count("select count(*) from staged_person");
    sql.sql(
            """
            create temp table known_person on commit drop as select p.shard_key, p.id from register.person p
            join staged_person s on s.shard_key = p.shard_key and s.id = p.id
            """)
        .update();
    sql.sql("analyze known_person").update();
    long known = count("select count(*) from known_person");
    long changed = known == 0 ? 0 : updatePersons();
    sql.sql(
            """
            insert into register.person (shard_key, id, household, county_code, village_code, name, pinyin, initials, sex, born, born_exactly, relation, head,
              id_kind, id_cipher, id_key, id_hash, source)
            select s.shard_key, s.id, s.household, s.county_code, s.village_code, s.name, s.pinyin, s.initials, coalesce(s.sex, 2), s.born, s.born_exactly,
              coalesce(s.relation, case when s.head then 0 else 10 end), coalesce(s.head, false), s.id_kind, s.id_cipher, s.id_key, s.id_hash, :source
            from staged_person s where not exists (select 1 from known_person k where k.shard_key = s.shard_key and k.id = s.id)
            order by s.shard_key, s.household, s.id
            """)
        .param("source", source)
        .update();
    return new ImportReport.Counts(staged - known, changed, known - changed);
  }

  private long updatePersons() {
    // A household's old head steps down first, because there is never more than one.
    sql.sql(
            """
            update register.person p set head = false from staged_person s
            where p.shard_key = s.shard_key and p.id = s.id and p.head and (s.head is false or s.household <> p.household)
            """)
        .update();
    return sql.sql(
            """
            update register.person p set household = s.household, county_code = s.county_code, village_code = s.village_code, name = coalesce(s.name, p.name),
              pinyin = case when s.name is null then p.pinyin else s.pinyin end, initials = case when s.name is null then p.initials else s.initials end,
              sex = coalesce(s.sex, p.sex), born = coalesce(s.born, p.born), born_exactly = case when s.born is null then p.born_exactly else s.born_exactly end,
              relation = coalesce(s.relation, p.relation), head = coalesce(s.head, p.head), id_kind = coalesce(s.id_kind, p.id_kind),
              id_cipher = case when s.id_hash is distinct from p.id_hash then coalesce(s.id_cipher, p.id_cipher) else p.id_cipher end,
              id_key = case when s.id_hash is distinct from p.id_hash then coalesce(s.id_key, p.id_key) else p.id_key end,
              id_hash = coalesce(s.id_hash, p.id_hash), source = :source
            from staged_person s where p.shard_key = s.shard_key and p.id = s.id
            and (p.household, p.village_code, p.name, p.sex, p.born, p.relation, p.head, p.id_hash) is distinct from
              (s.household, s.village_code, coalesce(s.name, p.name), coalesce(s.sex, p.sex), coalesce(s.born, p.born), coalesce(s.relation, p.relation),
              coalesce(s.head, p.head), coalesce(s.id_hash, p.id_hash))
            """)
        .param("source", source)
        .update();
  }

  /// Persons follow their household to another village, also those whom the file does not name.
  void moveMembers() {
    sql.sql(
            """
            update register.person p set village_code = h.village_code from known_household k join register.household h on h.shard_key = k.shard_key and h.id = k.id
            where p.shard_key = h.shard_key and p.household = h.id and p.village_code <> h.village_code
            """)
        .update();
  }

  ImportReport.Counts mergeFacts() {
    ImportReport.Counts households = mergeFacts(true, "new_household", "known_household");
    ImportReport.Counts persons = mergeFacts(false, "staged_person", "known_person");
    return new ImportReport.Counts(
        households.fresh() + persons.fresh(),
        households.changed() + persons.changed(),
        households.unchanged() + persons.unchanged());
  }

  private ImportReport.Counts mergeFacts(
      boolean ofHousehold, String subjects, String knownSubjects) {
    // Subjects in order of their ids and facts in order of their names: the index grows at one
    // place at a time.
    String staged =
        """
        (select s.shard_key, s.id subject, d.name, d.valid_from, d.valid_to, left(v.value, 1)::"char" kind, substr(v.value, 2) value, d.unit
        from (select shard_key, id, facts from %s order by shard_key, id) s cross join lateral unnest(s.facts) with ordinality v(value, position)
        join staged_fact d on d.of_household = %s and d.position = v.position where v.value is not null) s
        """
            .formatted(subjects, ofHousehold);
    long known = 0;
    long changed = 0;
    boolean someKnown = count("select count(*) from " + knownSubjects) > 0;
    if (someKnown) {
      String same =
          "f.shard_key = s.shard_key and f.subject = s.subject and f.name = s.name and f.valid_from = s.valid_from";
      known = count("select count(*) from register.fact f join " + staged + " on " + same);
      changed =
          sql.sql(
                  "update register.fact f set valid_to = s.valid_to, kind = s.kind, value = s.value, unit = s.unit, source = :source, recorded_at = :now from "
                      + staged
                      + " where "
                      + same
                      + " and (f.valid_to, f.kind, f.value, f.unit) is distinct from (s.valid_to, s.kind, s.value, s.unit)")
              .param("source", source)
              .param("now", Timestamp.from(now))
              .update();
    }
    long fresh =
        sql.sql(
                """
                insert into register.fact (shard_key, subject, name, valid_from, valid_to, kind, value, unit, source, recorded_at)
                select shard_key, subject, name, valid_from, valid_to, kind, value, unit, :source, :now from
                """
                    + staged
                    + (someKnown ? " on conflict do nothing" : ""))
            .param("source", source)
            .param("now", Timestamp.from(now))
            .update();
    return new ImportReport.Counts(fresh, changed, known - changed);
  }

  /// No person and no status without its household; the merge above cannot write one, so this only
  /// guards against its bugs.
  void requireHouseholds() {
    long lost =
        count(
            """
            select count(*) from (select shard_key, household from staged_person except select shard_key, id from new_household) s
            where not exists (select 1 from register.household h where h.shard_key = s.shard_key and h.id = s.household)
            """);
    if (lost > 0) throw new IllegalStateException(lost + " households are missing");
  }

  /// Remembers how many lie in the places that the rows touch, before anything is merged.
  void countBefore() {
    sql.sql(
            """
            create temp table touched on commit drop as select county_code, village_code from new_household
            union select h.county_code, h.village_code from register.household h join new_household s on s.shard_key = h.shard_key and s.id = h.id
            union select p.county_code, p.village_code from register.person p join staged_person s on s.shard_key = p.shard_key and s.id = p.id
            """)
        .update();
    sql.sql("analyze touched").update();
    sql.sql("create temp table counted on commit drop as " + counts(-1)).update();
  }

  /// Adds the difference to the figures of those places and of everything above them.
  void countAfter() {
    sql.sql("insert into counted " + counts(1)).update();
    sql.sql(
            """
            insert into register.figure (place, households_none, households_registered, households_lifted, households_returned,
              persons_none, persons_registered, persons_lifted, persons_returned, poor_villages)
            select a.place,
              coalesce(sum(c.households) filter (where c.status = 0), 0), coalesce(sum(c.households) filter (where c.status = 1), 0),
              coalesce(sum(c.households) filter (where c.status = 2), 0), coalesce(sum(c.households) filter (where c.status = 3), 0),
              coalesce(sum(c.persons) filter (where c.status = 0), 0), coalesce(sum(c.persons) filter (where c.status = 1), 0),
              coalesce(sum(c.persons) filter (where c.status = 2), 0), coalesce(sum(c.persons) filter (where c.status = 3), 0), 0
            from counted c join register.place p on p.code = c.village_code cross join unnest(p.path) a(place) group by a.place order by a.place
            on conflict (place) do update set
              households_none = figure.households_none + excluded.households_none, households_registered = figure.households_registered + excluded.households_registered,
              households_lifted = figure.households_lifted + excluded.households_lifted, households_returned = figure.households_returned + excluded.households_returned,
              persons_none = figure.persons_none + excluded.persons_none, persons_registered = figure.persons_registered + excluded.persons_registered,
              persons_lifted = figure.persons_lifted + excluded.persons_lifted, persons_returned = figure.persons_returned + excluded.persons_returned
            """)
        .update();
  }

  private static String counts(int sign) {
    return """
        select h.village_code, h.status, sum(%1$d)::bigint households, sum(%1$d * m.members)::bigint persons
        from touched t join register.household h on h.county_code = t.county_code and h.village_code = t.village_code
        left join lateral (select count(*) members from register.person p where p.shard_key = h.shard_key and p.household = h.id) m on true
        group by h.village_code, h.status
        """
        .formatted(sign);
  }

  private int note(String rows, String field) {
    return sql.sql("insert into staged_error (row_number, field, value, code, hint) " + rows)
        .param("field", field)
        .update();
  }

  private long count(String query) {
    return sql.sql(query).query(Long.class).single();
  }
}
