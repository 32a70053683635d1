package org.yutang.programme.cases;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;

/// What there may be one case for, a person's and everybody's, in SQL; asks nobody's permission.
@Component
class OnceRows {

  private final JdbcClient sql;

  OnceRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// Takes what a person may have once.
  ///
  /// @return the other case that has it, if one has
  Optional<UUID> takeSlot(CaseRow row, String slot) {
    bindSlot(
            row,
            slot,
            """
            insert into programme.case_once (shard_key, person, programme, kind, slot, case_file)
            values (:shard, :person, :programme, :kind, :slot, :case) on conflict do nothing
            """)
        .update();
    return bindSlot(
            row,
            slot,
            """
            select case_file from programme.case_once where shard_key = :shard and person = :person and programme = :programme and kind = :kind and slot = :slot
              and case_file <> :case
            """)
        .query(UUID.class)
        .optional();
  }

  /// Takes what only one case of a kind may say, whoever's it is; whose it is does not change until
  /// the transaction ends.
  ///
  /// @return the other case that says it, if one does
  Optional<UUID> takeMark(CaseRow row, UUID mark) {
    bindMark(
            row,
            mark,
            "insert into programme.case_unique (shard_key, mark, case_file) values (:shard, :mark, :case) on conflict do nothing")
        .update();
    return bindMark(
            row,
            mark,
            "select case_file from programme.case_unique where shard_key = :shard and mark = :mark for update")
        .query(UUID.class)
        .optional()
        .filter(holder -> !holder.equals(row.id));
  }

  /// From the case that has it; after [#takeMark].
  void takeOverMark(CaseRow row, UUID mark) {
    bindMark(
            row,
            mark,
            "update programme.case_unique set case_file = :case where shard_key = :shard and mark = :mark")
        .update();
  }

  /// Both, for whoever comes next.
  void free(CaseRow row) {
    freeSlot(row);
    freeMark(row);
  }

  void freeSlot(CaseRow row) {
    if (row.slot != null)
      bindSlot(
              row,
              row.slot,
              """
              delete from programme.case_once where shard_key = :shard and person = :person and programme = :programme and kind = :kind and slot = :slot
                and case_file = :case
              """)
          .update();
    row.slot = null;
  }

  void freeMark(CaseRow row) {
    if (row.mark != null)
      bindMark(
              row,
              row.mark,
              "delete from programme.case_unique where shard_key = :shard and mark = :mark and case_file = :case")
          .update();
    row.mark = null;
  }

  private JdbcClient.StatementSpec bindSlot(CaseRow row, String slot, String statement) {
    return sql.sql(statement)
        .param("shard", row.shard)
        .param("person", row.person.value())
        .param("programme", row.programme.text())
        .param("kind", row.kind)
        .param("slot", slot)
        .param("case", row.id);
  }

  private JdbcClient.StatementSpec bindMark(CaseRow row, UUID mark, String statement) {
    return sql.sql(statement)
        .param("shard", Shards.ofId(mark) % Shards.COUNT)
        .param("mark", mark)
        .param("case", row.id);
  }
}
