package org.yutang.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Page;
import org.yutang.register.Register;

/// Who did what, when and why.
@Controller
class AuditPages {

  private final Audit audit;
  private final Accounts accounts;
  private final Register register;

  AuditPages(Audit audit, Accounts accounts, Register register) {
    this.audit = audit;
    this.accounts = accounts;
    this.register = register;
  }

  @GetMapping("/audit")
  View audit(Screen s, Actor actor) {
    Optional<String> name = Asked.text(s.query("account"));
    Optional<UUID> account = name.flatMap(accounts::find).map(Account::id);
    boolean unknown = name.isPresent() && account.isEmpty();
    Audit.Filter filter =
        new Audit.Filter(account, Asked.text(s.query("action")), Asked.text(s.query("subject")));
    boolean oldestFirst = s.query("sort").equals("at");
    Page<Audit.Row> rows = audit.list(actor, filter, !oldestFirst, Asked.page(s));
    Map<String, String> places = new HashMap<>();
    for (Audit.Row row : rows.items())
      places.computeIfAbsent(
          row.place().text(),
          code -> register.findPlace(row.place()).map(s::placeName).orElse(code));
    return s.page(
        "audit",
        new AuditView(
            rows,
            places,
            oldestFirst ? "at" : "-at",
            unknown ? s.t("web.audit.no-account", "name", name.get()) : ""));
  }
}
