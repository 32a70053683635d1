package org.yutang.register;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.PlaceCode;

/// Brings staged places and facts about places into the register, in the transaction that staged
/// them.
final class PlaceMerge {

  private static final int DEEPEST = 12;

  private final JdbcClient sql;
  private final UUID source;
  private final boolean everywhere;
  private final String[] tops;

  PlaceMerge(JdbcClient sql, UUID source, List<PlaceCode> tops) {
    this.sql = sql;
    this.source = source;
    this.everywhere = tops.contains(PlaceCode.WORLD);
    this.tops = tops.stream().map(PlaceCode::text).toArray(String[]::new);
  }

  /// Notes the rows that contradict each other or the register, and takes them out.
  void judge() {
    sql.sql("analyze staged_place").update();
    note(
        """
        select s.row_number, 'code', s.code, 'duplicate-place', f.first_row::text from staged_place s
        join (select code, min(row_number) first_row from staged_place group by code having count(*) > 1) f on f.code = s.code
        where s.row_number > f.first_row
        """);
    note(
        """
        select s.row_number, 'parent', s.parent, 'place-moved', p.parent from staged_place s
        join register.place p on p.code = s.code where p.parent is distinct from s.parent
        """);
    note(
        """
        select s.row_number, 'parent', s.parent, 'unknown-place', null from staged_place s
        where not exists (select 1 from register.place p where p.code = s.parent) and not exists (select 1 from staged_place o where o.code = s.parent)
        """);
    if (!everywhere)
      note(
          """
          select s.row_number, 'parent', s.parent, 'not-permitted', null from staged_place s
          join register.place p on p.code = s.parent where not p.path && cast(:tops as text[])
          """);
    sql.sql("delete from staged_place s using staged_error e where e.row_number = s.row_number")
        .update();
  }

  ImportReport.Counts merge() {
    long known =
        count("select count(*) from staged_place s join register.place p on p.code = s.code");
    long changed =
        sql.sql(
                """
                update register.place p set name_zh = s.name_zh, name_en = coalesce(s.name_en, p.name_en), level = s.level, source = :source from staged_place s
                where s.code = p.code and (s.name_zh <> p.name_zh or s.level <> p.level or coalesce(s.name_en, p.name_en) is distinct from p.name_en)
                """)
            .param("source", source)
            .update();
    long fresh = 0;
    // Parents may stand anywhere in the file: level by level, until nothing more hangs on something
    // known.
    for (int depth = 0; depth < DEEPEST; depth++) {
      int more =
          sql.sql(
                  """
                  insert into register.place (code, parent, level, name_zh, name_en, path, county_code, source)
                  select s.code, s.parent, s.level, s.name_zh, s.name_en, p.path || s.code, case when p.level >= 4 then p.county_code else s.code end, :source
                  from staged_place s join register.place p on p.code = s.parent
                  where not exists (select 1 from register.place o where o.code = s.code) order by s.code
                  """)
              .param("source", source)
              .update();
      fresh += more;
      if (more == 0) break;
    }
    note(
        """
        select s.row_number, 'parent', s.parent, 'unknown-place', null from staged_place s
        where not exists (select 1 from register.place p where p.code = s.code)
        """);
    return new ImportReport.Counts(fresh, changed, known - changed);
  }

  ImportReport.Counts mergeFacts() {
    sql.sql(
            "delete from staged_place_fact s where exists (select 1 from staged_error e where e.row_number = s.row_number)")
        .update();
    // Where two rows speak of one place now, the first stands and the other's note is kept beside
    // it.
    sql.sql(
            """
            create temp table one_place_fact on commit drop as select distinct on (place, name) place, name, value, delisted_year,
              note from staged_place_fact order by place, name, row_number
            """)
        .update();
    long known =
        count(
            "select count(*) from one_place_fact s join register.place_fact f on f.place = s.place and f.name = s.name");
    long changed =
        sql.sql(
                """
                update register.place_fact f set value = s.value, delisted_year = coalesce(s.delisted_year, f.delisted_year), note = coalesce(s.note, f.note),
                  source = :source
                from one_place_fact s where s.place = f.place and s.name = f.name and (f.value <> s.value
                  or coalesce(s.delisted_year, f.delisted_year) is distinct from f.delisted_year or coalesce(s.note, f.note) is distinct from f.note)
                """)
            .param("source", source)
            .update();
    sql.sql(
            """
            with fresh as (
              insert into register.place_fact (place, name, value, delisted_year, note, source)
              select place, name, value, delisted_year, note, :source from one_place_fact s
              where not exists (select 1 from register.place_fact f where f.place = s.place and f.name = s.name) returning place, name
            )
            insert into register.figure (place, households_none, households_registered, households_lifted, households_returned,
              persons_none, persons_registered, persons_lifted, persons_returned, poor_villages)
            select a.place, 0, 0, 0, 0, 0, 0, 0, 0, count(*) from fresh f join register.place p on p.code = f.place cross join unnest(p.path) a(place)
            where f.name = 'poor-village' group by a.place order by a.place
            on conflict (place) do update set poor_villages = figure.poor_villages + excluded.poor_villages
            """)
        .param("source", source)
        .update();
    return new ImportReport.Counts(
        count("select count(*) from one_place_fact") - known, changed, known - changed);
  }

  private void note(String rows) {
    var statement =
        sql.sql("insert into staged_error (row_number, field, value, code, hint) " + rows);
    if (rows.contains(":tops")) statement.param("tops", tops);
    statement.update();
  }

  private long count(String query) {
    return sql.sql(query).query(Long.class).single();
  }
}
