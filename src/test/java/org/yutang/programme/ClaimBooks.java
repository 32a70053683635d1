package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ledger.BooksCheck;

/// What must hold of hospital bills and their money whenever all events were delivered.
final class ClaimBooks {

  private ClaimBooks() {}

  static void check(JdbcClient sql, ClaimHouse house) {
    long given =
        sql.sql(
                """
                select coalesce(sum(amount), 0) from ledger.transfer
                where credit = :payee and kind in (1, 3) and memo <> 'case-release'
                """)
            .param("payee", house.payee())
            .query(Long.class)
            .single();
    long inTransit = house.inTransit();
    long paid = house.outside();
    assertThat(house.balance(house.payee()))
        .as("the insurer's")
        .isEqualTo(given - house.promised() - inTransit - paid);
    assertThat(house.promised() + inTransit + paid)
        .as("granted")
        .isEqualTo(
            count(sql, "select coalesce(sum(promised - released), 0) from programme.case_file"));
    assertThat(inTransit)
        .isEqualTo(
            count(
                sql,
                "select coalesce(sum(amount), 0) from payment.payout where state in ('READY', 'SENT')"));
    assertThat(paid)
        .isEqualTo(
            count(sql, "select coalesce(sum(amount), 0) from payment.payout where state = 'PAID'"))
        .isEqualTo(count(sql, "select coalesce(sum(paid), 0) from programme.case_file"));
    assertThat(count(sql, "select count(*) from payment.payout where state = 'HELD'")).isZero();
    assertThat(
            count(
                sql, "select count(*) from programme.case_file where paid > coalesce(benefit, 0)"))
        .as("paid more than was accepted")
        .isZero();
    assertThat(
            count(
                sql,
                """
                select count(*) from (
                  select c.id from programme.case_file c left join programme.case_payment p on p.case_file = c.id and p.state <> 'FAILED'
                  group by c.id, c.benefit having coalesce(sum(p.amount), 0) > coalesce(c.benefit, 0)) over_paid
                """))
        .as("ordered more than was accepted")
        .isZero();
    assertThat(
            count(
                sql,
                """
                select count(*) from programme.case_payment p join payment.payout o on o.id = p.payout
                where p.amount <> o.amount or p.state <> case o.state when 'PAID' then 'PAID' when 'FAILED' then 'FAILED' else 'PAYING' end
                """))
        .isZero();
    assertThat(count(sql, "select count(*) from ledger.reservation")).isZero();
    BooksCheck.check(sql);
  }

  private static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }
}
