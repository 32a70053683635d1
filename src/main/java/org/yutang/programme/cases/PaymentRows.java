package org.yutang.programme.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;

/// Instalments of granted cases, and what came back of grants, in SQL; asks nobody's permission.
@Component
class PaymentRows {

  private static final String COLUMNS =
      """
      select shard_key, case_file, number, name, programme, kind, policy_year, county, amount, currency, state, due_day, needs, held_back, attempt, payout,
        salt, ended_day
      from programme.case_payment
      """;

  private final JdbcClient sql;

  PaymentRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param needs the report that must be accepted before
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Payment(
      int shard,
      UUID caseId,
      int number,
      String name,
      String programme,
      String kind,
      int policyYear,
      String county,
      Money amount,
      Case.Instalment.State state,
      LocalDate dueDay,
      Optional<String> needs,
      List<String> heldBack,
      int attempt,
      Optional<UUID> payout,
      byte @Nullable [] salt,
      Optional<LocalDate> endedDay) {}

  void plan(CaseRow row, int number, CaseKind.Instalment part, Money amount, LocalDate dueDay) {
    sql.sql(
            """
            insert into programme.case_payment (shard_key, case_file, number, name, programme, kind, policy_year, county, amount, currency, state, due_day, needs)
            values (:shard, :case, :number, :name, :programme, :kind, :year, :county, :amount, :currency, 'PLANNED', :due, :needs)
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .param("number", number)
        .param("name", part.name())
        .param("programme", row.programme.text())
        .param("kind", row.kind)
        .param("year", row.policyYear)
        .param("county", row.county.text())
        .param("amount", amount.minor())
        .param("currency", amount.currency())
        .param("due", dueDay)
        .param("needs", part.needs().orElse(null))
        .update();
  }

  List<Payment> all(CaseRow row) {
    return ofCase(row, COLUMNS, " order by number").query((found, i) -> payment(found)).list();
  }

  Optional<Payment> byPayout(CaseRow row, UUID payout) {
    return ofCase(row, COLUMNS, " and payout = :payout")
        .param("payout", payout)
        .query((found, i) -> payment(found))
        .optional();
  }

  void pays(Payment payment, UUID payout, byte[] salt) {
    one(
            payment,
            "state = 'PAYING', attempt = attempt + 1, payout = :payout, salt = :salt, held_back = '{}', waits = false")
        .param("payout", payout)
        .param("salt", salt)
        .update();
  }

  /// @return whether it was being paid
  boolean end(Payment payment, boolean paid, LocalDate day) {
    return one(payment, "state = :state, ended_day = :day", " and state = 'PAYING'")
            .param("state", paid ? "PAID" : "FAILED")
            .param("day", day)
            .update()
        == 1;
  }

  /// @return whether that is news
  boolean holdBack(Payment payment, List<String> why) {
    if (payment.heldBack().equals(why)) return false;
    one(payment, "held_back = :why").param("why", why.toArray(String[]::new)).update();
    return true;
  }

  /// @return how many were planned or had failed
  int cancel(CaseRow row) {
    return ofCase(
            row,
            "update programme.case_payment set state = 'CANCELLED'",
            " and state in ('PLANNED', 'FAILED')")
        .update();
  }

  /// Cases with an instalment that is due, those that were tried longest ago first, so that what is
  /// held back for ever stands in nobody's way. Locks them until the transaction ends and notes
  /// that they are tried; leaves out whom somebody else has locked or has tried meanwhile.
  List<UUID> due(LocalDate today, int limit, Instant now) {
    return sql
        .sql(
            """
            with turns as (
              select distinct on (shard_key, case_file) shard_key, case_file, number, tried_at, due_day from programme.case_payment
              where state = 'PLANNED' and due_day <= :today order by shard_key, case_file, tried_at, due_day, number),
            next as (
              select p.shard_key, p.case_file from turns t
              join programme.case_payment p on p.shard_key = t.shard_key and p.case_file = t.case_file and p.number = t.number
              join programme.case_file f on f.shard_key = t.shard_key and f.id = t.case_file
              where p.state = 'PLANNED' and p.tried_at is not distinct from t.tried_at
              order by t.tried_at nulls first, t.due_day, t.case_file limit :limit for update of f, p skip locked)
            update programme.case_payment p set tried_at = :now from next
            where p.shard_key = next.shard_key and p.case_file = next.case_file and p.state = 'PLANNED' and p.due_day <= :today
            returning p.case_file
            """)
        .param("today", today)
        .param("limit", limit)
        .param("now", CaseRows.utc(now))
        .query(UUID.class)
        .list()
        .stream()
        .distinct()
        .toList();
  }

  private JdbcClient.StatementSpec ofCase(CaseRow row, String statement, String more) {
    return sql.sql(statement + " where shard_key = :shard and case_file = :case" + more)
        .param("shard", row.shard)
        .param("case", row.id);
  }

  private JdbcClient.StatementSpec one(Payment payment, String set) {
    return one(payment, set, "");
  }

  private JdbcClient.StatementSpec one(Payment payment, String set, String more) {
    return sql.sql(
            "update programme.case_payment set "
                + set
                + " where shard_key = :shard and case_file = :case and number = :number"
                + more)
        .param("shard", payment.shard())
        .param("case", payment.caseId())
        .param("number", payment.number());
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        row.getInt("shard_key"),
        row.getObject("case_file", UUID.class),
        row.getInt("number"),
        row.getString("name"),
        row.getString("programme"),
        row.getString("kind"),
        row.getInt("policy_year"),
        row.getString("county"),
        new Money(row.getLong("amount"), row.getString("currency")),
        Case.Instalment.State.valueOf(row.getString("state")),
        row.getObject("due_day", LocalDate.class),
        Optional.ofNullable(row.getString("needs")),
        Arrays.asList((String[]) CaseRows.array(row, "held_back")),
        row.getInt("attempt"),
        Optional.ofNullable(row.getObject("payout", UUID.class)),
        row.getBytes("salt"),
        Optional.ofNullable(row.getObject("ended_day", LocalDate.class)));
  }

  /// What goes back to the fund.
  ///
  /// @param paidBefore whether it comes from outside, where it had been paid to
  /// @param seat whether the seat is given back as well
  record Return(
      UUID transfer,
      long amount,
      boolean paidBefore,
      boolean seat,
      LocalDate businessDate,
      boolean done) {

    Return(UUID transfer, long amount, boolean paidBefore, boolean seat, LocalDate businessDate) {
      this(transfer, amount, paidBefore, seat, businessDate, false);
    }
  }

  /// @return false where that id was there before
  boolean addReturn(CaseRow row, UUID id, Return back) {
    return sql.sql(
                """
                insert into programme.case_return (shard_key, id, case_file, transfer, amount, paid_before, seat, business_date)
                values (:shard, :id, :case, :transfer, :amount, :paidBefore, :seat, :date) on conflict do nothing
                """)
            .param("shard", row.shard)
            .param("id", id)
            .param("case", row.id)
            .param("transfer", back.transfer())
            .param("amount", back.amount())
            .param("paidBefore", back.paidBefore())
            .param("seat", back.seat())
            .param("date", back.businessDate())
            .update()
        == 1;
  }

  List<Return> returns(CaseRow row) {
    return sql.sql(
            """
            select transfer, amount, paid_before, seat, business_date, done from programme.case_return
            where shard_key = :shard and case_file = :case order by transfer
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .query(
            (found, i) ->
                new Return(
                    found.getObject(1, UUID.class),
                    found.getLong(2),
                    found.getBoolean(3),
                    found.getBoolean(4),
                    found.getObject(5, LocalDate.class),
                    found.getBoolean(6)))
        .list();
  }

  /// The ledger has taken it.
  void done(CaseRow row, Return back) {
    sql.sql(
            "update programme.case_return set done = true where shard_key = :shard and case_file = :case and transfer = :transfer")
        .param("shard", row.shard)
        .param("case", row.id)
        .param("transfer", back.transfer())
        .update();
  }
}
