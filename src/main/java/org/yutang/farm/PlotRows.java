package org.yutang.farm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;

/// Plots and co-operatives, in SQL.
@Component
class PlotRows {

  /// Cells that are locked, in degrees: about five kilometres.
  private static final double CELL = 0.05;

  private static final String COLUMNS =
      "id, village, county, household, cooperative, name, declared_m2, measured_m2, outline, origin, account_name, created_at";

  private final JdbcClient sql;

  PlotRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// Keeps everybody else who adds plots near these waiting until the transaction ends. All cells
  /// are locked in one order, so that nobody waits in a circle.
  void lockAround(Collection<Plot.New> plots) {
    TreeSet<Long> cells = new TreeSet<>();
    for (Plot.New plot : plots) {
      Outline.Box box = plot.outline().box();
      for (int x = cell(box.west()); x <= cell(box.east()); x++)
        for (int y = cell(box.south()); y <= cell(box.north()); y++)
          cells.add((long) x << 32 | (y & 0xffffffffL));
    }
    Integer[] xs = cells.stream().map(cell -> (int) (cell >> 32)).toArray(Integer[]::new);
    Integer[] ys = cells.stream().map(Long::intValue).toArray(Integer[]::new);
    sql.sql(
            """
            insert into farm.cell (x, y) select * from unnest(cast(:xs as int[]), cast(:ys as int[])) as c (x, y)
            order by 1, 2 on conflict do nothing
            """)
        .param("xs", xs)
        .param("ys", ys)
        .update();
    var _ =
        sql.sql(
                """
                select c.x from farm.cell c join unnest(cast(:xs as int[]), cast(:ys as int[])) as w (x, y) on c.x = w.x and c.y = w.y
                order by c.x, c.y for update of c
                """)
            .param("xs", xs)
            .param("ys", ys)
            .query(Integer.class)
            .list();
  }

  private static int cell(double degrees) {
    return (int) Math.floor(degrees / CELL);
  }

  /// Plots whose boxes meet that of each, by its place in the list.
  Map<Integer, List<Plot>> near(List<Plot.New> plots) {
    Map<Integer, List<Plot>> near = new HashMap<>();
    sql.sql(
            "select w.n, "
                + COLUMNS
                + """
                 from unnest(cast(:west as float8[]), cast(:south as float8[]), cast(:east as float8[]), cast(:north as float8[]))
                  with ordinality as w (west, south, east, north, n)
                join farm.plot p on p.bounds && box(point(w.west, w.south), point(w.east, w.north)) limit 100000
                """)
        .param("west", each(plots, plot -> plot.outline().box().west(), Double[]::new))
        .param("south", each(plots, plot -> plot.outline().box().south(), Double[]::new))
        .param("east", each(plots, plot -> plot.outline().box().east(), Double[]::new))
        .param("north", each(plots, plot -> plot.outline().box().north(), Double[]::new))
        .query(
            (row, n) ->
                near.computeIfAbsent(row.getInt("n") - 1, key -> new java.util.ArrayList<>())
                    .add(plot(row)))
        .list();
    return near;
  }

