package org.yutang.farm;

import static org.yutang.farm.PlotRows.at;
import static org.yutang.farm.PlotRows.each;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;

/// Soil tests, season plans and field work, in SQL.
@Component
class SeasonRows {

  private static final String TEST =
      "id, plot, sampled_on, laboratory, ph, organic, nitrogen, phosphorus, potassium";
  static final String SEASON =
      "id, plot, season, standard, version, variety, target_grams_mu, account_name, created_at";
  private static final String WORK =
      "id, season, task, day, input, per_mu, note, photos, flag, account_name, created_at";

  private final JdbcClient sql;

  SeasonRows(JdbcClient sql) {
    this.sql = sql;
  }

  int insertTests(List<SoilTest> tests, Actor by, Instant now) {
    return bind(
            sql.sql(
                """
                insert into farm.soil_test (id, plot, sampled_on, laboratory, ph, organic, nitrogen, phosphorus, potassium,
                  account, account_name, created_at)
                select t.*, :account, :accountName, :now
                from unnest(cast(:ids as uuid[]), cast(:plots as uuid[]), cast(:days as date[]), cast(:laboratories as text[]),
                  cast(:ph as numeric[]), cast(:organic as numeric[]), cast(:nitrogen as numeric[]), cast(:phosphorus as numeric[]),
                  cast(:potassium as numeric[])) as t on conflict (id) do nothing
                """),
            by,
            now)
        .param("ids", each(tests, SoilTest::id, UUID[]::new))
        .param("plots", each(tests, SoilTest::plot, UUID[]::new))
        .param("days", each(tests, test -> test.sampledOn().toString(), String[]::new))
        .param("laboratories", each(tests, SoilTest::laboratory, String[]::new))
        .param("ph", each(tests, test -> test.ph().toPlainString(), String[]::new))
        .param("organic", each(tests, test -> test.organic().toPlainString(), String[]::new))
        .param("nitrogen", each(tests, test -> test.nitrogen().toPlainString(), String[]::new))
        .param("phosphorus", each(tests, test -> test.phosphorus().toPlainString(), String[]::new))
        .param("potassium", each(tests, test -> test.potassium().toPlainString(), String[]::new))
        .update();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Actor by, Instant now) {
    return statement
        .param("account", by.account())
        .param("accountName", by.name())
        .param("now", at(now));
  }

