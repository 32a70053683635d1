package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.definition.Reach;

/// Lists and figures of cases; asks nobody's permission.
@Component
class CaseQueries {

  private static final int MAX_GROUPS = 1000;
  private static final int MAX_PUBLISHED = 2000;
  private static final String RUNNING = "state = 'IN_REVIEW'";

  private final JdbcClient sql;
  private final CaseRows rows;

  CaseQueries(JdbcClient sql, CaseRows rows) {
    this.sql = sql;
    this.rows = rows;
  }

  /// All counties that have cases.
  List<PlaceCode> counties() {
    return sql
        .sql(
            """
            with recursive hop as (
              (select county from programme.case_file order by county limit 1)
              union all
              select (select c.county from programme.case_file c where c.county > hop.county order by c.county limit 1) from hop where hop.county is not null
            )
            select county from hop where county is not null
            """)
        .query(String.class)
        .list()
        .stream()
        .map(PlaceCode::new)
        .toList();
  }

  /// What a reader sees.
  ///
  /// @param drafts where the reader sees drafts as well
  /// @param nominated what a nominator sees beyond that
  record Seen(
      Reach.Places places,
      Reach.Places drafts,
      Optional<Nominated> nominated,
      UUID account,
      LocalDate today) {}

  /// Where a reader sees cases of these kinds.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Nominated(String[] kinds, Reach.Places places, Reach.Places drafts) {}

