package org.yutang.programme;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Lists and figures of claims; asks nobody's permission.
@Component
class ClaimQueries {

  private static final int MAX_GROUPS = 100_000;

  private final JdbcClient sql;
  private final ClaimRows rows;

  ClaimQueries(JdbcClient sql, ClaimRows rows) {
    this.sql = sql;
    this.rows = rows;
  }

  /// Where a reader sees claims: in whole counties, and in single villages; and whether drafts too.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Seen(String[] counties, String[] villages, boolean drafts) {}

  /// All counties that have claims.
  List<PlaceCode> counties() {
    return sql
        .sql(
            """
            with recursive hop as (
              (select county from programme.claim order by county limit 1)
              union all
              select (select c.county from programme.claim c where c.county > hop.county order by c.county limit 1) from hop where hop.county is not null
            )
            select county from hop where county is not null
            """)
        .query(String.class)
        .list()
        .stream()
        .map(PlaceCode::new)
        .toList();
  }

  private static String where(Claim.Query query, Seen seen) {
    return "where (county = any(:counties) or village = any(:villages))"
        + (seen.drafts() ? "" : " and state <> 'DRAFT'")
        + (query.programme().isPresent() ? " and programme = :programme" : "")
        + (query.state().isPresent() ? " and state = :state" : "")
        + (query.person().isPresent() ? " and shard_key = :shard and person = :person" : "")
        + (query.overdue() ? " and state in ('FILED', 'AWAITING_SECOND') and due_day < :today" : "")
        + (query.dueOn().isPresent()
            ? " and state in ('FILED', 'AWAITING_SECOND') and due_day = :dueOn"
            : "")
        + (query.firstReviewer().isPresent() ? " and first_reviewer = :first" : "")
        + (query.notReviewer().isPresent() ? " and first_reviewer is distinct from :notFirst" : "");
  }

  /// Counts by state, in the order of the states.
  List<Claim.Tally> tally(Claim.Query query, Seen seen, LocalDate today) {
    return bind(
            sql.sql(
                "select state, count(*) as claims, coalesce(sum(benefit - paid) filter (where state = 'APPROVED'), 0) as unpaid from programme.claim "
                    + where(query, seen)
                    + " group by state"),
            query,
            seen,
            today)
        .query(
            (row, number) ->
                new Claim.Tally(
                    Claim.State.valueOf(row.getString("state")),
                    row.getLong("claims"),
                    row.getLong("unpaid")))
        .list()
        .stream()
        .sorted(Comparator.comparing(Claim.Tally::state))
        .toList();
  }