  List<SoilTest> tests(Collection<UUID> ids) {
    return sql.sql("select " + TEST + " from farm.soil_test where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, n) -> test(row))
        .list();
  }

  List<SoilTest> testsOf(UUID plot) {
    return sql.sql(
            "select "
                + TEST
                + " from farm.soil_test where plot = :plot order by sampled_on desc, id limit 100")
        .param("plot", plot)
        .query((row, n) -> test(row))
        .list();
  }

  int insertSeasons(List<Season.New> seasons, List<Integer> versions, Actor by, Instant now) {
    return bind(
            sql.sql(
                """
                insert into farm.season (id, plot, season, standard, version, variety, target_grams_mu, account, account_name, created_at)
                select s.*, :account, :accountName, :now
                from unnest(cast(:ids as uuid[]), cast(:plots as uuid[]), cast(:seasons as int[]), cast(:standards as text[]),
                  cast(:versions as int[]), cast(:varieties as text[]), cast(:targets as bigint[])) as s on conflict do nothing
                """),
            by,
            now)
        .param("ids", each(seasons, Season.New::id, UUID[]::new))
        .param("plots", each(seasons, Season.New::plot, UUID[]::new))
        .param("seasons", each(seasons, Season.New::season, Integer[]::new))
        .param("standards", each(seasons, Season.New::standard, String[]::new))
        .param("versions", versions.toArray(Integer[]::new))
        .param("varieties", each(seasons, Season.New::variety, String[]::new))
        .param("targets", each(seasons, season -> season.targetPerMu().grams(), Long[]::new))
        .update();
  }

  List<Season> seasons(Collection<UUID> ids) {
    return sql.sql("select " + SEASON + " from farm.season where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, n) -> season(row))
        .list();
  }

  /// Keeps others who write down work of these seasons waiting; they are locked in one order.
  void lock(Collection<UUID> seasons) {
    var _ =
        sql.sql("select id from farm.season where id = any(:ids) order by id for update")
            .param("ids", seasons.toArray(UUID[]::new))
            .query(UUID.class)
            .list();
  }

  List<Season> seasonsOf(UUID plot) {
    return sql.sql(
            "select "
                + SEASON
                + " from farm.season where plot = :plot order by season desc limit 50")
        .param("plot", plot)
        .query((row, n) -> season(row))
        .list();
  }

  int insertWorks(List<Work.New> works, List<@Nullable String> flags, Actor by, Instant now) {
    return bind(
            sql.sql(
                """
                insert into farm.work (id, season, task, day, input, per_mu, note, photos, flag, account, account_name, created_at)
                select id, season, task, day, input, per_mu, note, coalesce(string_to_array(nullif(photos, ''), ','), '{}'), flag, :account, :accountName, :now
                from unnest(cast(:ids as uuid[]), cast(:seasons as uuid[]), cast(:tasks as text[]), cast(:days as date[]),
                  cast(:inputs as text[]), cast(:doses as bigint[]), cast(:notes as text[]), cast(:photos as text[]), cast(:flags as text[]))
                  as w (id, season, task, day, input, per_mu, note, photos, flag) on conflict (id) do nothing
                """),
            by,
            now)
        .param("ids", each(works, Work.New::id, UUID[]::new))
        .param("seasons", each(works, Work.New::season, UUID[]::new))
        .param("tasks", each(works, Work.New::task, String[]::new))
        .param("days", each(works, work -> work.day().toString(), String[]::new))
        .param(
            "inputs",
            each(works, work -> work.used().map(Work.Used::input).orElse(null), String[]::new))
        .param(
            "doses",
            each(works, work -> work.used().map(Work.Used::perMu).orElse(null), Long[]::new))
        .param("notes", each(works, Work.New::note, String[]::new))
        .param("photos", each(works, work -> String.join(",", work.photos()), String[]::new))
        .param("flags", flags.toArray(String[]::new))
        .update();
  }

  List<Work> works(Collection<UUID> ids) {
    return sql.sql("select " + WORK + " from farm.work where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, n) -> work(row))
        .list();
  }

  List<Work> worksOf(Collection<UUID> seasons) {
    return sql.sql(
            "select "
                + WORK
                + " from farm.work where season = any(:seasons) order by day desc, created_at desc, id limit 100000")
        .param("seasons", seasons.toArray(UUID[]::new))
        .query((row, n) -> work(row))
        .list();
  }

  private static SoilTest test(ResultSet row) throws SQLException {
    return new SoilTest(
        row.getObject("id", UUID.class),
        row.getObject("plot", UUID.class),
        row.getObject("sampled_on", LocalDate.class),
        row.getString("laboratory"),
        row.getBigDecimal("ph"),
        row.getBigDecimal("organic"),
        row.getBigDecimal("nitrogen"),
        row.getBigDecimal("phosphorus"),
        row.getBigDecimal("potassium"));
  }

  static Season season(ResultSet row) throws SQLException {
    return new Season(
        new Season.New(
            row.getObject("id", UUID.class),
            row.getObject("plot", UUID.class),
            row.getInt("season"),
            row.getString("standard"),
            row.getString("variety"),
            new Mass(row.getLong("target_grams_mu"))),
        row.getInt("version"),
        row.getString("account_name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Work work(ResultSet row) throws SQLException {
    long perMu = row.getLong("per_mu");
    return new Work(
        new Work.New(
            row.getObject("id", UUID.class),
            row.getObject("season", UUID.class),
            row.getString("task"),
            row.getObject("day", LocalDate.class),
            Optional.ofNullable(row.getString("input")).map(input -> new Work.Used(input, perMu)),
            row.getString("note"),
            List.of((String[]) row.getArray("photos").getArray())),
        Optional.ofNullable(row.getString("flag")).map(WorkCheck.Rule::valueOf),
        row.getString("account_name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
