package org.yutang.supply;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;

/// Readings, in SQL.
@Component
class TemperatureRows {

  private final JdbcClient sql;

  TemperatureRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// Whether it is new.
  boolean insertFile(ReadingsFile file, UUID holder, String device, Actor by, Instant now) {
    return sql.sql(
                """
                insert into supply.temperature_file (digest, holder, device, readings, account, account_name, taken_at)
                values (:digest, :holder, :device, :readings, :account, :by, :now) on conflict (digest) do nothing
                """)
            .param("digest", file.digest())
            .param("holder", holder)
            .param("device", device)
            .param("readings", file.readings().size())
            .param("account", by.account())
            .param("by", by.name())
            .param("now", LotRows.at(now))
            .update()
        > 0;
  }

  /// Whether that file was taken for that holder and device.
  boolean has(String digest, UUID holder, String device) {
    return sql.sql(
            "select exists (select from supply.temperature_file where digest = :digest and holder = :holder and device = :device)")
        .param("digest", digest)
        .param("holder", holder)
        .param("device", device)
        .query(Boolean.class)
        .single();
  }

  /// Adds those that are new; the first moment at which the device said something else before.
  Optional<Instant> insert(UUID holder, String device, List<ReadingsFile.Reading> readings) {
    String[] at = readings.stream().map(each -> each.at().toString()).toArray(String[]::new);
    Integer[] tenths = readings.stream().map(ReadingsFile.Reading::tenths).toArray(Integer[]::new);
    sql.sql(
            """
            insert into supply.temperature (holder, device, at, tenths)
            select :holder, :device, r.at, r.tenths from unnest(cast(cast(:at as text[]) as timestamptz[]), cast(:tenths as int[])) as r (at, tenths)
            on conflict do nothing
            """)
        .param("holder", holder)
        .param("device", device)
        .param("at", at)
        .param("tenths", tenths)
        .update();
    return sql.sql(
            """
            select min(r.at) as at from unnest(cast(cast(:at as text[]) as timestamptz[]), cast(:tenths as int[])) as r (at, tenths)
            join supply.temperature t on t.holder = :holder and t.device = :device and t.at = r.at where t.tenths <> r.tenths
            having min(r.at) is not null
            """)
        .param("holder", holder)
        .param("device", device)
        .param("at", at)
        .param("tenths", tenths)
        .query((row, _) -> LotRows.instant(row, "at"))
        .optional();
  }

  List<Temperatures.Series> series(UUID holder) {
    return sql.sql(
            """
            select device, count(*) as readings, min(at) as since, max(at) as until, min(tenths) as least, max(tenths) as most
            from supply.temperature where holder = :holder group by device order by device limit 100
            """)
        .param("holder", holder)
        .query(
            (row, _) ->
                new Temperatures.Series(
                    row.getString("device"),
                    row.getInt("readings"),
                    LotRows.instant(row, "since"),
                    LotRows.instant(row, "until"),
                    row.getInt("least"),
                    row.getInt("most")))
        .list();
  }

  /// Of those of a holder's devices that measured in between the one that saw the most outside.
  Optional<Temperatures.Kept> kept(
      String site, UUID holder, Instant from, Instant to, int lower, int upper) {
    return sql.sql(
            """
            select sum(seconds) / 60 as measured, coalesce(sum(seconds) filter (where tenths < :lower or tenths > :upper), 0) / 60 as outside,
              min(tenths) as least, max(tenths) as most
            from (
              select device, tenths, cast(extract(epoch from least(
                coalesce(lead(at) over (partition by device order by at), at + :holds * interval '1 minute'),
                at + :holds * interval '1 minute', :to) - at) as bigint) as seconds
              from supply.temperature where holder = :holder and at >= :from and at < :to
            ) as each group by device order by outside desc, measured desc, device limit 1
            """)
        .param("lower", lower)
        .param("upper", upper)
        .param("holds", Temperatures.HOLDS_MINUTES)
        .param("holder", holder)
        .param("from", LotRows.at(from))
        .param("to", LotRows.at(to))
        .query(
            (row, _) ->
                new Temperatures.Kept(
                    site,
                    from,
                    to,
                    lower,
                    upper,
                    row.getLong("measured"),
                    row.getLong("outside"),
                    row.getInt("least"),
                    row.getInt("most")))
        .optional();
  }

  /// The ways of these lots with readings, at most 50; a way without an end lasts until now.
  List<Stay> ways(Collection<UUID> lots, Instant now) {
    return sql.sql(
            """
            select h.id, h.shipped_at, coalesce(h.received_at, :now) as until from supply.shipment h
            where h.id in (select t.step from supply.touch t where t.lot = any(:lots))
              and exists (select from supply.temperature r where r.holder = h.id)
            order by h.shipped_at, h.id limit 50
            """)
        .param("lots", lots.toArray(UUID[]::new))
        .param("now", LotRows.at(now))
        .query(
            (row, _) ->
                new Stay(
                    row.getObject("id", UUID.class),
                    "",
                    LotRows.instant(row, "shipped_at"),
                    LotRows.instant(row, "until")))
        .list();
  }

  /// When these lots were at a site: from the first step there to the last, or until now where some
  /// of them lie there still.
  record Stay(UUID site, String name, Instant from, Instant to) {}

  List<Stay> stays(Collection<UUID> lots, Instant now) {
    return sql.sql(
            """
            select s.id, s.name, min(p.happened_at) as since, greatest(max(p.happened_at), case when exists (
                select from supply.stock k left join supply.box b on b.id = k.holder
                where k.lot = any(:lots) and k.grams > 0 and coalesce(b.holder, k.holder) = s.id) then :now end) as until
            from supply.step p join supply.site s on s.id = p.site
            where p.state = 'DONE' and p.id in (select t.step from supply.touch t where t.lot = any(:lots))
              and exists (select from supply.temperature r where r.holder = s.id)
            group by s.id, s.name order by 3, 1
            """)
        .param("lots", lots.toArray(UUID[]::new))
        .param("now", LotRows.at(now))
        .query(
            (row, _) ->
                new Stay(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    LotRows.instant(row, "since"),
                    LotRows.instant(row, "until")))
        .list();
  }
}
