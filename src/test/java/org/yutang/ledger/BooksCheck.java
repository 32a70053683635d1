package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold of the books at any time, asked of the tables.
public final class BooksCheck {

  private BooksCheck() {}

  public static void check(JdbcClient sql) {
    assertThat(
            sql.sql("select unit from ledger.account group by unit having sum(balance) <> 0")
                .query(String.class)
                .list())
        .as("units out of balance")
        .isEmpty();
    assertThat(
            sql.sql(
                    """
                    select a.id::text from ledger.account a where a.balance <>
                      (select coalesce(sum(amount), 0) from ledger.transfer where shard_key = a.shard_key and credit = a.id and kind in (1, 3))
                      - (select coalesce(sum(amount), 0) from ledger.transfer where shard_key = a.shard_key and debit = a.id and kind in (1, 3))
                    or a.reserved <> (select coalesce(sum(amount), 0) from ledger.reservation r where r.shard_key = a.shard_key and r.debit = a.id)
                    or a.movements <> (select count(*) from ledger.transfer where shard_key = a.shard_key and (credit = a.id or debit = a.id) and kind in (1, 3))
                    """)
                .query(String.class)
                .list())
        .as("accounts that differ from their lines")
        .isEmpty();
    assertThat(
            sql.sql("select id::text from ledger.transfer group by id having count(*) > 1")
                .query(String.class)
                .list())
        .as("lines twice")
        .isEmpty();
    assertThat(
            sql.sql(
                    "select reservation::text from ledger.transfer where reservation is not null group by reservation having count(*) > 1")
                .query(String.class)
                .list())
        .as("reservations ended twice")
        .isEmpty();
    assertThat(
            sql.sql(
                    """
                    select (select coalesce(sum(lines), 0) from ledger.journal) - (select count(*) from ledger.transfer)
                      + (select last_line from ledger.shard_lease) - (select coalesce(max(line), 0) from ledger.transfer)
                    """)
                .query(Long.class)
                .single())
        .as("journal against lines")
        .isZero();
  }
}
