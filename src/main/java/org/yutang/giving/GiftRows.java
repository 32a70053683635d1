package org.yutang.giving;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Shards;
import org.yutang.programme.ProgrammeId;

/// Gifts in SQL; asks nobody's permission.
@Component
class GiftRows {

  private static final String GIFT =
      """
      select g.id, g.public_id, g.donor, g.project, g.programme, g.amount, d.name, g.plan, g.month, g.payment, g.state, g.made_at, g.pay_by,
        g.paid_at, g.business_date, g.receipt_year, g.receipt_number, g.returned, g.message, g.message_state, g.gross_from, g.salt
      from giving.gift g join giving.donor d on d.shard_key = g.shard_key and d.id = g.donor
      """;

  private final JdbcClient sql;

  GiftRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// A gift with what does not leave the room.
  ///
  /// @param grossFrom where it begins on the fund's line, once it is paid
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(Gift gift, UUID donor, long grossFrom, byte[] salt) {}

  /// False if there is one of that id, or of that plan and month.
  boolean insert(Gift gift, UUID donor, byte[] salt) {
    return sql.sql(
                """
                insert into giving.gift (shard_key, id, public_id, donor, project, programme, amount, plan, month, payment, state, made_at, pay_by, salt,
                  message, message_state)
                values (:shard, :id, :public, :donor, :project, :programme, :amount, cast(:plan as uuid), cast(:month as date), :payment, 'ASKED', :at,
                  :by, :salt, cast(:message as text), :messageState)
                on conflict do nothing
                """)
            .param("shard", Shards.ofId(gift.id()))
            .param("id", gift.id())
            .param("public", gift.publicId())
            .param("donor", donor)
            .param("project", gift.project())
            .param("programme", gift.programme().text())
            .param("amount", gift.amount().minor())
            .param("plan", gift.plan().orElse(null))
            .param("month", gift.month().map(month -> month.atDay(1)).orElse(null))
            .param("payment", gift.payment())
            .param("at", utc(gift.madeAt()))
            .param("by", utc(gift.payBy()))
            .param("salt", salt)
            .param("message", gift.message().map(Gift.Message::text).orElse(null))
            .param("messageState", gift.message().isPresent() ? "WAITING" : "NONE")
            .update()
        == 1;
  }

  Optional<Kept> find(UUID id) {
    return find("g.id = :id", id, "");
  }

  /// Locked against everybody else until the transaction ends.
  Optional<Kept> hold(UUID id) {
    return find("g.id = :id", id, " for update of g");
  }

  Optional<Kept> findPublic(UUID publicId) {
    return find("g.public_id = :id", publicId, "");
  }

