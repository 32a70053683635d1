package org.yutang.ledger;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Page;

/// The accounts of all shards together: the list of them, and whether they balance.
record AccountList(Sharding sharding, JdbcClient sql) {

  /// Units are few; this only bounds the answer.
  private static final int MAX_UNITS = 1000;

  Page<Account> find(String name, Ledger.Sort sort, boolean descending, Page.Wanted page) {
    String where = shards() + " and part = 'HOME' and position(lower(:name) in lower(name)) > 0";
    String order =
        switch (sort) {
          case NAME -> "name";
          case BALANCE -> "balance";
          case RESERVED -> "reserved";
        };
    List<Account> found =
        sql.sql(
                "select %s from ledger.account where %s order by %s %s, name, id limit :size offset :offset"
                    .formatted(Statements.ACCOUNT, where, order, descending ? "desc" : ""))
            .param("name", name)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> Statements.account(row))
            .list();
    long total =
        sql.sql("select count(*) from ledger.account where " + where)
            .param("name", name)
            .query(Long.class)
            .single();
    return new Page<>(found, total, page.number(), page.size());
  }

  /// One statement, so that all of it is as of one moment. Every shard balances by itself, with its
  /// sub-accounts and clearing accounts.
  List<TrialBalance> trialBalance() {
    return sql.sql(
            """
            select unit, count(*) filter (where part = 'HOME') as accounts, coalesce(sum(balance) filter (where balance > 0), 0) as credits,
              coalesce(-sum(balance) filter (where balance < 0), 0) as debits, sum(reserved) as reserved
            from ledger.account where %s group by unit order by unit limit :limit
            """
                .formatted(shards()))
        .param("limit", MAX_UNITS)
        .query(
            (row, number) ->
                new TrialBalance(
                    new Unit(row.getString("unit")),
                    row.getLong("accounts"),
                    Turnovers.whole(row, "debits"),
                    Turnovers.whole(row, "credits"),
                    Turnovers.whole(row, "reserved")))
        .list();
  }

  /// Of a single shard the key gives the order by name.
  private String shards() {
    return sharding.count() == 1 ? "shard_key = 0" : "shard_key < " + sharding.count();
  }
}
