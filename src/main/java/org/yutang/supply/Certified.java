package org.yutang.supply;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.PlaceTree;
import org.yutang.kernel.PlaceCode;

/// Certificates of a standard at the sites of a county, as sums. Thread-safe.
@Component
public class Certified {

  /// @param grams that they were given for
  public record Sums(long certificates, long grams) {}

  private record Found(UUID id, PlaceCode place, long grams) {}

  private final JdbcClient sql;
  private final PlaceTree places;

  Certified(JdbcClient sql, PlaceTree places) {
    this.sql = sql;
    this.places = places;
  }

  /// Of those that hold on that day.
  public Sums of(PlaceCode county, String standard, LocalDate day) {
    List<Found> found =
        sql.sql(
                """
                select c.id, s.place, c.grams from supply.certificate c join supply.site s on s.id = c.site
                join supply.lot l on l.id = c.source
                where l.standard = :standard and c.issued_at is not null and c.withdrawn_at is null and c.valid_until >= :day
                """)
            .param("standard", standard)
            .param("day", day)
            .query(
                (row, _) ->
                    new Found(
                        row.getObject("id", UUID.class),
                        new PlaceCode(row.getString("place")),
                        row.getLong("grams")))
            .list();
    Set<PlaceCode> inside =
        places.within(List.of(county), new HashSet<>(found.stream().map(Found::place).toList()));
    List<Found> here = found.stream().filter(each -> inside.contains(each.place())).toList();
    return new Sums(here.size(), here.stream().mapToLong(Found::grams).sum());
  }
}
