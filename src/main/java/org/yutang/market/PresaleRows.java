package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;

/// Pre-sales and their grades, in SQL; asks nobody's permission.
@Component
class PresaleRows {

  private static final String COLUMNS =
      """
      select id, shop, state, safety_per_mille, substitution, partial, from_day, to_day, latest, account_name, opened_at from market.presale
      """;

  private final JdbcClient sql;

  PresaleRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// False where one of that id is there.
  boolean insert(Presale presale) {
    Presale.Terms terms = presale.terms();
    int written =
        sql.sql(
                """
                insert into market.presale (id, shop, state, safety_per_mille, substitution, partial, from_day, to_day, latest, account_name, opened_at)
                values (:id, :shop, 'OPEN', :safety, :substitution, :partial, :from, :to, :latest, :by, :at) on conflict do nothing
                """)
            .param("id", presale.id())
            .param("shop", presale.shop())
            .param("safety", presale.safety())
            .param("substitution", terms.substitution().name())
            .param("partial", terms.partial())
            .param("from", terms.from())
            .param("to", terms.to())
            .param("latest", terms.latest())
            .param("by", presale.by())
            .param("at", ShopRows.at(presale.openedAt()))
            .update();
    if (written == 0) return false;
    int number = 0;
    for (Presale.Part part : presale.parts())
      sql.sql(
              """
              insert into market.presale_part (presale, number, grade, sku, forecast_grams, fen, pieces)
              values (:presale, :number, :grade, :sku, :grams, :fen, :pieces)
              """)
          .param("presale", presale.id())
          .param("number", number++)
          .param("grade", part.grade())
          .param("sku", part.article())
          .param("grams", part.forecast().grams())
          .param("fen", part.price().minor())
          .param("pieces", part.pieces())
          .update();
    return true;
  }

  Optional<Presale> find(UUID id) {
    return find(id, "");
  }

  /// Keeps others out who would change it; whoever writes an order of it waits as well.
  Optional<Presale> hold(UUID id) {
    return find(id, " for update");
  }

  private Optional<Presale> find(UUID id, String lock) {
    return whole(
            sql.sql(COLUMNS + "where id = :id" + lock)
                .param("id", id)
                .query((row, _) -> bare(row))
                .list())
        .stream()
        .findFirst();
  }

  /// Whether it can still be bought; it cannot be closed before this transaction ends.
  boolean isOpen(UUID id) {
    return sql.sql("select state from market.presale where id = :id for share")
        .param("id", id)
        .query(String.class)
        .single()
        .equals("OPEN");
  }

  List<Presale> ofShop(UUID shop) {
    return whole(
        sql.sql(COLUMNS + "where shop = :shop order by opened_at desc, id limit 200")
            .param("shop", shop)
            .query((row, _) -> bare(row))
            .list());
  }

  /// By article; those that are of one.
  Map<UUID, UUID> ofArticles(Collection<UUID> articles) {
    Map<UUID, UUID> found = new HashMap<>();
    sql.sql("select sku, presale from market.presale_part where sku = any (:skus)")
        .param("skus", articles.toArray(UUID[]::new))
        .query(
            row -> {
              found.put(row.getObject("sku", UUID.class), row.getObject("presale", UUID.class));
            });
    return found;
  }

  void close(UUID id) {
    sql.sql("update market.presale set state = 'CLOSED' where id = :id and state = 'OPEN'")
        .param("id", id)
        .update();
  }

  void confirm(UUID id, String digest) {
    sql.sql("update market.presale set state = 'CONFIRMED', digest = :digest where id = :id")
        .param("digest", digest)
        .param("id", id)
        .update();
  }

  /// Of the plan that was confirmed.
  Optional<String> digest(UUID id) {
    return Optional.ofNullable(
        sql.sql("select coalesce(digest, '') from market.presale where id = :id")
            .param("id", id)
            .query(String.class)
            .single());
  }

  void harvest(UUID id, String grade, long grams, String evidence) {
    sql.sql(
            """
            update market.presale_part set harvest_grams = :grams, evidence = :evidence where presale = :id and grade = :grade
            """)
        .param("grams", grams)
        .param("evidence", evidence)
        .param("id", id)
        .param("grade", grade)
        .update();
  }

  /// Boxes of an article that are there, picked or not.
  long boxes(UUID article) {
    return sql.sql("select count(*) from market.box where sku = :sku")
        .param("sku", article)
        .query(Long.class)
        .single();
  }

  private List<Presale> whole(List<Presale> bare) {
    if (bare.isEmpty()) return bare;
    Map<UUID, List<Presale.Part>> parts = new HashMap<>();
    sql.sql(
            """
            select presale, grade, sku, forecast_grams, fen, pieces, harvest_grams, evidence from market.presale_part
            where presale = any (:ids) order by presale, number
            """)
        .param("ids", bare.stream().map(Presale::id).toArray(UUID[]::new))
        .query(
            row -> {
              parts
                  .computeIfAbsent(row.getObject("presale", UUID.class), _ -> new ArrayList<>())
                  .add(part(row));
            });
    return bare.stream()
        .map(
            each ->
                new Presale(
                    each.id(),
                    each.shop(),
                    each.state(),
                    each.safety(),
                    each.terms(),
                    each.by(),
                    each.openedAt(),
                    parts.getOrDefault(each.id(), List.of())))
        .toList();
  }

  private static Presale.Part part(ResultSet row) throws SQLException {
    @Nullable Long harvest = row.getObject("harvest_grams", Long.class);
    return new Presale.Part(
        row.getString("grade"),
        row.getObject("sku", UUID.class),
        new Mass(row.getLong("forecast_grams")),
        Money.fen(row.getLong("fen")),
        row.getLong("pieces"),
        Optional.ofNullable(harvest).map(Mass::new),
        row.getString("evidence"));
  }

  private static Presale bare(ResultSet row) throws SQLException {
    Instant at = ShopRows.instant(row, "opened_at");
    return new Presale(
        row.getObject("id", UUID.class),
        row.getObject("shop", UUID.class),
        Presale.State.valueOf(row.getString("state")),
        row.getInt("safety_per_mille"),
        terms(row),
        row.getString("account_name"),
        at,
        List.of());
  }

  static Presale.Terms terms(ResultSet row) throws SQLException {
    return new Presale.Terms(
        Presale.Substitution.valueOf(row.getString("substitution")),
        row.getBoolean("partial"),
        row.getObject("from_day", LocalDate.class),
        row.getObject("to_day", LocalDate.class),
        row.getObject("latest", LocalDate.class));
  }
}
