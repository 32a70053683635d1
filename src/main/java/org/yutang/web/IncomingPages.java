package org.yutang.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Account;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Unit;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;

/// What comes in and what goes back, for those who look after the money: one asks for a refund,
/// another releases it.
@Controller
class IncomingPages {

  private static final int MOST_REFUNDS = 100;

  private final IncomingDesk desk;
  private final Incoming incoming;
  private final Access access;
  private final Accounts accounts;

  IncomingPages(IncomingDesk desk, Incoming incoming, Access access, Accounts accounts) {
    this.desk = desk;
    this.incoming = incoming;
    this.access = access;
    this.accounts = accounts;
  }

  @GetMapping("/payments/incoming")
  View payments(Screen s, Actor actor) {
    Page.Wanted one = new Page.Wanted(1, 1);
    return s.page(
        "incoming",
        new IncomingView.Payments(
            desk.payments(
                actor,
                new IncomingPayment.Query(
                    Asked.constant(IncomingPayment.State.class, s.query("state")), Asked.page(s))),
            desk.arrivals(actor, new Arrival.Query(true, true, Optional.empty(), one)).total(),
            desk.refunds(
                    actor,
                    new PaymentRefund.Query(
                        Optional.of(PaymentRefund.State.ASKED), Optional.empty(), one))
                .total(),
            incoming.offered().contains(Via.SANDBOX)));
  }

  @GetMapping("/payments/arrivals")
  View arrivals(Screen s, Actor actor) {
    String which = s.query("which");
    return s.page(
        "arrivals",
        new IncomingView.Arrivals(
            desk.arrivals(
                actor,
                new Arrival.Query(
                    !which.equals("all"), which.isEmpty(), Optional.empty(), Asked.page(s)))));
  }

  @GetMapping("/payments/arrivals/{id}")
  View arrival(Screen s, Actor actor, @PathVariable String id) {
    return arrival(s, actor, Asked.id(id), HttpStatus.OK, s.freshKey(), Map.of(), "", "");
  }

  @PostMapping("/payments/arrivals/{id}/refunds")
  View ask(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    UUID arrival = Asked.id(id);
    String key = typed.getOrDefault("key", "");
    try {
      desk.askRefund(
          actor,
          Asked.id(key),
          arrival,
          money(typed.getOrDefault("amount", "")),
          typed.getOrDefault("reason", ""));
      return Screen.go("/payments/arrivals/" + arrival + "?note=refund-asked");
    } catch (Refusal refusal) {
      return arrival(
          s, actor, arrival, status(refusal), key, typed, s.refusal(refusal), field(refusal));
    }
  }

  @PostMapping("/payments/refunds/{id}/decision")
  View decide(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String arrival,
      @RequestParam(defaultValue = "") String what) {
    UUID of = Asked.id(arrival);
    try {
      if (what.equals("release")) desk.release(actor, Asked.id(id));
      else desk.decline(actor, Asked.id(id));
      return Screen.go("/payments/arrivals/" + of + "?note=refund-decided");
    } catch (Refusal refusal) {
      return arrival(
          s, actor, of, status(refusal), s.freshKey(), Map.of(), s.refusal(refusal), "refunds");
    }
  }

  private View arrival(
      Screen s,
      Actor actor,
      UUID id,
      HttpStatus status,
      String key,
      Map<String, String> typed,
      String problem,
      String field) {
    Arrival arrival = desk.arrival(actor, id);
    List<PaymentRefund> refunds =
        desk.refunds(
                actor,
                new PaymentRefund.Query(
                    Optional.empty(), Optional.of(id), new Page.Wanted(1, MOST_REFUNDS)))
            .items();
    return s.page(
        status,
        "arrival",
        new IncomingView.One(
            arrival,
            refunds,
            called(s, refunds),
            actor.account(),
            may(actor, Permission.PREPARE_PAYMENT, arrival),
            may(actor, Permission.RELEASE_PAYMENT, arrival),
            key,
            typed,
            problem,
            field));
  }

  private boolean may(Actor actor, Permission permission, Arrival arrival) {
    return arrival
        .place()
        .map(place -> access.may(actor, permission, place))
        .orElseGet(() -> !access.places(actor, permission).isEmpty());
  }

  private Map<String, String> called(Screen s, List<PaymentRefund> refunds) {
    Map<String, String> called = new HashMap<>();
    refunds.stream()
        .flatMap(each -> Stream.concat(Stream.of(each.askedBy()), each.decidedBy().stream()))
        .distinct()
        .forEach(
            id ->
                called.put(
                    id.toString(),
                    accounts.find(id).map(Account::displayName).orElseGet(() -> s.brief(id))));
    return called;
  }

  private static Money money(String text) {
    try {
      return Money.parse(Money.ungrouped(text), Unit.CNY.code());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", text, "field", "amount"));
    }
  }

  private static String field(Refusal refusal) {
    return refusal.code() == PaymentRefusal.BAD_REFUND
            && "reason".equals(refusal.facts().get("field"))
        ? "reason"
        : "amount";
  }

  private static HttpStatus status(Refusal refusal) {
    Refusal.Kind kind = refusal.code().kind();
    boolean shown = refusal.code() == PaymentRefusal.REFUND_SAME_PERSON;
    if (!shown && (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND)) throw refusal;
    return Mishaps.status(kind);
  }
}
