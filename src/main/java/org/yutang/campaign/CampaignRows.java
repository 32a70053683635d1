package org.yutang.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// Campaigns in SQL; asks nobody's permission.
@Component
class CampaignRows {

  private static final String CAMPAIGN =
      "select id, title_zh, title_en, place, unit, stock, per_holder, opens_at, ends_at, price_kind, price_unit, price_each, pay_within_seconds, late, created_at, stocked_at from campaign.campaign ";

  private static final String NAMED =
      "where position(lower(:text) in lower(title_zh)) > 0 or position(lower(:text) in lower(title_en)) > 0 ";

  private final JdbcClient sql;

  CampaignRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @param stocked whether its stock lies in the ledger
  record Row(Campaign campaign, boolean stocked) {}

  /// False if there is one of that id.
  boolean insert(Campaign.New campaign, UUID account, Instant at) {
    Price price = campaign.price();
    return sql.sql(
                """
                insert into campaign.campaign (id, title_zh, title_en, place, unit, stock, per_holder, opens_at, ends_at,
                  price_kind, price_unit, price_each, pay_within_seconds, late, account, created_at)
                values (:id, :zh, :en, :place, :unit, :stock, :perHolder, :opens, :ends, :kind, :priceUnit, :each, :within, :late, :account, :at)
                on conflict do nothing
                """)
            .param("id", campaign.id())
            .param("zh", campaign.title().zh())
            .param("en", campaign.title().en())
            .param("place", campaign.place().text())
            .param("unit", campaign.unit().code())
            .param("stock", campaign.stock())
            .param("perHolder", campaign.perHolder())
            .param("opens", utc(campaign.opensAt()))
            .param(
                "ends",
                campaign.endsAt().map(CampaignRows::utc).orElse(null),
                Types.TIMESTAMP_WITH_TIMEZONE)
            .param("kind", kind(price))
            .param("priceUnit", unit(price), Types.VARCHAR)
            .param("each", each(price), Types.BIGINT)
            .param(
                "within",
                price instanceof Price.Paid paid ? (int) paid.within().toSeconds() : null,
                Types.INTEGER)
            .param(
                "late", price instanceof Price.Paid paid ? paid.late().name() : null, Types.VARCHAR)
            .param("account", account)
            .param("at", utc(at))
            .update()
        == 1;
  }

  void stocked(UUID campaign, Instant at) {
    sql.sql("update campaign.campaign set stocked_at = :at where id = :id and stocked_at is null")
        .param("at", utc(at))
        .param("id", campaign)
        .update();
  }

  Row get(UUID id) {
    return find(id).orElseThrow(() -> new Refusal(CampaignRefusal.UNKNOWN_CAMPAIGN));
  }

  Optional<Row> find(UUID id) {
    return sql.sql(CAMPAIGN + "where id = :id")
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  Page<Campaign> list(Campaign.Query query) {
    List<Campaign> found =
        sql.sql(CAMPAIGN + NAMED + "order by opens_at desc, id limit :size offset :offset")
            .param("text", query.text())
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query((row, number) -> row(row).campaign)
            .list();
    long total =
        sql.sql("select count(*) from campaign.campaign " + NAMED)
            .param("text", query.text())
            .query(Long.class)
            .single();
    return new Page<>(found, total, query.page().number(), query.page().size());
  }

  private static String kind(Price price) {
    return switch (price) {
      case Price.Free _ -> "FREE";
      case Price.Units _ -> "UNITS";
      case Price.Paid _ -> "MONEY";
    };
  }

  private static @Nullable String unit(Price price) {
    return switch (price) {
      case Price.Free _ -> null;
      case Price.Units units -> units.unit().code();
      case Price.Paid paid -> paid.each().currency();
    };
  }

  private static @Nullable Long each(Price price) {
    return switch (price) {
      case Price.Free _ -> null;
      case Price.Units units -> units.each();
      case Price.Paid paid -> paid.each().minor();
    };
  }

  private static Row row(ResultSet row) throws SQLException {
    Instant opens = instant(row, "opens_at").orElseThrow();
    return new Row(
        new Campaign(
            row.getObject("id", UUID.class),
            new Text(row.getString("title_zh"), row.getString("title_en")),
            new PlaceCode(row.getString("place")),
            new Unit(row.getString("unit")),
            row.getLong("stock"),
            row.getLong("per_holder"),
            opens,
            instant(row, "ends_at").orElse(opens.plus(Campaign.LONGEST)),
            price(row),
            instant(row, "created_at").orElseThrow()),
        instant(row, "stocked_at").isPresent());
  }

  private static Price price(ResultSet row) throws SQLException {
    long each = row.getLong("price_each");
    return switch (row.getString("price_kind")) {
      case "FREE" -> new Price.Free();
      case "UNITS" -> new Price.Units(new Unit(row.getString("price_unit")), each);
      case "MONEY" ->
          new Price.Paid(
              new Money(each, row.getString("price_unit")),
              Duration.ofSeconds(row.getInt("pay_within_seconds")),
              Price.Late.valueOf(row.getString("late")));
      default -> throw new IllegalStateException("price " + row.getString("price_kind"));
    };
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
