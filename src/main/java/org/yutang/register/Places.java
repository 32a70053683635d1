package org.yutang.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// The tree of places and what is known of each, in SQL.
@Component
class Places {

  private static final String PLACE_COLUMNS =
      "p.code, p.parent, p.level, p.name_zh, p.name_en, s.title";
  private static final String FIGURE_COLUMNS =
      """
      coalesce(f.households_none, 0) households_none, coalesce(f.households_registered, 0) households_registered,
      coalesce(f.households_lifted, 0) households_lifted, coalesce(f.households_returned, 0) households_returned,
      coalesce(f.persons_none, 0) persons_none, coalesce(f.persons_registered, 0) persons_registered,
      coalesce(f.persons_lifted, 0) persons_lifted, coalesce(f.persons_returned, 0) persons_returned,
      coalesce(f.poor_villages, 0) poor_villages
      """;

  private final JdbcClient sql;

  Places(JdbcClient sql, ShippedPlaces shipped) {
    this.sql = sql;
    shipped.load();
  }

  Optional<Place> find(PlaceCode code) {
    return sql.sql(
            "select "
                + PLACE_COLUMNS
                + " from register.place p join register.source s on s.id = p.source where p.code = :code")
        .param("code", code.text())
        .query((row, n) -> place(row))
        .optional();
  }

  List<Place> ancestors(PlaceCode code) {
    return sql.sql(
            "select "
                + PLACE_COLUMNS
                + """
                 from register.place p join register.source s on s.id = p.source
                where p.code = any(select unnest(path) from register.place where code = :code) and p.code <> :code
                order by cardinality(p.path) limit 20
                """)
        .param("code", code.text())
        .query((row, n) -> place(row))
        .list();
  }

