package org.yutang.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Households, their statuses, and facts, in SQL.
@Component
class Households {

  private static final String COLUMNS =
      "h.id, h.number, h.village_code, h.county_code, h.size, h.status, v.name_zh village_name, p.name head_name";
  private static final String JOINS =
      """
       join register.place v on v.code = h.village_code
      left join register.person p on p.shard_key = h.shard_key and p.household = h.id and p.head
      """;

  private final JdbcClient sql;
  private final Scope.Finder scopes;

  Households(JdbcClient sql, Scope.Finder scopes) {
    this.sql = sql;
    this.scopes = scopes;
  }

  Optional<HouseholdRow> find(HouseholdId id) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from register.household h"
                + JOINS
                + "where h.shard_key = :shard and h.id = :id")
        .param("shard", id.shard())
        .param("id", id.value())
        .query((row, n) -> row(row))
        .optional();
  }

  List<HouseholdRow> these(Scope scope, Collection<HouseholdId> ids) {
    var found =
        sql.sql(
                "select "
                    + COLUMNS
                    + """
                     from (select distinct * from unnest(cast(:shards as int[]), cast(:ids as uuid[])) as wanted (shard, id)) w
                    join register.household h on h.shard_key = w.shard and h.id = w.id
                    """
                    + JOINS
                    + "where "
                    + scope.condition("h"))
            .param("shards", ids.stream().mapToInt(HouseholdId::shard).toArray())
            .param("ids", ids.stream().map(HouseholdId::toString).toArray(String[]::new));
    scopes.bind(found, scope);
    return found.query((row, n) -> row(row)).list();
  }

  Page<HouseholdRow> list(Scope scope, HouseholdQuery query) {
    StringJoiner where = new StringJoiner(" and ", " where ", "").add(scope.condition("h"));
    query.status().ifPresent(status -> where.add("h.status = " + status.ordinal()));
    Optional<NameSearch> search = query.text().filter(text -> !text.isBlank()).map(NameSearch::of);
    search.ifPresent(
        name ->
            where.add(
                "((h.number >= :numberFrom and h.number < :numberEnd) or (h.shard_key, h.id) in (select n.shard_key, n.household from register.person n where n.head and "
                    + name.condition("n")
                    + "))"));
    var count = bind(sql.sql("select count(*) from register.household h" + where), scope, search);
    // The page is cut before names are joined to it.
    var rows =
        bind(
                sql.sql(
                    "select "
                        + COLUMNS
                        + " from (select h.* from register.household h"
                        + where
                        + order(query)
                        + " limit :size offset :offset) h"
                        + JOINS
                        + order(query)),
                scope,
                search)
            .param("size", query.page().size())
            .param("offset", query.page().offset());
    return new Page<>(
        rows.query((row, n) -> row(row)).list(),
        count.query(Long.class).single(),
        query.page().number(),
        query.page().size());
  }

  List<StatusPeriod> statuses(HouseholdId id) {
    return sql.sql(
            """
            select t.status, t.valid_from, lead(t.valid_from) over (order by t.valid_from) ends,
            """
                + SOURCE_COLUMNS
                + """
             from register.poverty_status t join register.source s on s.id = t.source
            where t.shard_key = :shard and t.household = :id order by t.valid_from desc limit 100
            """)
        .param("shard", id.shard())
        .param("id", id.value())
        .query(
            (row, n) ->
                new StatusPeriod(
                    PovertyStatus.values()[row.getInt("status")],
                    row.getObject("valid_from", LocalDate.class),
                    Optional.ofNullable(row.getObject("ends", LocalDate.class)),
                    source(row)))
        .list();
  }

  List<Fact> facts(int shard, UUID subject) {
    return sql.sql(
            """
            select f.name, f.kind, f.value, f.unit, f.valid_from, f.recorded_at,
              coalesce(f.valid_to, lead(f.valid_from) over (partition by f.name order by f.valid_from)) ends,
            """
                + SOURCE_COLUMNS
                + """
             from register.fact f join register.source s on s.id = f.source
            where f.shard_key = :shard and f.subject = :subject order by f.valid_from desc, f.name limit 1000
            """)
        .param("shard", shard)
        .param("subject", subject)
        .query(
            (row, n) ->
                new Fact(
                    row.getString("name"),
                    factValue(row.getString("kind"), row.getString("value")),
                    Optional.ofNullable(row.getString("unit")),
                    row.getObject("valid_from", LocalDate.class),
                    Optional.ofNullable(row.getObject("ends", LocalDate.class)),
                    source(row),
                    row.getTimestamp("recorded_at").toInstant()))
        .list();
  }

  /// As [Fact#value] promises.
  static Object factValue(String kind, String value) {
    return switch (kind) {
      case "n" ->
          value.indexOf('.') < 0 && value.indexOf('E') < 0
              ? (Object) Long.valueOf(value)
              : Double.valueOf(value);
      case "b" -> Boolean.valueOf(value);
      default -> value;
    };
  }

  static final String SOURCE_COLUMNS =
      "s.id source_id, s.title, s.licence, s.described, s.file_digest, s.imported_by, s.imported_at";

  static Source source(ResultSet row) throws SQLException {
    return new Source(
        row.getObject("source_id", UUID.class),
        row.getString("title"),
        row.getString("licence"),
        Optional.ofNullable(row.getObject("described", LocalDate.class)),
        Optional.ofNullable(row.getString("file_digest")),
        row.getString("imported_by"),
        row.getTimestamp("imported_at").toInstant());
  }

  private JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Scope scope, Optional<NameSearch> search) {
    scopes.bind(statement, scope);
    search.ifPresent(
        name -> {
          name.bind(statement);
          statement.param("numberFrom", name.text()).param("numberEnd", Prefix.end(name.text()));
        });
    return statement;
  }

  private static String order(HouseholdQuery query) {
    String way = query.descending() ? " desc" : "";
    return switch (query.sort()) {
      case VILLAGE ->
          " order by h.county_code"
              + way
              + ", h.village_code"
              + way
              + ", h.number"
              + way
              + ", h.id"
              + way;
      case NUMBER -> " order by h.number" + way + ", h.id" + way;
      case SIZE -> " order by h.size" + way + ", h.id" + way;
    };
  }

  private static HouseholdRow row(ResultSet row) throws SQLException {
    @Nullable String head = row.getString("head_name");
    UUID id = row.getObject("id", UUID.class);
    return new HouseholdRow(
        new HouseholdId(id),
        row.getString("number"),
        Optional.ofNullable(head).map(Names::mask),
        new PlaceCode(row.getString("village_code")),
        row.getString("village_name"),
        new PlaceCode(row.getString("county_code")),
        row.getInt("size"),
        PovertyStatus.values()[row.getInt("status")]);
  }
}
