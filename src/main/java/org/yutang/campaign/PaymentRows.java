package org.yutang.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Shards;

/// Payments in SQL; asks nobody's permission.
@Component
class PaymentRows {

  private static final String PAYMENT =
      "select id, campaign, claim, provider, number, amount, currency, quantity, holder, state, received_at, settled_at from campaign.payment where shard_key = :shard and ";

  private static final String OF_CAMPAIGN =
      "campaign = :campaign and (:state = '' or state = :state) ";

  private final JdbcClient sql;

  PaymentRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// False if there is one of that id or for that claim.
  boolean insert(Payment payment) {
    return sql.sql(
                """
                insert into campaign.payment (shard_key, id, campaign, claim, provider, number, amount, currency, quantity, holder, state, received_at)
                values (:shard, :id, :campaign, :claim, :provider, :number, :amount, :currency, :quantity, :holder, 'RECEIVED', :at)
                on conflict do nothing
                """)
            .param("shard", Shards.ofId(payment.id()))
            .param("id", payment.id())
            .param("campaign", payment.campaign())
            .param("claim", payment.claim())
            .param("provider", payment.via().name())
            .param("number", payment.number())
            .param("amount", payment.amount().minor())
            .param("currency", payment.amount().currency())
            .param("quantity", payment.quantity())
            .param("holder", payment.holder())
            .param("at", CampaignRows.utc(payment.receivedAt()))
            .update()
        == 1;
  }

  void settled(UUID id, Payment.State state, Instant at) {
    sql.sql(
            "update campaign.payment set state = :state, settled_at = :at where shard_key = :shard and id = :id and state = 'RECEIVED'")
        .param("state", state.name())
        .param("at", CampaignRows.utc(at))
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  Optional<Payment> find(UUID id) {
    return sql.sql(PAYMENT + "id = :id")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> payment(row))
        .optional();
  }

  Optional<Payment> findOfClaim(UUID campaign, UUID claim) {
    return sql.sql(PAYMENT + "campaign = :campaign and claim = :claim")
        .param("shard", Campaign.shard(campaign))
        .param("campaign", campaign)
        .param("claim", claim)
        .query((row, number) -> payment(row))
        .optional();
  }

  Page<Payment> list(Payment.Query query) {
    String state = query.state().map(Enum::name).orElse("");
    List<Payment> found =
        sql.sql(PAYMENT + OF_CAMPAIGN + "order by received_at desc, id limit :size offset :offset")
            .param("shard", Campaign.shard(query.campaign()))
            .param("campaign", query.campaign())
            .param("state", state)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> payment(row))
            .list();
    long total =
        sql.sql("select count(*) from campaign.payment where shard_key = :shard and " + OF_CAMPAIGN)
            .param("shard", Campaign.shard(query.campaign()))
            .param("campaign", query.campaign())
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(found, total, query.page().number(), query.page().size());
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        row.getObject("id", UUID.class),
        row.getObject("campaign", UUID.class),
        row.getObject("claim", UUID.class),
        Payment.Via.valueOf(row.getString("provider")),
        row.getString("number"),
        new Money(row.getLong("amount"), row.getString("currency")),
        row.getLong("quantity"),
        row.getObject("holder", UUID.class),
        Payment.State.valueOf(row.getString("state")),
        CampaignRows.instant(row, "received_at").orElseThrow(),
        CampaignRows.instant(row, "settled_at"));
  }
}
