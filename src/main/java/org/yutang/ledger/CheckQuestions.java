package org.yutang.ledger;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold of the tables of one shard, asked of the database. Each question selects what
/// differs: the first column, `finding`, names the [Finding.Kind], the others are its facts.
record CheckQuestions(int shard, JdbcClient sql) {

  /// @param step the last word of its message below `ledger.check`
  private record Question(String step, String select) {}

  private static final Question UNITS =
      new Question(
          "units",
          """
          select 'UNIT_UNBALANCED' as finding, unit, sum(balance) as difference
          from ledger.account where shard_key = :shard group by unit having sum(balance) <> 0
          """);

  private static final Question BALANCES =
      new Question(
          "balances",
          """
          select case when a.id is null then 'ACCOUNT_UNKNOWN' when a.balance <> coalesce(l.balance, 0) then 'BALANCE_DIFFERS'
              when a.movements <> coalesce(l.lines, 0) then 'MOVEMENTS_DIFFER' else 'UNIT_DIFFERS' end as finding,
            coalesce(a.id, l.account) as account, a.name, a.unit, a.balance,
            case when a.balance <> coalesce(l.balance, 0) then coalesce(l.balance, 0) else coalesce(l.lines, 0) end as computed,
            coalesce(a.movements, l.lines) as lines
          from (select id, name, unit, balance, movements from ledger.account where shard_key = :shard) a
          full join (
            select account, sum(amount) as balance, count(*) as lines, min(unit) as least, max(unit) as most
            from (
              select credit as account, amount, unit from ledger.transfer where shard_key = :shard and kind in (1, 3)
              union all
              select debit, -amount, unit from ledger.transfer where shard_key = :shard and kind in (1, 3)
            ) moved group by account
          ) l on l.account = a.id
          where a.id is null or a.balance <> coalesce(l.balance, 0) or a.movements <> coalesce(l.lines, 0)
            or l.least <> a.unit or l.most <> a.unit
          """);

  private static final Question RULES =
      new Question(
          "rules",
          """
          select 'OVERDRAWN' as finding, id as account, name, balance - reserved as available, 0 as most
          from ledger.account where shard_key = :shard and not may_go_negative and balance < reserved
          union all
          select 'OVER_MOST', id, name, balance::numeric + expected, most
          from ledger.account where shard_key = :shard and balance::numeric + expected > most
          """);

  private static final Question EXPECTED =
      new Question(
          "expected",
          """
          select 'EXPECTED_DIFFERS' as finding, coalesce(a.id, r.account) as account, a.name, a.expected, coalesce(r.amount, 0) as computed
          from (select id, name, expected from ledger.account where shard_key = :shard) a
          full join (
            select credit as account, sum(amount) as amount from ledger.reservation where shard_key = :shard group by credit
          ) r on r.account = a.id
          where a.expected is distinct from coalesce(r.amount, 0)
          """);

  private static final Question COUNTERS =
      new Question(
          "counters",
          """
          select case when coalesce(c.used, 0) <> coalesce(t.used, 0) then 'COUNTER_DIFFERS' else 'OVER_HOLDER' end as finding,
            a.id as account, a.name, coalesce(c.holder, t.holder) as holder, coalesce(c.used, 0) as used,
            coalesce(t.used, 0) as computed, a.per_holder as most
          from (select account, holder, used from ledger.counter where shard_key = :shard) c
          full join (
            select account, holder, sum(amount) as used from (
              select debit as account, holder, amount from ledger.transfer
              where shard_key = :shard and kind in (1, 3) and holder is not null
                and debit in (select id from ledger.account where shard_key = :shard and per_holder is not null)
              union all
              select debit, holder, amount from ledger.reservation
              where shard_key = :shard and holder is not null
                and debit in (select id from ledger.account where shard_key = :shard and per_holder is not null)
            ) taken group by account, holder
          ) t on t.account = c.account and t.holder = c.holder
          left join ledger.account a on a.shard_key = :shard and a.id = coalesce(c.account, t.account)
          where coalesce(c.used, 0) <> coalesce(t.used, 0) or c.used > a.per_holder or a.per_holder is null
          """);

  private static final Question RESERVED =
      new Question(
          "reserved",
          """
          select 'RESERVED_DIFFERS' as finding, coalesce(a.id, r.account) as account, a.name, a.reserved, coalesce(r.amount, 0) as computed
          from (select id, name, reserved from ledger.account where shard_key = :shard) a
          full join (
            select debit as account, sum(amount) as amount from ledger.reservation where shard_key = :shard group by debit
          ) r on r.account = a.id
          where a.reserved is distinct from coalesce(r.amount, 0)
          """);

  private static final Question RESERVATIONS =
      new Question(
          "reservations",
          """
          select case when r.id is null then 'RESERVATION_LOST' when l.id is null then 'RESERVATION_UNFOUNDED' else 'RESERVATION_DIFFERS' end as finding,
            coalesce(r.id, l.id) as reservation, l.line
          from (
            select id, debit, credit, amount, unit, memo, business_date, holder, made_at from ledger.reservation where shard_key = :shard
          ) r
          full join (
            select id, line, debit, credit, amount, unit, memo, business_date, holder, recorded_at from ledger.transfer made
            where shard_key = :shard and kind = 2 and not exists (
              select 1 from ledger.transfer ended where ended.shard_key = :shard and ended.reservation = made.id)
          ) l on l.id = r.id
          where r.id is null or l.id is null
            or (r.debit, r.credit, r.amount, r.unit, r.memo, r.business_date, r.holder, r.made_at)
              is distinct from (l.debit, l.credit, l.amount, l.unit, l.memo, l.business_date, l.holder, l.recorded_at)
          """);

