package org.yutang.programme.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.AccountRules;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.LedgerRefusal;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.store.Words;

/// The ledger accounts of grants. A seat is a unit of `SEAT` that goes from outside to the account
/// of whose seats it is, and another one to that of its county; both may hold only as many as there
/// are. Seats of a year stay as they were opened: a definition that changes them holds from the
/// next policy year on.
@Component
class CaseAccounts {

  private static final Unit SEAT = new Unit("SEAT");
  private static final String OPEN = "open";

  private final Ledger ledger;
  private final Programmes programmes;
  private final Set<UUID> opened = ConcurrentHashMap.newKeySet();

  CaseAccounts(Ledger ledger, Programmes programmes) {
    this.ledger = ledger;
    this.programmes = programmes;
  }

  /// The programme's accounts, and the seats that a case could take.
  void open(Programme programme, CaseRow row, CaseKind kind) {
    if (opened.add(programme.fund())) programmes.openFund(programme);
    if (kind.seats().isEmpty()) return;
    CaseKind.Seats seats = kind.seats().get();
    List<NewAccount> accounts = new ArrayList<>();
    accounts.add(
        new NewAccount(
            outside(programme), name("seats-outside", programme, ""), SEAT, AccountRules.OUTSIDE));
    int reserved = 0;
    for (CaseKind.Reserved each : seats.reserved()) {
      accounts.add(
          seats(
              pool(row, Optional.of(each.name())),
              name("seats", programme, row.policyYear + " " + each.title().zh()),
              each.seats()));
      reserved += each.seats();
    }
    accounts.add(
        seats(
            pool(row, Optional.empty()),
            name("seats", programme, row.policyYear + " " + kind.title().zh()),
            seats.total() - reserved));
    seats
        .perCounty()
        .ifPresent(
            most ->
                accounts.add(
                    seats(
                        county(row),
                        name("seats", programme, row.policyYear + " " + row.county.text()),
                        most)));
    for (NewAccount account : accounts) if (opened.add(account.id())) open(account);
  }

  private void open(NewAccount account) {
    try {
      ledger.open(List.of(account));
    } catch (Refusal refusal) {
      if (refusal.code() != LedgerRefusal.ACCOUNT_DIFFERS) throw refusal;
    }
  }

  private static NewAccount seats(UUID id, String name, long most) {
    return new NewAccount(id, name, SEAT, AccountRules.PLAIN.atMost(most));
  }

  static UUID outside(Programme programme) {
    return Uuids.named("programme", "seats-outside", programme.id().text());
  }

  static UUID pool(CaseRow row, Optional<String> reserved) {
    return Uuids.named(
        "programme",
        "seats",
        row.programme.text(),
        row.kind,
        String.valueOf(row.policyYear),
        reserved.orElse(OPEN));
  }

  static UUID county(CaseRow row) {
    return Uuids.named(
        "programme",
        "seats-of-county",
        row.programme.text(),
        row.kind,
        String.valueOf(row.policyYear),
        row.county.text());
  }

  private static String name(String which, Programme programme, String what) {
    return Words.in(Words.Language.ZH)
        .t("programme.account." + which, Map.of("programme", programme.title().zh(), "what", what));
  }
}
