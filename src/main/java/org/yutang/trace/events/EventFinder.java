package org.yutang.trace.events;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.TraceRefusal;
import org.yutang.trace.document.EventWriter;

/// Finds events page by page, in one order of time and id.
@Component
class EventFinder {

  private static final int MAX_PREFIXES = 1000;

  private final JdbcClient sql;

  EventFinder(JdbcClient sql) {
    this.sql = sql;
  }

  /// Where a page begins.
  ///
  /// @param left how many events of `eventCountLimit` are left; negative without one
  private record Place(Instant time, UUID id, long left) {

    String token() {
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((micros + " " + id + " " + left).getBytes(StandardCharsets.UTF_8));
    }

    static Place of(String token) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ");
        return new Place(
            Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS),
            UUID.fromString(parts[1]),
            Long.parseLong(parts[2]));
      } catch (RuntimeException e) {
        throw new Refusal(TraceRefusal.BAD_PAGE_TOKEN);
      }
    }
  }

  private record Row(Instant time, UUID id, Event event) {}

  EventQuery.Found find(EventQuery query) {
    return find(query, Optional.empty());
  }

  /// @param chunk only what was captured then
  EventQuery.Found find(EventQuery query, Optional<Instant> chunk) {
    QueryTerms terms = QueryTerms.of(query, prefixesByName());
    chunk.ifPresent(
        time -> terms.add("e.record_time = :chunk", "chunk", time.atOffset(ZoneOffset.UTC)));
    Optional<Place> place = query.pageToken().map(Place::of);
    long left = place.map(Place::left).orElse(terms.countLimit());
    if (place.isEmpty()) refuseTooMany(terms);
    if (left == 0) return new EventQuery.Found(List.of(), Optional.empty());
    String compare = terms.descending() ? "<" : ">";
    place.ifPresent(
        from -> {
          terms.add(
              "(" + terms.orderColumn() + ", e.id) " + compare + " (:afterTime, :afterId)",
              "afterTime",
              from.time().atOffset(ZoneOffset.UTC));
          terms.add("afterId", from.id());
        });
    int wanted = (int) (left < 0 ? query.perPage() : Math.min(left, query.perPage()));
    List<Row> rows = rows(terms, wanted + 1);
    boolean more = rows.size() > wanted;
    if (more) rows = rows.subList(0, wanted);
    long leftThen = left < 0 ? -1 : left - rows.size();
    Optional<String> next =
        more && leftThen != 0
            ? Optional.of(new Place(rows.getLast().time(), rows.getLast().id(), leftThen).token())
            : Optional.empty();
    return new EventQuery.Found(rows.stream().map(Row::event).toList(), next);
  }

  private void refuseTooMany(QueryTerms terms) {
    long limit = terms.maxCount();
    if (limit < 0) return;
    long count =
        sql.sql(
                "select count(*) from (select 1 from trace.event e where "
                    + terms.where()
                    + " limit :most) x")
            .params(terms.values())
            .param("most", limit + 1)
            .query(Long.class)
            .single();
    if (count > limit) throw new Refusal(TraceRefusal.TOO_MANY_EVENTS, Map.of("limit", limit));
  }

  private List<Row> rows(QueryTerms terms, int most) {
    String direction = terms.descending() ? " desc" : "";
    String order =
        " order by " + terms.orderColumn() + direction + ", e.id" + direction + " limit :most";
    return new ArrayList<>(
        sql.sql(
                "select "
                    + terms.orderColumn()
                    + " as time, e.id, e.body from trace.event e where "
                    + terms.where()
                    + order)
            .params(terms.values())
            .param("most", most)
            .query(
                (ResultSet row, int number) ->
                    new Row(
                        row.getObject("time", OffsetDateTime.class).toInstant(),
                        row.getObject("id", UUID.class),
                        EventWriter.read(row.getString("body"))))
            .list());
  }

  /// An event, and its declaration as wrong.
  List<Event> get(String eventId) {
    List<Event> found = new ArrayList<>();
    for (boolean wrong : new boolean[] {false, true}) {
      UUID id = NewEvent.id(eventId, wrong);
      sql.sql("select e.body from trace.event e where e.shard_key = :shard and e.id = :id")
          .param("shard", Shards.ofId(id))
          .param("id", id)
          .query(String.class)
          .optional()
          .ifPresent(body -> found.add(EventWriter.read(body)));
    }
    return found;
  }

  /// Prefixes by namespace.
  Map<String, String> prefixes() {
    Map<String, String> prefixes = new HashMap<>();
    sql.sql("select n.uri, n.prefix from trace.namespace n order by n.uri limit :most")
        .param("most", MAX_PREFIXES)
        .query(
            row -> {
              prefixes.put(row.getString(1), row.getString(2));
            });
    return prefixes;
  }

  /// A type of somebody's own with its prefix written out; others as they are.
  String typeName(String type) {
    return FieldTerms.uri(type, prefixesByName()).orElse(type);
  }

  private Map<String, String> prefixesByName() {
    Map<String, String> namespaces = new HashMap<>();
    prefixes().forEach((uri, prefix) -> namespaces.putIfAbsent(prefix, uri));
    return namespaces;
  }
}
