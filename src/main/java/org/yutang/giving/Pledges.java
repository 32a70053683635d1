package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;

/// Pledges and their rates in SQL; asks nobody's permission.
@Component
class Pledges {

  private static final int MAX_OF_A_MERCHANT = 1000;

  private final JdbcClient sql;

  Pledges(JdbcClient sql) {
    this.sql = sql;
  }

  void insert(UUID id, UUID merchant, UUID project, Instant at) {
    sql.sql(
            "insert into giving.pledge (id, merchant, project, made_at) values (:id, :merchant, :project, :at)")
        .param("id", id)
        .param("merchant", merchant)
        .param("project", project)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  void insertRate(UUID pledge, LocalDate from, Rate rate, UUID account, Instant at) {
    String kind =
        switch (rate) {
          case Rate.PerOrder _ -> "PER_ORDER";
          case Rate.PerMille _ -> "PER_MILLE";
          case Rate.Paused _ -> "PAUSED";
          case Rate.Ended _ -> "ENDED";
        };
    long value =
        switch (rate) {
          case Rate.PerOrder each -> each.each().minor();
          case Rate.PerMille each -> each.thousandths();
          case Rate.Paused _, Rate.Ended _ -> 0;
        };
    sql.sql(
            """
            insert into giving.pledge_rate (pledge, from_day, kind, value, account, set_at)
            values (:pledge, :from, :kind, :value, :account, :at)
            """)
        .param("pledge", pledge)
        .param("from", from)
        .param("kind", kind)
        .param("value", value)
        .param("account", account)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  Optional<Pledge> find(UUID id) {
    return read("where p.id = :id", Map.of("id", id), "", MAX_OF_A_MERCHANT).stream().findFirst();
  }

  Pledge get(UUID id) {
    return find(id).orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_PLEDGE));
  }

  /// Waits for bookings under the pledge, and makes later ones wait.
  void lock(UUID id) {
    sql.sql("select id from giving.pledge where id = :id for update")
        .param("id", id)
        .query(UUID.class)
        .single();
  }

  List<Pledge> ofMerchant(UUID merchant) {
    return read(
        "where p.merchant = :merchant", Map.of("merchant", merchant), "", MAX_OF_A_MERCHANT);
  }

  /// The same, with rates that stay as they are until the end of the transaction.
  List<Pledge> heldOfMerchant(UUID merchant) {
    sql.sql("select id from giving.pledge where merchant = :merchant order by id for share")
        .param("merchant", merchant)
        .query(UUID.class)
        .list();
    return ofMerchant(merchant);
  }

  Map<UUID, List<Pledge.OnDay>> onDay(Collection<UUID> merchants, LocalDate day) {
    Map<UUID, List<Pledge.OnDay>> given = new LinkedHashMap<>();
    sql.sql(
            """
            select p.merchant, p.project, r.kind, r.value
            from giving.pledge p join giving.project j on j.id = p.project and :day between j.from_day and j.to_day
              join lateral (
                select kind, value from giving.pledge_rate where pledge = p.id and from_day <= :day order by from_day desc limit 1
              ) r on r.kind in ('PER_ORDER', 'PER_MILLE')
            where p.merchant = any (:merchants) order by p.made_at desc, p.id
            """)
        .param("day", day)
        .param("merchants", merchants.toArray(UUID[]::new))
        .query(
            row -> {
              given
                  .computeIfAbsent(row.getObject(1, UUID.class), none -> new ArrayList<>())
                  .add(
                      new Pledge.OnDay(
                          row.getObject(2, UUID.class), rate(row.getString(3), row.getLong(4))));
            });
    return given;
  }

  Page<Pledge> list(Pledge.Query query) {
    Map<String, Object> of = new LinkedHashMap<>();
    StringBuilder where = new StringBuilder("where true");
    query.merchant().ifPresent(id -> of.put("merchant", id));
    query.project().ifPresent(id -> of.put("project", id));
    query.running().ifPresent(day -> of.put("day", day));
    if (query.merchant().isPresent()) where.append(" and p.merchant = :merchant");
    if (query.project().isPresent()) where.append(" and p.project = :project");
    if (query.running().isPresent())
      where.append(
          """
           and (select r.kind from giving.pledge_rate r where r.pledge = p.id and r.from_day <= :day order by r.from_day desc limit 1)
            in ('PER_ORDER', 'PER_MILLE')
          """);
    long total =
        sql.sql("select count(*) from giving.pledge p " + where)
            .params(of)
            .query(Long.class)
            .single();
    List<Pledge> items =
        read(
            where.toString(),
            of,
            "order by made_at %s, id offset %d"
                .formatted(query.newestFirst() ? "desc" : "", query.page().offset()),
            query.page().size());
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private List<Pledge> read(String where, Map<String, Object> of, String order, int limit) {
    Map<UUID, Pledge> found = new LinkedHashMap<>();
    String inner =
        "select p.id, p.merchant, p.project, p.made_at from giving.pledge p %s %s limit %d"
            .formatted(where, order.isEmpty() ? "order by made_at, id" : order, limit);
    sql.sql(inner)
        .params(of)
        .query(
            row -> {
              UUID id = row.getObject(1, UUID.class);
              found.put(
                  id,
                  new Pledge(
                      id,
                      row.getObject(2, UUID.class),
                      row.getObject(3, UUID.class),
                      List.of(),
                      instant(row, 4)));
            });
    Map<UUID, List<Pledge.Version>> versions = new LinkedHashMap<>();
    sql.sql(
            "select pledge, from_day, kind, value, set_at from giving.pledge_rate where pledge = any (cast(:pledges as uuid[])) order by pledge, from_day")
        .param("pledges", found.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .query(
            row -> {
              versions
                  .computeIfAbsent(row.getObject(1, UUID.class), none -> new ArrayList<>())
                  .add(
                      new Pledge.Version(
                          row.getObject(2, LocalDate.class),
                          rate(row.getString(3), row.getLong(4)),
                          instant(row, 5)));
            });
    return found.values().stream()
        .map(
            p ->
                new Pledge(
                    p.id(),
                    p.merchant(),
                    p.project(),
                    versions.getOrDefault(p.id(), List.of()),
                    p.madeAt()))
        .toList();
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Rate rate(String kind, long value) {
    return switch (kind) {
      case "PER_ORDER" -> new Rate.PerOrder(Money.fen(value));
      case "PER_MILLE" -> new Rate.PerMille(Math.toIntExact(value));
      case "PAUSED" -> new Rate.Paused();
      case "ENDED" -> new Rate.Ended();
      default -> throw new IllegalStateException("rate " + kind);
    };
  }
}
