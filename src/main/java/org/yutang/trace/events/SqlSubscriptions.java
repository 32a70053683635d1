package org.yutang.trace.events;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Destination;
import org.yutang.store.Json;
import org.yutang.store.Sealing;
import org.yutang.store.Transactions;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Schedule;
import org.yutang.trace.Subscriptions;
import org.yutang.trace.TraceRefusal;

/// Named questions and their subscribers in SQL.
@Component
class SqlSubscriptions implements Subscriptions {

  static final String KEY = "trace-subscription";
  private static final String NAME = "[A-Za-z0-9_-]{1,100}";

  /// As many captures of before a subscriber can be told of.
  private static final int MAX_CHUNKS = 100_000;

  private static final String COLUMNS =
      """
      select s.id, s.query, s.address, s.report_if_empty, s.created_at, s.schedule, s.initial_record_time,
        (select max(d.delivered_at) from trace.delivery d where d.subscription = s.id) as notified,
        (select d.last_error from trace.delivery d where d.subscription = s.id order by d.chunk desc limit 1) as last_error
      from trace.subscription s
      """;

  private final Access access;
  private final EventFinder finder;
  private final JdbcClient sql;
  private final Sealing sealing;
  private final Transactions transactions;
  private final Deliveries deliveries;
  private final Connections connections;
  private final Clock clock;

  SqlSubscriptions(
      Access access,
      EventFinder finder,
      JdbcClient sql,
      Sealing sealing,
      Transactions transactions,
      Deliveries deliveries,
      Connections connections,
      Clock clock) {
    this.access = access;
    this.finder = finder;
    this.sql = sql;
    this.sealing = sealing;
    this.transactions = transactions;
    this.deliveries = deliveries;
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public Query define(Actor actor, String name, Map<String, List<String>> parameters) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    if (!name.matches(NAME))
      throw new Refusal(TraceRefusal.BAD_PARAMETER, Map.of("parameter", "name", "value", name));
    // refuses what cannot be asked
    finder.find(new EventQuery(parameters, 1, Optional.empty()));
    int inserted =
        sql.sql(
                """
                insert into trace.query (name, account, parameters, created_at) values (:name, :account, :parameters::jsonb, :at)
                on conflict do nothing
                """)
            .param("name", name)
            .param("account", actor.account())
            .param("parameters", Json.write(new TreeMap<>(parameters)))
            .param("at", clock.instant().atOffset(ZoneOffset.UTC))
            .update();
    Query here = getQuery(actor, name);
    if (inserted == 0 && !here.parameters().equals(parameters))
      throw new Refusal(TraceRefusal.QUERY_EXISTS, Map.of("query", name));
    return here;
  }

