package org.yutang.programme.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.programme.CaseCall;
import org.yutang.store.Json;

/// Judges' sheets in SQL, and the cases of a call that wait for them; asks nobody's permission.
@Component
class SheetRows {

  private static final String OF_CALL =
      "programme = :programme and kind = :kind and policy_year = :year";

  private static final String FILED_AT =
      "(select min(filed.at) from programme.case_event filed where filed.shard_key = case_file.shard_key and filed.case_file = case_file.id"
          + " and filed.kind = 'FILED')";

  private final JdbcClient sql;
  private final CaseRows rows;

  SheetRows(JdbcClient sql, CaseRows rows) {
    this.sql = sql;
    this.rows = rows;
  }

  /// @param open whether its stage is not closed and it was not given back
  record Open(
      int shard,
      UUID caseId,
      String stage,
      UUID judge,
      UUID number,
      boolean open,
      Map<String, Integer> marks,
      Optional<String> note) {}

  private static final String SHEET =
      "select shard_key, case_file, stage, judge, number, open and not recused, marks::text, note from programme.case_sheet where ";

  private static Open open(ResultSet row) throws SQLException {
    String marks = row.getString(7);
    return new Open(
        row.getInt(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getObject(4, UUID.class),
        row.getObject(5, UUID.class),
        row.getBoolean(6),
        marks == null ? Map.of() : marks(marks),
        Optional.ofNullable(row.getString(8)));
  }

  /// The cases at a stage, the first filed first: by day, and within a day by the instant that was
  /// recorded, never by an id that a client made.
  List<CaseRow> waiting(CaseCall call, int stage, int limit) {
    return ofCall(
            CaseRows.COLUMNS
                + "where "
                + OF_CALL
                + " and state = 'IN_REVIEW' and stage = :stage order by filed_day, "
                + FILED_AT
                + ", id limit :limit",
            call)
        .param("stage", stage)
        .param("limit", limit)
        .query((row, number) -> rows.row(row))
        .list();
  }

  /// The case of the call that is in review and was filed first.
  Optional<CaseRow> first(CaseCall call) {
    return ofCall(
            CaseRows.COLUMNS
                + "where "
                + OF_CALL
                + " and state = 'IN_REVIEW' order by filed_day, "
                + FILED_AT
                + ", id limit 1",
            call)
        .query((row, number) -> rows.row(row))
        .optional();
  }

  /// Tells the seats of the call that are taken: reserved ones by name, and the county.
  void seated(CaseCall call, BiConsumer<Optional<String>, String> each) {
    ofCall(
            "select reserved, county from programme.case_file where "
                + OF_CALL
                + " and state in ('APPROVED', 'GRANTED', 'COMPLETED')",
            call)
        .query(
            row -> {
              each.accept(Optional.ofNullable(row.getString(1)), row.getString(2));
            });
  }

  List<UUID> judges(CaseRow row, String stage) {
    return sheetsOf(row, stage, "select judge from programme.case_sheet").query(UUID.class).list();
  }

  long recused(CaseRow row, String stage) {
    return sheetsOf(row, stage, "select count(*) filter (where recused) from programme.case_sheet")
        .query(Long.class)
        .single();
  }

  private JdbcClient.StatementSpec sheetsOf(CaseRow row, String stage, String select) {
    return sql.sql(select + " where shard_key = :shard and case_file = :case and stage = :stage")
        .param("shard", row.shard)
        .param("case", row.id)
        .param("stage", stage);
  }

  /// How many sheets each judge of the call has at a stage.
  Map<UUID, Integer> load(CaseCall call, String stage) {
    Map<UUID, Integer> load = new HashMap<>();
    ofCall(
            "select s.judge, count(*) from programme.case_sheet s join programme.case_file c on c.shard_key = s.shard_key and c.id = s.case_file where c."
                + OF_CALL.replace(" and ", " and c.")
                + " and s.stage = :stage and not s.recused group by s.judge",
            call)
        .param("stage", stage)
        .query(
            row -> {
              load.put(row.getObject(1, UUID.class), row.getInt(2));
            });
    return load;
  }

  void hand(CaseRow row, String stage, UUID judge, Instant at) {
    sql.sql(
            """
            insert into programme.case_sheet (shard_key, case_file, stage, judge, number, changed_at) values (:shard, :case, :stage, :judge, :number, :at)
            on conflict do nothing
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .param("stage", stage)
        .param("judge", judge)
        .param("number", UUID.randomUUID())
        .param("at", CaseRows.utc(at))
        .update();
  }

  Optional<Open> find(UUID number) {
    return sql.sql(SHEET + "number = :number")
        .param("number", number)
        .query((row, i) -> open(row))
        .optional();
  }

  /// The sheets of one judge that can still be filled in, unscored ones first.
  Page<Open> ofJudge(UUID judge, Page.Wanted page) {
    long total =
        sql.sql(
                "select count(*) from programme.case_sheet where judge = :judge and open and not recused")
            .param("judge", judge)
            .query(Long.class)
            .single();
    List<Open> sheets =
        sql.sql(
                SHEET
                    + "judge = :judge and open and not recused order by marks is not null, number limit :limit offset :offset")
            .param("judge", judge)
            .param("limit", page.size())
            .param("offset", page.offset())
            .query((row, i) -> open(row))
            .list();
    return new Page<>(sheets, total, page.number(), page.size());
  }

  void fill(Open sheet, Map<String, Integer> marks, String note, Instant at) {
    one(
            sheet,
            "update programme.case_sheet set marks = :marks::jsonb, note = :note, changed_at = :at")
        .param("marks", Json.write(marks))
        .param("note", note.isEmpty() ? null : note)
        .param("at", CaseRows.utc(at))
        .update();
  }

  void recuse(Open sheet, String note, Instant at) {
    one(
            sheet,
            "update programme.case_sheet set recused = true, marks = null, note = :note, changed_at = :at")
        .param("note", note)
        .param("at", CaseRows.utc(at))
        .update();
  }

  private JdbcClient.StatementSpec one(Open sheet, String statement) {
    return sql.sql(
            statement
                + " where shard_key = :shard and case_file = :case and stage = :stage and judge = :judge")
        .param("shard", sheet.shard())
        .param("case", sheet.caseId())
        .param("stage", sheet.stage())
        .param("judge", sheet.judge());
  }

  /// The marks of all sheets of a call's stage that are filled in, by case.
  Map<UUID, List<Map<String, Integer>>> filled(CaseCall call, String stage) {
    Map<UUID, List<Map<String, Integer>>> filled = new HashMap<>();
    ofCall(
            "select s.case_file, s.marks::text from programme.case_sheet s join programme.case_file c on c.shard_key = s.shard_key and c.id = s.case_file where c."
                + OF_CALL.replace(" and ", " and c.")
                + " and s.stage = :stage and s.marks is not null and not s.recused",
            call)
        .param("stage", stage)
        .query(
            row -> {
              filled
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                  .add(marks(row.getString(2)));
            });
    return filled;
  }

  private static Map<String, Integer> marks(String json) {
    Map<String, Integer> marks = new TreeMap<>();
    Map<?, ?> kept = Json.read(json, Map.class);
    kept.forEach((name, mark) -> marks.put(String.valueOf(name), ((Number) mark).intValue()));
    return marks;
  }

  void close(CaseCall call, String stage) {
    ofCall(
            """
            update programme.case_sheet s set open = false from programme.case_file c
            where c.shard_key = s.shard_key and c.id = s.case_file and c.programme = :programme and c.kind = :kind and c.policy_year = :year and s.stage = :stage
            """,
            call)
        .param("stage", stage)
        .update();
  }

  private JdbcClient.StatementSpec ofCall(String statement, CaseCall call) {
    return sql.sql(statement)
        .param("programme", call.programme().text())
        .param("kind", call.kind())
        .param("year", call.policyYear());
  }
}
