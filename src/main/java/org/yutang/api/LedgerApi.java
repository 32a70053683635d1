package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Cells;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.LedgerRefusal;
import org.yutang.ledger.Line;
import org.yutang.ledger.Span;
import org.yutang.ledger.Statement;
import org.yutang.ledger.Unit;

/// The books, to be read by whoever may see them anywhere: accounts, statements, single entries.
/// Amounts of money are decimals in text; other units are whole numbers in text.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Ledger", description = "Accounts and what moved between them")
class LedgerApi {

  private static final int EXPORTED_AT_ONCE = 2000;

  private final Ledger ledger;
  private final Access access;
  private final Audit audit;

  LedgerApi(Ledger ledger, Access access, Audit audit) {
    this.ledger = ledger;
    this.access = access;
    this.audit = audit;
  }

  record AccountView(
      UUID id,
      String name,
      String unit,
      boolean mayGoNegative,
      String balance,
      String reserved,
      String available) {
    static AccountView of(Account account) {
      return new AccountView(
          account.id(),
          account.name(),
          account.unit().code(),
          account.mayGoNegative(),
          amount(account.balance(), account.unit()),
          amount(account.reserved(), account.unit()),
          amount(account.available(), account.unit()));
    }
  }

  record LineView(
      UUID id,
      String kind,
      long number,
      UUID from,
      UUID to,
      String amount,
      String unit,
      String memo,
      LocalDate businessDate,
      Instant recordedAt,
      @Nullable UUID reservation,
      @Nullable UUID linked) {

    static LineView of(Line line) {
      return new LineView(
          line.id(),
          line.kind(),
          line.number(),
          line.from(),
          line.to(),
          LedgerApi.amount(line.amount(), line.unit()),
          line.unit().code(),
          line.memo(),
          line.businessDate(),
          line.recordedAt(),
          line.reservation(),
          line.linked());
    }
  }

  @Operation(summary = "List all accounts, by name")
  @GetMapping("/ledger/accounts")
  PageAnswer<AccountView> accounts(
      Actor actor,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    require(actor);
    return PageAnswer.of(
        ledger.accounts("", Ledger.Sort.NAME, false, new Page.Wanted(page, size)), AccountView::of);
  }

  @Operation(summary = "One account with its balance")
  @GetMapping("/ledger/accounts/{id}")
  AccountView account(Actor actor, @PathVariable UUID id) {
    require(actor);
    return ledger
        .find(id)
        .map(AccountView::of)
        .orElseThrow(
            () -> new Refusal(LedgerRefusal.UNKNOWN_ACCOUNT, Map.of("account", id.toString())));
  }

  @Operation(
      summary =
          "What an account has received in other shards than its own and what is not home yet; none in a ledger of one shard")
  @GetMapping("/ledger/accounts/{id}/sub-accounts")
  List<SubAccountView> subAccounts(Actor actor, @PathVariable UUID id) {
    Unit unit = new Unit(account(actor, id).unit());
    return ledger.subAccounts(id).stream()
        .map(
            each ->
                new SubAccountView(
                    each.shard(), amount(each.balance(), unit), amount(each.reserved(), unit)))
        .toList();
  }

  record SubAccountView(int shard, String balance, String reserved) {}

  @Operation(
      summary =
          "What an account's balance was at a moment: everything recorded until then, whatever its business date")
  @GetMapping("/ledger/accounts/{id}/balance")
  BalanceView balance(Actor actor, @PathVariable UUID id, @RequestParam Instant at) {
    require(actor);
    long balance = ledger.balanceAt(id, at);
    Unit unit = ledger.find(id).orElseThrow().unit();
    return new BalanceView(id, at, unit.code(), amount(balance, unit));
  }

  record BalanceView(UUID account, Instant at, String unit, String balance) {}

  @Operation(
      summary =
          "What moved an account, with the balance before and after: by business days (from, to; both count) or by moments of recording (recordedFrom, recordedBefore); with shard, of its sub-account there")
  @GetMapping("/ledger/accounts/{id}/statement")
  StatementView statement(
      Actor actor,
      @PathVariable UUID id,
      @RequestParam Optional<LocalDate> from,
      @RequestParam Optional<LocalDate> to,
      @RequestParam Optional<Instant> recordedFrom,
      @RequestParam Optional<Instant> recordedBefore,
      @RequestParam Optional<String> memo,
      @RequestParam Optional<String> kind,
      @RequestParam(defaultValue = "newest") String first,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size,
      @RequestParam Optional<Integer> shard) {
    require(actor);
    if (!Set.of("newest", "oldest").contains(first)) throw invalid("first");
    return StatementView.of(
        ledger.statement(
            new Statement.Query(
                id,
                span(from, to, recordedFrom, recordedBefore),
                memo,
                kind,
                first.equals("newest"),
                new Page.Wanted(page, size),
                shard.map(OptionalInt::of).orElseGet(OptionalInt::empty))));
  }

