package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;

/// Reading the books: by business day, by recorded moment, by unit, by group and by reservation.
class StatementTest extends ServerTest {

  private static final LocalDate SUNDAY = LocalDate.of(2018, 12, 2);
  private static final LocalDate MONDAY = SUNDAY.plusDays(1);
  private static final Page.Wanted ALL = new Page.Wanted(1, 100);

  @Autowired Ledger ledger;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private UUID world;
  private UUID fund;
  private UUID insurer;

  @BeforeEach
  void openAccounts() {
    world = account(Unit.CNY, true);
    fund = account(Unit.CNY, false);
    insurer = account(Unit.CNY, false);
  }

  @Test
  void aStatementByBusinessDayOpensAndClosesWithWhatBelongsToItsDays() {
    run(transfer(world, fund, 100, "grant", SUNDAY));
    run(transfer(fund, insurer, 30, "premium", MONDAY));
    run(transfer(world, fund, 5, "grant", SUNDAY)); // told later, belongs to Sunday
    Statement sunday = days(SUNDAY, SUNDAY);
    assertThat(sunday.opening()).isEqualTo(big(0));
    assertThat(sunday.all()).isEqualTo(new Turnover(2, big(105), big(0)));
    assertThat(sunday.closing()).isEqualTo(big(105));
    Statement monday = days(MONDAY, MONDAY);
    assertThat(monday.opening()).isEqualTo(sunday.closing());
    assertThat(monday.closing()).isEqualTo(big(75));
    assertThat(monday.lines().items()).hasSize(1);
    Statement whole = statement(Span.ALL);
    assertThat(whole.opening()).isEqualTo(big(0));
    assertThat(whole.closing()).isEqualTo(big(75)).isEqualTo(big(whole.account().balance()));
    assertThat(days(MONDAY.plusDays(1), LocalDate.MAX))
        .satisfies(
            later -> assertThat(later.opening()).isEqualTo(big(75)),
            later -> assertThat(later.closing()).isEqualTo(big(75)),
            later -> assertThat(later.lines().total()).isZero());
  }

  @Test
  void aStatementByRecordedMomentOpensAndClosesWithWhatTheBooksShowedThen() {
    Instant first = recorded(run(transfer(world, fund, 100, "grant", MONDAY)));
    Instant second = recorded(run(transfer(fund, insurer, 30, "premium", SUNDAY)));
    Instant third = recorded(run(transfer(world, fund, 7, "grant", MONDAY)));
    Statement middle = statement(new Span.Recorded(second, third));
    assertThat(middle.opening()).isEqualTo(big(100));
    assertThat(middle.all()).isEqualTo(new Turnover(1, big(0), big(30)));
    assertThat(middle.closing()).isEqualTo(big(70));
    assertThat(middle.lines().items()).extracting(Line::amount).containsExactly(30L);
    assertThat(statement(new Span.Recorded(Instant.MIN, Instant.MAX)).closing()).isEqualTo(big(77));
    assertThat(statement(new Span.Recorded(third, first)).all()).isEqualTo(Turnover.NONE);
    assertThat(ledger.balanceAt(fund, first.minusNanos(1000))).isZero();
    assertThat(ledger.balanceAt(fund, first)).isEqualTo(100);
    assertThat(ledger.balanceAt(fund, second)).isEqualTo(70);
    assertThat(ledger.balanceAt(fund, Instant.MAX)).isEqualTo(77);
    assertThat(ledger.balanceAt(world, second)).isEqualTo(-100);
  }

  @Test
  void aFilteredStatementCountsWhatItShowsAndKeepsItsBalances() {
    Command.Reserve reserve = reserve(fund, insurer, 40);
    run(
        transfer(world, fund, 100, "grant", SUNDAY),
        transfer(fund, insurer, 30, "premium", SUNDAY),
        reserve,
        new Command.Post(fresh(), reserve.id(), 35));
    Statement premiums = filtered(Optional.of("premium"), Optional.empty());
    assertThat(premiums.shown()).isEqualTo(new Turnover(2, big(0), big(65)));
    assertThat(premiums.lines().total()).isEqualTo(2);
    assertThat(premiums.closing()).isEqualTo(big(35));
    Statement posts = filtered(Optional.of("premium"), Optional.of("post"));
    assertThat(posts.lines().items()).extracting(Line::amount).containsExactly(35L);
    assertThat(filtered(Optional.empty(), Optional.of("reserve")).lines().total()).isZero();
    assertThat(filtered(Optional.empty(), Optional.of("no such kind")).lines().total()).isZero();
    assertThat(filtered(Optional.of("prem"), Optional.empty()).lines().total()).isZero();
  }

