package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Shards;

/// What was ordered of the payment room for claims, in SQL.
@Component
class ClaimPayments {

  private static final int MAX_OF_A_CLAIM = 1000;

  private final JdbcClient sql;

  ClaimPayments(JdbcClient sql) {
    this.sql = sql;
  }

  record Payment(
      UUID id,
      UUID claim,
      ProgrammeId programme,
      int policyYear,
      PlaceCode county,
      Money amount,
      byte @Nullable [] salt,
      String state,
      @Nullable LocalDate endedDay) {}

  /// How many attempts there were, however they ended.
  int count(ClaimRow claim) {
    return sql.sql(
            "select count(*) from programme.claim_payment where shard_key = :shard and claim = :claim")
        .param("shard", claim.shard)
        .param("claim", claim.id)
        .query(Integer.class)
        .single();
  }

  void insert(ClaimRow claim, UUID id, Money amount, int policyYear, byte[] salt, LocalDate day) {
    sql.sql(
            """
            insert into programme.claim_payment (shard_key, id, claim, programme, policy_year, county, amount, currency, salt, state, ordered_day)
            values (:shard, :id, :claim, :programme, :year, :county, :amount, :currency, :salt, 'PAYING', :day)
            """)
        .param("shard", claim.shard)
        .param("id", id)
        .param("claim", claim.id)
        .param("programme", claim.programme.text())
        .param("year", policyYear)
        .param("county", claim.county.text())
        .param("amount", amount.minor())
        .param("currency", amount.currency())
        .param("salt", salt)
        .param("day", day)
        .update();
  }

  /// @return whether it was open
  boolean end(UUID id, boolean paid, LocalDate day) {
    return sql.sql(
                """
                update programme.claim_payment set state = :state, ended_day = :day
                where shard_key = :shard and id = :id and state = 'PAYING'
                """)
            .param("state", paid ? "PAID" : "FAILED")
            .param("day", day)
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  Optional<Payment> find(UUID id) {
    return query("and id = :id", Shards.ofId(id), id).stream().findFirst();
  }

  /// Those that the bank has paid, the first one first.
  List<Payment> paid(ClaimRow claim) {
    return query(
        "and claim = :id and state = 'PAID' order by ended_day, id", claim.shard, claim.id);
  }

  /// All attempts, the first one first.
  List<Payment> all(ClaimRow claim) {
    return query("and claim = :id order by ordered_day, id", claim.shard, claim.id);
  }

  private List<Payment> query(String which, int shard, UUID id) {
    return sql.sql(
            "select id, claim, programme, policy_year, county, amount, currency, salt, state, ended_day from programme.claim_payment where shard_key = :shard "
                + which
                + " limit "
                + MAX_OF_A_CLAIM)
        .param("shard", shard)
        .param("id", id)
        .query(
            (row, number) ->
                new Payment(
                    row.getObject("id", UUID.class),
                    row.getObject("claim", UUID.class),
                    new ProgrammeId(row.getString("programme")),
                    row.getInt("policy_year"),
                    new PlaceCode(row.getString("county")),
                    new Money(row.getLong("amount"), row.getString("currency")),
                    row.getBytes("salt"),
                    row.getString("state"),
                    row.getObject("ended_day", LocalDate.class)))
        .list();
  }
}
