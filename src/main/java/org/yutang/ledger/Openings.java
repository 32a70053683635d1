package org.yutang.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yutang.kernel.Refusal;

/// Opens accounts, thousands a statement. The writer meets a new account when a command first names
/// it.
record Openings(int shard, JdbcTemplate jdbc) {

  private static final int AT_ONCE = 5_000;

  /// What is compared of an account that is there already.
  private record Kind(String unit, AccountRules rules) {}

  void open(List<NewAccount> accounts) {
    // in one order, so that two that open the same accounts at once don't wait for each other
    List<NewAccount> sorted =
        accounts.stream().sorted(Comparator.comparing(NewAccount::id)).toList();
    for (int from = 0; from < sorted.size(); from += AT_ONCE)
      openSome(sorted.subList(from, Math.min(from + AT_ONCE, sorted.size())));
  }

  private void openSome(List<NewAccount> accounts) {
    Map<UUID, Kind> there =
        jdbc.execute(
            (ConnectionCallback<Map<UUID, Kind>>)
                connection -> {
                  Rows rows = new Rows(connection);
                  rows.update(
                      """
                      insert into ledger.account (shard_key, id, name, unit, may_go_negative, most, per_holder)
                      select ?, id, name, unit, negative, nullif(most, -1), nullif(per_holder, -1)
                      from unnest(?, ?, ?, ?, ?, ?) as u (id, name, unit, negative, most, per_holder)
                      on conflict do nothing
                      """,
                      shard,
                      Column.uuids(accounts, NewAccount::id),
                      Column.texts(accounts, NewAccount::name),
                      Column.texts(accounts, each -> each.unit().code()),
                      Column.booleans(accounts, each -> each.rules().mayGoNegative()),
                      Column.longs(accounts, each -> orNone(each.rules().most())),
                      Column.longs(accounts, each -> orNone(each.rules().perHolder())));
                  Map<UUID, Kind> found = new HashMap<>();
                  rows.query(
                      "select id, unit, may_go_negative, most, per_holder from ledger.account where shard_key = ? and id = any (?)",
                      row ->
                          found.put(
                              row.getObject(1, UUID.class),
                              new Kind(row.getString(2), Books.rules(row, 3))),
                      shard,
                      Column.uuids(accounts, NewAccount::id));
                  return found;
                });
    for (NewAccount wanted : accounts)
      if (there == null
          || !new Kind(wanted.unit().code(), wanted.rules()).equals(there.get(wanted.id())))
        throw new Refusal(LedgerRefusal.ACCOUNT_DIFFERS, Map.of("account", wanted.name()));
  }

  /// -1 stands for no limit.
  private static long orNone(OptionalLong limit) {
    return limit.orElse(-1);
  }
}
