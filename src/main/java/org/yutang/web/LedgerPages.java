package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Line;
import org.yutang.ledger.Span;
import org.yutang.ledger.Statement;
import org.yutang.web.Sheets.Column;

/// The books, for those who may see them: accounts belong to no place, so whoever holds the
/// permission anywhere sees all.
@Controller
class LedgerPages {

  private final Ledger ledger;
  private final ListQueries queries;
  private final Sheets sheets;
  private final Access access;
  private final Clock clock;

  LedgerPages(Ledger ledger, ListQueries queries, Sheets sheets, Access access, Clock clock) {
    this.ledger = ledger;
    this.queries = queries;
    this.sheets = sheets;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping("/ledger")
  View accounts(Screen s, Actor actor) {
    require(actor);
    Sorting<Ledger.Sort> sort = Sorting.of(s.query("sort"), Ledger.Sort.NAME);
    return s.page(
        "ledger",
        new LedgerView.Accounts(accounts(s, Asked.page(s)), ledger.trialBalance(), sort.text()));
  }

  @GetMapping("/ledger.xlsx")
  void accountsSheet(Screen s, Actor actor, HttpServletResponse response) throws IOException {
    require(actor);
    sheets.send(
        s,
        response,
        new Sheets.Listed<Account>(
            "ledger",
            actor,
            place(actor),
            queries.askedAccounts(s),
            List.of(
                new Column<>(s.t("web.ledger.account"), 48, Account::name),
                new Column<>(s.t("web.ledger.kind"), 14, each -> kind(s, each)),
                new Column<>(s.t("web.ledger.unit"), 10, each -> each.unit().code()),
                new Column<>(s.t("web.ledger.balance"), 18, each -> cell(each, each.balance())),
                new Column<>(s.t("web.ledger.reserved"), 18, each -> cell(each, each.reserved())),
                new Column<>(s.t("web.ledger.id"), 38, each -> each.id().toString()))),
        wanted -> accounts(s, wanted));
  }

  private Page<Account> accounts(Screen s, Page.Wanted page) {
    Sorting<Ledger.Sort> sort = Sorting.of(s.query("sort"), Ledger.Sort.NAME);
    return ledger.accounts(Asked.text(s.query("q")).orElse(""), sort.by(), sort.descending(), page);
  }

  @GetMapping("/ledger/accounts/{id}")
  View statement(Screen s, Actor actor, @PathVariable String id) {
    require(actor);
    Statement statement = ledger.statement(queries.statement(s, account(id).id(), Asked.page(s)));
    return s.page(
        "statement",
        new LedgerView.Statement(
            statement,
            statement.span() instanceof Span.Recorded,
            periods(),
            names(statement.lines().items()),
            ledger.subAccounts(statement.account().id()),
            queries.oldestFirst(s) ? "day" : "-day"));
  }

  @GetMapping("/ledger/accounts/{id}/lines.xlsx")
  void statementSheet(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    require(actor);
    Account account = account(id);
    Map<String, String> names = new HashMap<>();
    sheets.send(
        s,
        response,
        new Sheets.Listed<Line>(
            "statement",
            actor,
            place(actor),
            queries.asked(s, account),
            List.of(
                new Column<>(s.t("web.ledger.line"), 10, Line::number),
                new Column<>(s.t("web.ledger.day"), 12, Line::businessDate),
                new Column<>(s.t("web.transfer.recorded"), 18, Line::recordedAt),
                new Column<>(s.t("web.ledger.kind"), 14, line -> s.t("web.line." + line.kind())),
                new Column<>(s.t("web.ledger.what"), 18, line -> LedgerView.memo(s, line.memo())),
                new Column<>(
                    s.t("web.ledger.other"), 40, line -> name(names, other(account, line))),
                new Column<>(
                    s.t("web.ledger.in"),
                    16,
                    line -> moved(account, line, line.to().equals(account.id()))),
                new Column<>(
                    s.t("web.ledger.out"),
                    16,
                    line -> moved(account, line, line.from().equals(account.id()))),
                new Column<>(s.t("web.ledger.transfer"), 38, line -> line.id().toString()))),
        wanted -> ledger.statement(queries.statement(s, account.id(), wanted)).lines());
  }

  @GetMapping("/ledger/transfers/{id}")
  View transfer(Screen s, Actor actor, @PathVariable String id) {
    require(actor);
    Optional<Line> found = ledger.findTransfer(Asked.id(id));
    if (found.isEmpty()) return toGroup(Asked.id(id));
    Line line = found.get();
    UUID linked = line.linked();
    List<Line> group = linked == null ? List.of() : ledger.members(linked);
    UUID reservation = line.reservation() == null ? line.id() : line.reservation();
    return s.page(
        "transfer",
        new LedgerView.Transfer(
            line,
            ledger.find(line.from()),
            ledger.find(line.to()),
            group,
            names(group),
            ledger.findHeld(reservation).orElse(null),
            ledger.findEntry(line).orElse(null)));
  }

  /// A group is looked at through its first member, which lists the others.
  private View toGroup(UUID id) {
    return ledger.members(id).stream()
        .findFirst()
        .map(first -> Screen.go("/ledger/transfers/" + first.id()))
        .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  private Account account(String id) {
    return ledger.find(Asked.id(id)).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
  }

  private Map<String, String> names(List<Line> lines) {
    Map<String, String> names = new HashMap<>();
    for (Line line : lines) {
      name(names, line.from());
      name(names, line.to());
    }
    return names;
  }

  private String name(Map<String, String> names, UUID account) {
    return names.computeIfAbsent(
        account.toString(), key -> ledger.find(account).map(Account::name).orElse(key));
  }

  private List<LedgerView.Period> periods() {
    LocalDate today = BusinessDay.of(clock.instant());
    LocalDate month = today.withDayOfMonth(1);
    LocalDate year = today.withDayOfYear(1);
    return List.of(
        new LedgerView.Period("this-month", month, month.plusMonths(1).minusDays(1)),
        new LedgerView.Period("last-month", month.minusMonths(1), month.minusDays(1)),
        new LedgerView.Period("this-year", year, year.plusYears(1).minusDays(1)),
        new LedgerView.Period("last-year", year.minusYears(1), year.minusDays(1)));
  }

  private static UUID other(Account account, Line line) {
    return line.to().equals(account.id()) ? line.from() : line.to();
  }

  private static String kind(Screen s, Account account) {
    return s.t(account.mayGoNegative() ? "web.ledger.outside" : "web.ledger.inside");
  }

  private static Object moved(Account account, Line line, boolean so) {
    return so ? cell(account, line.amount()) : "";
  }

  private static Object cell(Account account, long amount) {
    return account.unit().isMoney() ? Money.fen(amount) : (Object) amount;
  }

  /// Accounts belong to no place; the audit names one where the reader may see them.
  private PlaceCode place(Actor actor) {
    return access.places(actor, Permission.SEE_LEDGER).getFirst();
  }

  private void require(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_LEDGER);
  }
}