  Page<CaseRow> list(Case.Query query, Seen seen) {
    String where = where(query, seen);
    long total =
        bind(sql.sql("select count(*) from programme.case_file " + where), query, seen)
            .query(Long.class)
            .single();
    String direction = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          case DUE -> "(" + RUNNING + ") desc, due_day" + direction + " nulls last";
          case FILED -> "filed_day" + direction + " nulls last";
          case STATE -> "state" + direction;
          case PLACE -> "county" + direction + ", village" + direction;
          case SCORE -> "score" + direction + " nulls last";
          case CHANGED -> "changed_at" + direction;
        };
    List<CaseRow> found =
        bind(
                sql.sql(
                    CaseRows.COLUMNS
                        + where
                        + " order by "
                        + order
                        + ", id limit :limit offset :offset"),
                query,
                seen)
            .param("limit", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> rows.row(row))
            .list();
    return new Page<>(found, total, query.page().number(), query.page().size());
  }

  /// The newest first.
  List<CaseRow> ofPerson(Cases.Applicant applicant) {
    return sql.sql(
            CaseRows.COLUMNS
                + "where shard_key = :shard and person = :person and programme = :programme and kind = :kind order by changed_at desc, id limit :limit")
        .param("shard", applicant.person().shard())
        .param("person", applicant.person().value())
        .param("programme", applicant.programme().text())
        .param("kind", applicant.kind())
        .param("limit", Page.MAX_SIZE)
        .query((row, number) -> rows.row(row))
        .list();
  }

  List<Case.Tally> tally(Case.Query query, Seen seen) {
    return bind(
            sql.sql(
                "select state, count(*), coalesce(sum(benefit - promised) filter (where state = 'APPROVED'), 0)::bigint from programme.case_file "
                    + where(query, seen)
                    + " group by state"),
            query,
            seen)
        .query(
            (row, number) ->
                new Case.Tally(
                    Case.State.valueOf(row.getString(1)), row.getLong(2), row.getLong(3)))
        .list()
        .stream()
        .sorted(java.util.Comparator.comparing(Case.Tally::state))
        .toList();
  }

  private static final String SEEN =
      "(county = any(:counties) or village = any(:villages))"
          + " and (state <> 'DRAFT' or county = any(:draftCounties) or village = any(:draftVillages))";

  private static final String SEEN_BY_NOMINATORS =
      "programme || '/' || kind = any(:nominated) and (county = any(:nominatedCounties) or village = any(:nominatedVillages))"
          + " and (state <> 'DRAFT' or county = any(:nominatedDraftCounties) or village = any(:nominatedDraftVillages))";

  private static String where(Case.Query query, Seen seen) {
    return "where "
        + (seen.nominated().isPresent() ? "(" + SEEN + " or " + SEEN_BY_NOMINATORS + ")" : SEEN)
        + (query.programme().isPresent() ? " and programme = :programme" : "")
        + (query.kind().isPresent() ? " and kind = :kind" : "")
        + (query.policyYear().isPresent() ? " and policy_year = :year" : "")
        + (query.state().isPresent() ? " and state = :state" : "")
        + (query.stage().isPresent() ? " and stage = :stage and " + RUNNING : "")
        + (query.person().isPresent() ? " and shard_key = :shard and person = :person" : "")
        + (query.forRole().isPresent()
            ? " and "
                + RUNNING
                + " and (stage_role = :role or (escalates_to = :role and due_day < :today))"
            : "")
        + (query.overdue() ? " and " + RUNNING + " and due_day < :today" : "")
        + query.todo().map(CaseQueries::wants).orElse("");
  }

  private static String wants(Case.Todo todo) {
    return " and "
        + switch (todo) {
          case DUE_TODAY -> RUNNING + " and due_day = :today";
          case AGREED_BY_ME -> RUNNING + " and agreed_by = :account";
          case AGREED_BY_OTHERS -> RUNNING + " and agreed_by <> :account";
          case WAITS_FOR_MONEY -> "waiting_for = 'MONEY'";
          case PAYMENT_FAILED ->
              "(state = 'GRANTED' or granted is not null and state <> 'REVERSED') and exists (select 1 from programme.case_payment p where p.shard_key = case_file.shard_key and p.case_file = case_file.id"
                  + " and p.state = 'FAILED')";
        };
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Case.Query query, Seen seen) {
    seen.nominated()
        .ifPresent(
            more ->
                statement
                    .param("nominated", more.kinds())
                    .param("nominatedCounties", more.places().counties())
                    .param("nominatedVillages", more.places().villages())
                    .param("nominatedDraftCounties", more.drafts().counties())
                    .param("nominatedDraftVillages", more.drafts().villages()));
    return statement
        .param("counties", seen.places().counties())
        .param("villages", seen.places().villages())
        .param("draftCounties", seen.drafts().counties())
        .param("draftVillages", seen.drafts().villages())
        .param("account", seen.account())
        .param("programme", query.programme().map(ProgrammeId::text).orElse(null))
        .param("kind", query.kind().orElse(null))
        .param("year", query.policyYear().orElse(null))
        .param("state", query.state().map(Enum::name).orElse(null))
        .param("stage", query.stage().map(Integer::valueOf).orElse(null))
        .param("shard", query.person().map(person -> person.shard()).orElse(null))
        .param("person", query.person().map(person -> person.value()).orElse(null))
        .param("role", query.forRole().map(Enum::name).orElse(null))
        .param("today", seen.today());
  }

  /// @param kind finds a kind by name and year; empty where no version knows it any more
  CaseFigures figures(
      ProgrammeId programme,
      String currency,
      java.util.function.BiFunction<String, Integer, Optional<CaseKind>> kind) {
    List<SmallCalls.Counted> calls =
        sql.sql(
                """
                select kind, policy_year, count(*), count(*) filter (where state in ('GRANTED', 'COMPLETED')), sum(paid - taken_back)::bigint,
                  count(decision_days), percentile_disc(0.5) within group (order by decision_days), percentile_disc(0.9) within group (order by decision_days),
                  max(decision_days), count(*) filter (where paid > taken_back)
                from programme.case_file where programme = :programme and state <> 'DRAFT' and filed_day is not null
                group by kind, policy_year order by policy_year desc, kind limit :limit
                """)
            .param("programme", programme.text())
            .param("limit", MAX_GROUPS)
            .query(
                (row, number) -> {
                  String name = row.getString(1);
                  int year = row.getInt(2);
                  long filed = row.getLong(3);
                  long granted = row.getLong(4);
                  long decided = row.getLong(6);
                  List<CaseFigures.Granted> published =
                      kind.apply(name, year)
                          .map(known -> published(programme, known, year, currency))
                          .orElse(List.of());
                  boolean tell = granted >= CaseFigures.SMALLEST || !published.isEmpty();
                  CaseFigures.Call call =
                      new CaseFigures.Call(
                          name,
                          year,
                          Optional.of(filed).filter(count -> count >= CaseFigures.SMALLEST),
                          tell ? Optional.of(granted) : Optional.empty(),
                          row.getLong(10) >= CaseFigures.SMALLEST || !published.isEmpty()
                              ? Optional.of(new Money(row.getLong(5), currency))
                              : Optional.empty(),
                          decided < CaseFigures.SMALLEST
                              ? Optional.empty()
                              : Optional.of(
                                  new CaseFigures.Waiting(
                                      decided, row.getInt(7), row.getInt(8), row.getInt(9))),
                          published,
                          tell
                              ? kind.apply(name, year)
                                  .map(known -> sums(programme, known, year))
                                  .orElse(Map.of())
                              : Map.of());
                  return new SmallCalls.Counted(call, filed, granted, row.getLong(10));
                })
            .list();
    return new CaseFigures(programme, SmallCalls.hide(calls));
  }

  /// What the logs of granted cases add up to.
  private Map<String, Long> sums(ProgrammeId programme, CaseKind kind, int year) {
    Map<String, Long> sums = new TreeMap<>();
    for (CaseKind.Log log : kind.logs())
      if (log.sum().isPresent())
        sums.put(
            log.name(),
            sql.sql(
                    """
                    select coalesce(sum((l.answers ->> :field)::bigint), 0) from programme.case_file f
                    join programme.case_log l on l.shard_key = f.shard_key and l.case_file = f.id
                    where f.programme = :programme and f.kind = :kind and f.policy_year = :year and f.state in ('GRANTED', 'COMPLETED') and l.log = :log
                      and l.state = any(:states)
                    """)
                .param("field", log.sum().get())
                .param("programme", programme.text())
                .param("kind", kind.name())
                .param("year", year)
                .param("log", log.name())
                .param("states", LogRows.counted(log))
                .query(Long.class)
                .single());
    return sums;
  }

  private List<CaseFigures.Granted> published(
      ProgrammeId programme, CaseKind kind, int year, String currency) {
    if (kind.published().isEmpty()) return List.of();
    List<CaseFigures.Granted> granted = new ArrayList<>();
    sql.sql(
            """
            select county, answers::text, promised from programme.case_file
            where programme = :programme and kind = :kind and policy_year = :year and state in ('GRANTED', 'COMPLETED')
            order by rank nulls last, decided_day, id limit :limit
            """)
        .param("programme", programme.text())
        .param("kind", kind.name())
        .param("year", year)
        .param("limit", MAX_PUBLISHED)
        .query(
            row -> {
              Map<String, Object> answers = new TreeMap<>(CaseRows.facts(row.getString(2)));
              answers.keySet().retainAll(kind.published());
              long amount = row.getLong(3);
              granted.add(
                  new CaseFigures.Granted(
                      new PlaceCode(row.getString(1)),
                      answers,
                      amount == 0 ? Optional.empty() : Optional.of(new Money(amount, currency))));
            });
    return granted;
  }
}
