package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.programme.Benefit;
import org.yutang.programme.Case;

/// Things that were promised, sent and received, in SQL; asks nobody's permission.
@Component
class DeliveryRows {

  private final JdbcClient sql;

  DeliveryRows(JdbcClient sql) {
    this.sql = sql;
  }

  void plan(CaseRow row, int number, Benefit.Item item) {
    sql.sql(
            "insert into programme.case_delivery (shard_key, case_file, number, item, quantity) values (:shard, :case, :number, :item, :quantity)")
        .param("shard", row.shard)
        .param("case", row.id)
        .param("number", number)
        .param("item", item.name())
        .param("quantity", item.quantity())
        .update();
  }

  List<Case.Delivery> all(CaseRow row) {
    return ofCase(
            row,
            "select item, quantity, sent, received, sent_day, waybill, received_day, photos from programme.case_delivery",
            " order by number")
        .query(
            (found, i) ->
                new Case.Delivery(
                    found.getString(1),
                    found.getInt(2),
                    found.getInt(3),
                    found.getInt(4),
                    Optional.ofNullable(found.getObject(5, LocalDate.class)),
                    Optional.ofNullable(found.getString(6)),
                    Optional.ofNullable(found.getObject(7, LocalDate.class)),
                    Arrays.asList((String[]) CaseRows.array(found, "photos"))))
        .list();
  }

  void send(CaseRow row, String item, int count, String waybill, UUID by, LocalDate day) {
    ofCase(
            row,
            "update programme.case_delivery set sent = sent + :count, waybill = :waybill, sent_by = :by, sent_day = :day",
            " and item = :item")
        .param("count", count)
        .param("waybill", waybill)
        .param("by", by)
        .param("day", day)
        .param("item", item)
        .update();
  }

  void receive(CaseRow row, String item, int count, List<String> photos, LocalDate day) {
    ofCase(
            row,
            "update programme.case_delivery set received = received + :count, photos = photos || :photos, received_day = :day",
            " and item = :item")
        .param("count", count)
        .param("photos", photos.toArray(String[]::new))
        .param("day", day)
        .param("item", item)
        .update();
  }

  boolean wasSentBy(CaseRow row, UUID account) {
    return ofCase(row, "select count(*) from programme.case_delivery", " and sent_by = :account")
            .param("account", account)
            .query(Long.class)
            .single()
        > 0;
  }

  boolean areReceived(CaseRow row) {
    return ofCase(row, "select count(*) from programme.case_delivery", " and received < quantity")
            .query(Long.class)
            .single()
        == 0;
  }

  private JdbcClient.StatementSpec ofCase(CaseRow row, String statement, String more) {
    return sql.sql(statement + " where shard_key = :shard and case_file = :case" + more)
        .param("shard", row.shard)
        .param("case", row.id);
  }
}
