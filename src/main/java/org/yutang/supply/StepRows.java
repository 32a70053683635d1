package org.yutang.supply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.Json;

/// Steps, in SQL.
@Component
class StepRows {

  private static final String COLUMNS =
      "id, kind, state, content, plan, account, account_name, created_at";

  private final JdbcClient sql;

  StepRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// A step as it was told, and what it will do.
  ///
  /// @param askedAt the moment from which the ledger's ids are derived and `refused` whether the
  ///   ledger said no the last time
  record Asked(
      Step step,
      Plan plan,
      UUID account,
      String by,
      Instant askedAt,
      boolean done,
      boolean refused) {}

  /// Writes it down before the ledger is asked. Nothing where it is there already.
  void ask(Asked asked) {
    write(asked, "ASKED", "on conflict (id) do nothing");
  }

  /// Whether this call made it done.
  boolean finish(Asked asked) {
    return write(
            asked,
            "DONE",
            "on conflict (id) do update set state = 'DONE' where supply.step.state <> 'DONE'")
        > 0;
  }

  private int write(Asked asked, String state, String onConflict) {
    int written =
        sql.sql(
                """
                insert into supply.step (id, kind, site, state, content, plan, happened_at, account, account_name, created_at)
                values (:id, :kind, :site, :state, :content, :plan, :at, :account, :by, :now)\s"""
                    + onConflict)
            .param("id", asked.step().id())
            .param("kind", asked.step().kind().name())
            .param("site", asked.step().site())
            .param("state", state)
            .param("content", Json.write(asked.step()))
            .param("plan", Json.write(asked.plan()))
            .param("at", LotRows.at(asked.step().at()))
            .param("account", asked.account())
            .param("by", asked.by())
            .param("now", LotRows.at(asked.askedAt()))
            .update();
    if (written > 0) claim(asked.step());
    return written;
  }

  /// Writes down what no other step may have as well.
  private void claim(Step step) {
    if (step instanceof Step.WeighIn weighed)
      sql.sql(
              "insert into supply.harvest (step, season, grams) values (:step, :season, :grams) on conflict do nothing")
          .param("step", weighed.id())
          .param("season", weighed.season())
          .param("grams", weighed.mass().grams())
          .update();
    if (step instanceof Step.Grade grade) takeFile(grade.sorting().digest(), step.id());
  }

  /// It is tried again.
  void again(Step step) {
    sql.sql("update supply.step set state = 'ASKED' where id = :id and state = 'REFUSED'")
        .param("id", step.id())
        .update();
    claim(step);
  }

  /// The ledger refused it. It stays with its plan, so that whoever tries it again, or was about
  /// to, moves under the same ids; what it claimed is free again.
  void refuse(UUID step) {
    int refused =
        sql.sql("update supply.step set state = 'REFUSED' where id = :id and state = 'ASKED'")
            .param("id", step)
            .update();
    if (refused == 0) return;
    for (String table : List.of("harvest", "sorting"))
      sql.sql("delete from supply." + table + " where step = :step").param("step", step).update();
  }

  Optional<Asked> find(UUID step) {
    return these(List.of(step)).stream().findFirst();
  }

