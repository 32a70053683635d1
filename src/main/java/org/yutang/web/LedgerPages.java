package org.yutang.web;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Line;

/// The books, for those who may see them: accounts belong to no place, so whoever holds the
/// permission anywhere sees all.
@Controller
class LedgerPages {

  private final Ledger ledger;
  private final Access access;

  LedgerPages(Ledger ledger, Access access) {
    this.ledger = ledger;
    this.access = access;
  }

  @GetMapping("/ledger")
  View accounts(Screen s, Actor actor) {
    require(actor);
    Sorting<Ledger.Sort> sort = Sorting.of(s.query("sort"), Ledger.Sort.NAME);
    Page<Account> accounts =
        ledger.accounts(
            Asked.text(s.query("q")).orElse(""), sort.by(), sort.descending(), Asked.page(s));
    return s.page("ledger", new LedgerView.Accounts(accounts, sort.text()));
  }

  @GetMapping("/ledger/accounts/{id}")
  View statement(Screen s, Actor actor, @PathVariable String id) {
    require(actor);
    Account account =
        ledger.find(Asked.id(id)).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    boolean oldestFirst = s.query("sort").equals("day");
    Page<Line> lines =
        ledger.statement(
            account.id(),
            Asked.day(s.query("from")).orElse(LocalDate.MIN),
            Asked.day(s.query("to")).orElse(LocalDate.MAX),
            !oldestFirst,
            Asked.page(s));
    Map<String, String> names = new HashMap<>();
    for (Line line : lines.items()) {
      UUID other = line.to().equals(account.id()) ? line.from() : line.to();
      names.computeIfAbsent(
          other.toString(), key -> ledger.find(other).map(Account::name).orElse(key));
    }
    return s.page(
        "statement", new LedgerView.Statement(account, lines, names, oldestFirst ? "day" : "-day"));
  }

  @GetMapping("/ledger/transfers/{id}")
  View transfer(Screen s, Actor actor, @PathVariable String id) {
    require(actor);
    Line line =
        ledger.findTransfer(Asked.id(id)).orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
    Line reservation =
        line.reservation() == null ? null : ledger.findTransfer(line.reservation()).orElse(null);
    return s.page(
        "transfer",
        new LedgerView.Transfer(
            line, ledger.find(line.from()), ledger.find(line.to()), reservation));
  }

  private void require(Actor actor) {
    if (access.places(actor, Permission.SEE_LEDGER).isEmpty())
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", Permission.SEE_LEDGER.name(), "place", PlaceCode.WORLD.text()));
  }
}
