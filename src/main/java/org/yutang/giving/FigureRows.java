package org.yutang.giving;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the sums by project, month and counties.
@Component
class FigureRows {

  /// Months times counties times counties of one project.
  private static final int MAX_ROWS = 1_000_000;

  private final JdbcClient sql;

  FigureRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param origin empty where no origin was named
  record Key(UUID project, YearMonth month, String merchantCounty, String origin)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::project)
            .thenComparing(Key::month)
            .thenComparing(Key::merchantCounty)
            .thenComparing(Key::origin);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  record Sums(long donations, long given, long refunds, long returned) {
    static final Sums NONE = new Sums(0, 0, 0, 0);

    static Sums donation(long fen) {
      return new Sums(1, fen, 0, 0);
    }

    static Sums refund(long fen) {
      return new Sums(0, 0, 1, fen);
    }

    Sums plus(Sums other) {
      return new Sums(
          donations + other.donations,
          given + other.given,
          refunds + other.refunds,
          returned + other.returned);
    }
  }

  /// Collects what one transaction moves; written in one order by all, so that they wait for each
  /// other and never in a circle.
  static final class Moves {
    private final Map<Key, Sums> moves = new TreeMap<>();

    void add(Key key, Sums sums) {
      moves.merge(key, sums, Sums::plus);
    }
  }

  void move(int shard, Moves moves) {
    if (moves.moves.isEmpty()) return;
    Collection<Key> keys = moves.moves.keySet();
    Collection<Sums> sums = moves.moves.values();
    sql.sql(
            """
            insert into giving.figure as f (shard_key, project, month, merchant_county, origin_county, donations, given, refunds, returned)
            select :shard, cast(project as uuid), cast(month as date), county, origin, donations, given, refunds, returned
            from unnest(:projects, :months, :counties, :origins, :donations, :given, :refunds, :returned)
              as u (project, month, county, origin, donations, given, refunds, returned)
            on conflict (shard_key, project, month, merchant_county, origin_county) do update set
              donations = f.donations + excluded.donations, given = f.given + excluded.given,
              refunds = f.refunds + excluded.refunds, returned = f.returned + excluded.returned
            """)
        .param("shard", shard)
        .param("projects", texts(keys, key -> key.project().toString()))
        .param("months", texts(keys, key -> key.month().atDay(1).toString()))
        .param("counties", texts(keys, Key::merchantCounty))
        .param("origins", texts(keys, Key::origin))
        .param("donations", longs(sums, Sums::donations))
        .param("given", longs(sums, Sums::given))
        .param("refunds", longs(sums, Sums::refunds))
        .param("returned", longs(sums, Sums::returned))
        .update();
  }

  record Row(Key key, Sums sums) {}

  List<Row> of(UUID project) {
    return sql.sql(
            """
            select month, merchant_county, origin_county, sum(donations), sum(given), sum(refunds), sum(returned) from giving.figure
            where project = :project group by 1, 2, 3 order by 1, 2, 3 limit :limit
            """)
        .param("project", project)
        .param("limit", MAX_ROWS)
        .query(
            (row, number) ->
                new Row(
                    new Key(
                        project,
                        YearMonth.from(row.getObject(1, LocalDate.class)),
                        row.getString(2),
                        row.getString(3)),
                    new Sums(row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7))))
        .list();
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static <T> long[] longs(Collection<T> rows, ToLongFunction<T> value) {
    return rows.stream().mapToLong(value).toArray();
  }
}
