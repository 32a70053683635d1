package org.yutang.trace.events;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.document.EventWords;
import org.yutang.trace.graph.Link;
import org.yutang.trace.graph.StepReader;

/// What events have named so far: words, places, things. Things are kept by their digests only, so
/// their names are read from one event each.
@Component
class NameRows {

  /// Single things only: thing, parent, child, input, output.
  private static final String SINGLE = "a.role between 1 and 5";

  private final JdbcTemplate jdbc;

  NameRows(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  List<String> words(Trace.Word kind, String after, int most) {
    return jdbc.query(
        connection -> {
          PreparedStatement query =
              connection.prepareStatement(
                  """
                  select v from (select w.value as v from trace.word w where w.kind = ? union select s from unnest(?) as s) x
                  where v > ? order by v limit ?
                  """);
          query.setString(1, kind.name());
          query.setArray(2, connection.createArrayOf("text", standard(kind).toArray()));
          query.setString(3, after);
          query.setInt(4, Math.clamp(most, 1, EventQuery.MAX_PAGE + 1));
          return query;
        },
        (row, number) -> row.getString(1));
  }

  private static List<String> standard(Trace.Word kind) {
    return switch (kind) {
      case EVENT_TYPE -> EventRows.TYPES;
      case BIZ_STEP -> EventWords.bizSteps();
      case DISPOSITION -> EventWords.dispositions();
      case READ_POINT, BIZ_LOCATION -> List.of();
    };
  }

  boolean knows(Trace.Word kind, String value) {
    Optional<String> kept =
        switch (kind) {
          case EVENT_TYPE -> Optional.of(value);
          case BIZ_STEP -> EventWords.bizStep(value);
          case DISPOSITION -> EventWords.disposition(value);
          case READ_POINT, BIZ_LOCATION -> Optional.of(Gs1Key.canonical(value));
        };
    if (kept.isEmpty()) return false;
    if (standard(kind).contains(kept.get())) return true;
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select 1 from trace.word where kind = ? and value = ?)",
            Boolean.class,
            kind.name(),
            kept.get()));
  }

  private record Found(int shard, UUID item, UUID event) {

    String token() {
      return item.toString();
    }
  }

  Trace.Things things(Optional<String> pageToken, int most) {
    List<Found> found =
        new ArrayList<>(walk(pageToken, Math.clamp(most, 1, EventQuery.MAX_PAGE) + 1));
    boolean more = found.size() > most;
    if (more) found.removeLast();
    Map<UUID, String> names = names(found);
    List<String> uris = new ArrayList<>();
    for (Found each : found) {
      String name = names.get(each.item());
      if (name != null) uris.add(name);
    }
    return new Trace.Things(uris, more ? Optional.of(found.getLast().token()) : Optional.empty());
  }

  /// From one thing to the next by the key, however many events each has.
  private List<Found> walk(Optional<String> pageToken, int most) {
    UUID after;
    try {
      after = pageToken.map(UUID::fromString).orElse(new UUID(0, 0));
    } catch (IllegalArgumentException e) {
      throw new Refusal(TraceRefusal.BAD_PAGE_TOKEN);
    }
    return jdbc.query(
        """
        with recursive walk as (
          (select a.shard_key, a.item, a.event from trace.appearance a where (a.shard_key, a.item) > (?, ?) and %1$s
           order by a.shard_key, a.item limit 1)
          union all
          select n.shard_key, n.item, n.event from walk w cross join lateral
            (select a.shard_key, a.item, a.event from trace.appearance a where (a.shard_key, a.item) > (w.shard_key, w.item) and %1$s
             order by a.shard_key, a.item limit 1) n
        )
        select shard_key, item, event from walk limit ?
        """
            .formatted(SINGLE),
        (row, number) ->
            new Found(row.getInt(1), row.getObject(2, UUID.class), row.getObject(3, UUID.class)),
        pageToken.isEmpty() ? -1 : Shards.ofId(after),
        after,
        most);
  }

  private Map<UUID, String> names(List<Found> found) {
    Map<UUID, String> names = new HashMap<>();
    List<UUID> events = found.stream().map(Found::event).distinct().toList();
    jdbc.query(
        connection -> {
          PreparedStatement query =
              connection.prepareStatement(
                  """
                  select e.id, e.body from unnest(?, ?) as w (s, i) join trace.event e on e.shard_key = w.s and e.id = w.i
                  """);
          query.setArray(1, EventRows.column(connection, "int4", events, Shards::ofId));
          query.setArray(2, EventRows.column(connection, "uuid", events, id -> id));
          return query;
        },
        (ResultSet row) -> {
          for (Link link :
              StepReader.read(
                      row.getObject(1, UUID.class), java.time.Instant.EPOCH, row.getString(2))
                  .links()) names.putIfAbsent(link.item().id(), link.item().key());
        });
    return names;
  }
}
