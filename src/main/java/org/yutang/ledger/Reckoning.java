package org.yutang.ledger;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold of the books at any time, asked of the tables.
public final class Reckoning {

  private static final int SHOWN = 5;

  private Reckoning() {}

  /// What does not hold, a sentence each; empty when all is well.
  public static List<String> differences(JdbcClient sql) {
    List<String> found = new ArrayList<>();
    add(
        found,
        "units out of balance",
        sql,
        "select unit from ledger.account group by unit having sum(balance) <> 0");
    add(
        found,
        "accounts that differ from their lines",
        sql,
        """
        with moved as (
          select account, sum(amount) as amount, count(*) as lines from (
            select credit as account, amount from ledger.transfer where kind in (1, 3)
            union all select debit, -amount from ledger.transfer where kind in (1, 3)) each group by account),
        held as (select debit as account, sum(amount) as amount from ledger.reservation group by debit)
        select a.id::text from ledger.account a left join moved m on m.account = a.id left join held h on h.account = a.id
        where a.balance <> coalesce(m.amount, 0) or a.movements <> coalesce(m.lines, 0) or a.reserved <> coalesce(h.amount, 0)
        """);
    add(
        found,
        "accounts below what their rule allows",
        sql,
        "select id::text from ledger.account where not may_go_negative and balance - reserved < 0");
    add(
        found,
        "lines twice",
        sql,
        "select id::text from ledger.transfer group by id having count(*) > 1");
    add(
        found,
        "reservations ended twice",
        sql,
        """
        select reservation::text from ledger.transfer where reservation is not null group by reservation having count(*) > 1
        """);
    add(
        found,
        "journal against lines",
        sql,
        """
        select n::text from (
          select (select coalesce(sum(lines), 0) from ledger.journal) - (select count(*) from ledger.transfer)
            + (select sum(last_line) from ledger.shard_lease) - (select coalesce(max(line), 0) from ledger.transfer) as n) each
        where n <> 0
        """);
    return found;
  }

  private static void add(List<String> found, String what, JdbcClient sql, String query) {
    List<String> rows = sql.sql(query + " limit " + (SHOWN + 1)).query(String.class).list();
    if (!rows.isEmpty())
      found.add(
          what
              + ": "
              + String.join(", ", rows.subList(0, Math.min(SHOWN, rows.size())))
              + (rows.size() > SHOWN ? " and more" : ""));
  }
}
