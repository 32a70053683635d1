package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
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
                      and (""" // a day that is blank meanwhile is near to nothing
                    + day
                    + ") is not null")
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

  /// Before the ceilings of a year or a life, or what gifts have added, are looked at in order to
  /// decide.
  ///
  /// @param gifts whether gifts raise the ceilings of the kind
  void lockPerson(CaseRow row, Limits limits, boolean gifts) {
    if (limits.perYear().isPresent() || limits.perLife().isPresent()) lockPerson(row);
    if (gifts) lockGifts(row);
  }

  /// @param amount what is due
  /// @param fromGifts what of it lies above the ceilings
  record Within(Money amount, Money fromGifts) {}

  /// What of an amount is within the kind's ceilings, seen what the person was granted already; and
  /// what gifts have added pays of the rest, as far as it was not used.
  Within within(CaseRow row, Limits limits, Money amount, boolean gifts) {
    Money within = within(row, limits, amount);
    if (!gifts) return new Within(within, row.money(0));
    long more = Math.min(amount.minor() - within.minor(), addedAndNotUsed(row));
    return new Within(within.plus(row.money(more)), row.money(more));
  }

  private Money within(CaseRow row, Limits limits, Money amount) {
    if (limits.perYear().isEmpty() && limits.perLife().isEmpty())
      return limits.within(amount, row.money(0), row.money(0));
    return limits.within(
        amount, row.money(granted(row, row.policyYear)), row.money(granted(row, 0)));
  }

  /// @param year 0 for all
  private long granted(CaseRow row, int year) {
    return sql.sql(
            """
            select coalesce(sum(least(case when state = 'REVERSED' then paid - taken_back else benefit end, benefit - from_gifts)), 0)::bigint
            from programme.case_file
            where shard_key = :shard and person = :person and programme = :programme and kind = :kind and id <> :id
              and (state in ('APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED') or granted is not null) and (:year = 0 or policy_year = :year)
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

  /// Nobody pairs the person or takes a pairing back meanwhile.
  private void lockGifts(CaseRow row) {
    sql.sql(
            "select 1 from programme.participant where shard_key = :shard and programme = :programme and person = :person for update")
        .param("shard", row.shard)
        .param("programme", row.programme.text())
        .param("person", row.person.value())
        .query(Integer.class)
        .optional();
  }

  private long addedAndNotUsed(CaseRow row) {
    return sql.sql(
            """
            select greatest(0, coalesce((
                select added from programme.participant where shard_key = :shard and programme = :programme and person = :person), 0)
              - coalesce(sum(case when state = 'REVERSED' then greatest(paid - taken_back - (benefit - from_gifts), 0) else from_gifts end), 0))::bigint
            from programme.case_file where shard_key = :shard and person = :person and programme = :programme and id <> :id
              and (state in ('APPROVED', 'GRANTED', 'COMPLETED', 'REVERSED') or granted is not null) and from_gifts > 0
            """)
        .param("shard", row.shard)
        .param("programme", row.programme.text())
        .param("person", row.person.value())
        .param("id", row.id)
        .query(Long.class)
        .single();
  }

  /// The digest of the definition by which an enrolment was made.
  String termsOf(UUID enrolment) {
    return sql.sql(
            "select definition from programme.enrolment where shard_key = :shard and id = :id")
        .param("shard", Shards.ofId(enrolment))
        .param("id", enrolment)
        .query(String.class)
        .single();
  }

  /// The day on which money or seat became its own the last time; the epoch where they never did.
  LocalDate grantedDay(CaseRow row) {
    return sql.sql(
            """
            select coalesce(max(day), '1970-01-01') from programme.case_event
            where shard_key = :shard and case_file = :case and kind = 'GRANTED'
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .query(LocalDate.class)
        .single();
  }

  /// The last day on which the person took part in the programme, where the person has left it.
  Optional<LocalDate> leftOn(CaseRow row) {
    return sql.sql(
            """
            select left_day from programme.participant where shard_key = :shard and programme = :programme and person = :person and left_day is not null
            """)
        .param("shard", row.shard)
        .param("programme", row.programme.text())
        .param("person", row.person.value())
        .query(LocalDate.class)
        .optional();
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
