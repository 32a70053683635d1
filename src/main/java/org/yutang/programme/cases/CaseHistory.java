package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Limits;
import org.yutang.programme.ProgrammeRefusal;

/// What a case must know of a person's other cases: ceilings, intervals, and what a reviewer should
/// look at twice. Runs in the transaction that is open.
@Component
class CaseHistory {

  private final JdbcClient sql;

  CaseHistory(JdbcClient sql) {
    this.sql = sql;
  }

  /// Refuses with [ProgrammeRefusal#TOO_SOON] where another case of the kind that is granted, or
  /// about to be, lies less than the interval before or after.
  void requireInterval(CaseRow row, CaseKind kind, LocalDate eventDay) {
    if (kind.limits().interval().isEmpty()) return;
    lockPerson(row);
    String day = kind.cover().map(field -> "(answers->>'" + field + "')::date").orElse("filed_day");
    for (LocalDate other :
        sql.sql(
                "select "
                    + day
                    + """
                     from programme.case_file
                    where shard_key = :shard and person = :person and programme = :programme and kind = :kind and id <> :id
                      and state not in ('DRAFT', 'REJECTED', 'WITHDRAWN', 'REVERSED')
                    """)
            .param("shard", row.shard)
            .param("person", row.person.value())
            .param("programme", row.programme.text())
            .param("kind", row.kind)
            .param("id", row.id)
            .query(LocalDate.class)
            .list()) {
      LocalDate first = other.isBefore(eventDay) ? other : eventDay;
      LocalDate second = other.isBefore(eventDay) ? eventDay : other;
      LocalDate from = first.plus(kind.limits().interval().get());
      if (second.isBefore(from))
        throw new Refusal(
            ProgrammeRefusal.TOO_SOON, Map.of("other", other.toString(), "from", from.toString()));
    }
  }

  /// Before the ceilings of a year or a life are looked at in order to decide.
  void lockPerson(CaseRow row, Limits limits) {
    if (limits.perYear().isPresent() || limits.perLife().isPresent()) lockPerson(row);
  }

  /// What of an amount is within the kind's ceilings, seen what the person was granted already.
  Money within(CaseRow row, Limits limits, Money amount) {
    if (limits.perYear().isEmpty() && limits.perLife().isEmpty())
      return limits.within(amount, row.money(0), row.money(0));
    return limits.within(
        amount, row.money(granted(row, row.policyYear)), row.money(granted(row, 0)));
  }

  /// @param year 0 for all
  private long granted(CaseRow row, int year) {
    return sql.sql(
            """
            select coalesce(sum(case when state = 'REVERSED' then paid - taken_back else benefit end), 0)::bigint from programme.case_file
            where shard_key = :shard and person = :person and programme = :programme and kind = :kind and id <> :id
              and state in ('APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED') and (:year = 0 or policy_year = :year)
            """)
        .param("shard", row.shard)
        .param("person", row.person.value())
        .param("programme", row.programme.text())
        .param("kind", row.kind)
        .param("id", row.id)
        .param("year", year)
        .query(Long.class)
        .single();
  }

  private void lockPerson(CaseRow row) {
    for (String statement :
        List.of(
            "insert into programme.case_person (shard_key, person, programme, kind) values (:shard, :person, :programme, :kind) on conflict do nothing",
            "update programme.case_person set kind = kind where shard_key = :shard and person = :person and programme = :programme and kind = :kind"))
      sql.sql(statement)
          .param("shard", row.shard)
          .param("person", row.person.value())
          .param("programme", row.programme.text())
          .param("kind", row.kind)
          .update();
  }

  boolean hasFailedPayment(CaseRow row) {
    return sql.sql(
            "select exists (select 1 from programme.case_payment where shard_key = :shard and case_file = :case and state = 'FAILED')")
        .param("shard", row.shard)
        .param("case", row.id)
        .query(Boolean.class)
        .single();
  }

  void planFailedAgain(CaseRow row) {
    sql.sql(
            "update programme.case_payment set state = 'PLANNED' where shard_key = :shard and case_file = :case and state = 'FAILED'")
        .param("shard", row.shard)
        .param("case", row.id)
        .update();
  }

  List<Case.Flag> flags(CaseRow row) {
    List<Case.Flag> flags = new ArrayList<>();
    if (row.filer == null) return flags;
    long byFiler =
        sql.sql(
                "select count(*) from programme.case_file where filer = :filer and programme = :programme and policy_year = :year")
            .param("filer", row.filer)
            .param("programme", row.programme.text())
            .param("year", row.policyYear)
            .query(Long.class)
            .single();
    if (row.channel == CaseKind.Channel.PROXY && byFiler > Cases.USUAL_BY_PROXY)
      flags.add(Case.Flag.MANY_BY_THIS_PROXY);
    if (row.payeeMark != null
        && exists(
            row,
            "payee_mark = :mark and person <> :person and programme = :programme and state <> 'WITHDRAWN'"))
      flags.add(Case.Flag.SAME_PAYEE);
    if (exists(
        row,
        """
        shard_key = :shard and household = :household and person <> :person and programme = :programme and kind = :kind and policy_year = :year
          and state not in ('DRAFT', 'REJECTED', 'WITHDRAWN')
        """))
      flags.add(Case.Flag.SAME_HOUSEHOLD);
    return flags;
  }

  private boolean exists(CaseRow row, String condition) {
    return sql.sql("select exists (select 1 from programme.case_file where " + condition + ")")
        .param("mark", row.payeeMark)
        .param("person", row.person.value())
        .param("shard", row.shard)
        .param("household", row.household.value())
        .param("programme", row.programme.text())
        .param("kind", row.kind)
        .param("year", row.policyYear)
        .query(Boolean.class)
        .single();
  }
}
