package org.yutang.programme;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Replay.Given;
import org.yutang.programme.Replay.Reason;
import org.yutang.programme.Replay.Why;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.PastDefinitions;
import org.yutang.programme.trial.KeptFacts;
import org.yutang.programme.trial.Replaying;

/// Tries insurers' decided claims again: whether the person would have been covered, and what would
/// be due of what the reviewer let count.
@Component
class ClaimReplay implements Replaying {

  private static final int AT_ONCE = 500;
  private static final Text NOTHING = new Text("", "");

  private final ClaimRows rows;
  private final EnrolmentQueries enrolments;
  private final PastDefinitions past;
  private final KeptFacts keptFacts;
  private final JdbcClient sql;

  ClaimReplay(
      ClaimRows rows,
      EnrolmentQueries enrolments,
      PastDefinitions past,
      KeptFacts keptFacts,
      JdbcClient sql) {
    this.rows = rows;
    this.enrolments = enrolments;
    this.past = past;
    this.keptFacts = keptFacts;
    this.sql = sql;
  }

  @Override
  public void replay(
      Definition definition, Set<PlaceCode> within, Consumer<Replay.Difference> each) {
    UUID after = new UUID(0, 0);
    while (true) {
      List<ClaimRow> claims = decided(definition.programme().id(), within, after);
      if (claims.isEmpty()) return;
      after = claims.getLast().id;
      for (ClaimRow row : claims) each.accept(take(definition, row));
    }
  }

  private List<ClaimRow> decided(ProgrammeId programme, Set<PlaceCode> within, UUID after) {
    return sql.sql(
            ClaimRows.COLUMNS
                + """
                where programme = :programme and county = any (:counties) and id > :after
                  and state in ('REJECTED', 'APPROVED', 'PAYING', 'PAID', 'PAYMENT_FAILED')
                order by id limit :limit
                """)
        .param("programme", programme.text())
        .param("counties", within.stream().map(PlaceCode::text).toArray(String[]::new))
        .param("after", after)
        .param("limit", AT_ONCE)
        .query((row, number) -> rows.row(row))
        .list();
  }

  private Replay.Difference take(Definition definition, ClaimRow row) {
    boolean granted = row.state != Claim.State.REJECTED;
    Given was = new Given(granted, row.money(granted ? Objects.requireNonNull(row.benefit) : 0));
    List<Reason> reasons = new ArrayList<>();
    Optional<Money> counted = granted ? Optional.of(counted(row)) : belowDeductible(row);
    Given would = counted.map(money -> again(definition, row, money, reasons)).orElse(was);
    if (reasons.isEmpty() && !would.equals(was)) reasons.add(new Reason(Why.BENEFIT, "", NOTHING));
    return new Replay.Difference(
        row.id,
        Optional.empty(),
        Objects.requireNonNullElse(row.decidedDay, row.lastDay),
        was,
        would,
        would.equals(was) ? List.of() : reasons);
  }

  private static Money counted(ClaimRow row) {
    return row.money(Objects.requireNonNull(row.counted));
  }

  /// The own share of a claim that was rejected because nothing was due of it: all other rejections
  /// are what people decided.
  private Optional<Money> belowDeductible(ClaimRow row) {
    if (row.ownShare == null || row.definition == null || row.rules == null)
      return Optional.empty();
    Money own = row.money(row.ownShare);
    Programme then = past.get(row.programme, row.definition).programme();
    boolean nothingDue = then.version(row.rules).getCover().getBenefit().due(own).minor() == 0;
    return nothingDue ? Optional.of(own) : Optional.empty();
  }

  private Given again(Definition definition, ClaimRow row, Money counted, List<Reason> reasons) {
    Given nothing = new Given(false, row.money(0));
    int year = Objects.requireNonNull(row.policyYear);
    Programme programme = definition.programme();
    Optional<Schedule> benefit = programme.version(year).cover().flatMap(Programme.Cover::benefit);
    if (benefit.isEmpty()) {
      reasons.add(new Reason(Why.KIND, "", NOTHING));
      return nothing;
    }
    List<String> failed = definition.failedRules(year, facts(programme, row, year));
    for (Programme.Rule rule : programme.version(year).rules())
      if (failed.contains(rule.name()))
        reasons.add(new Reason(Why.RULE, rule.name(), rule.title()));
    if (!reasons.isEmpty()) return nothing;
    Money due = benefit.get().due(counted);
    return due.minor() == 0 ? nothing : new Given(true, due);
  }

  private Map<String, Object> facts(Programme programme, ClaimRow row, int year) {
    Map<String, Object> kept =
        enrolments
            .find(Objects.requireNonNull(row.enrolment))
            .map(EnrolmentQueries.Kept::facts)
            .orElse(Map.of());
    return keptFacts.on(programme, row.person, programme.coverFrom(year), kept);
  }
}