  List<Asked> these(Collection<UUID> steps) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.step where id = any(:ids) order by happened_at, created_at, id")
        .param("ids", steps.toArray(UUID[]::new))
        .query((row, _) -> asked(row))
        .list();
  }

  /// Those that were cut off.
  List<Asked> unfinished(Instant before) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.step where state = 'ASKED' and created_at < :before order by created_at limit 1000")
        .param("before", LotRows.at(before))
        .query((row, _) -> asked(row))
        .list();
  }

  private static Asked asked(ResultSet row) throws SQLException {
    return new Asked(
        Json.read(row.getString("content"), Step.Kind.valueOf(row.getString("kind")).type),
        Json.read(row.getString("plan"), Plan.class),
        row.getObject("account", UUID.class),
        row.getString("account_name"),
        LotRows.instant(row, "created_at"),
        row.getString("state").equals("DONE"),
        row.getString("state").equals("REFUSED"));
  }

  /// What a season gave so far, without that step. Others who ask the same wait.
  long harvested(UUID season, UUID but) {
    var _ =
        sql.sql("select pg_advisory_xact_lock(:key)::text")
            .param("key", season.getLeastSignificantBits())
            .query(String.class)
            .single();
    return sql.sql(
            "select coalesce(sum(grams), 0) from supply.harvest where season = :season and step <> :but")
        .param("season", season)
        .param("but", but)
        .query(Long.class)
        .single();
  }

  /// False where another step took that file.
  boolean takeFile(String digest, UUID step) {
    sql.sql(
            "insert into supply.sorting (digest, step) values (:digest, :step) on conflict (digest) do nothing")
        .param("digest", digest)
        .param("step", step)
        .update();
    return sql.sql("select step from supply.sorting where digest = :digest")
        .param("digest", digest)
        .query(UUID.class)
        .single()
        .equals(step);
  }

  /// Whether somebody's count of that lot there is under way. Others who ask the same wait.
  boolean isCounted(UUID lot, UUID site) {
    var _ =
        sql.sql("select pg_advisory_xact_lock(:key)::text")
            .param("key", lot.getMostSignificantBits() ^ site.getLeastSignificantBits())
            .query(String.class)
            .single();
    return sql.sql(
            "select exists (select from supply.step where state = 'ASKED' and kind = 'COUNT' and site = :site and strpos(content, :lot) > 0)")
        .param("site", site)
        .param("lot", lot.toString())
        .query(Boolean.class)
        .single();
  }

  /// Keeps others waiting who tell how the lot counts.
  void lockLot(UUID lot) {
    var _ =
        sql.sql("select pg_advisory_xact_lock(hashtextextended('supply.lot ' || :lot, 0))::text")
            .param("lot", lot.toString())
            .query(String.class)
            .single();
  }

  /// How some of these lots were sorted.
  List<Asked> sortings(Collection<UUID> lots) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from supply.step p where kind = 'GRADE' and state = 'DONE' and exists (select from supply.touch t where t.step = p.id and t.lot = any(:lots)) order by id")
        .param("lots", lots.toArray(UUID[]::new))
        .query((row, _) -> asked(row))
        .list();
  }

  void touch(UUID step, Collection<UUID> lots) {
    sql.sql(
            "insert into supply.touch (lot, step) select unnest(cast(:lots as uuid[])), :step on conflict do nothing")
        .param("lots", lots.toArray(UUID[]::new))
        .param("step", step)
        .update();
  }

  List<UUID> ofLot(UUID lot) {
    return sql.sql("select step from supply.touch where lot = :lot limit 1000")
        .param("lot", lot)
        .query(UUID.class)
        .list();
  }

  /// How these lots came in from plots.
  List<Step.WeighIn> weighIns(Collection<UUID> lots) {
    return of(lots, Step.WeighIn.class, Step.Kind.WEIGH_IN);
  }

  List<Step.Test> tests(Collection<UUID> lots) {
    return of(lots, Step.Test.class, Step.Kind.TEST);
  }

  private <T extends Step> List<T> of(Collection<UUID> lots, Class<T> type, Step.Kind kind) {
    return sql.sql(
            """
            select p.content from supply.step p where p.kind = :kind and p.id in
              (select t.step from supply.touch t where t.lot = any(:lots)) order by p.happened_at, p.id
            """)
        .param("kind", kind.name())
        .param("lots", lots.toArray(UUID[]::new))
        .query((row, _) -> Json.read(row.getString("content"), type))
        .list();
  }

  /// How often one kind of step was done at a site.
  record Summary(Step.Kind kind, UUID site, Instant from, Instant to, int times) {}

  /// What was done with these lots, in the order in which it began.
  List<Summary> summary(Collection<UUID> lots) {
    return sql.sql(
            """
            select kind, site, min(happened_at) as since, max(happened_at) as until, count(*) as times from supply.step p
            where p.id in (select t.step from supply.touch t where t.lot = any(:lots)) group by kind, site order by 3, 4, 1
            """)
        .param("lots", lots.toArray(UUID[]::new))
        .query(
            (row, _) ->
                new Summary(
                    Step.Kind.valueOf(row.getString("kind")),
                    row.getObject("site", UUID.class),
                    LotRows.instant(row, "since"),
                    LotRows.instant(row, "until"),
                    row.getInt("times")))
        .list();
  }
}
