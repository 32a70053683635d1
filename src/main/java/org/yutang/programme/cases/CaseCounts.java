package org.yutang.programme.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;
import org.yutang.programme.Case;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.CaseVoucher;
import org.yutang.programme.ProgrammeId;

/// The public totals of cases, and the vouchers that they are counted from; asks nobody's
/// permission.
@Component
class CaseCounts {

  private static final int MAX_GROUPS = 100_000;

  private final JdbcClient sql;

  CaseCounts(JdbcClient sql) {
    this.sql = sql;
  }

  CaseTotals of(ProgrammeId programme, String currency) {
    Map<Case.State, Long> byState = new EnumMap<>(Case.State.class);
    sql.sql(
            "select state, count(*) from programme.case_file where programme = :programme and state <> 'DRAFT' group by state")
        .param("programme", programme.text())
        .query(
            row -> {
              byState.put(Case.State.valueOf(row.getString(1)), row.getLong(2));
            });
    List<CaseTotals.Group> months = months(programme, currency);
    long payments = months.stream().mapToLong(CaseTotals.Group::payments).sum();
    Merged merged = merge(months, currency);
    return new CaseTotals(
        programme,
        byState,
        mergeSmall(byState),
        payments,
        payments < CaseTotals.SMALLEST
            ? Optional.empty()
            : months.stream().map(CaseTotals.Group::paid).reduce(Money::plus),
        merged.groups(),
        merged.others(),
        waiting(programme, "decision_days"),
        waiting(programme, "payment_days"));
  }

  private List<CaseTotals.Group> months(ProgrammeId programme, String currency) {
    return sql.sql(
            """
            select county, to_char(ended_day, 'YYYY-MM'), count(*), sum(amount) from programme.case_payment
            where programme = :programme and state = 'PAID' group by 1, 2 order by 1, 2 limit :limit
            """)
        .param("programme", programme.text())
        .param("limit", MAX_GROUPS)
        .query(
            (row, number) ->
                new CaseTotals.Group(
                    Optional.of(new PlaceCode(row.getString(1))),
                    Optional.of(row.getString(2)),
                    row.getLong(3),
                    new Money(row.getLong(4), currency)))
        .list();
  }

  record Merged(List<CaseTotals.Group> groups, Optional<CaseTotals.Group> others) {}

  /// Takes out the smallest until those together are enough to be told; where all cases together
  /// are too few, none is left and none is told. Of two that are equal the name decides, so that
  /// anybody who counts again merges the same.
  ///
  /// @return how many cases were taken out, or 0 where they are not told
  static long mergeSmall(Map<Case.State, Long> byState) {
    long others = 0;
    List<Case.State> bySize = new ArrayList<>(byState.keySet());
    bySize.sort(Comparator.<Case.State, Long>comparing(byState::get).thenComparing(Enum::name));
    for (Case.State state : bySize) {
      long cases = byState.getOrDefault(state, 0L);
      boolean othersSmall = others > 0 && others < CaseTotals.SMALLEST;
      if (cases >= CaseTotals.SMALLEST && !othersSmall) break;
      byState.remove(state);
      others += cases;
    }
    return others < CaseTotals.SMALLEST ? 0 : others;
  }

  /// Merges the small groups, and if what they make together is small still, the smallest other one
  /// with them: otherwise the total would give it away. Where all together are too few, nothing is
  /// told.
  static Merged merge(List<CaseTotals.Group> all, String currency) {
    List<CaseTotals.Group> bySize =
        all.stream().sorted(Comparator.comparingLong(CaseTotals.Group::payments)).toList();
    List<CaseTotals.Group> kept = new ArrayList<>(all);
    long payments = 0;
    Money paid = new Money(0, currency);
    for (CaseTotals.Group group : bySize) {
      boolean small = group.payments() < CaseTotals.SMALLEST;
      boolean othersSmall = payments > 0 && payments < CaseTotals.SMALLEST;
      if (!small && !othersSmall) break;
      kept.remove(group);
      payments += group.payments();
      paid = paid.plus(group.paid());
    }
    return payments < CaseTotals.SMALLEST
        ? new Merged(kept, Optional.empty())
        : new Merged(
            kept,
            Optional.of(new CaseTotals.Group(Optional.empty(), Optional.empty(), payments, paid)));
  }

  private Optional<CaseTotals.Waiting> waiting(ProgrammeId programme, String column) {
    CaseTotals.Waiting found =
        sql.sql(
                """
                select count(*), percentile_disc(0.5) within group (order by %1$s), percentile_disc(0.9) within group (order by %1$s), max(%1$s)
                from programme.case_file where programme = :programme and %1$s is not null
                """
                    .formatted(column))
            .param("programme", programme.text())
            .query((row, number) -> waiting(row))
            .single();
    return Optional.of(found).filter(each -> each.cases() >= CaseTotals.SMALLEST);
  }

  private static CaseTotals.Waiting waiting(ResultSet row) throws SQLException {
    return new CaseTotals.Waiting(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4));
  }

  List<CaseVoucher> cases(ProgrammeId programme, UUID after, int limit) {
    return behind(
            """
            select c.id, c.kind, c.county, c.state, c.filed_day, c.decision_days, c.payment_days, (
                select min(e.day) from programme.case_event e
                where e.shard_key = c.shard_key and e.case_file = c.id and e.state in ('APPROVED', 'REJECTED')) as decided, (
                select min(p.ended_day) from programme.case_payment p
                where p.shard_key = c.shard_key and p.case_file = c.id and p.state = 'PAID') as paid
            from programme.case_file c
            where c.programme = :programme and c.state <> 'DRAFT' and (c.shard_key, c.id) > (:shard, :after)
            order by c.shard_key, c.id limit :limit
            """,
            programme,
            after,
            limit)
        .query(
            (row, number) ->
                new CaseVoucher(
                    row.getObject("id", UUID.class),
                    row.getString("kind"),
                    new PlaceCode(row.getString("county")),
                    Case.State.valueOf(row.getString("state")),
                    day(row, "filed_day"),
                    day(row, "decided"),
                    Optional.ofNullable(row.getObject("decision_days", Integer.class)),
                    day(row, "paid"),
                    Optional.ofNullable(row.getObject("payment_days", Integer.class))))
        .list();
  }

  List<CaseVoucher.Payment> payments(ProgrammeId programme, UUID after, int limit) {
    return behind(
            """
            select payout, case_file, county, ended_day, amount, currency from programme.case_payment
            where programme = :programme and state = 'PAID' and (shard_key, payout) > (:shard, :after)
            order by shard_key, payout limit :limit
            """,
            programme,
            after,
            limit)
        .query(
            (row, number) ->
                new CaseVoucher.Payment(
                    row.getObject("payout", UUID.class),
                    row.getObject("case_file", UUID.class),
                    new PlaceCode(row.getString("county")),
                    row.getObject("ended_day", LocalDate.class),
                    new Money(row.getLong("amount"), row.getString("currency"))))
        .list();
  }

  private JdbcClient.StatementSpec behind(
      String select, ProgrammeId programme, UUID after, int limit) {
    return sql.sql(select)
        .param("programme", programme.text())
        .param("shard", Shards.ofId(after))
        .param("after", after)
        .param("limit", limit);
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }
}
