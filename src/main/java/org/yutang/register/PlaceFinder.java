package org.yutang.register;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.PlaceCode;

/// Finds places that a list names by a code of its own time: by code where the name agrees, else by
/// name inside the places named around it. What sort of county it is (县, 区, 市) may have changed
/// since, and does not count.
final class PlaceFinder {

  private static final String SORTS = "(行政委员会|行委|特区|各族自治县|自治县|县|区|市)$";
  private static final int SHORTEST = 2;

  private final JdbcClient sql;
  private final boolean everywhere;
  private final String[] tops;

  PlaceFinder(JdbcClient sql, List<PlaceCode> tops) {
    this.sql = sql;
    this.everywhere = tops.contains(PlaceCode.WORLD);
    this.tops = tops.stream().map(PlaceCode::text).toArray(String[]::new);
  }

  record Match(String code, boolean allowed) {}

  private record Candidate(String code, String name, boolean allowed) {}

  /// @param level the only level to look at, or empty for any
  Optional<Match> find(
      @Nullable String code, String name, List<String> within, Optional<PlaceLevel> level) {
    if (code != null) {
      List<Candidate> same = ask("p.code = :code", code, name, List.of(), level);
      if (!same.isEmpty() && stem(same.getFirst().name).equals(stem(name)))
        return match(same.getFirst());
    }
    List<Candidate> inside =
        ask("p.name_zh >= :stem and p.name_zh < :stemEnd", code, name, within, level);
    List<Candidate> exact = inside.stream().filter(each -> each.name.equals(name)).toList();
    List<Candidate> alike =
        exact.isEmpty()
            ? inside.stream().filter(each -> stem(each.name).equals(stem(name))).toList()
            : exact;
    return alike.size() == 1 ? match(alike.getFirst()) : Optional.empty();
  }

  private static Optional<Match> match(Candidate found) {
    return Optional.of(new Match(found.code, found.allowed));
  }

  private List<Candidate> ask(
      String which,
      @Nullable String code,
      String name,
      List<String> within,
      Optional<PlaceLevel> level) {
    String stem = stem(name);
    return sql.sql(
            "select p.code, p.name_zh, :everywhere or p.path && cast(:tops as text[]) allowed from register.place p where "
                + which
                + """
                 and (cast(:level as int) is null or p.level = :level) and (select count(distinct w.name_zh) from register.place w
                  where w.code = any(p.path) and w.name_zh = any(:within)) = :levels limit 20
                """)
        .param("everywhere", everywhere)
        .param("tops", tops)
        .param("code", code)
        .param("level", level.map(Enum::ordinal).orElse(null))
        .param("stem", stem)
        .param("stemEnd", Prefix.end(stem))
        .param("within", within.toArray(String[]::new))
        .param("levels", within.stream().distinct().count())
        .query((row, n) -> new Candidate(row.getString(1), row.getString(2), row.getBoolean(3)))
        .list();
  }

  static String stem(String name) {
    String stem = name.replaceFirst(SORTS, "");
    return stem.length() < SHORTEST ? name : stem;
  }
}
