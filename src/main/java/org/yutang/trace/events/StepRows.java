package org.yutang.trace.events;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yutang.kernel.Shards;
import org.yutang.trace.graph.Item;
import org.yutang.trace.graph.Step;
import org.yutang.trace.graph.StepReader;
import org.yutang.trace.graph.StepSource;

/// The steps of one question, from the database: where the items appeared, then those events that
/// were not read yet. Two statements a level, each by key.
final class StepRows implements StepSource {

  private static final int WORTH_SHARING = 500;

  /// What goes in before what comes out, where clocks tick together.
  private static final Comparator<Step> ORDER =
      Comparator.comparing(Step::at)
          .thenComparing(step -> "DELETE".equals(step.action()))
          .thenComparing(Step::id);

  /// As numbers of roles: what made an item, lay in it or saw it, but not where it went on to.
  private static final Short[] ORIGINS = {1, 2, 5, 6, 11, 15};

  private static final Short[] ALL = {1, 2, 3, 4, 5, 6, 11, 13, 14, 15};

  private final JdbcTemplate jdbc;
  private final Short[] roles;
  private final Map<UUID, Step> read = new HashMap<>();
  private final Set<UUID> asked = new HashSet<>();

  private StepRows(JdbcTemplate jdbc, Short[] roles) {
    this.jdbc = jdbc;
    this.roles = roles;
  }

  /// Every step of an item.
  static StepRows all(JdbcTemplate jdbc) {
    return new StepRows(jdbc, ALL);
  }

  /// Enough to go backward: a lot that went into ten thousand boxes has few origins.
  static StepRows origins(JdbcTemplate jdbc) {
    return new StepRows(jdbc, ORIGINS);
  }

  private record Row(UUID id, Instant at, String body) {}

  @Override
  public Map<UUID, List<Step>> steps(Collection<Item> items) {
    Map<UUID, Set<UUID>> appearances = appearances(items);
    List<UUID> unread = new ArrayList<>();
    for (Set<UUID> events : appearances.values())
      for (UUID event : events) if (asked.add(event)) unread.add(event);
    read(unread);
    Map<UUID, List<Step>> steps = new HashMap<>();
    appearances.forEach(
        (item, events) -> {
          List<Step> all = new ArrayList<>(events.size());
          for (UUID event : events) {
            Step step = read.get(event);
            if (step != null) all.add(step);
          }
          all.sort(ORDER);
          steps.put(item, all);
        });
    return steps;
  }

  private Map<UUID, Set<UUID>> appearances(Collection<Item> items) {
    Map<UUID, Set<UUID>> found = new HashMap<>();
    jdbc.query(
        connection -> {
          PreparedStatement query =
              connection.prepareStatement(
                  """
                  select a.item, a.event from unnest(?, ?) as w (s, i) join trace.appearance a on a.shard_key = w.s and a.item = w.i
                  where a.role = any (?)
                  """);
          query.setArray(1, EventRows.column(connection, "int4", items, Item::shard));
          query.setArray(2, EventRows.column(connection, "uuid", items, Item::id));
          query.setArray(3, connection.createArrayOf("int2", roles));
          return query;
        },
        (ResultSet row) -> {
          found
              .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>(4))
              .add(row.getObject(2, UUID.class));
        });
    return found;
  }

  private void read(List<UUID> events) {
    if (events.isEmpty()) return;
    List<Row> rows = new ArrayList<>(events.size());
    jdbc.query(
        connection -> {
          PreparedStatement query =
              connection.prepareStatement(
                  """
                  select e.id, e.event_time, e.body from unnest(?, ?) as w (s, i) join trace.event e on e.shard_key = w.s and e.id = w.i
                  where not e.wrong and not exists (select 1 from trace.declaration d where d.shard_key = e.shard_key and d.event = e.id)
                  """);
          query.setArray(1, EventRows.column(connection, "int4", events, Shards::ofId));
          query.setArray(2, EventRows.column(connection, "uuid", events, id -> id));
          return query;
        },
        (ResultSet row) -> {
          rows.add(
              new Row(
                  row.getObject(1, UUID.class),
                  row.getObject(2, OffsetDateTime.class).toInstant(),
                  row.getString(3)));
        });
    var all = rows.size() < WORTH_SHARING ? rows.stream() : rows.parallelStream();
    for (Step step : all.map(row -> StepReader.read(row.id(), row.at(), row.body())).toList())
      read.put(step.id(), step);
  }
}
