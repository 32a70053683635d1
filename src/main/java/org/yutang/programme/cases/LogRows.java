package org.yutang.programme.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.store.Json;

/// Entries of logs in SQL; asks nobody's permission.
@Component
class LogRows {

  private final JdbcClient sql;

  LogRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// @return false where that id was there before
  boolean insert(CaseRow row, Case.Entry entry, @Nullable UUID helper, UUID by, Instant at) {
    return sql.sql(
                """
                insert into programme.case_log (shard_key, case_file, id, log, day, answers, photos, state, helper, written_by, written_at)
                values (:shard, :case, :id, :log, :day, :answers::jsonb, :photos, 'WRITTEN', :helper, :by, :at) on conflict do nothing
                """)
            .param("shard", row.shard)
            .param("case", row.id)
            .param("id", entry.id())
            .param("log", entry.log())
            .param("day", entry.day())
            .param("answers", Json.write(entry.answers()))
            .param("photos", entry.photos().toArray(String[]::new))
            .param("helper", helper)
            .param("by", by)
            .param("at", CaseRows.utc(at))
            .update()
        == 1;
  }

  /// @param helper the volunteer's case, where a volunteer wrote it
  record Written(Case.Entry entry, UUID by, Optional<UUID> helper) {}

  Optional<Written> find(CaseRow row, UUID id) {
    return ofCase(row, COLUMNS, " and id = :id")
        .param("id", id)
        .query(
            (found, i) ->
                new Written(
                    entry(found),
                    found.getObject("written_by", UUID.class),
                    Optional.ofNullable(found.getObject("helper", UUID.class))))
        .optional();
  }

  private static final String COLUMNS =
      "select id, log, day, state, answers::text as answers, photos, note, written_by, helper from programme.case_log";

  void confirm(CaseRow row, UUID id, boolean holds, String note, UUID by) {
    ofCase(
            row,
            "update programme.case_log set state = :state, note = :note, confirmed_by = :by",
            " and id = :id")
        .param("state", holds ? "CONFIRMED" : "REFUSED")
        .param("note", note.isEmpty() ? null : note)
        .param("by", by)
        .param("id", id)
        .update();
  }

  Page<Case.Entry> list(CaseRow row, String log, Page.Wanted page) {
    long total =
        ofCase(row, "select count(*) from programme.case_log", " and log = :log")
            .param("log", log)
            .query(Long.class)
            .single();
    List<Case.Entry> entries =
        ofCase(
                row,
                COLUMNS,
                " and log = :log order by day desc, written_at desc, id limit :limit offset :offset")
            .param("log", log)
            .param("limit", page.size())
            .param("offset", page.offset())
            .query((found, i) -> entry(found))
            .list();
    return new Page<>(entries, total, page.number(), page.size());
  }

  /// What a volunteer wrote, the newest first.
  List<Case.Entry> ofHelper(CaseRow row, UUID helper) {
    return ofCase(
            row,
            COLUMNS,
            " and helper = :helper order by day desc, written_at desc, id limit :limit")
        .param("helper", helper)
        .param("limit", Page.MAX_SIZE)
        .query((found, i) -> entry(found))
        .list();
  }

  List<Case.Count> counts(CaseRow row, CaseKind kind, LocalDate today) {
    return kind.logs().stream()
        .map(
            log ->
                ofCase(
                        row,
                        "select count(*), coalesce(sum("
                            + log.sum()
                                .map(field -> "(answers->>'" + field + "')::bigint")
                                .orElse("0")
                            + "), 0), max(day) from programme.case_log",
                        " and log = :log and state = any(:states)")
                    .param("log", log.name())
                    .param("states", counted(log))
                    .query(
                        (found, i) -> {
                          LocalDate last = found.getObject(3, LocalDate.class);
                          LocalDate since = last == null ? row.decidedDay : last;
                          boolean overdue =
                              row.state == Case.State.GRANTED
                                  && since != null
                                  && log.every()
                                      .filter(every -> since.plus(every).isBefore(today))
                                      .isPresent();
                          return new Case.Count(
                              log.name(),
                              found.getLong(1),
                              found.getLong(2),
                              Optional.ofNullable(last),
                              overdue);
                        })
                    .single())
        .toList();
  }

  /// The states in which an entry counts.
  static String[] counted(CaseKind.Log log) {
    return log.confirmed() ? new String[] {"CONFIRMED"} : new String[] {"WRITTEN", "CONFIRMED"};
  }

  /// As conditions see them.
  Map<String, Object> facts(CaseRow row, CaseKind kind, LocalDate today) {
    Map<String, Object> facts = new HashMap<>();
    for (Case.Count count : counts(row, kind, today))
      facts.put(count.log(), Map.of("count", count.entries(), "sum", count.sum()));
    return facts;
  }

  private JdbcClient.StatementSpec ofCase(CaseRow row, String statement, String more) {
    return sql.sql(statement + " where shard_key = :shard and case_file = :case" + more)
        .param("shard", row.shard)
        .param("case", row.id);
  }

  private static Case.Entry entry(ResultSet row) throws SQLException {
    return new Case.Entry(
        row.getObject("id", UUID.class),
        row.getString("log"),
        row.getObject("day", LocalDate.class),
        Case.Entry.State.valueOf(row.getString("state")),
        CaseRows.facts(row.getString("answers")),
        Arrays.asList((String[]) CaseRows.array(row, "photos")),
        Optional.ofNullable(row.getString("note")));
  }
}
