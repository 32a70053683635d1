package org.yutang.farm;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;

/// How much of a standard a county grows: sums, without anybody's name. Thread-safe.
@Component
public class Grown {

  /// @param squareMetres of the plots, as their outlines have it
  /// @param growers households, and co-operatives that grow without one
  /// @param contracts of co-operatives that were signed and are not cancelled
  public record Sums(long plots, long squareMetres, long growers, long contracts) {}

  private final JdbcClient sql;

  Grown(JdbcClient sql) {
    this.sql = sql;
  }

  /// Of plots with a plan of the standard in that season or the one before it.
  public Sums of(PlaceCode county, String standard, int season) {
    return sql.sql(
            """
            with p as (select distinct p.id, p.measured_m2, coalesce(p.household, p.cooperative) as grower
              from farm.plot p join farm.season s on s.plot = p.id
              where p.county = :county and s.standard = :standard and s.season between :season - 1 and :season)
            select count(*) as plots, coalesce(sum(measured_m2), 0)::bigint as m2, count(distinct grower) as growers,
              (select count(*) from farm.contract c where c.county = :county and c.cooperative is not null
                and c.state in ('SIGNED', 'SETTLING', 'SETTLED') and exists (select from farm.contract_plot cp
                  join farm.season s on s.id = cp.season where cp.contract = c.id and s.standard = :standard)) as contracts
            from p
            """)
        .param("county", county.text())
        .param("standard", standard)
        .param("season", season)
        .query(
            (row, _) ->
                new Sums(
                    row.getLong("plots"),
                    row.getLong("m2"),
                    row.getLong("growers"),
                    row.getLong("contracts")))
        .single();
  }
}
