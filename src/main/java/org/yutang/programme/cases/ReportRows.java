package org.yutang.programme.cases;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.programme.Case;
import org.yutang.store.Json;

/// Follow-up reports in SQL; asks nobody's permission.
@Component
class ReportRows {

  private final JdbcClient sql;

  ReportRows(JdbcClient sql) {
    this.sql = sql;
  }

  void want(CaseRow row, int number, String name, LocalDate dueDay) {
    sql.sql(
            """
            insert into programme.case_report (shard_key, case_file, number, name, state, due_day) values (:shard, :case, :number, :name, 'WANTED', :due)
            """)
        .param("shard", row.shard)
        .param("case", row.id)
        .param("number", number)
        .param("name", name)
        .param("due", dueDay)
        .update();
  }

  List<Case.Report> all(CaseRow row, LocalDate today) {
    return ofCase(
            row,
            """
            select name, state, due_day, answers::text as answers, photos, sent_day, note from programme.case_report
            """,
            " order by number")
        .query(
            (found, i) -> {
              Case.Report.State state = Case.Report.State.valueOf(found.getString("state"));
              LocalDate due = found.getObject("due_day", LocalDate.class);
              boolean open =
                  state == Case.Report.State.WANTED || state == Case.Report.State.RETURNED;
              return new Case.Report(
                  found.getString("name"),
                  state,
                  due,
                  open && due.isBefore(today),
                  CaseRows.facts(found.getString("answers")),
                  Arrays.asList((String[]) CaseRows.array(found, "photos")),
                  Optional.ofNullable(found.getObject("sent_day", LocalDate.class)),
                  Optional.ofNullable(found.getString("note")));
            })
        .list();
  }

  Optional<UUID> sender(CaseRow row, String name) {
    return ofCase(row, "select sent_by from programme.case_report", " and name = :name")
        .param("name", name)
        .query(UUID.class)
        .optional();
  }

  void send(
      CaseRow row,
      String name,
      Map<String, Object> answers,
      List<String> photos,
      UUID by,
      LocalDate day) {
    ofCase(
            row,
            """
            update programme.case_report set state = 'SENT', answers = :answers::jsonb, photos = :photos, sent_day = :day, sent_by = :by, note = null
            """,
            " and name = :name")
        .param("answers", Json.write(answers))
        .param("photos", photos.toArray(String[]::new))
        .param("day", day)
        .param("by", by)
        .param("name", name)
        .update();
  }

  void judge(CaseRow row, String name, boolean accepted, String note) {
    ofCase(
            row,
            "update programme.case_report set state = :state, note = :note",
            " and name = :name")
        .param("state", accepted ? "ACCEPTED" : "RETURNED")
        .param("note", note.isEmpty() ? null : note)
        .param("name", name)
        .update();
  }

  boolean isAccepted(CaseRow row, String name) {
    return ofCase(
                row,
                "select count(*) from programme.case_report",
                " and name = :name and state = 'ACCEPTED'")
            .param("name", name)
            .query(Long.class)
            .single()
        == 1;
  }

  boolean areAccepted(CaseRow row) {
    return ofCase(row, "select count(*) from programme.case_report", " and state <> 'ACCEPTED'")
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
