package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Shards;
import org.yutang.payment.Via;
import org.yutang.store.Sealing;

/// Donors and their monthly plans in SQL.
@Component
class DonorRows {

  private static final String KEY = "giving-donor";
  private static final String PLAN =
      "select id, donor, project, amount, day, provider, state, next_day, made_at from giving.gift_plan ";

  private final JdbcClient sql;
  private final Sealing sealing;

  DonorRows(JdbcClient sql, Sealing sealing) {
    this.sql = sql;
    this.sealing = sealing;
  }

  record Kept(UUID id, Optional<String> name, Optional<String> contact) {}

  record Plan(GiftPlan plan, UUID donor) {}

  /// Nothing happens where there is one of that link.
  void insert(UUID id, byte[] link, Optional<String> name, Optional<String> contact, Instant at) {
    Optional<Sealing.Sealed> sealed = contact.map(text -> sealing.seal(KEY, id, text));
    sql.sql(
            """
            insert into giving.donor (shard_key, id, link, name, contact, contact_key, made_at)
            values (:shard, :id, :link, cast(:name as text), cast(:contact as bytea), cast(:key as int), :at) on conflict do nothing
            """)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .param("link", link)
        .param("name", name.orElse(null))
        .param("contact", sealed.map(Sealing.Sealed::bytes).orElse(null))
        .param("key", sealed.map(Sealing.Sealed::keyVersion).orElse(null))
        .param("at", GiftRows.utc(at))
        .update();
  }

  Optional<Kept> find(byte[] link) {
    return sql.sql(
            "select id, name, contact, contact_key from giving.donor where shard_key = :shard and link = :link")
        .param("shard", GiftLinks.shard(link))
        .param("link", link)
        .query(
            (row, number) -> {
              UUID id = row.getObject("id", UUID.class);
              byte @Nullable [] contact = row.getBytes("contact");
              return new Kept(
                  id,
                  Optional.ofNullable(row.getString("name")),
                  contact == null
                      ? Optional.empty()
                      : Optional.of(
                          sealing.open(
                              KEY, id, new Sealing.Sealed(contact, row.getInt("contact_key")))));
            })
        .optional();
  }

  boolean insert(GiftPlan plan, UUID donor) {
    return sql.sql(
                """
                insert into giving.gift_plan (shard_key, id, donor, project, amount, day, provider, state, next_day, made_at)
                values (:shard, :id, :donor, :project, :amount, :day, :provider, 'RUNNING', :next, :at) on conflict do nothing
                """)
            .param("shard", Shards.ofId(plan.id()))
            .param("id", plan.id())
            .param("donor", donor)
            .param("project", plan.project())
            .param("amount", plan.amount().minor())
            .param("day", plan.day())
            .param("provider", plan.via().name())
            .param("next", plan.next())
            .param("at", GiftRows.utc(plan.madeAt()))
            .update()
        == 1;
  }

  Optional<Plan> holdPlan(UUID id) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(PLAN + "where shard_key = :shard and id = :id for update")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> plan(row))
        .optional();
  }

  List<GiftPlan> plans(int shard, UUID donor) {
    return sql.sql(
            PLAN + "where shard_key = :shard and donor = :donor order by made_at, id limit :limit")
        .param("shard", shard)
        .param("donor", donor)
        .param("limit", Donor.MOST)
        .query((row, number) -> plan(row).plan())
        .list();
  }

  List<UUID> due(LocalDate today, int limit) {
    return sql.sql(
            "select id from giving.gift_plan where state = 'RUNNING' and next_day <= :today order by next_day, id limit :limit")
        .param("today", today)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  void setPlan(UUID id, GiftPlan.State state, LocalDate next) {
    sql.sql(
            "update giving.gift_plan set state = :state, next_day = :next where shard_key = :shard and id = :id")
        .param("state", state.name())
        .param("next", next)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        new GiftPlan(
            row.getObject("id", UUID.class),
            row.getObject("project", UUID.class),
            Money.fen(row.getLong("amount")),
            row.getInt("day"),
            Via.valueOf(row.getString("provider")),
            GiftPlan.State.valueOf(row.getString("state")),
            row.getObject("next_day", LocalDate.class),
            GiftRows.instant(row, "made_at").orElseThrow()),
        row.getObject("donor", UUID.class));
  }
}
