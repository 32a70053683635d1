package org.yutang.programme;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;

/// Reads what the figures of claims are made of; asks nobody's permission.
@Component
class ClaimVouchers {

  private final JdbcClient sql;

  ClaimVouchers(JdbcClient sql) {
    this.sql = sql;
  }

  List<ClaimVoucher> claims(ProgrammeId programme, UUID after, int limit) {
    return behind(
            """
            select c.id, c.county, c.state, c.filed_day, c.decision_days, c.payment_days, (
                select min(e.day) from programme.claim_event e
                where e.shard_key = c.shard_key and e.claim = c.id and e.kind in ('APPROVED', 'REJECTED')) as decided, (
                select min(p.ended_day) from programme.claim_payment p
                where p.shard_key = c.shard_key and p.claim = c.id and p.state = 'PAID') as paid
            from programme.claim c
            where c.programme = :programme and c.state <> 'DRAFT' and (c.shard_key, c.id) > (:shard, :after)
            order by c.shard_key, c.id limit :limit
            """,
            programme,
            after,
            limit)
        .query(
            (row, number) ->
                new ClaimVoucher(
                    row.getObject("id", UUID.class),
                    new PlaceCode(row.getString("county")),
                    Claim.State.valueOf(row.getString("state")),
                    day(row, "filed_day"),
                    day(row, "decided"),
                    Optional.ofNullable(row.getObject("decision_days", Integer.class)),
                    day(row, "paid"),
                    Optional.ofNullable(row.getObject("payment_days", Integer.class))))
        .list();
  }

  List<ClaimVoucher.Payment> payments(ProgrammeId programme, UUID after, int limit) {
    return behind(
            """
            select id, claim, county, ended_day, amount, currency from programme.claim_payment
            where programme = :programme and state = 'PAID' and (shard_key, id) > (:shard, :after)
            order by shard_key, id limit :limit
            """,
            programme,
            after,
            limit)
        .query(
            (row, number) ->
                new ClaimVoucher.Payment(
                    row.getObject("id", UUID.class),
                    row.getObject("claim", UUID.class),
                    new PlaceCode(row.getString("county")),
                    row.getObject("ended_day", LocalDate.class),
                    new Money(row.getLong("amount"), row.getString("currency"))))
        .list();
  }

  private JdbcClient.StatementSpec behind(
      String select, ProgrammeId programme, UUID after, int limit) {
    return sql.sql(select)
        .param("programme", programme.text())
        .param("shard", Shards.ofId(after))
        .param("after", after)
        .param("limit", limit);
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }
}