  @Test
  void pagesOfAStatementFollowEachOtherInBothDirections() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      Command.Transfer gift = transfer(world, fund, i, "grant", SUNDAY);
      ids.add(gift.id());
      run(gift);
    }
    assertThat(page(false, 1).items()).extracting(Line::id).isEqualTo(ids.subList(0, 3));
    assertThat(page(false, 3).items()).extracting(Line::id).isEqualTo(ids.subList(6, 7));
    assertThat(page(true, 1).items()).extracting(Line::id).isEqualTo(ids.reversed().subList(0, 3));
    assertThat(page(true, 2).total()).isEqualTo(7);
    assertThat(page(true, 9).items()).isEmpty();
  }

  /// Enough lines that the account gets a tally, with dates that go to and fro; each answer is
  /// compared with that of a list.
  @Test
  void aStatementOfManyLinesIsTheSameAsTheirSum() {
    long seed = new Random().nextLong();
    System.out.println("aStatementOfManyLinesIsTheSameAsTheirSum: seed " + seed);
    Random random = new Random(seed);
    run(transfer(world, fund, 1_000_000_000, "grant", SUNDAY));
    List<Command.Transfer> moved = new ArrayList<>();
    int batches = 2 * Turnovers.STEP / 2000 + 1;
    List<Instant> moments = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      List<Command> commands = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        boolean in = random.nextBoolean();
        LocalDate day = SUNDAY.plusDays(batch + random.nextInt(4) - 2);
        Command.Transfer each =
            transfer(
                in ? world : fund, in ? fund : insurer, 1 + random.nextInt(1000), "drill", day);
        moved.add(each);
        commands.add(each);
      }
      ledger.execute(commands);
      moments.add(recorded(List.of(moved.getLast())));
      if (batch == batches - 3) statement(Span.ALL); // begins the tally in the middle
    }
    for (int from = -3; from < batches + 2; from++)
      for (int to = from; to < batches + 2; to += 3) {
        LocalDate first = SUNDAY.plusDays(from);
        LocalDate last = SUNDAY.plusDays(to);
        Statement statement =
            ledger.statement(
                new Statement.Query(
                    fund,
                    new Span.Days(first, last),
                    Optional.of("drill"),
                    Optional.empty(),
                    true,
                    new Page.Wanted(1, 1)));
        List<Command.Transfer> within =
            moved.stream()
                .filter(each -> !each.businessDate().isBefore(first))
                .filter(each -> !each.businessDate().isAfter(last))
                .toList();
        assertThat(statement.shown().net()).isEqualTo(net(within));
        assertThat(statement.shown().lines()).isEqualTo(within.size());
        assertThat(statement.closing())
            .isEqualTo(
                net(moved.stream().filter(each -> !each.businessDate().isAfter(last)).toList())
                    .add(big(last.isBefore(SUNDAY) ? 0 : 1_000_000_000)));
      }
    for (int i = 0; i < batches; i++)
      assertThat(ledger.balanceAt(fund, moments.get(i)))
          .isEqualTo(1_000_000_000 + net(moved.subList(0, 2000 * (i + 1))).longValueExact());
    Statement middle = statement(new Span.Recorded(moments.get(1), moments.get(2)));
    assertThat(middle.all().net()).isEqualTo(net(moved.subList(2000, 4000)));
    assertThat(
            sql.sql("select lines from ledger.tally where shard_key = 0 and account = ?")
                .param(fund)
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2L * Turnovers.STEP);
    BooksCheck.check(sql);
  }

  @Test
  void theTrialBalanceOfAUnitAddsUpItsAccounts() {
    Unit jars = new Unit("JAR-" + UUID.randomUUID().toString().substring(0, 8));
    UUID outside = account(jars, true);
    UUID shelf = account(jars, false);
    UUID kitchen = account(jars, false);
    run(transfer(outside, shelf, 12, "jar", SUNDAY), transfer(shelf, kitchen, 5, "jar", SUNDAY));
    run(reserve(kitchen, shelf, 2));
    assertThat(ledger.trialBalance())
        .contains(new TrialBalance(jars, 3, big(12), big(12), big(2)))
        .allMatch(TrialBalance::balances);
  }

  @Test
  void linesOfASpanOfTimeAreReadOnwardsWithoutTheHeadsOfGroups() {
    Command.Linked group =
        new Command.Linked(
            fresh(),
            List.of(
                transfer(world, fund, 9, "grant", SUNDAY),
                transfer(fund, insurer, 4, "premium", SUNDAY)));
    Command.Transfer gift = transfer(world, fund, 1, "grant", SUNDAY);
    Instant begin = clock.instant().minusMillis(1);
    run(group, gift);
    Instant at = recorded(List.of(gift));
    List<Line> lines = ledger.recorded(0, new Span.Recorded(begin, at.plusNanos(1000)), 0, 10);
    assertThat(lines.stream().map(Line::id))
        .containsSubsequence(
            group.transfers().get(0).id(), group.transfers().get(1).id(), gift.id());
    Line second = ledger.findTransfer(group.transfers().get(1).id()).orElseThrow();
    assertThat(
            ledger
                .recorded(0, new Span.Recorded(begin, at.plusNanos(1000)), second.number(), 1)
                .getFirst()
                .id())
        .isEqualTo(gift.id());
    assertThat(ledger.recorded(0, new Span.Recorded(at.plusNanos(1000), Instant.MAX), 0, 10))
        .noneMatch(line -> line.id().equals(gift.id()));
    assertThat(ledger.members(group.id())).extracting(Line::amount).containsExactly(9L, 4L);
    assertThat(ledger.members(gift.id())).isEmpty();
    assertThat(ledger.members(fresh())).isEmpty();
  }

  @Test
  void aReservationTellsWhatBecameOfIt() {
    run(transfer(world, fund, 100, "grant", SUNDAY));
    Command.Reserve open = reserve(fund, insurer, 10);
    Command.Reserve posted = reserve(fund, insurer, 20);
    Command.Post post = new Command.Post(fresh(), posted.id(), 15);
    run(open, posted, post);
    Held held = ledger.findHeld(open.id()).orElseThrow();
    assertThat(held.ended()).isEmpty();
    assertThat(held.expiresAt()).isPresent();
    assertThat(ledger.findHeld(posted.id()).orElseThrow())
        .satisfies(
            ended -> assertThat(ended.ended().orElseThrow().id()).isEqualTo(post.id()),
            ended -> assertThat(ended.reserve().amount()).isEqualTo(20),
            ended -> assertThat(ended.expiresAt()).isEmpty());
    assertThat(ledger.findHeld(post.id())).isEmpty();
  }

  @Test
  void aLineLeadsToItsBatchAndDigest() {
    Command.Transfer one = transfer(world, fund, 1, "grant", SUNDAY);
    Command.Transfer two = transfer(world, fund, 2, "grant", SUNDAY);
    run(one, two);
    Line line = ledger.findTransfer(two.id()).orElseThrow();
    JournalEntry entry = ledger.findEntry(line).orElseThrow();
    assertThat(entry.recordedAt()).isEqualTo(line.recordedAt());
    assertThat(line.number()).isBetween(entry.firstLine(), entry.lastLine());
    assertThat(HexFormat.of().parseHex(entry.digest())).hasSize(32);
  }

  @Test
  void anUnknownAccountHasNoStatementAndNoBalance() {
    assertThatThrownBy(() -> ledger.statement(new Statement.Query(fresh(), Span.ALL, true, ALL)))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> ledger.balanceAt(fresh(), clock.instant()))
        .isInstanceOf(Refusal.class);
  }

  private BigInteger net(List<Command.Transfer> moved) {
    return moved.stream()
        .map(each -> big(each.to().equals(fund) ? each.amount() : -each.amount()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private Statement days(LocalDate from, LocalDate to) {
    return statement(new Span.Days(from, to));
  }

  private Statement statement(Span span) {
    return ledger.statement(new Statement.Query(fund, span, true, ALL));
  }

  private Statement filtered(Optional<String> memo, Optional<String> kind) {
    return ledger.statement(new Statement.Query(fund, Span.ALL, memo, kind, true, ALL));
  }

  private Page<Line> page(boolean newestFirst, int number) {
    return ledger
        .statement(new Statement.Query(fund, Span.ALL, newestFirst, new Page.Wanted(number, 3)))
        .lines();
  }

  private List<Command> run(Command... commands) {
    assertThat(ledger.execute(List.of(commands)))
        .allMatch(outcome -> outcome instanceof Outcome.Accepted);
    return List.of(commands);
  }

  private Instant recorded(List<? extends Command> commands) {
    return ledger.findTransfer(commands.getFirst().id()).orElseThrow().recordedAt();
  }

  private UUID account(Unit unit, boolean negative) {
    UUID id = UUID.randomUUID();
    ledger.open(List.of(new NewAccount(id, "statement/" + id, unit, negative)));
    return id;
  }

  private UUID fresh() {
    return Uuids.fresh(clock.instant());
  }

  private Command.Transfer transfer(UUID from, UUID to, long amount, String memo, LocalDate day) {
    return new Command.Transfer(fresh(), from, to, amount, memo, day);
  }

  private Command.Reserve reserve(UUID from, UUID to, long amount) {
    return new Command.Reserve(
        fresh(),
        from,
        to,
        amount,
        "premium",
        SUNDAY,
        "test/" + fund,
        clock.instant().plus(Duration.ofDays(1)));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