  @Override
  public Query getQuery(Actor actor, String name) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return sql.sql("select name, parameters, created_at from trace.query where name = :name")
        .param("name", name)
        .query((row, number) -> query(row))
        .optional()
        .orElseThrow(() -> new Refusal(TraceRefusal.UNKNOWN_QUERY, Map.of("query", name)));
  }

  @Override
  public List<Query> listQueries(Actor actor, String after, int most) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return sql.sql(
            "select name, parameters, created_at from trace.query where name > :after order by name limit :most")
        .param("after", after)
        .param("most", Math.clamp(most, 1, EventQuery.MAX_PAGE + 1))
        .query((row, number) -> query(row))
        .list();
  }

  @SuppressWarnings("unchecked")
  private static Query query(ResultSet row) throws SQLException {
    return new Query(
        row.getString("name"),
        Json.read(row.getString("parameters"), Map.class),
        CaptureRows.instant(row, "created_at").orElseThrow());
  }

  @Override
  public void deleteQuery(Actor actor, String name) {
    Query query = getQuery(actor, name);
    requireMine(actor, "select account = :account from trace.query where name = :id", query.name());
    transactions.run(
        () -> {
          sql.sql(
                  "delete from trace.delivery where subscription in (select s.id from trace.subscription s where s.query = :name)")
              .param("name", name)
              .update();
          sql.sql("delete from trace.subscription where query = :name")
              .param("name", name)
              .update();
          sql.sql("delete from trace.query where name = :name").param("name", name).update();
        });
  }

  private void requireMine(Actor actor, String question, Object id) {
    boolean mine =
        sql.sql(question)
            .param("account", actor.account())
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (!mine && actor.isPerson()) access.requireSomewhere(actor, Permission.MANAGE_ACCOUNTS);
  }

  @Override
  public Subscription subscribe(Actor actor, Order order) {
    Query query = getQuery(actor, order.query());
    if (!Destination.isAllowed(order.address()))
      throw new Refusal(
          TraceRefusal.BAD_DESTINATION, Map.of("address", order.address().toString()));
    transactions.run(
        () -> {
          if (insert(actor, order, query.name(), false)) tellOfBefore(order);
        });
    deliveries.wake();
    return getSubscription(actor, order.query(), order.id());
  }

  @Override
  public Following follow(Actor actor, String query, When when, Following.Told told) {
    Query known = getQuery(actor, query);
    Order order =
        new Order(
            Uuids.fresh(clock.instant()), known.name(), URI.create("urn:websocket"), "", when);
    transactions.run(
        () -> {
          insert(actor, order, known.name(), true);
          tellOfBefore(order);
        });
    return connections.open(order.id(), told);
  }

  /// @return whether it was not here yet
  private boolean insert(Actor actor, Order order, String query, boolean connected) {
    Sealing.Sealed secret = sealing.seal(KEY, order.id(), order.token());
    Optional<Schedule> schedule = order.when().schedule();
    return sql.sql(
                """
                insert into trace.subscription (id, query, account, address, secret, secret_key, report_if_empty, created_at, schedule, next_run,
                  initial_record_time, seen_at)
                values (:id, :query, :account, :address, :secret, :key, :report, :at, :schedule::jsonb, :next, :from,
                  case when :connected then :at end) on conflict do nothing
                """)
            .param("id", order.id())
            .param("query", query)
            .param("account", actor.account())
            .param("address", order.address().toString())
            .param("secret", secret.bytes())
            .param("key", secret.keyVersion())
            .param("report", order.when().reportIfEmpty())
            .param("at", clock.instant().atOffset(ZoneOffset.UTC))
            .param(
                "schedule",
                schedule.map(found -> Json.write(found.fields())).orElse(null),
                Types.VARCHAR)
            .param("next", next(schedule), Types.TIMESTAMP_WITH_TIMEZONE)
            .param("connected", connected)
            .param(
                "from",
                order.when().from().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                Types.TIMESTAMP_WITH_TIMEZONE)
            .update()
        == 1;
  }

  private @Nullable OffsetDateTime next(Optional<Schedule> schedule) {
    return schedule.map(found -> found.next(clock.instant()).atOffset(ZoneOffset.UTC)).orElse(null);
  }

  /// Of what was captured since its beginning.
  private void tellOfBefore(Order order) {
    Optional<Instant> from = order.when().from();
    if (from.isEmpty() || from.get().isAfter(clock.instant())) return;
    int chunks =
        sql.sql(
                """
                insert into trace.delivery (subscription, chunk, tries, next_at)
                select s.id, c.record_time, 0, coalesce(s.next_run, :now) from trace.subscription s,
                  (select distinct e.record_time from trace.event e where e.record_time >= :from order by e.record_time limit :most) c
                where s.id = :id on conflict do nothing
                """)
            .param("id", order.id())
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("from", from.get().atOffset(ZoneOffset.UTC))
            .param("most", MAX_CHUNKS + 1)
            .update();
    if (chunks > MAX_CHUNKS)
      throw new Refusal(TraceRefusal.TOO_MANY_EVENTS, Map.of("limit", MAX_CHUNKS));
  }

  @Override
  public Subscription getSubscription(Actor actor, String query, UUID id) {
    access.requireSomewhere(actor, Permission.SEE_EVENTS);
    return sql.sql(
            COLUMNS
                + "where s.id = :id and s.query = :query and s.ended_at is null and s.seen_at is null")
        .param("id", id)
        .param("query", query)
        .query((row, number) -> subscription(row))
        .optional()
        .orElseThrow(() -> new Refusal(TraceRefusal.UNKNOWN_SUBSCRIPTION));
  }

  @Override
  public List<Subscription> listSubscriptions(
      Actor actor, String query, Optional<UUID> after, int most) {
    Query known = getQuery(actor, query);
    String behind =
        "and (s.created_at, s.id) > (select a.created_at, a.id from trace.subscription a where a.id = :after) ";
    return sql.sql(
            COLUMNS
                + "where s.query = :query and s.ended_at is null and s.seen_at is null "
                + (after.isPresent() ? behind : "")
                + "order by s.created_at, s.id limit :most")
        .param("query", known.name())
        .param("after", after.orElse(null), java.sql.Types.OTHER)
        .param("most", Math.clamp(most, 1, EventQuery.MAX_PAGE + 1))
        .query((row, number) -> subscription(row))
        .list();
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    When when =
        new When(
            DeliveryRows.schedule(row.getString("schedule")),
            row.getBoolean("report_if_empty"),
            CaptureRows.instant(row, "initial_record_time"));
    return new Subscription(
        row.getObject("id", UUID.class),
        row.getString("query"),
        URI.create(row.getString("address")),
        when,
        CaptureRows.instant(row, "created_at").orElseThrow(),
        CaptureRows.instant(row, "notified"),
        Optional.ofNullable(row.getString("last_error")));
  }

  @Override
  public void unsubscribe(Actor actor, String query, UUID id) {
    Subscription here = getSubscription(actor, query, id);
    requireMine(
        actor, "select account = :account from trace.subscription where id = :id", here.id());
    transactions.run(
        () -> {
          sql.sql("update trace.subscription set ended_at = :at where id = :id")
              .param("at", clock.instant().atOffset(ZoneOffset.UTC))
              .param("id", id)
              .update();
          sql.sql("update trace.delivery set next_at = null where subscription = :id")
              .param("id", id)
              .update();
        });
  }
}
