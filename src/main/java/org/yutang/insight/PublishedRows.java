package org.yutang.insight;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// Indicators and published figures, in SQL; asks nobody's permission.
@Component
class PublishedRows {

  /// Of one programme; there are a handful.
  private static final int MAX_INDICATORS = 200;

  /// Of one indicator in a report.
  static final int MAX_FIGURES = 200;

  private static final String INDICATOR =
      "select i.id as indicator, i.programme, i.name_zh, i.name_en, i.unit, i.beside from insight.indicator i ";

  private static final String FIGURE =
      """
      select i.id as indicator, i.programme, i.name_zh, i.name_en, i.unit, i.beside, f.id, f.cut_off, f.certainty, f.version, f.value,
        f.source_zh, f.source_en, f.url, f.account_name, f.entered_at, not exists (
          select 1 from insight.figure n where n.indicator = f.indicator and n.cut_off = f.cut_off and n.certainty = f.certainty
            and n.version > f.version) as current
      from insight.figure f join insight.indicator i on i.id = f.indicator
      """;

  private final JdbcClient sql;

  PublishedRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// False if there is one of that id.
  boolean insert(Indicator indicator, Actor actor, Instant at) {
    return sql.sql(
                """
                insert into insight.indicator (id, programme, name_zh, name_en, unit, beside, account, added_at)
                values (:id, :programme, :zh, :en, :unit, :beside, :account, :at) on conflict do nothing
                """)
            .param("id", indicator.id())
            .param("programme", indicator.programme().text())
            .param("zh", indicator.name().zh())
            .param("en", indicator.name().en())
            .param("unit", indicator.unit().name())
            .param("beside", indicator.beside().map(Enum::name).orElse(null))
            .param("account", actor.account())
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  Optional<Indicator> indicator(String id) {
    return sql.sql(INDICATOR + "where i.id = :id")
        .param("id", id)
        .query((row, number) -> indicator(row))
        .optional();
  }

  List<Indicator> indicators(ProgrammeId programme) {
    return indicators(Optional.of(programme), new Page.Wanted(1, MAX_INDICATORS)).items();
  }

  Page<Indicator> indicators(Optional<ProgrammeId> programme, Page.Wanted page) {
    String where = programme.isPresent() ? "where i.programme = :programme" : "where true";
    String named = programme.map(ProgrammeId::text).orElse("");
    long total =
        sql.sql("select count(*) from insight.indicator i " + where)
            .param("programme", named)
            .query(Long.class)
            .single();
    List<Indicator> items =
        sql.sql(INDICATOR + where + " order by i.id limit :size offset :offset")
            .param("programme", named)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> indicator(row))
            .list();
    return new Page<>(items, total, page.number(), page.size());
  }

  /// Makes others who enter a figure of the indicator wait until this transaction has ended.
  void lock(Indicator indicator) {
    sql.sql("select id from insight.indicator where id = :id for update")
        .param("id", indicator.id())
        .query(String.class)
        .single();
  }

  Optional<Published> find(UUID id) {
    return sql.sql(FIGURE + "where f.id = :id")
        .param("id", id)
        .query((row, number) -> figure(row))
        .optional();
  }

  /// The version that holds; 0 where there is none.
  int version(Published.New figure) {
    return sql.sql(
            "select coalesce(max(version), 0) from insight.figure where indicator = :indicator and cut_off = :day and certainty = :certainty")
        .param("indicator", figure.indicator())
        .param("day", figure.cutOff())
        .param("certainty", figure.certainty().name())
        .query(Integer.class)
        .single();
  }

  void insert(
      Published.New figure, long value, @Nullable URI url, int version, Actor actor, Instant at) {
    sql.sql(
            """
            insert into insight.figure
              (id, indicator, cut_off, certainty, version, value, source_zh, source_en, url, account, account_name, entered_at)
            values (:id, :indicator, :day, :certainty, :version, :value, :zh, :en, :url, :account, :name, :at)
            """)
        .param("id", figure.id())
        .param("indicator", figure.indicator())
        .param("day", figure.cutOff())
        .param("certainty", figure.certainty().name())
        .param("version", version)
        .param("value", value)
        .param("zh", figure.source().zh())
        .param("en", figure.source().en())
        .param("url", url == null ? null : url.toString())
        .param("account", actor.account())
        .param("name", actor.name())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  /// The newest versions that hold, of days up to that one and of forecasts; by day.
  List<Published> current(Indicator indicator, LocalDate until) {
    return sql.sql(
            "select * from ("
                + FIGURE
                + """
                ) figure
                where indicator = :indicator and current and (certainty = 'FORECAST' or cut_off <= :until)
                order by cut_off desc, certainty desc limit :most
                """)
        .param("indicator", indicator.id())
        .param("until", until)
        .param("most", MAX_FIGURES)
        .query((row, number) -> figure(row))
        .list()
        .reversed();
  }

  Page<Published> list(Published.Query query) {
    String where =
        " where (:programme = '' or programme = :programme) and (:indicator = '' or indicator = :indicator)"
            + (query.all() ? "" : " and current");
    String way = query.descending() ? " desc" : "";
    String order =
        switch (query.sort()) {
          case INDICATOR -> " order by indicator" + way + ", cut_off, certainty, version";
          case CUT_OFF -> " order by cut_off" + way + ", indicator, certainty, version";
          case VALUE -> " order by value" + way + ", indicator, cut_off, certainty, version";
          case ENTERED -> " order by entered_at" + way + ", id";
        };
    String rows = " from (" + FIGURE + ") figure" + where;
    long total = bound("select count(*)" + rows, query).query(Long.class).single();
    List<Published> items =
        bound(
                "select id, indicator, programme, name_zh, name_en, unit, beside, cut_off, certainty, version, value, source_zh, source_en, url, account_name, entered_at, current"
                    + rows
                    + order
                    + " limit :size offset :offset",
                query)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> figure(row))
            .list();
    return new Page<>(items, total, query.page().number(), query.page().size());
  }

  private JdbcClient.StatementSpec bound(String select, Published.Query query) {
    return sql.sql(select)
        .param("programme", query.programme().map(ProgrammeId::text).orElse(""))
        .param("indicator", query.indicator().orElse(""));
  }

  private static Indicator indicator(ResultSet row) throws SQLException {
    return new Indicator(
        row.getString("indicator"),
        new ProgrammeId(row.getString("programme")),
        new Text(row.getString("name_zh"), row.getString("name_en")),
        UnitKind.valueOf(row.getString("unit")),
        Optional.ofNullable(row.getString("beside")).map(KeyFigure::valueOf));
  }

  private static Published figure(ResultSet row) throws SQLException {
    return new Published(
        row.getObject("id", UUID.class),
        indicator(row),
        row.getInt("version"),
        row.getBoolean("current"),
        row.getLong("value"),
        row.getObject("cut_off", LocalDate.class),
        Certainty.valueOf(row.getString("certainty")),
        new Text(row.getString("source_zh"), row.getString("source_en")),
        Optional.ofNullable(row.getString("url")).map(URI::create),
        row.getString("account_name"),
        row.getObject("entered_at", OffsetDateTime.class).toInstant());
  }
}