  Page<ClaimRow> list(Claim.Query query, Seen seen, LocalDate today) {
    String where = where(query, seen);
    String way = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          // what no clock runs for comes last
          case DUE ->
              " order by state not in ('FILED', 'AWAITING_SECOND'), due_day"
                  + way
                  + " nulls last, id";
          case FILED -> " order by filed_day" + way + " nulls last, id";
          case AMOUNT -> " order by own_share" + way + " nulls last, id";
          case STATE -> " order by state" + way + ", due_day, id";
          case PLACE -> " order by county" + way + ", village" + way + ", id";
          case CHANGED -> " order by changed_at" + way + ", id";
        };
    List<ClaimRow> items =
        bind(
                sql.sql(ClaimRows.COLUMNS + where + order + " limit :size offset :offset"),
                query,
                seen,
                today)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> rows.row(row))
            .list();
    long total =
        bind(sql.sql("select count(*) from programme.claim " + where), query, seen, today)
            .query(Long.class)
            .single();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Claim.Query query, Seen seen, LocalDate today) {
    return statement
        .param("counties", seen.counties())
        .param("villages", seen.villages())
        .param("programme", query.programme().map(ProgrammeId::text).orElse(null))
        .param("state", query.state().map(Enum::name).orElse(null))
        .param("shard", query.person().map(person -> person.shard()).orElse(null))
        .param("person", query.person().map(person -> person.value()).orElse(null))
        .param("dueOn", query.dueOn().orElse(null))
        .param("first", query.firstReviewer().orElse(null))
        .param("notFirst", query.notReviewer().orElse(null))
        .param("today", today);
  }

  ClaimFigures figures(ProgrammeId programme, String currency) {
    Map<Claim.State, Long> byState = new EnumMap<>(Claim.State.class);
    sql.sql(
            "select state, count(*) from programme.claim where programme = :programme and state <> 'DRAFT' group by state")
        .param("programme", programme.text())
        .query(
            row -> {
              byState.put(Claim.State.valueOf(row.getString(1)), row.getLong(2));
            });
    List<ClaimFigures.Group> months = months(programme, currency);
    long payments = months.stream().mapToLong(ClaimFigures.Group::payments).sum();
    Merged merged = merge(months, currency);
    return new ClaimFigures(
        programme,
        byState,
        mergeSmall(byState),
        payments,
        payments < ClaimFigures.SMALLEST
            ? Optional.empty()
            : months.stream().map(ClaimFigures.Group::paid).reduce(Money::plus),
        merged.groups(),
        merged.others(),
        waiting(programme, "decision_days"),
        waiting(programme, "payment_days"));
  }

  private List<ClaimFigures.Group> months(ProgrammeId programme, String currency) {
    return sql.sql(
            """
            select county, to_char(ended_day, 'YYYY-MM'), count(*), sum(amount) from programme.claim_payment
            where programme = :programme and state = 'PAID' group by 1, 2 order by 1, 2 limit :limit
            """)
        .param("programme", programme.text())
        .param("limit", MAX_GROUPS)
        .query(
            (row, number) ->
                new ClaimFigures.Group(
                    Optional.of(new PlaceCode(row.getString(1))),
                    Optional.of(row.getString(2)),
                    row.getLong(3),
                    new Money(row.getLong(4), currency)))
        .list();
  }

  record Merged(List<ClaimFigures.Group> groups, Optional<ClaimFigures.Group> others) {}

  /// Takes out the smallest until those together are enough to be told; where all claims together
  /// are too few, none is left and none is told. Of two that are equal the name decides, so that
  /// anybody who counts again merges the same.
  ///
  /// @return how many claims were taken out, or 0 where they are not told
  static long mergeSmall(Map<Claim.State, Long> byState) {
    long others = 0;
    List<Claim.State> bySize = new ArrayList<>(byState.keySet());
    bySize.sort(Comparator.<Claim.State, Long>comparing(byState::get).thenComparing(Enum::name));
    for (Claim.State state : bySize) {
      long claims = byState.getOrDefault(state, 0L);
      boolean othersSmall = others > 0 && others < ClaimFigures.SMALLEST;
      if (claims >= ClaimFigures.SMALLEST && !othersSmall) break;
      byState.remove(state);
      others += claims;
    }
    return others < ClaimFigures.SMALLEST ? 0 : others;
  }

  /// Merges the small groups, and if what they make together is small still, the smallest other one
  /// with them: otherwise the total would give it away. Where all together are too few, nothing is
  /// told.
  static Merged merge(List<ClaimFigures.Group> all, String currency) {
    List<ClaimFigures.Group> bySize =
        all.stream().sorted(Comparator.comparingLong(ClaimFigures.Group::payments)).toList();
    List<ClaimFigures.Group> kept = new ArrayList<>(all);
    long payments = 0;
    Money paid = new Money(0, currency);
    for (ClaimFigures.Group group : bySize) {
      boolean small = group.payments() < ClaimFigures.SMALLEST;
      boolean othersSmall = payments > 0 && payments < ClaimFigures.SMALLEST;
      if (!small && !othersSmall) break;
      kept.remove(group);
      payments += group.payments();
      paid = paid.plus(group.paid());
    }
    return payments < ClaimFigures.SMALLEST
        ? new Merged(kept, Optional.empty())
        : new Merged(
            kept,
            Optional.of(
                new ClaimFigures.Group(Optional.empty(), Optional.empty(), payments, paid)));
  }

  private Optional<ClaimFigures.Waiting> waiting(ProgrammeId programme, String column) {
    ClaimFigures.Waiting found =
        sql.sql(
                """
                select count(*), percentile_disc(0.5) within group (order by %1$s), percentile_disc(0.9) within group (order by %1$s), max(%1$s)
                from programme.claim where programme = :programme and %1$s is not null
                """
                    .formatted(column))
            .param("programme", programme.text())
            .query((row, number) -> waiting(row))
            .single();
    return Optional.of(found).filter(each -> each.claims() >= ClaimFigures.SMALLEST);
  }

  private static ClaimFigures.Waiting waiting(ResultSet row) throws SQLException {
    return new ClaimFigures.Waiting(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4));
  }
}
