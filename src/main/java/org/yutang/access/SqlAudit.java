package org.yutang.access;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;

/// The audit as rows that are only ever added.
@Component
class SqlAudit implements Audit {

  private final JdbcClient sql;
  private final Clock clock;
  private final Access access;

  SqlAudit(JdbcClient sql, Clock clock, Access access) {
    this.sql = sql;
    this.clock = clock;
    this.access = access;
  }

  @Override
  public void record(
      Actor actor, String action, PlaceCode place, String subject, Map<String, ?> facts) {
    sql.sql(
            """
            insert into access.audit (at, account, account_name, action, place, subject, facts)
            values (:at, :account, :name, :action, :place, :subject, :facts::jsonb)
            """)
        .param("at", Sql.at(clock.instant()))
        .param("account", actor.account())
        .param("name", actor.name())
        .param("action", action)
        .param("place", place.text())
        .param("subject", subject)
        .param("facts", Json.write(facts))
        .update();
  }

  @Override
  public Page<Row> list(Actor reader, Filter filter, boolean newestFirst, Page.Wanted page) {
    String[] places = placesSeenBy(reader);
    boolean everywhere = access.may(reader, Permission.SEE_AUDIT, PlaceCode.WORLD);
    String where =
        """
        where (:everywhere or place = any(:places))
        and (:account::uuid is null or account = :account::uuid)
        and (:action::text is null or action = :action)
        and (:subject::text is null or subject = :subject)
        """;
    long total =
        asked(
                "select count(*) from (select 1 from access.audit "
                    + where
                    + " limit "
                    + MAX_COUNTED
                    + ") counted",
                everywhere,
                places,
                filter)
            .query(Long.class)
            .single();
    List<Row> rows =
        asked(
                "select number, at, account, account_name, action, place, subject, facts::text as facts from access.audit "
                    + where
                    + (newestFirst ? " order by number desc" : " order by number")
                    + " limit :size offset :offset",
                everywhere,
                places,
                filter)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, n) -> row(row))
            .list();
    return new Page<>(rows, total, page.number(), page.size());
  }

  private JdbcClient.StatementSpec asked(
      String statement, boolean everywhere, String[] places, Filter filter) {
    return sql.sql(statement)
        .param("everywhere", everywhere)
        .param("places", places)
        .param("account", filter.account().orElse(null))
        .param("action", filter.action().orElse(null))
        .param("subject", filter.subject().orElse(null));
  }

  /// The places that have rows and lie where the reader may see the audit. Their list comes from
  /// hopping along the index from one place to the next, which costs one step a place however many
  /// rows there are.
  private String[] placesSeenBy(Actor reader) {
    if (access.may(reader, Permission.SEE_AUDIT, PlaceCode.WORLD)) return new String[0];
    if (access.places(reader, Permission.SEE_AUDIT).isEmpty()) return new String[0];
    List<String> withRows =
        sql.sql(
                """
                with recursive hop as (
                  (select place from access.audit order by place limit 1)
                  union all
                  select (select a.place from access.audit a where a.place > hop.place order by a.place limit 1) from hop where hop.place is not null
                )
                select place from hop where place is not null
                """)
            .query(String.class)
            .list();
    List<PlaceCode> candidates = withRows.stream().map(PlaceCode::new).toList();
    return access.among(reader, Permission.SEE_AUDIT, candidates).stream()
        .map(PlaceCode::text)
        .toArray(String[]::new);
  }

  @SuppressWarnings("unchecked")
  private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Row(
        row.getLong("number"),
        Sql.instant(row, "at"),
        row.getObject("account", UUID.class),
        row.getString("account_name"),
        row.getString("action"),
        new PlaceCode(row.getString("place")),
        row.getString("subject"),
        Json.read(row.getString("facts"), Map.class));
  }
}
