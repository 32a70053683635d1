package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Finding.Kind;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Each test alters a row as nobody may, sees the check name it, and rolls the row back.
class LedgerCheckTest extends ServerTest {

  private static final LocalDate DAY = LocalDate.of(2018, 12, 1);

  @Autowired Ledger ledger;
  @Autowired JdbcClient sql;
  @Autowired Transactions transactions;
  @Autowired Clock clock;

  private UUID world;
  private UUID fund;
  private UUID insurer;
  private Command.Transfer gift;
  private Command.Reserve open;
  private Command.Reserve posted;
  private Command.Post post;
  private Command.Linked group;

  @BeforeEach
  void moveSome() {
    world = account(true);
    fund = account(false);
    insurer = account(false);
    gift = transfer(world, fund, 1000);
    open = reserve(100);
    posted = reserve(200);
    post = new Command.Post(fresh(), posted.id(), 150);
    group =
        new Command.Linked(fresh(), List.of(transfer(world, fund, 7), transfer(fund, insurer, 7)));
    Command.Reserve voided = reserve(50);
    assertThat(
            ledger.execute(
                List.of(
                    gift,
                    open,
                    posted,
                    post,
                    group,
                    voided,
                    new Command.Void(fresh(), voided.id()))))
        .allMatch(outcome -> outcome instanceof Outcome.Accepted);
    ledger.execute(List.of(transfer(world, fund, 1))); // the batch after
  }

  @Test
  void soundBooksHaveNoFindings() {
    BooksCheck.check(sql);
  }