  private static final Question ENDINGS =
      new Question(
          "endings",
          """
          select 'ENDING_DIFFERS' as finding, e.id as transfer, e.line, e.reservation
          from ledger.transfer e left join ledger.transfer m on m.shard_key = :shard and m.id = e.reservation and m.kind = 2
          where e.shard_key = :shard and e.kind in (3, 4, 5) and (
            m.id is null or m.line >= e.line or e.amount > m.amount or (e.kind <> 3 and e.amount <> m.amount)
            or (e.debit, e.credit, e.unit, e.memo, e.business_date, e.holder)
              is distinct from (m.debit, m.credit, m.unit, m.memo, m.business_date, m.holder))
          """);

  private static final Question ENDED_TWICE =
      new Question(
          "ended-twice",
          """
          select 'RESERVATION_ENDED_TWICE' as finding, reservation, count(*) as ends
          from ledger.transfer where shard_key = :shard and reservation is not null group by reservation having count(*) > 1
          """);

  private static final Question STRAY =
      new Question(
          "stray",
          """
          select 'LINE_STRAY' as finding, line, id as transfer from ledger.transfer
          where shard_key = :shard and (line < 1 or line > (select last_line from ledger.shard_lease where shard_key = :shard))
          """);

  private static final Question END =
      new Question(
          "end",
          """
          select 'END_DIFFERS' as finding, l.last_line as line, l.last_batch as batch,
            coalesce(j.first_line + j.lines - 1, 0) as "computedLine", coalesce(j.number, 0) as "computedBatch"
          from ledger.shard_lease l left join (
            select number, first_line, lines, digest from ledger.journal where shard_key = :shard order by number desc limit 1
          ) j on true
          where l.shard_key = :shard and (
            l.last_batch <> coalesce(j.number, 0) or l.last_line <> coalesce(j.first_line + j.lines - 1, 0)
            or l.digest <> coalesce(j.digest, decode(repeat('00', 32), 'hex')))
          """);

  private static final Question TALLIES =
      new Question(
          "tallies",
          """
          select 'TALLY_DIFFERS' as finding, coalesce(d.account, l.account) as account, coalesce(d.business_date, l.business_date) as day
          from (
            select account, business_date, first_line, last_line, lines, came, went from ledger.tally_day where shard_key = :shard
          ) d
          full join (
            select account, business_date, min(line) as first_line, max(line) as last_line, count(*) as lines, sum(came) as came, sum(went) as went
            from (
              select t.account, m.business_date, m.line, m.amount as came, 0 as went
              from ledger.tally t join ledger.transfer m on m.shard_key = :shard and m.credit = t.account and m.line <= t.up_to and m.kind in (1, 3)
              where t.shard_key = :shard
              union all
              select t.account, m.business_date, m.line, 0, m.amount
              from ledger.tally t join ledger.transfer m on m.shard_key = :shard and m.debit = t.account and m.line <= t.up_to and m.kind in (1, 3)
              where t.shard_key = :shard
            ) moved group by account, business_date
          ) l on l.account = d.account and l.business_date = d.business_date
          where (d.first_line, d.last_line, d.lines, d.came, d.went) is distinct from (l.first_line, l.last_line, l.lines, l.came, l.went)
          """);

  private static final List<Question> ALL =
      List.of(
          UNITS,
          BALANCES,
          RULES,
          RESERVED,
          EXPECTED,
          COUNTERS,
          RESERVATIONS,
          ENDINGS,
          ENDED_TWICE,
          STRAY,
          END,
          TALLIES);

  /// One statement each, although they are of all shards: only so they see one moment.
  private static final List<Question> OF_ALL_SHARDS =
      List.of(
          new Question(
              "clearing",
              """
              select 'CLEARING_DIFFERS' as finding, unit, sum(amount) as difference from (
                select unit, balance::numeric as amount from ledger.account where part = 'CLEARING'
                union all
                -- has arrived, and has not left its shard yet
                select r.unit, r.amount from ledger.reservation r where r.owner = '%s'
                  and exists (select 1 from ledger.transfer h where h.debit = r.credit and h.kind = 1 and h.holder = r.id)
              ) moved group by unit having sum(amount) <> 0
              """
                  .formatted(Sweep.OWNER)),
          new Question(
              "sub-accounts",
              """
              select 'SUB_ACCOUNT_STRAY' as finding, s.id as account, s.name, s.shard_key as shard from ledger.account s
              where s.part = 'SUB' and not exists (
                select 1 from ledger.account h where h.id = s.id and h.part = 'HOME' and h.unit = s.unit and h.shard_key <> s.shard_key)
              """));

  void ask(LedgerCheck.Listener told) {
    ask(ALL, told);
  }

  /// What must hold between the shards.
  void askOfAllShards(LedgerCheck.Listener told) {
    ask(OF_ALL_SHARDS, told);
  }

  private void ask(List<Question> questions, LedgerCheck.Listener told) {
    for (Question question : questions) {
      told.at("ledger.check." + question.step, 0, 0);
      sql.sql("select * from (%s) differing limit :most".formatted(question.select))
          .param("shard", shard)
          .param("most", LedgerCheck.MOST_OF_A_KIND + 1)
          .query((row, number) -> finding(row))
          .list()
          .forEach(told::found);
    }
  }

  private static Finding finding(ResultSet row) throws SQLException {
    Map<String, String> facts = new HashMap<>();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 2; i <= columns.getColumnCount(); i++) {
      String value = row.getString(i);
      facts.put(columns.getColumnLabel(i), value == null ? "–" : value);
    }
    return new Finding(Finding.Kind.valueOf(row.getString(1)), facts);
  }
}
