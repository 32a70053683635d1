package org.yutang.market;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.store.EveryMinute;

/// Counts words that are searched for, by day and nothing else: who asked is not even known here,
/// and only words of products that were written down are kept, so that nothing typed by accident (a
/// name, a number) ever lies in the table. Kept in memory for up to a minute; whoever is killed
/// loses that minute.
@Component
class Searches implements EveryMinute {

  /// Words that wait; what comes on top is not counted.
  private static final int MOST = 10_000;

  private record Asked(LocalDate day, String word) {}

  private final JdbcClient sql;
  private final Clock clock;
  private Map<Asked, Long> waiting = new HashMap<>();

  Searches(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  synchronized void count(List<String> words) {
    LocalDate day = BusinessDay.of(clock.instant());
    for (String word : Set.copyOf(words)) {
      Asked asked = new Asked(day, word);
      if (waiting.size() < MOST || waiting.containsKey(asked)) waiting.merge(asked, 1L, Long::sum);
    }
  }

  private synchronized Map<Asked, Long> taken() {
    Map<Asked, Long> taken = waiting;
    waiting = new HashMap<>();
    return taken;
  }

  @Override
  public void everyMinute() {
    Map<Asked, Long> taken = taken();
    if (taken.isEmpty()) return;
    List<Map.Entry<Asked, Long>> all =
        taken.entrySet().stream()
            .sorted(java.util.Comparator.comparing(each -> each.getKey().word()))
            .toList();
    sql.sql(
            """
            insert into market.search_day (day, word, times)
            select day, word, times from unnest(cast(:days as date[]), cast(:words as text[]), cast(:times as bigint[])) as t (day, word, times)
            where exists (select from market.word w where w.text = t.word) order by word, day
            on conflict (day, word) do update set times = search_day.times + excluded.times
            """)
        .param(
            "days", all.stream().map(each -> each.getKey().day().toString()).toArray(String[]::new))
        .param("words", all.stream().map(each -> each.getKey().word()).toArray(String[]::new))
        .param("times", all.stream().map(Map.Entry::getValue).toArray(Long[]::new))
        .update();
  }
}
