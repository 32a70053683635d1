package org.yutang.register;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;

/// What an import needs to know of the places that its rows name: remembered, because rows name the
/// same few again and again. Knows the places that the import itself will make. For one import, not
/// thread-safe.
final class PlaceLookup {

  private static final int REMEMBERED = 50_000;

  private final JdbcClient sql;
  private final boolean everywhere;
  private final String[] tops;
  private final Map<String, Known> made = new HashMap<>();
  private final Map<String, Optional<Known>> found =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Known>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param tops where the importing actor may edit the register
  PlaceLookup(JdbcClient sql, List<PlaceCode> tops) {
    this.sql = sql;
    this.everywhere = tops.contains(PlaceCode.WORLD);
    this.tops = tops.stream().map(PlaceCode::text).toArray(String[]::new);
  }

  /// @param level ordinal of [PlaceLevel]
  /// @param allowed whether the actor may import into it
  record Known(String code, String county, int shard, int level, boolean allowed) {}

  Optional<Known> find(String code) {
    Known own = made.get(code);
    if (own != null) return Optional.of(own);
    return found.computeIfAbsent(code, this::ask);
  }

  /// Remembers a place that the import will make below a known one; false if it was known already.
  boolean make(String code, Known parent, PlaceLevel level) {
    if (find(code).isPresent()) return false;
    String county = parent.level >= PlaceLevel.COUNTY.ordinal() ? parent.county : code;
    made.put(
        code,
        new Known(
            code, county, Shards.ofCounty(new PlaceCode(county)), level.ordinal(), parent.allowed));
    return true;
  }

  int madeCount() {
    return made.size();
  }

  /// The known code that is most like an unknown one: it shares the longest beginning. With its
  /// name.
  Optional<String[]> closest(String code) {
    List<String[]> around =
        sql.sql(
                """
                (select code, name_zh from register.place where code < :code order by code desc limit 1)
                union all (select code, name_zh from register.place where code > :code order by code limit 1)
                """)
            .param("code", code)
            .query((row, n) -> new String[] {row.getString(1), row.getString(2)})
            .list();
    return around.stream()
        .max(java.util.Comparator.comparingInt(each -> common(each[0], code)))
        .filter(each -> common(each[0], code) > 3);
  }

  private static int common(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) i++;
    return i;
  }

  private Optional<Known> ask(String code) {
    return sql.sql(
            "select code, county_code, level, :everywhere or path && cast(:tops as text[]) allowed from register.place where code = :code")
        .param("code", code)
        .param("everywhere", everywhere)
        .param("tops", tops)
        .query(
            (row, n) -> {
              @Nullable String county = row.getString("county_code");
              return new Known(
                  code,
                  county,
                  Shards.ofCounty(new PlaceCode(county)),
                  row.getInt("level"),
                  row.getBoolean("allowed"));
            })
        .optional();
  }
}
