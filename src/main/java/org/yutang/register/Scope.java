package org.yutang.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;

/// Which rows an actor may see, as an SQL condition over `county_code` and `village_code`.
///
/// @param counties all that is registered in these counties
/// @param villages all that is registered in these places below a county
record Scope(boolean everywhere, List<String> counties, List<String> villages) {

  static final Scope EVERYWHERE = new Scope(true, List.of(), List.of());

  boolean isNothing() {
    return !everywhere && counties.isEmpty() && villages.isEmpty();
  }

  /// A condition on the rows of the table alias; bind it with `bind`.
  String condition(String alias) {
    if (everywhere) return "true";
    if (isNothing()) return "false";
    StringJoiner either = new StringJoiner(" or ", "(", ")");
    if (!counties.isEmpty()) either.add(alias + ".county_code = any(:counties)");
    if (!villages.isEmpty())
      either.add(
          "("
              + alias
              + ".county_code = any(:villageCounties) and "
              + alias
              + ".village_code = any(:villages))");
    return either.toString();
  }

  /// Finds out which places an actor's roles, cut by what was asked for, amount to.
  @Component
  static class Finder {
    private final JdbcClient sql;
    private final Access access;
    private final Places places;

    Finder(JdbcClient sql, Access access, Places places) {
      this.sql = sql;
      this.access = access;
      this.places = places;
    }

    /// Where the actor holds the permission, inside `asked` if it is given.
    Scope of(Actor actor, Permission permission, Optional<PlaceCode> asked) {
      List<PlaceCode> held = access.places(actor, permission);
      List<PlaceCode> tops = new ArrayList<>();
      if (asked.isEmpty()) tops.addAll(held);
      else if (held.stream().anyMatch(place -> places.contains(place, asked.get())))
        tops.add(asked.get());
      else held.stream().filter(place -> places.contains(asked.get(), place)).forEach(tops::add);
      return of(tops);
    }

    Scope of(List<PlaceCode> tops) {
      if (tops.contains(PlaceCode.WORLD)) return EVERYWHERE;
      if (tops.isEmpty()) return new Scope(false, List.of(), List.of());
      List<String> codes = tops.stream().map(PlaceCode::text).toList();
      // A county (or what stands for one) is not looked into from above: its rows are found by
      // county_code.
      List<String> counties =
          sql.sql(
                  """
                  with recursive inside as (
                    select code, county_code, level from register.place where code = any(:codes) and code = county_code
                    union
                    select c.code, c.county_code, c.level from inside i join register.place c on c.parent = i.code
                    where i.level < 4 and c.code = c.county_code
                  ) select code from inside limit 100000
                  """)
              .param("codes", codes.toArray(String[]::new))
              .query(String.class)
              .list();
      List<String> villages =
          sql.sql(
                  """
                  with recursive inside as (
                    select code from register.place where code = any(:codes) and code <> county_code
                    union
                    select c.code from inside i join register.place c on c.parent = i.code
                  ) select code from inside limit 100000
                  """)
              .param("codes", codes.toArray(String[]::new))
              .query(String.class)
              .list();
      return new Scope(false, counties, villages);
    }

    /// Binds the condition's parameters.
    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Scope scope) {
      if (!scope.counties.isEmpty())
        statement.param("counties", scope.counties.toArray(String[]::new));
      if (scope.villages.isEmpty()) return statement;
      String[] villages = scope.villages.toArray(String[]::new);
      List<String> above =
          sql.sql("select distinct county_code from register.place where code = any(:villages)")
              .param("villages", villages)
              .query(String.class)
              .list();
      return statement
          .param("villages", villages)
          .param("villageCounties", above.toArray(String[]::new));
    }
  }
}
