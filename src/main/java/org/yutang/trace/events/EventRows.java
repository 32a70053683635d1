package org.yutang.trace.events;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;
import org.yutang.trace.Event;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.graph.Item;
import org.yutang.trace.graph.Link;

/// Events in SQL, whole columns at once.
@Component
class EventRows {

  /// The standard's, by the numbers that they are kept as.
  static final List<String> TYPES =
      List.of(
          "ObjectEvent",
          "AggregationEvent",
          "TransactionEvent",
          "TransformationEvent",
          "AssociationEvent");

  private final JdbcTemplate jdbc;

  EventRows(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /// Whatever is not the standard's; the event itself says what it is.
  static final short OWN_TYPE = 100;

  static short type(String name) {
    int number = TYPES.indexOf(name);
    return number < 0 ? OWN_TYPE : (short) number;
  }

  /// Inserts those that are not here yet.
  ///
  /// @return the ids of those that were not
  Set<UUID> insert(List<NewEvent> events, Instant recordTime) {
    return with(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into trace.event (shard_key, id, event_id, hash, event_time, record_time, type, biz_step, disposition, read_point, biz_location, wrong,
                    body)
                  select s, i, e, h, t, ?, k, b, d, r, l, w, j
                  from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as n (s, i, e, h, t, k, b, d, r, l, w, j)
                  on conflict do nothing returning id
                  """)) {
            int at = 1;
            insert.setObject(at++, recordTime.atOffset(ZoneOffset.UTC));
            insert.setArray(at++, column(connection, "int4", events, e -> Shards.ofId(e.id())));
            insert.setArray(at++, column(connection, "uuid", events, NewEvent::id));
            insert.setArray(at++, column(connection, "text", events, NewEvent::eventId));
            insert.setArray(at++, hashes(connection, events));
            insert.setArray(at++, column(connection, "timestamptz", events, EventRows::time));
            insert.setArray(at++, column(connection, "int2", events, e -> type(e.event().type())));
            insert.setArray(
                at++, column(connection, "text", events, e -> or(e.event().base().bizStep())));
            insert.setArray(
                at++, column(connection, "text", events, e -> or(e.event().base().disposition())));
            insert.setArray(
                at++, column(connection, "text", events, e -> key(e.event().base().readPoint())));
            insert.setArray(
                at++, column(connection, "text", events, e -> key(e.event().base().bizLocation())));
            insert.setArray(at++, column(connection, "bool", events, NewEvent::wrong));
            insert.setArray(at, column(connection, "text", events, NewEvent::body));
            Set<UUID> inserted = new HashSet<>();
            try (ResultSet rows = insert.executeQuery()) {
              while (rows.next()) inserted.add(rows.getObject(1, UUID.class));
            }
            return inserted;
          }
        });
  }

  private static Array hashes(Connection connection, List<NewEvent> events) throws SQLException {
    return connection.createArrayOf(
        "bytea", events.stream().map(NewEvent::hash).toArray(byte[][]::new));
  }

  private static Object time(NewEvent event) {
    return event.event().base().time().withOffsetSameInstant(ZoneOffset.UTC);
  }

  private static @Nullable String or(java.util.Optional<String> text) {
    return text.orElse(null);
  }

  private static @Nullable String key(java.util.Optional<Event.Place> place) {
    return place.map(found -> Gs1Key.canonical(found.id())).orElse(null);
  }

  /// The hashes of events that are here.
  Map<UUID, byte[]> hashes(Collection<UUID> ids) {
    return with(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select e.id, e.hash from unnest(?, ?) as w (s, i) join trace.event e on e.shard_key = w.s and e.id = w.i
                  """)) {
            query.setArray(1, column(connection, "int4", ids, Shards::ofId));
            query.setArray(2, column(connection, "uuid", ids, id -> id));
            Map<UUID, byte[]> hashes = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) hashes.put(rows.getObject(1, UUID.class), rows.getBytes(2));
            }
            return hashes;
          }
        });
  }

  private record Appearance(int shard, UUID item, UUID event, int role) {}

  /// Notes where items appeared; declarations of errors are found by them as well.
  void appear(List<NewEvent> events) {
    Set<Appearance> all = new HashSet<>();
    for (NewEvent event : events)
      for (Link link : event.links())
        all.add(new Appearance(link.item().shard(), link.item().id(), event.id(), link.number()));
    List<Appearance> rows = new ArrayList<>(all);
    rows.sort(java.util.Comparator.comparingInt(Appearance::shard).thenComparing(Appearance::item));
    with(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into trace.appearance (shard_key, item, event, role)
                  select s, i, e, r from unnest(?, ?, ?, ?) as n (s, i, e, r) on conflict do nothing
                  """)) {
            insert.setArray(1, column(connection, "int4", rows, Appearance::shard));
            insert.setArray(2, column(connection, "uuid", rows, Appearance::item));
            insert.setArray(3, column(connection, "uuid", rows, Appearance::event));
            insert.setArray(4, column(connection, "int2", rows, row -> (short) row.role()));
            return insert.executeUpdate();
          }
        });
  }

  /// Notes events as declared wrong.
  void declare(List<NewEvent> declarations) {
    for (NewEvent event : declarations) {
      UUID meant = NewEvent.id(event.eventId(), false);
      jdbc.update(
          """
          insert into trace.declaration (shard_key, event, declared_at) values (?, ?, ?) on conflict do nothing
          """,
          Shards.ofId(meant),
          meant,
          event.event().base().error().orElseThrow().declared());
    }
  }

  /// Takes back what was just inserted.
  void remove(List<NewEvent> events) {
    for (NewEvent event : events) {
      jdbc.update(
          "delete from trace.event where shard_key = ? and id = ?",
          Shards.ofId(event.id()),
          event.id());
      for (Link link : event.links())
        jdbc.update(
            "delete from trace.appearance where shard_key = ? and item = ? and event = ? and role = ?",
            link.item().shard(),
            link.item().id(),
            event.id(),
            link.number());
    }
  }

  /// Those of these items that ever lay in something.
  Set<UUID> contained(Collection<Item> items) {
    return with(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select w.i from unnest(?, ?) as w (s, i)
                  where exists (select 1 from trace.appearance a where a.shard_key = w.s and a.item = w.i and a.role = 3)
                  """)) {
            query.setArray(1, column(connection, "int4", items, Item::shard));
            query.setArray(2, column(connection, "uuid", items, Item::id));
            Set<UUID> found = new HashSet<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) found.add(rows.getObject(1, UUID.class));
            }
            return found;
          }
        });
  }

  static <T> Array column(
      Connection connection,
      String type,
      Collection<T> rows,
      Function<? super T, ? extends @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = new Object[rows.size()];
    int at = 0;
    for (T row : rows) values[at++] = value.apply(row);
    return connection.createArrayOf(type, values);
  }

  private <T> T with(ConnectionCallback<T> work) {
    T result = jdbc.execute(work);
    if (result == null) throw new IllegalStateException("no result");
    return result;
  }
}