  boolean contains(PlaceCode outer, PlaceCode inner) {
    if (outer.equals(PlaceCode.WORLD)) return true;
    return sql.sql("select :outer = any(path) from register.place where code = :inner")
        .param("outer", outer.text())
        .param("inner", inner.text())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  Set<PlaceCode> within(Collection<PlaceCode> outer, Collection<PlaceCode> inner) {
    return sql.sql(
            "select code from register.place where code = any(:inner) and path && cast(:outer as text[])")
        .param("inner", inner.stream().map(PlaceCode::text).toArray(String[]::new))
        .param("outer", outer.stream().map(PlaceCode::text).toArray(String[]::new))
        .query((row, n) -> new PlaceCode(row.getString("code")))
        .set();
  }

  List<Place> search(String text, int limit) {
    return sql.sql(
            "select "
                + PLACE_COLUMNS
                + """
                 from register.place p join register.source s on s.id = p.source
                where (p.name_zh >= :text and p.name_zh < :end) or p.code = :text or (p.level <= 1 and lower(p.name_en) like lower(:like))
                order by p.level, p.code limit :limit
                """)
        .param("text", text)
        .param("end", Prefix.end(text))
        .param("like", Prefix.like(text))
        .param("limit", Math.clamp(limit, 1, 50))
        .query((row, n) -> place(row))
        .list();
  }

  Figures figures(PlaceCode code) {
    return sql.sql(
            "select "
                + FIGURE_COLUMNS
                + " from (select 1) one left join register.figure f on f.place = :code")
        .param("code", code.text())
        .query((row, n) -> figures(row))
        .single();
  }

  List<PlaceFact> facts(PlaceCode code) {
    return sql.sql(
            """
            select f.name fact_name, f.value, f.delisted_year, f.described, f.note, s.title fact_source
            from register.place_fact f join register.source s on s.id = f.source where f.place = :code order by f.name limit 100
            """)
        .param("code", code.text())
        .query((row, n) -> fact(row))
        .list();
  }

  Page<PlaceEntry> children(PlaceCode parent, PlaceQuery query) {
    return list("p.parent = :parent", Map.of("parent", parent.text()), query);
  }

  Page<PlaceEntry> counties(PlaceQuery query) {
    return list("p.level = " + PlaceLevel.COUNTY.ordinal(), Map.of(), query);
  }

  private Page<PlaceEntry> list(String which, Map<String, Object> params, PlaceQuery query) {
    StringJoiner where = new StringJoiner(" and ").add(which);
    query
        .within()
        .filter(within -> !within.equals(PlaceCode.WORLD))
        .ifPresent(within -> where.add(":within = any(p.path)"));
    query
        .text()
        .ifPresent(
            text ->
                where.add(
                    "(p.name_zh like :like or p.code like :like or p.code like 'CN-' || :like or lower(p.name_en) like lower(:like))"));
    if (query.poorOnly()) where.add("pf.name is not null");
    query.delistedYear().ifPresent(year -> where.add("pf.delisted_year = :year"));
    if (query.registeredOnly())
      where.add(
          "f.households_none + f.households_registered + f.households_lifted + f.households_returned > 0");
    String from =
        """
         from register.place p join register.source s on s.id = p.source left join register.figure f on f.place = p.code
        left join register.place_fact pf on pf.place = p.code and pf.name in ('poverty-county', 'poor-village')
        left join register.source ps on ps.id = pf.source
        where
        """
            + where;
    var count = sql.sql("select count(*)" + from).params(params);
    var rows =
        sql.sql(
                "select "
                    + PLACE_COLUMNS
                    + ", "
                    + FIGURE_COLUMNS
                    + ", pf.name fact_name, pf.value, pf.delisted_year, pf.described, pf.note, ps.title fact_source"
                    + from
                    + order(query)
                    + " limit :size offset :offset")
            .params(params)
            .param("size", query.page().size())
            .param("offset", query.page().offset());
    for (var statement : List.of(count, rows)) {
      query.within().ifPresent(within -> statement.param("within", within.text()));
      query.text().ifPresent(text -> statement.param("like", Prefix.like(text)));
      query.delistedYear().ifPresent(year -> statement.param("year", year));
    }
    return new Page<>(
        rows.query((row, n) -> new PlaceEntry(place(row), figures(row), optionalFact(row))).list(),
        count.query(Long.class).single(),
        query.page().number(),
        query.page().size());
  }

  private static String order(PlaceQuery query) {
    String by =
        switch (query.sort()) {
          case CODE -> "p.code";
          case NAME -> "p.name_zh";
          case HOUSEHOLDS ->
              "coalesce(f.households_none + f.households_registered + f.households_lifted + f.households_returned, 0)";
          case PERSONS ->
              "coalesce(f.persons_none + f.persons_registered + f.persons_lifted + f.persons_returned, 0)";
          case DELISTED_YEAR -> "pf.delisted_year";
        };
    return " order by "
        + by
        + (query.descending() ? " desc nulls last" : " asc nulls last")
        + ", p.code";
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        new PlaceCode(row.getString("code")),
        Optional.ofNullable(row.getString("parent")).map(PlaceCode::new),
        PlaceLevel.values()[row.getInt("level")],
        row.getString("name_zh"),
        Optional.ofNullable(row.getString("name_en")),
        row.getString("title"));
  }

  private static Optional<PlaceFact> optionalFact(ResultSet row) throws SQLException {
    return row.getString("fact_name") == null ? Optional.empty() : Optional.of(fact(row));
  }

  private static PlaceFact fact(ResultSet row) throws SQLException {
    int year = row.getInt("delisted_year");
    return new PlaceFact(
        row.getString("fact_name"),
        row.getString("value"),
        year == 0 ? Optional.empty() : Optional.of(year),
        Optional.ofNullable(row.getObject("described", java.time.LocalDate.class)),
        Optional.ofNullable(row.getString("note")),
        row.getString("fact_source"));
  }

  private static Figures figures(ResultSet row) throws SQLException {
    Map<PovertyStatus, Long> households = new EnumMap<>(PovertyStatus.class);
    Map<PovertyStatus, Long> persons = new EnumMap<>(PovertyStatus.class);
    for (PovertyStatus status : PovertyStatus.values()) {
      String name = status.name().toLowerCase(java.util.Locale.ROOT);
      households.put(status, row.getLong("households_" + name));
      persons.put(status, row.getLong("persons_" + name));
    }
    return new Figures(
        sum(households), sum(persons), households, persons, row.getLong("poor_villages"));
  }

  private static long sum(Map<PovertyStatus, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
