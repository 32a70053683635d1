package org.yutang.programme;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.programme.definition.Definitions;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Money from outside into a programme's fund. The grant is committed with its transfer's id and an
/// event, then transferred at once; should the process die in between, the event does it.
@Component
class Grants {

  /// A trillion yuan: more is a slip of the keys, and far from what the books can hold.
  private static final long MAX_FEN = 100_000_000_000_000L;

  static final int MAX_LABEL = 200;

  private final JdbcClient sql;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Audit audit;
  private final Ledger ledger;
  private final Definitions definitions;
  private final FundAccounts accounts;
  private final Clock clock;

  Grants(
      JdbcClient sql,
      Transactions transactions,
      Outbox outbox,
      Audit audit,
      Ledger ledger,
      Definitions definitions,
      FundAccounts accounts,
      Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.outbox = outbox;
    this.audit = audit;
    this.ledger = ledger;
    this.definitions = definitions;
    this.accounts = accounts;
    this.clock = clock;
  }

  void grant(Actor actor, Programme programme, Money amount, UUID id, String label, LocalDate day) {
    if (amount.minor() <= 0
        || amount.minor() > MAX_FEN
        || !amount.currency().equals(programme.currency()))
      throw new Refusal(ProgrammeRefusal.BAD_AMOUNT, Map.of("amount", amount.toString()));
    String text = label.strip();
    if (text.isEmpty() || text.length() > MAX_LABEL || text.indexOf('\0') >= 0)
      throw new Refusal(ProgrammeRefusal.BAD_LABEL, Map.of("limit", MAX_LABEL));
    accounts.open(programme);
    transactions.run(
        () -> {
          if (!insert(actor, programme, amount, id, text, day)) return;
          audit.record(
              actor,
              "programme.grant",
              programme.place(),
              programme.id().text(),
              Map.of("amount", amount.toString(), "label", text, "grant", id.toString()));
          outbox.write(FundGranted.TOPIC, new FundGranted(id));
        });
    requireSame(programme, amount, id, text);
    transfer(id);
  }

  /// Moves the money of a grant that was written down; repeating does nothing.
  void transfer(UUID id) {
    record Grant(ProgrammeId programme, long amount, UUID transfer, LocalDate businessDate) {}
    Grant grant =
        sql.sql(
                "select programme, amount, transfer, business_date from programme.fund_grant where id = :id")
            .param("id", id)
            .query(
                (row, number) ->
                    new Grant(
                        new ProgrammeId(row.getString(1)),
                        row.getLong(2),
                        row.getObject(3, UUID.class),
                        row.getObject(4, LocalDate.class)))
            .single();
    Programme programme = definitions.get(grant.programme()).programme();
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Transfer(
                        grant.transfer(),
                        programme.world(),
                        programme.fund(),
                        grant.amount(),
                        "grant",
                        grant.businessDate())))
            .getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("grant not transferred: " + refused);
  }

  private boolean insert(
      Actor actor, Programme programme, Money amount, UUID id, String label, LocalDate day) {
    Instant now = clock.instant();
    return sql.sql(
                """
                insert into programme.fund_grant (id, programme, amount, currency, label, transfer, business_date, account, granted_at)
                values (:id, :programme, :amount, :currency, :label, :transfer, :date, :account, :at) on conflict do nothing
                """)
            .param("id", id)
            .param("programme", programme.id().text())
            .param("amount", amount.minor())
            .param("currency", amount.currency())
            .param("label", label)
            .param("transfer", Uuids.fresh(now))
            .param("date", day)
            .param("account", actor.account())
            .param("at", now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private void requireSame(Programme programme, Money amount, UUID id, String label) {
    boolean same =
        sql.sql(
                "select programme = :programme and amount = :amount and currency = :currency and label = :label from programme.fund_grant where id = :id")
            .param("programme", programme.id().text())
            .param("amount", amount.minor())
            .param("currency", amount.currency())
            .param("label", label)
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (!same) throw new Refusal(ProgrammeRefusal.GRANT_DIFFERS, Map.of("grant", id.toString()));
  }
}
