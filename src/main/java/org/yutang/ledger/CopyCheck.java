package org.yutang.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Compares the copies of balances that rooms keep with the accounts. Others go on working, so what
/// differs is looked at again until nothing is under way with it.
record CopyCheck(List<BalanceCopy> copies, JdbcClient sql, LedgerCheck.Listener listener) {

  private static final String STEP = "ledger.check.copies";
  private static final int AT_ONCE = 1000;
  private static final int TIMES = 10;
  private static final long PAUSE_NANOS = 100_000_000;

  void compare() {
    for (BalanceCopy copy : copies) {
      long done = 0;
      List<BalanceCopy.Copied> page = copy.after("", AT_ONCE);
      while (!page.isEmpty()) {
        Map<UUID, Long> balances = balances(page);
        for (BalanceCopy.Copied each : page)
          if (balances.getOrDefault(each.account(), 0L) != each.balance()) again(copy, each.key());
        done += page.size();
        listener.at(STEP, done, 0);
        page = copy.after(page.getLast().key(), AT_ONCE);
      }
    }
  }

  private Map<UUID, Long> balances(List<BalanceCopy.Copied> page) {
    Map<UUID, Long> balances = new HashMap<>();
    sql.sql("select id, balance from ledger.account where id = any(:ids)")
        .param("ids", page.stream().map(BalanceCopy.Copied::account).toArray(UUID[]::new))
        .query((row, _) -> balances.put(row.getObject("id", UUID.class), row.getLong("balance")))
        .list();
    return balances;
  }

  /// It differs where copy and account stay what they are and are not the same.
  private void again(BalanceCopy copy, String key) {
    Optional<BalanceCopy.Copied> last = Optional.empty();
    long balance = 0;
    for (int i = 0; i < TIMES; i++) {
      Optional<BalanceCopy.Copied> now = copy.settled(key);
      long there =
          now.map(each -> balances(List.of(each)).getOrDefault(each.account(), 0L)).orElse(0L);
      if (now.isPresent()) {
        if (now.get().balance() == there) return;
        if (now.equals(last) && there == balance) {
          listener.found(
              new Finding(
                  Finding.Kind.COPY_DIFFERS,
                  Map.of(
                      "account", now.get().account().toString(),
                      "room", copy.room(),
                      "copy", String.valueOf(now.get().balance()),
                      "balance", String.valueOf(there))));
          return;
        }
      }
      last = now;
      balance = there;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