  /// One or the other: a span of both would be neither.
  private static Span span(
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      Optional<Instant> recordedFrom,
      Optional<Instant> recordedBefore) {
    if (recordedFrom.isEmpty() && recordedBefore.isEmpty())
      return new Span.Days(from.orElse(LocalDate.MIN), to.orElse(LocalDate.MAX));
    if (from.isPresent() || to.isPresent()) throw invalid("recordedFrom");
    return new Span.Recorded(recordedFrom.orElse(Instant.MIN), recordedBefore.orElse(Instant.MAX));
  }

  private static Refusal invalid(String parameter) {
    return new Refusal(ApiRefusal.INVALID_PARAMETER, Map.of("parameter", parameter));
  }

  /// @param by `business-day` or `recorded`: which of the two balances `opening` and `closing` are
  /// @param total how many lines pass the filter, `allLines` how many there are in the span
  /// @param shownIn sums the lines that pass the filter, `in` all in the span: opening + in − out =
  ///   closing
  record StatementView(
      List<LineView> items,
      long total,
      int page,
      int size,
      String by,
      String unit,
      String opening,
      String in,
      String out,
      String closing,
      long allLines,
      String shownIn,
      String shownOut) {
    static StatementView of(Statement statement) {
      Unit unit = statement.account().unit();
      PageAnswer<LineView> lines = PageAnswer.of(statement.lines(), LineView::of);
      return new StatementView(
          lines.items(),
          lines.total(),
          lines.page(),
          lines.size(),
          statement.span() instanceof Span.Days ? "business-day" : "recorded",
          unit.code(),
          unit.plain(statement.opening()),
          unit.plain(statement.all().in()),
          unit.plain(statement.all().out()),
          unit.plain(statement.closing()),
          statement.all().lines(),
          unit.plain(statement.shown().in()),
          unit.plain(statement.shown().out()));
    }
  }

  @Operation(
      summary =
          "All that ever moved an account's balance as CSV, the oldest first: number, id, kind, business_date, recorded_at, in, out, unit, memo, other")
  @GetMapping("/ledger/accounts/{id}/lines.csv")
  void lines(Actor actor, @PathVariable UUID id, HttpServletResponse response) throws IOException {
    require(actor);
    long rows = ledger.statement(id, new Page.Wanted(1, 1)).total();
    audit.record(
        actor,
        "access.list-exported",
        access.places(actor, Permission.SEE_LEDGER).getFirst(),
        id.toString(),
        Map.of("file", "lines.csv", "rows", rows));
    List<Line> lines = ledger.linesAfter(id, 0, EXPORTED_AT_ONCE);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"ledger-" + id + ".csv\"");
    Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    out.write("number,id,kind,business_date,recorded_at,in,out,unit,memo,other\r\n");
    while (!lines.isEmpty()) {
      for (Line line : lines) out.write(row(line, id));
      lines = ledger.linesAfter(id, lines.getLast().number(), EXPORTED_AT_ONCE);
    }
    out.flush();
  }

  private static String row(Line line, UUID account) {
    String amount = amount(line.amount(), line.unit());
    boolean in = line.to().equals(account);
    return String.join(
        ",",
        String.valueOf(line.number()),
        line.id().toString(),
        line.kind(),
        line.businessDate().toString(),
        line.recordedAt().toString(),
        in ? amount : "",
        in ? "" : amount,
        line.unit().code(),
        Cells.csv(line.memo()),
        (in ? line.from() : line.to()) + "\r\n");
  }

  @Operation(summary = "One transfer, reservation, post or void")
  @GetMapping("/ledger/transfers/{id}")
  LineView transfer(Actor actor, @PathVariable UUID id) {
    require(actor);
    return ledger
        .findTransfer(id)
        .map(LineView::of)
        .orElseThrow(
            () -> new Refusal(LedgerRefusal.UNKNOWN_TRANSFER, Map.of("transfer", id.toString())));
  }

  static String amount(long amount, Unit unit) {
    return unit.plain(BigInteger.valueOf(amount));
  }

  /// The books belong to no place, so the permission counts wherever it is held.
  private void require(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_LEDGER);
  }
}
