package org.yutang.supply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;

/// Recalls, blocked codes and counted scans, in SQL.
@Component
class RecallRows {

  private static final String COLUMNS =
      "r.id, r.lot, r.reason, r.account_name, r.begun_at, r.lifted_at, (select count(*) from supply.recalled c where c.recall = r.id) as codes";

  private final JdbcClient sql;

  RecallRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Row(
      UUID id,
      UUID lot,
      String reason,
      String by,
      Instant begun,
      @Nullable Instant lifted,
      int codes) {}

  /// Whether it is new.
  boolean insert(UUID id, UUID lot, String reason, Actor by, Instant now) {
    return sql.sql(
                """
                insert into supply.recall (id, lot, reason, account, account_name, begun_at)
                values (:id, :lot, :reason, :account, :by, :now) on conflict (id) do nothing
                """)
            .param("id", id)
            .param("lot", lot)
            .param("reason", reason)
            .param("account", by.account())
            .param("by", by.name())
            .param("now", LotRows.at(now))
            .update()
        > 0;
  }

  void block(UUID recall, Collection<String> codes) {
    sql.sql(
            "insert into supply.recalled (recall, code) select :recall, unnest(cast(:codes as text[])) on conflict do nothing")
        .param("recall", recall)
        .param("codes", codes.toArray(String[]::new))
        .update();
  }

  /// Whether it was open until now.
  boolean lift(UUID id, String note, Instant now) {
    return sql.sql(
                "update supply.recall set lifted_at = :now, lifted_note = :note where id = :id and lifted_at is null")
            .param("now", LotRows.at(now))
            .param("note", note)
            .param("id", id)
            .update()
        > 0;
  }

  Optional<Row> find(UUID id) {
    return sql.sql("select " + COLUMNS + " from supply.recall r where id = :id")
        .param("id", id)
        .query((row, _) -> row(row))
        .optional();
  }

  List<Row> newest() {
    return sql.sql(
            "select " + COLUMNS + " from supply.recall r order by begun_at desc, id limit 200")
        .query((row, _) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("lot", UUID.class),
        row.getString("reason"),
        row.getString("account_name"),
        LotRows.instant(row, "begun_at"),
        lifted == null ? null : lifted.toInstant(),
        row.getInt("codes"));
  }

  /// The first open recall of any of these codes.
  Optional<Provenance.Blocked> blocked(Collection<String> codes) {
    return sql.sql(
            """
            select r.reason, r.begun_at from supply.recalled c join supply.recall r on r.id = c.recall
            where c.code = any(:codes) and r.lifted_at is null order by r.begun_at limit 1
            """)
        .param("codes", codes.toArray(String[]::new))
        .query(
            (row, _) ->
                new Provenance.Blocked(row.getString("reason"), LotRows.instant(row, "begun_at")))
        .optional();
  }

  /// New codes fall under every open recall of what they were made of.
  void inherit(Collection<String> sources, Collection<String> made) {
    sql.sql(
            """
            insert into supply.recalled (recall, code)
            select distinct c.recall, m.code from supply.recalled c join supply.recall r on r.id = c.recall
            cross join unnest(cast(:made as text[])) as m (code)
            where c.code = any(:sources) and r.lifted_at is null on conflict do nothing
            """)
        .param("sources", sources.toArray(String[]::new))
        .param("made", made.toArray(String[]::new))
        .update();
  }

  /// Whoever makes new goods shares this, whoever calls goods back has it alone, until the
  /// transaction ends: so nothing is made unseen while a recall begins.
  void lock(boolean alone) {
    var _ =
        sql.sql("select pg_advisory_xact_lock" + (alone ? "" : "_shared") + "(7120260001)::text")
            .query(String.class)
            .single();
  }

  Provenance.Scans scan(String code, Instant now) {
    return sql.sql(
            """
            insert into supply.scan as s (code, times, first_at, last_at) values (:code, 1, :now, :now)
            on conflict (code) do update set times = s.times + 1, last_at = excluded.last_at returning times, first_at
            """)
        .param("code", code)
        .param("now", LotRows.at(now))
        .query(
            (row, _) ->
                new Provenance.Scans(row.getLong("times"), LotRows.instant(row, "first_at")))
        .single();
  }
}