  private Optional<Kept> find(String condition, UUID id, String lock) {
    if (Shards.ofId(id) >= Shards.COUNT) return Optional.empty();
    return sql.sql(GIFT + "where g.shard_key = :shard and " + condition + lock)
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  List<Gift> ofDonor(int shard, UUID donor) {
    return sql.sql(
            GIFT
                + "where g.shard_key = :shard and g.donor = :donor order by g.made_at desc, g.id limit :limit")
        .param("shard", shard)
        .param("donor", donor)
        .param("limit", Donor.MOST)
        .query((row, number) -> kept(row).gift())
        .list();
  }

  void paid(UUID id, Gift.Paid paid, long grossFrom) {
    sql.sql(
            """
            update giving.gift set state = 'PAID', paid_at = :at, business_date = :day, gross_from = :from, receipt_year = :year, receipt_number = :number
            where shard_key = :shard and id = :id
            """)
        .param("at", utc(paid.at()))
        .param("day", paid.businessDate())
        .param("from", grossFrom)
        .param("year", paid.year())
        .param("number", paid.number())
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  void lapse(UUID id) {
    sql.sql(
            "update giving.gift set state = 'LAPSED' where shard_key = :shard and id = :id and state = 'ASKED'")
        .param("shard", Shards.ofId(id))
        .param("id", id)
        .update();
  }

  int nextReceipt(int year) {
    return sql.sql(
            """
            insert into giving.receipt_counter as c (year, last) values (:year, 1) on conflict (year) do update set last = c.last + 1 returning last
            """)
        .param("year", year)
        .query(Integer.class)
        .single();
  }

  /// False if it was written down before.
  boolean insertReturn(UUID gift, GiftReturn back) {
    return sql.sql(
                """
                insert into giving.gift_return (shard_key, refund, gift, leaf, amount, business_date, salt, returned_at)
                values (:shard, :refund, :gift, :leaf, :amount, :day, :salt, :at) on conflict do nothing
                """)
            .param("shard", Shards.ofId(gift))
            .param("refund", back.refund())
            .param("gift", gift)
            .param("leaf", back.leaf())
            .param("amount", back.amount())
            .param("day", back.day())
            .param("salt", back.salt())
            .param("at", utc(back.at()))
            .update()
        == 1;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record GiftReturn(UUID refund, UUID leaf, long amount, LocalDate day, byte[] salt, Instant at) {}

  /// Takes the last fen of a gift out of the fund's line.
  void take(Kept kept, long amount) {
    sql.sql(
            """
            insert into giving.taken as t (programme, gross_from, donation, taken) values (:programme, :from, :amount, :taken)
            on conflict (programme, gross_from) do update set taken = t.taken + excluded.taken
            """)
        .param("programme", kept.gift().programme().text())
        .param("from", kept.grossFrom())
        .param("amount", kept.gift().amount().minor())
        .param("taken", amount)
        .update();
    sql.sql(
            "update giving.gift set returned = returned + :taken where shard_key = :shard and id = :id")
        .param("taken", amount)
        .param("shard", Shards.ofId(kept.gift().id()))
        .param("id", kept.gift().id())
        .update();
  }

  void moveFigures(UUID project, LocalDate day, FigureRows.Sums sums) {
    sql.sql(
            """
            insert into giving.gift_figure as f (project, month, gifts, given, refunds, returned)
            values (:project, :month, :gifts, :given, :refunds, :returned)
            on conflict (project, month) do update set gifts = f.gifts + excluded.gifts, given = f.given + excluded.given,
              refunds = f.refunds + excluded.refunds, returned = f.returned + excluded.returned
            """)
        .param("project", project)
        .param("month", day.withDayOfMonth(1))
        .param("gifts", sums.donations())
        .param("given", sums.given())
        .param("refunds", sums.refunds())
        .param("returned", sums.returned())
        .update();
  }

  boolean moderate(UUID id, Gift.MessageState state, UUID by, Instant at) {
    return sql.sql(
                """
                update giving.gift set message_state = :state, moderated_by = :by, moderated_at = :at
                where shard_key = :shard and id = :id and state = 'PAID' and message_state = 'WAITING'
                """)
            .param("state", state.name())
            .param("by", by)
            .param("at", utc(at))
            .param("shard", Shards.ofId(id))
            .param("id", id)
            .update()
        == 1;
  }

  Page<Gift> list(Gift.Query query) {
    String where =
        "g.project = any (:projects)" + (query.state().isPresent() ? " and g.state = :state" : "");
    return list(
        where,
        "g.made_at desc",
        new UUID[] {query.project()},
        query.state().map(Enum::name).orElse(null),
        query.page());
  }

  Page<Gift> waiting(UUID[] projects, Page.Wanted page) {
    return list(
        "g.project = any (:projects) and g.state = 'PAID' and g.message_state = 'WAITING'",
        "g.paid_at",
        projects,
        null,
        page);
  }

  Page<Gift> published(UUID project, Page.Wanted page) {
    return list(
        "g.project = any (:projects) and g.message_state = 'PUBLISHED' and g.returned < g.amount",
        "g.paid_at desc",
        new UUID[] {project},
        null,
        page);
  }

  List<Gift> published(Collection<UUID> publicIds, int limit) {
    return sql.sql(
            GIFT
                + """
                where g.shard_key = any (:shards) and g.public_id = any (:ids) and g.message_state = 'PUBLISHED' and g.returned < g.amount
                order by g.paid_at desc, g.id limit :limit
                """)
        .param("shards", publicIds.stream().map(Shards::ofId).toArray(Integer[]::new))
        .param("ids", publicIds.toArray(UUID[]::new))
        .param("limit", limit)
        .query((row, number) -> kept(row).gift())
        .list();
  }

  private Page<Gift> list(
      String where, String order, UUID[] projects, @Nullable String state, Page.Wanted page) {
    List<Gift> items =
        sql.sql(
                GIFT
                    + "where "
                    + where
                    + " order by "
                    + order
                    + ", g.id limit :size offset :offset")
            .param("projects", projects)
            .param("state", state)
            .param("size", page.size())
            .param("offset", page.offset())
            .query((row, number) -> kept(row).gift())
            .list();
    long total =
        sql.sql("select count(*) from giving.gift g where " + where)
            .param("projects", projects)
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(items, total, page.number(), page.size());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Optional<Gift.Paid> paid =
        instant(row, "paid_at").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Gift.Paid(
                    instant(row, "paid_at").get(),
                    row.getObject("business_date", LocalDate.class),
                    row.getInt("receipt_year"),
                    row.getInt("receipt_number")));
    Optional<Gift.Message> message =
        Optional.ofNullable(row.getString("message")).isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Gift.Message(
                    row.getString("message"),
                    Gift.MessageState.valueOf(row.getString("message_state"))));
    return new Kept(
        new Gift(
            row.getObject("id", UUID.class),
            row.getObject("public_id", UUID.class),
            row.getObject("project", UUID.class),
            new ProgrammeId(row.getString("programme")),
            Money.fen(row.getLong("amount")),
            Optional.ofNullable(row.getString("name")),
            Optional.ofNullable(row.getObject("plan", UUID.class)),
            Optional.ofNullable(row.getObject("month", LocalDate.class)).map(YearMonth::from),
            row.getObject("payment", UUID.class),
            Gift.State.valueOf(row.getString("state")),
            instant(row, "made_at").orElseThrow(),
            instant(row, "pay_by").orElseThrow(),
            paid,
            Money.fen(row.getLong("returned")),
            message),
        row.getObject("donor", UUID.class),
        row.getLong("gross_from"),
        row.getBytes("salt"));
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