  @Test
  void everyFindingHasItsWords() {
    for (Words.Language language : Words.Language.values())
      for (Kind kind : Kind.values())
        assertThat(
                Words.in(language)
                    .has(
                        "ledger.finding." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')))
            .as(kind.name())
            .isTrue();
  }

  @Test
  void aBalanceThatIsNotTheSumOfItsLinesIsNamedAndSoIsItsUnit() {
    assertThat(corrupt("update ledger.account set balance = balance + 1 where id = ?", fund))
        .hasSize(2)
        .anyMatch(
            finding(
                Kind.BALANCE_DIFFERS,
                Map.of(
                    "account",
                    fund.toString(),
                    "balance",
                    balance(fund) + 1 + "",
                    "computed",
                    balance(fund) + "")))
        .anyMatch(finding(Kind.UNIT_UNBALANCED, Map.of("unit", "CNY", "difference", "1")));
  }

  @Test
  void aStatementsLengthIsChecked() {
    one(
        corrupt("update ledger.account set movements = movements + 1 where id = ?", fund),
        Kind.MOVEMENTS_DIFFER,
        "account",
        fund);
  }

  @Test
  void anAmountInAnotherUnitIsFound() {
    assertThat(corrupt("update ledger.transfer set unit = 'TREE' where id = ?", gift.id()))
        .extracting(Finding::kind)
        .containsOnly(Kind.UNIT_DIFFERS);
  }

  @Test
  void anAccountThatIsGoneIsFound() {
    assertThat(corrupt("delete from ledger.account where id = ?", insurer))
        .anyMatch(
            each ->
                each.kind() == Kind.ACCOUNT_UNKNOWN
                    && insurer.toString().equals(each.facts().get("account")));
  }

  @Test
  void anOverdrawnAccountIsFoundEvenWithoutTheDatabasesRule() {
    assertThat(
            corrupt(
                "alter table ledger.account drop constraint account_never_overdrawn; update ledger.account set may_go_negative = false where id = '%s'"
                    .formatted(world)))
        .hasSize(1)
        .anyMatch(
            finding(
                Kind.OVERDRAWN,
                Map.of("account", world.toString(), "available", balance(world) + "")));
  }

  @Test
  void aReservedAmountThatIsNotTheSumOfItsReservationsIsFound() {
    one(
        corrupt("update ledger.account set reserved = reserved - 1 where id = ?", fund),
        Kind.RESERVED_DIFFERS,
        "account",
        fund);
  }

  @Test
  void aReservationThatWentMissingIsFound() {
    assertThat(corrupt("delete from ledger.reservation where id = ?", open.id()))
        .extracting(Finding::kind)
        .containsExactly(Kind.RESERVED_DIFFERS, Kind.EXPECTED_DIFFERS, Kind.RESERVATION_LOST);
  }

  @Test
  void aReservationThatEndedAndIsOpenIsFound() {
    assertThat(
            corrupt(
                "update ledger.reservation set id = '%s' where id = '%s'"
                    .formatted(posted.id(), open.id())))
        .extracting(Finding::kind)
        .containsExactlyInAnyOrder(Kind.RESERVATION_LOST, Kind.RESERVATION_UNFOUNDED);
  }

  @Test
  void aReservationForSomebodyElseIsFound() {
    assertThat(
            corrupt(
                "update ledger.reservation set credit = '%s' where id = '%s'"
                    .formatted(world, open.id())))
        .hasSize(3) // both accounts expect something else then
        .anyMatch(finding(Kind.RESERVATION_DIFFERS, Map.of("reservation", open.id().toString())))
        .anyMatch(finding(Kind.EXPECTED_DIFFERS, Map.of("account", world.toString())))
        .anyMatch(finding(Kind.EXPECTED_DIFFERS, Map.of("account", insurer.toString())));
  }

  @Test
  void aPostOfAnotherReservationIsFound() {
    assertThat(
            corrupt(
                "update ledger.transfer set reservation = '%s' where id = '%s'"
                    .formatted(open.id(), post.id())))
        .extracting(Finding::kind)
        .contains(Kind.ENDING_DIFFERS, Kind.CONTENT_DIFFERS, Kind.RESERVATION_UNFOUNDED);
  }

  @Test
  void aReservationThatEndedTwiceIsFound() {
    UUID voiding =
        sql.sql("select id from ledger.transfer where kind = 4 and debit = ?")
            .param(fund)
            .query(UUID.class)
            .single();
    assertThat(
            corrupt(
                "update ledger.transfer set reservation = '%s' where id = '%s'"
                    .formatted(posted.id(), voiding)))
        .anyMatch(
            finding(
                Kind.RESERVATION_ENDED_TWICE,
                Map.of("reservation", posted.id().toString(), "ends", "2")));
  }

  @Test
  void anAlteredAmountIsFoundInItsLineAndInBothAccounts() {
    assertThat(corrupt("update ledger.transfer set amount = amount + 1 where id = ?", gift.id()))
        .extracting(Finding::kind)
        .containsExactly(Kind.BALANCE_DIFFERS, Kind.BALANCE_DIFFERS, Kind.CONTENT_DIFFERS);
  }

  @Test
  void anAlteredMemoOrDayIsFound() {
    one(
        corrupt("update ledger.transfer set memo = 'gift' where id = ?", gift.id()),
        Kind.CONTENT_DIFFERS,
        "transfer",
        gift.id());
    one(
        corrupt("update ledger.transfer set memo = '' where id = ?", gift.id()),
        Kind.CONTENT_DIFFERS,
        "transfer",
        gift.id());
    one(
        corrupt(
            "update ledger.transfer set business_date = business_date - 1 where id = ?", gift.id()),
        Kind.CONTENT_DIFFERS,
        "transfer",
        gift.id());
  }

  @Test
  void anAlteredContentBreaksTheDigestOfItsBatch() {
    assertThat(
            corrupt(
                "update ledger.transfer set content = gen_random_uuid() where id = ?", open.id()))
        .hasSize(1)
        .anyMatch(
            finding(
                Kind.DIGEST_DIFFERS,
                Map.of(
                    "batch",
                    ledger
                            .findEntry(ledger.findTransfer(open.id()).orElseThrow())
                            .orElseThrow()
                            .number()
                        + "")));
  }

  @Test
  void anAlteredDigestIsFoundInItsBatchAndTheNext() {
    long batch =
        ledger.findEntry(ledger.findTransfer(gift.id()).orElseThrow()).orElseThrow().number();
    assertThat(
            corrupt(
                "update ledger.journal set digest = decode(repeat('ab', 32), 'hex') where number = "
                    + batch))
        .extracting(finding -> finding.kind() + " " + finding.facts().get("batch"))
        .containsExactly("DIGEST_DIFFERS " + batch, "DIGEST_DIFFERS " + (batch + 1));
  }

  @Test
  void aLineThatIsGoneIsFoundByItsNumber() {
    long line = line(open.id());
    assertThat(corrupt("delete from ledger.transfer where id = ?", open.id()))
        .anyMatch(
            finding(Kind.LINES_MISSING, Map.of("first", String.valueOf(line), "last", line + "")));
  }

  @Test
  void aNumberGivenTwiceIsFound() {
    long line = line(gift.id());
    assertThat(
            corrupt(
                "update ledger.transfer set line = %d where id = '%s'".formatted(line, open.id())))
        .extracting(Finding::kind)
        .contains(Kind.LINE_TWICE, Kind.LINES_MISSING);
  }

  @Test
  void aLineBeyondTheEndIsFound() {
    long last = line(gift.id()) + 1_000_000;
    assertThat(
            corrupt(
                "update ledger.transfer set line = %d where id = '%s'".formatted(last, open.id())))
        .anyMatch(
            finding(Kind.LINE_STRAY, Map.of("line", last + "", "transfer", open.id().toString())));
  }

  @Test
  void aLineRecordedAtAnotherMomentThanItsBatchIsFound() {
    one(
        corrupt(
            "update ledger.transfer set recorded_at = recorded_at - interval '1 day' where id = ?",
            gift.id()),
        Kind.RECORDED_DIFFERS,
        "transfer",
        gift.id());
  }

  @Test
  void aGroupWithoutAMemberOrWithoutItsHeadIsFound() {
    UUID member = group.transfers().getFirst().id();
    assertThat(corrupt("update ledger.transfer set linked = null where id = ?", member))
        .extracting(Finding::kind)
        .contains(Kind.CONTENT_DIFFERS, Kind.GROUP_DIFFERS);
    assertThat(corrupt("delete from ledger.transfer where id = ?", group.id()))
        .extracting(Finding::kind)
        .contains(Kind.LINES_MISSING, Kind.GROUP_STRAY);
  }

  @Test
  void aBatchThatIsGoneOrMovedIsFound() {
    long batch =
        ledger.findEntry(ledger.findTransfer(gift.id()).orElseThrow()).orElseThrow().number();
    assertThat(corrupt("delete from ledger.journal where number = " + batch))
        .hasSize(1)
        .anyMatch(finding(Kind.BATCHES_MISSING, Map.of("first", batch + "", "last", batch + "")));
    assertThat(
            corrupt(
                "update ledger.journal set first_line = first_line - 1000000000 where number = "
                    + batch))
        .extracting(Finding::kind)
        .containsExactly(Kind.BATCH_MISPLACED);
  }

  @Test
  void aLeaseThatIsNotAtTheJournalsEndIsFound() {
    assertThat(corrupt("update ledger.shard_lease set last_batch = last_batch - 1"))
        .extracting(Finding::kind)
        .containsExactly(Kind.END_DIFFERS);
  }

  @Test
  void aTallyThatIsNotTheSumOfItsLinesIsFound() {
    assertThat(
            corrupt(
                """
                insert into ledger.tally values (0, '%1$s', 0, 0);
                insert into ledger.tally_day values (0, '%1$s', '2018-12-01', 1, 1, 1, 5, 0)
                """
                    .formatted(fund)))
        .hasSize(1)
        .anyMatch(
            finding(Kind.TALLY_DIFFERS, Map.of("account", fund.toString(), "day", "2018-12-01")));
  }

  @Test
  void whatAnAccountExpectsIsComparedWithItsOpenReservations() {
    one(
        corrupt("update ledger.account set expected = expected + 1 where id = ?", insurer),
        Kind.EXPECTED_DIFFERS,
        "account",
        insurer);
  }

  @Test
  void anAccountThatHoldsMoreThanItMayIsFound() {
    one(
        corrupt(
            "alter table ledger.account drop constraint account_within_most; update ledger.account set most = 1 where id = '%s'"
                .formatted(fund)),
        Kind.OVER_MOST,
        "account",
        fund);
  }

  @Test
  void countersByHolderAreComparedWithLinesReservationsAndTheRule() {
    UUID stock = UUID.randomUUID();
    UUID anna = UUID.randomUUID();
    ledger.open(
        List.of(new NewAccount(stock, "stock", Unit.CNY, AccountRules.OUTSIDE.perHolder(5))));
    ledger.execute(
        List.of(
            new Command.Transfer(fresh(), stock, fund, 2, "check", DAY, anna),
            new Command.Reserve(
                fresh(),
                stock,
                fund,
                3,
                "check",
                DAY,
                "check",
                clock.instant().plus(Duration.ofDays(1)),
                anna)));
    BooksCheck.check(sql);
    Map<String, String> facts =
        Map.of("account", stock.toString(), "holder", anna.toString(), "computed", "5");
    assertThat(corrupt("update ledger.counter set used = 4 where account = ?", stock))
        .singleElement()
        .matches(finding(Kind.COUNTER_DIFFERS, facts));
    assertThat(corrupt("delete from ledger.counter where account = ?", stock))
        .singleElement()
        .matches(finding(Kind.COUNTER_DIFFERS, facts));
    assertThat(corrupt("update ledger.account set per_holder = 4 where id = ?", stock))
        .singleElement()
        .matches(finding(Kind.OVER_HOLDER, facts));
  }

  @Test
  void ofManyFindingsOfAKindOnlyTheFirstAreTold() {
    List<Command> many = new ArrayList<>();
    for (int i = 0; i <= LedgerCheck.MOST_OF_A_KIND; i++) many.add(transfer(world, fund, 1));
    ledger.execute(many);
    assertThat(
            corrupt(
                "update ledger.transfer set recorded_at = recorded_at - interval '1 day' where debit = ?",
                world))
        .hasSize(LedgerCheck.MOST_OF_A_KIND)
        .extracting(Finding::kind)
        .containsOnly(Kind.RECORDED_DIFFERS);
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private List<Finding> corrupt(String statements, Object... parameters) {
    List<Finding> findings = new ArrayList<>();
    try {
      transactions.run(
          () -> {
            for (String each : statements.split(";"))
              assertThat(sql.sql(each).params(parameters).update())
                  .as(each)
                  .matches(rows -> rows > 0 || each.startsWith("alter"));
            findings.addAll(BooksCheck.findings(sql));
            throw new RolledBack();
          });
    } catch (RolledBack done) {
      return findings;
    }
    return findings;
  }

  private static void one(List<Finding> findings, Kind kind, String fact, UUID id) {
    assertThat(findings)
        .singleElement()
        .matches(finding(kind, Map.of(fact, id.toString())), kind + " " + id);
  }

  /// A finding of that kind with these facts among its own.
  private static Predicate<Finding> finding(Kind kind, Map<String, String> facts) {
    return found -> found.kind() == kind && found.facts().entrySet().containsAll(facts.entrySet());
  }

  private long balance(UUID account) {
    return ledger.find(account).orElseThrow().balance();
  }

  private long line(UUID id) {
    return sql.sql("select line from ledger.transfer where id = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  private UUID account(boolean negative) {
    UUID id = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(id, "check/" + id, Unit.CNY, negative)));
    return id;
  }

  private UUID fresh() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount) {
    return new Command.Transfer(fresh(), from, to, amount, "check", DAY);
  }

  private Command.Reserve reserve(long amount) {
    return new Command.Reserve(
        fresh(),
        fund,
        insurer,
        amount,
        "check",
        DAY,
        "check/" + fund,
        clock.instant().plus(Duration.ofDays(1)));
  }
}
