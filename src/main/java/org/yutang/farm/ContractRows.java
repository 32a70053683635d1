package org.yutang.farm;

import static org.yutang.farm.PlotRows.at;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Json;

/// Contracts, their steps and deliveries, in SQL.
@Component
class ContractRows {

  private static final String COLUMNS =
      "id, version, county, place, state, terms, signed_at, advance_paid, settled_at, settlement, money_missing, account_name, changed_at";
  private static final String DELIVERY =
      "id, contract, lot, grade, grams, day, late, fed, account_name";

  private final JdbcClient sql;

  ContractRows(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<ContractRow> find(UUID id) {
    return sql.sql("select " + COLUMNS + " from farm.contract where id = :id")
        .param("id", id)
        .query((row, n) -> row(row))
        .optional();
  }

  /// Keeps other steps and deliveries of the contract waiting.
  Optional<ContractRow> lock(UUID id) {
    return sql.sql("select " + COLUMNS + " from farm.contract where id = :id for update")
        .param("id", id)
        .query((row, n) -> row(row))
        .optional();
  }

  /// False where somebody has written one of that id.
  boolean insert(ContractRow row) {
    return bind(
                sql.sql(
                    """
                    insert into farm.contract (id, version, buyer, cooperative, county, place, state, terms, signed_at, advance_paid,
                      settled_at, settlement, money_missing, account_name, changed_at)
                    values (:id, :version, :buyer, :cooperative, :county, :place, :state, cast(:terms as jsonb), :signedAt, :advancePaid,
                      :settledAt, cast(:settlement as jsonb), :moneyMissing, :by, :changedAt) on conflict (id) do nothing
                    """),
                row)
            .update()
        == 1;
  }

  void update(ContractRow row) {
    bind(
            sql.sql(
                """
                update farm.contract set version = :version, buyer = :buyer, cooperative = :cooperative, county = :county, place = :place,
                  state = :state, terms = cast(:terms as jsonb), signed_at = :signedAt, advance_paid = :advancePaid,
                  settled_at = :settledAt, settlement = cast(:settlement as jsonb), money_missing = :moneyMissing, account_name = :by,
                  changed_at = :changedAt
                where id = :id
                """),
            row)
        .update();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, ContractRow row) {
    return statement
        .param("id", row.id)
        .param("version", row.version)
        .param("buyer", row.terms.buyer())
        .param("cooperative", row.terms.cooperative().orElse(null))
        .param("county", row.county.text())
        .param("place", row.place.text())
        .param("state", row.state.name())
        .param("terms", Json.write(row.terms))
        .param("signedAt", maybe(row.signedAt))
        .param("advancePaid", row.advancePaid)
        .param("settledAt", maybe(row.settledAt))
        .param("settlement", row.settlement == null ? null : Json.write(row.settlement))
        .param("moneyMissing", row.moneyMissing)
        .param("by", row.by)
        .param("changedAt", at(row.changedAt));
  }

  private static @Nullable OffsetDateTime maybe(@Nullable Instant instant) {
    return instant == null ? null : at(instant);
  }

  void setPlots(UUID contract, Collection<UUID> seasons) {
    sql.sql("delete from farm.contract_plot where contract = :id").param("id", contract).update();
    sql.sql(
            "insert into farm.contract_plot (contract, season) select :id, s from unnest(cast(:seasons as uuid[])) as s")
        .param("id", contract)
        .param("seasons", seasons.toArray(UUID[]::new))
        .update();
  }

  List<UUID> seasons(UUID contract) {
    return sql.sql("select season from farm.contract_plot where contract = :id order by season")
        .param("id", contract)
        .query(UUID.class)
        .list();
  }

  /// A plot that another binding contract has as well, and that contract; only those contracts of
  /// whole orchards, or any.
  record Promised(String plot, UUID contract) {}

  Optional<Promised> promised(UUID contract, boolean anyKind) {
    return sql.sql(
            """
            select p.name, c.id from farm.contract_plot mine
            join farm.contract_plot other on other.season = mine.season and other.contract <> mine.contract
            join farm.contract c on c.id = other.contract and c.state in ('SIGNED', 'SETTLING', 'SETTLED')
            join farm.season s on s.id = mine.season join farm.plot p on p.id = s.plot
            where mine.contract = :id and (:anyKind or c.terms -> 'deal' ->> 'kind' = 'whole-orchard')
            order by p.name, c.id limit 1
            """)
        .param("id", contract)
        .param("anyKind", anyKind)
        .query((row, n) -> new Promised(row.getString("name"), row.getObject("id", UUID.class)))
        .optional();
  }

  long squareMetres(UUID contract) {
    return sql.sql(
            """
            select coalesce(sum(p.measured_m2), 0) from farm.contract_plot c
            join farm.season s on s.id = c.season join farm.plot p on p.id = s.plot where c.contract = :id
            """)
        .param("id", contract)
        .query(Long.class)
        .single();
  }

  /// The season plans of these plots in a season and standard.
  List<Season> planned(Collection<UUID> plots, int season, String standard) {
    return sql.sql(
            "select "
                + SeasonRows.SEASON
                + " from farm.season where plot = any(:plots) and season = :season and standard = :standard order by id")
        .param("plots", plots.toArray(UUID[]::new))
        .param("season", season)
        .param("standard", standard)
        .query((row, n) -> SeasonRows.season(row))
        .list();
  }

  void addStep(ContractRow row, Contract.Step.Kind kind, Actor by, String note, boolean withTerms) {
    sql.sql(
            """
            insert into farm.contract_step (contract, version, kind, account, account_name, at, note, terms)
            values (:contract, :version, :kind, :account, :accountName, :at, :note, cast(:terms as jsonb))
            """)
        .param("contract", row.id)
        .param("version", row.version)
        .param("kind", kind.name())
        .param("account", by.account())
        .param("accountName", by.name())
        .param("at", at(row.changedAt))
        .param("note", note)
        .param("terms", withTerms ? Json.write(row.terms) : null)
        .update();
  }

  List<Contract.Step> steps(UUID contract) {
    return sql.sql(
            """
            select version, kind, account, account_name, at, note, terms from farm.contract_step
            where contract = :id order by version, at limit 1000
            """)
        .param("id", contract)
        .query((row, n) -> step(row))
        .list();
  }

  List<ContractRow> list(Contract.Query query, boolean everywhere, Collection<String> places) {
    return bind(
            sql.sql(
                "select "
                    + COLUMNS
                    + " from farm.contract"
                    + where(query, everywhere)
                    + " order by changed_at desc, id limit :size offset :offset"),
            query,
            everywhere,
            places)
        .param("size", query.page().size())
        .param("offset", query.page().offset())
        .query((row, n) -> row(row))
        .list();
  }

  long count(Contract.Query query, boolean everywhere, Collection<String> places) {
    return bind(
            sql.sql("select count(*) from farm.contract" + where(query, everywhere)),
            query,
            everywhere,
            places)
        .query(Long.class)
        .single();
  }

  private static String where(Contract.Query query, boolean everywhere) {
    StringJoiner where = new StringJoiner(" and ", " where ", "");
    where.add(everywhere ? "true" : "place = any(:places)");
    if (query.cooperative().isPresent()) where.add("cooperative = :cooperative");
    if (query.state().isPresent()) where.add("state = :state");
    return where.toString();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement,
      Contract.Query query,
      boolean everywhere,
      Collection<String> places) {
    if (!everywhere) statement.param("places", places.toArray(String[]::new));
    query.cooperative().ifPresent(id -> statement.param("cooperative", id));
    query.state().ifPresent(state -> statement.param("state", state.name()));
    return statement;
  }

  /// The places in which there are contracts.
  List<PlaceCode> places() {
    return sql
        .sql("select distinct place from farm.contract order by place limit 100000")
        .query(String.class)
        .list()
        .stream()
        .map(PlaceCode::new)
        .toList();
  }

  /// Signed or settled, with money that has still to move; in chance order, so that those who wait
  /// for long starve nobody.
  List<UUID> unpaid(int limit) {
    return sql.sql(
            """
            select id from farm.contract where state = 'SETTLING' or (state = 'SIGNED' and not advance_paid)
            order by random() limit :limit
            """)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /// False where somebody has written one of that id.
  boolean insert(Delivery delivery, boolean late, boolean fed, Actor by, Instant now) {
    return sql.sql(
                """
            insert into farm.delivery (id, contract, lot, grade, grams, day, late, fed, account, account_name, created_at)
            values (:id, :contract, :lot, :grade, :grams, :day, :late, :fed, :account, :accountName, :now)
            on conflict (id) do nothing
            """)
            .param("id", delivery.id())
            .param("contract", delivery.contract())
            .param("lot", delivery.lot())
            .param("grade", delivery.grade())
            .param("grams", delivery.mass().grams())
            .param("day", delivery.day())
            .param("late", late)
            .param("fed", fed)
            .param("account", by.account())
            .param("accountName", by.name())
            .param("now", at(now))
            .update()
        == 1;
  }

  Optional<Delivery.Taken> findDelivery(UUID id) {
    return sql.sql("select " + DELIVERY + " from farm.delivery where id = :id")
        .param("id", id)
        .query((row, n) -> delivery(row))
        .optional();
  }

  List<Delivery.Taken> deliveries(UUID contract) {
    return sql.sql(
            "select " + DELIVERY + " from farm.delivery where contract = :id order by day, id")
        .param("id", contract)
        .query((row, n) -> delivery(row))
        .list();
  }

  private static Delivery.Taken delivery(ResultSet row) throws SQLException {
    return new Delivery.Taken(
        new Delivery(
            row.getObject("id", UUID.class),
            row.getObject("contract", UUID.class),
            row.getString("lot"),
            row.getString("grade"),
            new Mass(row.getLong("grams")),
            row.getObject("day", LocalDate.class)),
        row.getBoolean("late"),
        row.getBoolean("fed"),
        row.getString("account_name"));
  }

  private static Contract.Step step(ResultSet row) throws SQLException {
    String terms = row.getString("terms");
    return new Contract.Step(
        row.getInt("version"),
        Contract.Step.Kind.valueOf(row.getString("kind")),
        row.getObject("account", UUID.class),
        row.getString("account_name"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("note"),
        terms == null ? null : Json.read(terms, Contract.Terms.class));
  }

  private static ContractRow row(ResultSet row) throws SQLException {
    ContractRow found =
        new ContractRow(
            row.getObject("id", UUID.class),
            Json.read(row.getString("terms"), Contract.Terms.class),
            new PlaceCode(row.getString("county")),
            new PlaceCode(row.getString("place")));
    found.version = row.getInt("version");
    found.state = Contract.State.valueOf(row.getString("state"));
    found.moneyMissing = row.getBoolean("money_missing");
    found.advancePaid = row.getBoolean("advance_paid");
    found.signedAt = instant(row, "signed_at");
    found.settledAt = instant(row, "settled_at");
    String settlement = row.getString("settlement");
    found.settlement = settlement == null ? null : Json.read(settlement, Settlement.class);
    found.by = row.getString("account_name");
    found.changedAt = row.getObject("changed_at", OffsetDateTime.class).toInstant();
    return found;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
