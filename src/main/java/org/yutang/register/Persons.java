package org.yutang.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Period;
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

/// Persons, in SQL; everything leaves masked but from [#open].
@Component
class Persons {

  private static final String COLUMNS =
      """
      p.id, p.household, p.name, p.id_cipher, p.id_key, p.sex, p.born, p.relation, p.head, p.village_code, p.county_code,
      v.name_zh village_name, h.status
      """;
  private static final String JOINS =
      """
       join register.household h on h.shard_key = p.shard_key and h.id = p.household
      join register.place v on v.code = p.village_code
      """;
  private static final int MOST_MEMBERS = 1000;
  private static final int MOST_NUMBERED = 10;

  private final JdbcClient sql;
  private final IdNumbers idNumbers;
  private final Scope.Finder scopes;

  Persons(JdbcClient sql, IdNumbers idNumbers, Scope.Finder scopes) {
    this.sql = sql;
    this.idNumbers = idNumbers;
    this.scopes = scopes;
  }

  Page<PersonRow> list(Scope scope, PersonQuery query, LocalDate today) {
    StringJoiner where = new StringJoiner(" and ", " where ", "").add(scope.condition("p"));
    query.sex().ifPresent(sex -> where.add("p.sex = " + sex.ordinal()));
    query.minAge().ifPresent(age -> where.add("p.born <= :bornUntil"));
    query.maxAge().ifPresent(age -> where.add("p.born > :bornAfter"));
    query.status().ifPresent(status -> where.add("h.status = " + status.ordinal()));
    Optional<NameSearch> search = query.text().filter(text -> !text.isBlank()).map(NameSearch::of);
    search.ifPresent(name -> where.add(name.condition("p")));
    String from =
        " from register.person p"
            + (query.status().isPresent()
                ? " join register.household h on h.shard_key = p.shard_key and h.id = p.household"
                : "")
            + where;
    var count = bind(sql.sql("select count(*)" + from), scope, query, search, today);
    // The page is cut before places and statuses are joined to it.
    var rows =
        bind(
                sql.sql(
                    "select "
                        + COLUMNS
                        + " from (select p.*"
                        + from
                        + order(query)
                        + " limit :size offset :offset) p"
                        + JOINS
                        + order(query)),
                scope,
                query,
                search,
                today)
            .param("size", query.page().size())
            .param("offset", query.page().offset());
    return new Page<>(
        rows.query((row, n) -> row(row, today)).list(),
        count.query(Long.class).single(),
        query.page().number(),
        query.page().size());
  }

  /// Those with this identity number, which is looked up by its keyed hash.
  List<PersonRow> numbered(Scope scope, String number, LocalDate today) {
    var found =
        sql.sql(
                "select "
                    + COLUMNS
                    + " from register.person p"
                    + JOINS
                    + "where p.id_hash is not null and p.id_hash = any(:hashes) and "
                    + scope.condition("p")
                    + " order by p.county_code, p.id limit "
                    + MOST_NUMBERED)
            .param("hashes", idNumbers.hashes(ChinaId.tidy(number)).toArray(byte[][]::new));
    scopes.bind(found, scope);
    return found.query((row, n) -> row(row, today)).list();
  }

  /// Those of these that lie in the scope.
  List<PersonRow> these(Scope scope, Collection<PersonId> ids, LocalDate today) {
    var found =
        sql.sql(
                "select "
                    + COLUMNS
                    + """
                     from (select distinct * from unnest(cast(:shards as int[]), cast(:ids as uuid[])) as wanted (shard, id)) w
                    join register.person p on p.shard_key = w.shard and p.id = w.id
                    """
                    + JOINS
                    + "where "
                    + scope.condition("p"))
            .param("shards", ids.stream().mapToInt(PersonId::shard).toArray())
            .param("ids", ids.stream().map(PersonId::toString).toArray(String[]::new));
    scopes.bind(found, scope);
    return found.query((row, n) -> row(row, today)).list();
  }

