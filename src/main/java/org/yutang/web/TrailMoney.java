package org.yutang.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Line;
import org.yutang.payment.Payouts;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programmes;
import org.yutang.proof.Proof;

/// What money moved in a case and what the public log says of it: the premium of its cover, and
/// every attempt to pay, held, in transit, paid or brought back.
@Component
class TrailMoney {

  private final Cases cases;
  private final Programmes programmes;
  private final Payouts payouts;
  private final Ledger ledger;
  private final Proof proof;

  TrailMoney(Cases cases, Programmes programmes, Payouts payouts, Ledger ledger, Proof proof) {
    this.cases = cases;
    this.programmes = programmes;
    this.payouts = payouts;
    this.ledger = ledger;
    this.proof = proof;
  }

  List<TrailView.Row> of(Screen s, Actor reader, Case file) {
    List<TrailView.Row> rows = new ArrayList<>();
    file.enrolment().flatMap(id -> cover(reader, file, id)).ifPresent(e -> addCover(s, e, rows));
    for (UUID payout : cases.attempts(reader, file.id())) {
      Instant last = Instant.EPOCH;
      for (UUID id : payouts.transfers(reader, payout))
        for (Line line : ledger.findTransfer(id).stream().toList()) {
          rows.add(moved(s, line));
          last = line.recordedAt();
        }
      addLeaf(s, payout, "web.trail.payment-leaf", last, rows);
    }
    return rows;
  }

  private Optional<Enrolment> cover(Actor reader, Case file, UUID id) {
    return programmes.enrolmentsOf(reader, file.person()).stream()
        .map(Enrolment.Explained::enrolment)
        .filter(enrolment -> enrolment.id().equals(id))
        .findFirst();
  }

  private void addCover(Screen s, Enrolment enrolment, List<TrailView.Row> rows) {
    rows.add(
        row(
            enrolment.decidedAt(),
            0,
            "web.trail.enrolled",
            Map.of(
                "web.why.cover", s.day(enrolment.coverFrom()) + " – " + s.day(enrolment.coverTo())),
            Optional.empty(),
            Optional.empty()));
    Instant last = enrolment.decidedAt();
    Optional<Line> premium = enrolment.transfer().flatMap(ledger::findTransfer);
    if (premium.isPresent()) {
      rows.add(moved(s, premium.get()));
      last = premium.get().recordedAt();
    }
    addLeaf(s, enrolment.id(), "web.trail.cover-leaf", last, rows);
  }

  private void addLeaf(Screen s, UUID key, String what, Instant at, List<TrailView.Row> rows) {
    proof
        .find(key)
        .ifPresent(
            receipt ->
                rows.add(
                    row(
                        at,
                        3,
                        what,
                        Map.of(),
                        Optional.empty(),
                        Optional.of(
                            new TrailView.Leaf(key.toString(), receipt.index(), s.t(what))))));
  }

  private TrailView.Row moved(Screen s, Line line) {
    TrailView.Movement movement =
        new TrailView.Movement(
            line.id().toString(),
            s.t("web.line." + line.kind()),
            s.orElse("web.memo." + line.memo(), line.memo()),
            LedgerView.amount(s, line.amount(), line.unit().code()),
            side(line.from()),
            side(line.to()));
    return row(
        line.recordedAt(),
        2,
        "web.trail.money." + line.kind(),
        Map.of("web.ledger.day", s.day(line.businessDate())),
        Optional.of(movement),
        Optional.empty());
  }

  private TrailView.Side side(UUID account) {
    return new TrailView.Side(
        ledger.find(account).map(Account::name).orElse(account.toString()),
        "/ledger/accounts/" + account);
  }

  private static TrailView.Row row(
      Instant at,
      int rank,
      String what,
      Map<String, Object> facts,
      Optional<TrailView.Movement> money,
      Optional<TrailView.Leaf> leaf) {
    return new TrailView.Row(
        at,
        rank,
        "",
        List.of(),
        what,
        Optional.empty(),
        Optional.empty(),
        facts,
        money,
        leaf,
        Optional.empty());
  }
}