  void insert(List<Plot.New> plots, Map<PlaceCode, PlaceCode> counties, Actor by, Instant now) {
    sql.sql(
            """
            insert into farm.plot (id, village, county, household, cooperative, name, declared_m2, measured_m2, outline, bounds,
              origin, account, account_name, created_at)
            select id, village, county, household, cooperative, name, declared, measured, decode(outline, 'hex'),
              box(point(west, south), point(east, north)), origin, :account, :accountName, :now
            from unnest(cast(:ids as uuid[]), cast(:villages as text[]), cast(:counties as text[]), cast(:households as uuid[]),
              cast(:cooperatives as uuid[]), cast(:names as text[]), cast(:declared as bigint[]), cast(:measured as bigint[]),
              cast(:outlines as text[]), cast(:west as float8[]), cast(:south as float8[]), cast(:east as float8[]),
              cast(:north as float8[]), cast(:origins as text[]))
              as p (id, village, county, household, cooperative, name, declared, measured, outline, west, south, east, north, origin)
            """)
        .param("ids", each(plots, Plot.New::id, UUID[]::new))
        .param("villages", each(plots, plot -> plot.village().text(), String[]::new))
        .param(
            "counties",
            each(
                plots,
                plot -> counties.getOrDefault(plot.village(), plot.village()).text(),
                String[]::new))
        .param(
            "households",
            each(plots, plot -> plot.household().map(HouseholdId::value).orElse(null), UUID[]::new))
        .param("cooperatives", each(plots, plot -> plot.cooperative().orElse(null), UUID[]::new))
        .param("names", each(plots, Plot.New::name, String[]::new))
        .param(
            "declared",
            each(plots, plot -> plot.declared().map(Area::squareMetres).orElse(null), Long[]::new))
        .param("measured", each(plots, plot -> plot.outline().area().squareMetres(), Long[]::new))
        .param(
            "outlines",
            each(
                plots,
                plot -> java.util.HexFormat.of().formatHex(plot.outline().wkb()),
                String[]::new))
        .param("west", each(plots, plot -> plot.outline().box().west(), Double[]::new))
        .param("south", each(plots, plot -> plot.outline().box().south(), Double[]::new))
        .param("east", each(plots, plot -> plot.outline().box().east(), Double[]::new))
        .param("north", each(plots, plot -> plot.outline().box().north(), Double[]::new))
        .param("origins", each(plots, plot -> plot.origin().name(), String[]::new))
        .param("account", by.account())
        .param("accountName", by.name())
        .param("now", at(now))
        .update();
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static <T, R extends @org.jspecify.annotations.Nullable Object> R[] each(
      List<T> all, Function<T, R> read, java.util.function.IntFunction<R[]> array) {
    return all.stream().map(read).toArray(array);
  }

  List<Plot> these(Collection<UUID> ids) {
    return sql.sql("select " + COLUMNS + " from farm.plot where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, n) -> plot(row))
        .list();
  }

  List<Plot> ofSeasons(Collection<UUID> seasons) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from farm.plot where id in (select plot from farm.season where id = any(:seasons)) order by village, name, id")
        .param("seasons", seasons.toArray(UUID[]::new))
        .query((row, n) -> plot(row))
        .list();
  }

  Optional<Plot> find(UUID id) {
    return these(List.of(id)).stream().findFirst();
  }

  Page<Plot> list(Plot.Query query, Bounds within) {
    StringJoiner where = new StringJoiner(" and ", " where ", "").add(within.condition());
    if (query.cooperative().isPresent()) where.add("cooperative = :cooperative");
    if (query.text().isPresent()) where.add("starts_with(name, :text)");
    var count = bind(sql.sql("select count(*) from farm.plot" + where), query, within);
    var rows =
        bind(
                sql.sql(
                    "select "
                        + COLUMNS
                        + " from farm.plot"
                        + where
                        + " order by county, village, name, id limit :size offset :offset"),
                query,
                within)
            .param("size", query.page().size())
            .param("offset", query.page().offset());
    return new Page<>(
        rows.query((row, n) -> plot(row)).list(),
        count.query(Long.class).single(),
        query.page().number(),
        query.page().size());
  }

  /// Which plots a reader may see.
  record Bounds(boolean everywhere, List<String> counties, List<String> villages) {
    String condition() {
      return everywhere ? "true" : "(county = any(:counties) or village = any(:villages))";
    }
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Plot.Query query, Bounds within) {
    if (!within.everywhere)
      statement
          .param("counties", within.counties.toArray(String[]::new))
          .param("villages", within.villages.toArray(String[]::new));
    query.cooperative().ifPresent(id -> statement.param("cooperative", id));
    query.text().ifPresent(text -> statement.param("text", text));
    return statement;
  }

  /// The villages in which there are plots.
  List<String> villages() {
    return sql.sql("select distinct village from farm.plot order by village limit 100000")
        .query(String.class)
        .list();
  }

  boolean insert(Cooperative cooperative, PlaceCode county, Actor by, Instant now) {
    return sql.sql(
                """
                insert into farm.cooperative (id, name, place, county, account, created_at)
                values (:id, :name, :place, :county, :account, :now) on conflict (id) do nothing
                """)
            .param("id", cooperative.id())
            .param("name", cooperative.name())
            .param("place", cooperative.place().text())
            .param("county", county.text())
            .param("account", by.account())
            .param("now", at(now))
            .update()
        == 1;
  }

  List<Cooperative> cooperatives(Collection<UUID> ids) {
    return sql.sql("select id, name, place from farm.cooperative where id = any(:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .query((row, n) -> cooperative(row))
        .list();
  }

  List<Cooperative> cooperatives(PlaceCode county) {
    return sql.sql(
            "select id, name, place from farm.cooperative where county = :county order by name, id limit 200")
        .param("county", county.text())
        .query((row, n) -> cooperative(row))
        .list();
  }

  private static Cooperative cooperative(ResultSet row) throws SQLException {
    return new Cooperative(
        row.getObject("id", UUID.class),
        row.getString("name"),
        new PlaceCode(row.getString("place")));
  }

  private static Plot plot(ResultSet row) throws SQLException {
    long declared = row.getLong("declared_m2");
    return new Plot(
        new Plot.New(
            row.getObject("id", UUID.class),
            new PlaceCode(row.getString("village")),
            Optional.ofNullable(row.getObject("household", UUID.class)).map(HouseholdId::new),
            Optional.ofNullable(row.getObject("cooperative", UUID.class)),
            row.getString("name"),
            declared == 0 ? Optional.empty() : Optional.of(new Area(declared)),
            Outline.ofWkb(row.getBytes("outline"), new Area(row.getLong("measured_m2"))),
            Plot.Origin.valueOf(row.getString("origin"))),
        new PlaceCode(row.getString("county")),
        row.getString("account_name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
