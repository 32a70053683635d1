package org.yutang.farm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Mass;

/// Sorted lots, whose they are, and what counts of them, in SQL.
@Component
class GradedRows {

  private final JdbcClient sql;

  GradedRows(JdbcClient sql) {
    this.sql = sql;
  }

  record Known(String grade, long grams) {}

  /// Keeps others waiting who count this lot, until the transaction ends; after the contracts.
  void lock(String lot) {
    var _ =
        sql.sql("select pg_advisory_xact_lock(hashtextextended('farm.lot ' || :lot, 0))::text")
            .param("lot", lot)
            .query(String.class)
            .single();
  }

  Optional<Known> find(String lot) {
    return sql.sql("select grade, grams from farm.graded_lot where code = :lot")
        .param("lot", lot)
        .query((row, _) -> new Known(row.getString("grade"), row.getLong("grams")))
        .optional();
  }

  /// Whether sorted lots were made of it.
  boolean isSource(String lot) {
    return sql.sql(
            "select exists (select from farm.graded_lot where sources @> cast(:lots as text[]))")
        .param("lots", new String[] {lot})
        .query(Boolean.class)
        .single();
  }

  /// What counts of a lot under all contracts.
  long delivered(String lot) {
    return sql.sql("select coalesce(sum(grams), 0) from farm.delivery where lot = :lot")
        .param("lot", lot)
        .query(Long.class)
        .single();
  }

  /// What people wrote down of a lot.
  record ByHand(UUID contract, long grams) {}

  List<ByHand> byHand(String lot) {
    return sql.sql(
            "select contract, sum(grams) as grams from farm.delivery where lot = :lot and not fed group by contract")
        .param("lot", lot)
        .query((row, _) -> new ByHand(row.getObject("contract", UUID.class), row.getLong("grams")))
        .list();
  }

  boolean anyByHand(Collection<String> lots) {
    return sql.sql("select exists (select from farm.delivery where lot = any(:lots) and not fed)")
        .param("lots", lots.toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  /// Contracts that have some of these season plans, or for which some of the lots count already.
  List<UUID> contracts(Collection<String> lots, Collection<UUID> seasons) {
    return sql.sql(
            """
            select p.contract from farm.contract_plot p join farm.contract c on c.id = p.contract
            where p.season = any(:seasons) and c.state <> 'CANCELLED'
            union select contract from farm.delivery where lot = any(:lots) and fed order by 1
            """)
        .param("seasons", seasons.toArray(UUID[]::new))
        .param("lots", lots.toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  void write(GradedGoods.Lot lot) {
    sql.sql(
            """
            insert into farm.graded_lot (code, grade, grams, sources) values (:code, :grade, :grams, :sources)
            on conflict (code) do update set grade = :grade, grams = :grams, sources = :sources
            """)
        .param("code", lot.code())
        .param("grade", lot.grade())
        .param("grams", lot.mass().grams())
        .param("sources", lot.sources().stream().sorted().toArray(String[]::new))
        .update();
  }

  void write(String lot, GradedGoods.Share share, @Nullable UUID contract, GradedGoods.Fate fate) {
    sql.sql(
            """
            insert into farm.graded_share (lot, season, grams, day, contract, fate)
            values (:lot, :season, :grams, :day, :contract, :fate)
            on conflict (lot, season) do update set grams = :grams, day = :day, contract = :contract, fate = :fate
            """)
        .param("lot", lot)
        .param("season", share.season())
        .param("grams", share.mass().grams())
        .param("day", share.day())
        .param("contract", contract)
        .param("fate", fate.name())
        .update();
  }

  /// Makes the delivery that sorting wrote weigh so much; nothing is left of one of nothing.
  void weigh(UUID delivery, long grams) {
    sql.sql(
            grams == 0
                ? "delete from farm.delivery where id = :id and fed and :grams = 0"
                : "update farm.delivery set grams = :grams where id = :id and fed")
        .param("id", delivery)
        .param("grams", grams)
        .update();
  }

  List<GradedGoods.Uncounted> uncounted(UUID contract) {
    return sql.sql(
            """
            select s.lot, l.grade, sum(s.grams) as grams, max(s.day) as day, s.fate
            from farm.graded_share s join farm.graded_lot l on l.code = s.lot
            where s.season in (select season from farm.contract_plot where contract = :id)
              and s.fate <> 'COUNTED' and s.grams > 0
            group by s.lot, l.grade, s.fate order by day desc, s.lot limit 200
            """)
        .param("id", contract)
        .query((row, _) -> uncounted(row))
        .list();
  }

  private static GradedGoods.Uncounted uncounted(ResultSet row) throws SQLException {
    return new GradedGoods.Uncounted(
        row.getString("lot"),
        row.getString("grade"),
        new Mass(row.getLong("grams")),
        row.getObject("day", LocalDate.class),
        GradedGoods.Fate.valueOf(row.getString("fate")));
  }

  Set<String> waiting(UUID contract) {
    return Set.copyOf(
        sql.sql(
                """
                select distinct s.lot from farm.graded_share s join farm.contract_plot p on p.season = s.season
                where p.contract = :id and s.fate in ('NO_CONTRACT', 'NOT_NOW') and s.grams > 0
                """)
            .param("id", contract)
            .query(String.class)
            .list());
  }

  Set<UUID> seasons(UUID contract) {
    return Set.copyOf(
        sql.sql("select season from farm.contract_plot where contract = :id")
            .param("id", contract)
            .query(UUID.class)
            .list());
  }
}
