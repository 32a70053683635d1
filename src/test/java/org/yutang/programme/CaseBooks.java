package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payouts;

/// Counts a programme's cases and its ledger accounts against each other, once all events were
/// delivered; on a server where nobody else is paid.
final class CaseBooks {

  private CaseBooks() {}

  static void check(JdbcClient sql, Ledger ledger, Programme programme) {
    long promised = count(sql, "select coalesce(sum(promised), 0) from programme.case_file");
    long paid = count(sql, "select coalesce(sum(paid), 0) from programme.case_file");
    long released = count(sql, "select coalesce(sum(released), 0) from programme.case_file");
    long back = count(sql, "select coalesce(sum(taken_back), 0) from programme.case_file");
    long underWay =
        count(
            sql,
            "select coalesce(sum(amount), 0) from programme.case_payment where state = 'PAYING'");
    assertThat(balance(ledger, programme.promised()))
        .as("promised")
        .isEqualTo(promised - paid - released - underWay);
    assertThat(balance(ledger, Payouts.inTransit(programme.promised())))
        .as("under way")
        .isEqualTo(underWay);
    assertThat(balance(ledger, Payouts.outside(programme.promised())))
        .as("paid and not brought back")
        .isEqualTo(paid - back);
    assertThat(balance(ledger, programme.fund()))
        .as("the fund")
        .isEqualTo(
            count(sql, "select coalesce(sum(amount), 0) from programme.fund_grant")
                - promised
                + released
                + back
                - balance(ledger, programme.payee())
                - balance(ledger, Payouts.outside(programme.payee())));
    assertThat(
            count(
                sql,
                "select coalesce(sum(balance), 0) from ledger.account where unit = 'SEAT' and may_go_negative = false"))
        .as("seats taken, in the pool and in the county")
        .isEqualTo(
            2
                * count(
                    sql,
                    "select count(*) from programme.case_file where kind = 'grant' and state <> 'REVERSED' and (state in ('GRANTED', 'COMPLETED') or granted is not null)"));
    assertThat(
            count(
                sql,
                """
                select count(*) from (
                  select c.id from programme.case_file c join programme.case_payment p on p.case_file = c.id and p.state in ('PAYING', 'PAID')
                  group by c.id, c.promised having sum(p.amount) > c.promised) more
                """))
        .as("ordered more than was promised")
        .isZero();
    assertThat(
            count(
                sql,
                """
                select count(*) from programme.case_payment p join payment.payout o on o.id = p.payout
                where p.amount <> o.amount or p.state <> case o.state when 'PAID' then 'PAID' when 'FAILED' then 'FAILED' else 'PAYING' end
                  and not (p.state in ('PLANNED', 'CANCELLED') and o.state = 'FAILED')
                """))
        .as("instalments that their payouts contradict")
        .isZero();
    assertThat(count(sql, "select count(*) from ledger.reservation")).isZero();
    BooksCheck.check(sql);
  }

  private static long balance(Ledger ledger, java.util.UUID account) {
    return ledger.find(account).map(found -> found.balance()).orElse(0L);
  }

  static long count(JdbcClient sql, String question) {
    return sql.sql(question).query(Long.class).single();
  }
}
