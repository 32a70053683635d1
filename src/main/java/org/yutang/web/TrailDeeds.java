package org.yutang.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Page;
import org.yutang.payment.Payouts;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;

/// What people did in a case: the steps of its timeline with their rows in the audit, and what else
/// the audit knows of it, such as who looked.
@Component
class TrailDeeds {

  private static final String STEP = "programme.case-";

  private final Cases cases;
  private final Payouts payouts;
  private final Audit audit;
  private final Accounts accounts;

  TrailDeeds(Cases cases, Payouts payouts, Audit audit, Accounts accounts) {
    this.cases = cases;
    this.payouts = payouts;
    this.audit = audit;
    this.accounts = accounts;
  }

  List<TrailView.Row> of(Screen s, Actor reader, Case file) {
    Map<UUID, List<String>> roles = new HashMap<>();
    List<Audit.Row> audited = new ArrayList<>(audited(reader, file.id().toString()));
    List<TrailView.Row> rows = new ArrayList<>();
    CaseKind kind = cases.kind(reader, file.id());
    for (Case.Event event : cases.timeline(reader, file.id())) {
      Optional<Audit.Row> row = take(audited, event);
      rows.add(
          new TrailView.Row(
              event.at(),
              0,
              name(event.account(), event.accountName()),
              roles(s, event.account(), roles),
              "web.case.event." + Asked.name(event.kind()),
              Optional.ofNullable(event.facts().get("reason"))
                  .map(String::valueOf)
                  .map(why -> CaseView.reason(s, kind, why)),
              event.note(),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              row.map(Audit.Row::number)));
    }
    for (UUID payout : cases.attempts(reader, file.id()))
      payouts
          .get(reader, payout)
          .batch()
          .ifPresent(batch -> audited.addAll(audited(reader, batch.toString())));
    for (Audit.Row row : audited) rows.add(seen(s, row, roles));
    return rows;
  }

  private TrailView.Row seen(Screen s, Audit.Row row, Map<UUID, List<String>> roles) {
    Map<String, Object> facts = new TreeMap<>(row.facts());
    Object reason = facts.remove("reason");
    return new TrailView.Row(
        row.at(),
        1,
        name(row.account(), row.accountName()),
        roles(s, row.account(), roles),
        "audit." + row.action(),
        Optional.ofNullable(reason).map(Object::toString),
        Optional.empty(),
        facts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(row.number()));
  }

  /// All rows about the subject, the oldest first.
  private List<Audit.Row> audited(Actor reader, String subject) {
    Audit.Filter filter =
        new Audit.Filter(Optional.empty(), Optional.empty(), Optional.of(subject));
    return audit.list(reader, filter, false, Page.Wanted.everything()).items();
  }

  /// The row that the same command left as the event; each is taken once, in order.
  private static Optional<Audit.Row> take(List<Audit.Row> audited, Case.Event event) {
    Optional<Audit.Row> found =
        audited.stream()
            .filter(row -> row.action().equals(STEP + Asked.name(event.kind())))
            .filter(row -> row.account().equals(event.account()))
            .findFirst();
    found.ifPresent(audited::remove);
    return found;
  }

  /// As they are now: the audit does not keep roles.
  private List<String> roles(Screen s, UUID account, Map<UUID, List<String>> known) {
    return known.computeIfAbsent(
        account,
        id ->
            accounts.find(id).map(Account::grants).orElse(List.of()).stream()
                .map(held -> s.name("web.role", held.grant().role()))
                .distinct()
                .sorted()
                .toList());
  }

  private static String name(UUID account, String name) {
    return account.equals(Actor.SYSTEM.account()) ? "" : name;
  }
}