  List<PersonRow> members(HouseholdId household, LocalDate today) {
    return sql.sql(
            "select "
                + COLUMNS
                + " from register.person p"
                + JOINS
                + "where p.shard_key = :shard and p.household = :household order by p.head desc, p.relation, p.born nulls last, p.id limit "
                + MOST_MEMBERS)
        .param("shard", household.shard())
        .param("household", household.value())
        .query((row, n) -> row(row, today))
        .list();
  }

  /// A person without facts.
  Optional<Person> find(PersonId id, LocalDate today) {
    return sql.sql(
            "select "
                + COLUMNS
                + ", p.born_exactly, p.id_kind, "
                + Households.SOURCE_COLUMNS
                + " from register.person p"
                + JOINS
                + "join register.source s on s.id = p.source where p.shard_key = :shard and p.id = :id")
        .param("shard", id.shard())
        .param("id", id.value())
        .query(
            (row, n) ->
                new Person(
                    row(row, today),
                    Optional.ofNullable(row.getObject("born", LocalDate.class))
                        .map(LocalDate::getYear),
                    row.getBoolean("born_exactly"),
                    Optional.ofNullable(row.getString("id_kind")),
                    Households.source(row),
                    List.of()))
        .optional();
  }

  /// Name, identity number and day of birth in the clear.
  Revealed open(PersonId id) {
    return sql.sql(
            "select name, born, born_exactly, id_cipher, id_key from register.person where shard_key = :shard and id = :id")
        .param("shard", id.shard())
        .param("id", id.value())
        .query(
            (row, n) ->
                new Revealed(
                    id,
                    Optional.ofNullable(row.getString("name")),
                    number(id.value(), row),
                    Optional.ofNullable(row.getObject("born", LocalDate.class))
                        .filter(born -> exactly(row))))
        .single();
  }

  private static boolean exactly(ResultSet row) {
    try {
      return row.getBoolean("born_exactly");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement,
      Scope scope,
      PersonQuery query,
      Optional<NameSearch> search,
      LocalDate today) {
    scopes.bind(statement, scope);
    query.minAge().ifPresent(age -> statement.param("bornUntil", today.minusYears(age)));
    query.maxAge().ifPresent(age -> statement.param("bornAfter", today.minusYears(age + 1L)));
    search.ifPresent(name -> name.bind(statement));
    return statement;
  }

  private static String order(PersonQuery query) {
    String way = query.descending() ? " desc" : "";
    return switch (query.sort()) {
      case VILLAGE ->
          " order by p.county_code"
              + way
              + ", p.village_code"
              + way
              + ", p.name"
              + way
              + " nulls last, p.id"
              + way;
      case NAME -> " order by p.pinyin" + way + " nulls last, p.name" + way + ", p.id" + way;
      case AGE -> " order by p.born" + (query.descending() ? "" : " desc") + " nulls last, p.id";
    };
  }

  private PersonRow row(ResultSet row, LocalDate today) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    @Nullable LocalDate born = row.getObject("born", LocalDate.class);
    return new PersonRow(
        new PersonId(id),
        new HouseholdId(row.getObject("household", UUID.class)),
        Optional.ofNullable(row.getString("name")).map(Names::mask),
        number(id, row).map(IdNumbers::mask),
        Sex.values()[row.getInt("sex")],
        Optional.ofNullable(born).map(day -> Period.between(day, today).getYears()),
        Relation.values()[row.getInt("relation")],
        row.getBoolean("head"),
        new PlaceCode(row.getString("village_code")),
        row.getString("village_name"),
        new PlaceCode(row.getString("county_code")),
        PovertyStatus.values()[row.getInt("status")]);
  }

  private Optional<String> number(UUID id, ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes("id_cipher");
    return sealed == null
        ? Optional.empty()
        : Optional.of(idNumbers.open(id, sealed, row.getInt("id_key")));
  }
}
