package org.yutang.programme.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Volunteers.State;

/// Who helps with which case in SQL; asks nobody's permission.
@Component
class MatchRows {

  /// So many volunteers are looked at for one need.
  private static final int MOST_LOOKED_AT = 20_000;

  private static final int MOST_MATCHES = 1000;

  private static final String COLUMNS =
      "select case_file, helper, state, hours, invited_at, answered_at from programme.case_match ";

  /// Engagements of a volunteer whose needs go on.
  private static final String GOING_ON =
      """
      from programme.case_match m join programme.case_file f on f.shard_key = m.shard_key and f.id = m.case_file
      where m.state = 'ENGAGED' and f.state = 'GRANTED'
      """;

  private final JdbcClient sql;

  MatchRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Match(
      UUID need,
      UUID helper,
      State state,
      long hours,
      Instant invitedAt,
      Optional<Instant> answeredAt) {}

  /// Volunteers who were granted, do not pause and are not asked yet.
  List<Fitting.Volunteer> candidates(
      CaseRow need, CaseKind.Matching matching, List<String> wanted) {
    return sql.sql(
            """
            select v.id, v.county, v.answers::text as answers, (v.answers ->> :hours)::bigint as hours, v.decided_at, coalesce(busy.hours, 0) as taken,
              coalesce(busy.needs, 0) as needs
            from programme.case_file v
            left join (select m.helper, sum(m.hours)::bigint as hours, count(*)::int as needs
            """
                + GOING_ON
                + """
                   group by m.helper) busy on busy.helper = v.id
            where v.programme = :programme and v.kind = :kind and v.state in ('GRANTED', 'COMPLETED') and jsonb_exists_any(v.answers -> :skills, :wanted)
              and not exists (select 1 from programme.case_paused p where p.shard_key = v.shard_key and p.case_file = v.id)
              and not exists (select 1 from programme.case_match m where m.shard_key = :shard and m.case_file = :need and m.helper = v.id)
              and v.person <> :person
            order by v.decided_at, v.id limit :limit
            """)
        .param("skills", matching.skills())
        .param("hours", matching.hours())
        .param("programme", need.programme.text())
        .param("kind", matching.from())
        .param("wanted", wanted.toArray(String[]::new))
        .param("shard", need.shard)
        .param("need", need.id)
        .param("person", need.person.value())
        .param("limit", MOST_LOOKED_AT)
        .query(
            (row, number) ->
                new Fitting.Volunteer(
                    row.getObject("id", UUID.class),
                    new PlaceCode(row.getString("county")),
                    CaseMatching.skills(
                        CaseRows.facts(row.getString("answers")), matching.skills()),
                    row.getLong("hours"),
                    row.getLong("taken"),
                    row.getInt("needs"),
                    row.getObject("decided_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// Hours a week of a volunteer that are taken.
  long taken(UUID helper) {
    return sql.sql("select coalesce(sum(m.hours), 0) " + GOING_ON + " and m.helper = :helper")
        .param("helper", helper)
        .query(Long.class)
        .single();
  }

  long engaged(CaseRow need) {
    return ofNeed(need, "select count(*) from programme.case_match ", " and state = 'ENGAGED'")
        .query(Long.class)
        .single();
  }

  /// Does nothing where that volunteer was asked before.
  boolean insert(CaseRow need, UUID helper, long hours, UUID by, Instant at) {
    return sql.sql(
                """
                insert into programme.case_match (shard_key, case_file, helper, state, hours, invited_by, invited_at)
                values (:shard, :need, :helper, 'INVITED', :hours, :by, :at) on conflict do nothing
                """)
            .param("shard", need.shard)
            .param("need", need.id)
            .param("helper", helper)
            .param("hours", hours)
            .param("by", by)
            .param("at", CaseRows.utc(at))
            .update()
        == 1;
  }

  Optional<Match> find(CaseRow need, UUID helper) {
    return ofNeed(need, COLUMNS, " and helper = :helper")
        .param("helper", helper)
        .query((row, number) -> match(row))
        .optional();
  }

  /// Under the lock of the need.
  void set(CaseRow need, UUID helper, State state, Instant at) {
    ofNeed(
            need,
            "update programme.case_match set state = :state, answered_at = :at ",
            " and helper = :helper")
        .param("state", state.name())
        .param("at", CaseRows.utc(at))
        .param("helper", helper)
        .update();
  }

  List<Match> ofNeed(CaseRow need) {
    return ofNeed(need, COLUMNS, " order by invited_at desc, helper limit " + MOST_MATCHES)
        .query((row, number) -> match(row))
        .list();
  }

  List<Match> ofHelper(UUID helper) {
    return sql.sql(
            COLUMNS
                + "where helper = :helper order by invited_at desc, case_file limit "
                + MOST_MATCHES)
        .param("helper", helper)
        .query((row, number) -> match(row))
        .list();
  }

  void pause(UUID helper, boolean paused) {
    String statement =
        paused
            ? "insert into programme.case_paused (shard_key, case_file) values (:shard, :helper) on conflict do nothing"
            : "delete from programme.case_paused where shard_key = :shard and case_file = :helper";
    sql.sql(statement).param("shard", Shards.ofId(helper)).param("helper", helper).update();
  }

  boolean isPaused(UUID helper) {
    return sql.sql(
                "select count(*) from programme.case_paused where shard_key = :shard and case_file = :helper")
            .param("shard", Shards.ofId(helper))
            .param("helper", helper)
            .query(Long.class)
            .single()
        == 1;
  }

  private JdbcClient.StatementSpec ofNeed(CaseRow need, String statement, String more) {
    return sql.sql(statement + "where shard_key = :shard and case_file = :need" + more)
        .param("shard", need.shard)
        .param("need", need.id);
  }

  private static Match match(ResultSet row) throws SQLException {
    OffsetDateTime answered = row.getObject("answered_at", OffsetDateTime.class);
    return new Match(
        row.getObject("case_file", UUID.class),
        row.getObject("helper", UUID.class),
        State.valueOf(row.getString("state")),
        row.getLong("hours"),
        row.getObject("invited_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(answered).map(OffsetDateTime::toInstant));
  }
}
