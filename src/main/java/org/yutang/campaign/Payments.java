package org.yutang.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Taking;
import org.yutang.ledger.Takings;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Money for claims: written down together with an event, then booked, at once and again when the
/// event is delivered.
///
/// Booking may be repeated and may run twice at a time. In time means that the ledger posts the
/// claim's reservation; whether it still can is for the ledger alone to say, and it says the same
/// ever after. Too late, the claim is granted after all *or* the money goes back, each as one
/// linked group, and both groups have the same id: the ledger takes an id once, so only one of them
/// can ever happen.
@Component
class Payments {

  private static final int MAX_NUMBER = 100;

  private final PaymentRows rows;
  private final CampaignRows campaigns;
  private final Ledger ledger;
  private final Takings takings;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  Payments(
      PaymentRows rows,
      CampaignRows campaigns,
      Ledger ledger,
      Takings takings,
      Transactions transactions,
      Outbox outbox,
      Clock clock) {
    this.rows = rows;
    this.campaigns = campaigns;
    this.ledger = ledger;
    this.takings = takings;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// @param inTransaction what else belongs to writing it down, run only if it is new
  Payment take(Payment.Via via, Payment.Notice notice, Runnable inTransaction) {
    Campaign campaign = campaigns.get(notice.campaign()).campaign();
    if (!(campaign.price() instanceof Price.Paid price))
      throw new Refusal(CampaignRefusal.NOT_FOR_MONEY);
    String number = notice.number();
    if (number.isBlank() || number.length() > MAX_NUMBER || number.indexOf('\0') >= 0)
      throw new Refusal(CampaignRefusal.BAD_FIELD, Map.of("field", "number"));
    Taking claim =
        takings
            .find(campaign.line(notice.claim()))
            .orElseThrow(() -> new Refusal(CampaignRefusal.UNKNOWN_CLAIM));
    Payment wanted =
        new Payment(
            Uuids.inShard(
                Campaign.shard(campaign.id()),
                "campaign.payment",
                campaign.id().toString(),
                via.name(),
                number),
            campaign.id(),
            notice.claim(),
            via,
            number,
            notice.amount(),
            claim.amount(),
            claim.holder(),
            Payment.State.RECEIVED,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Optional.empty());
    Payment there =
        findSame(wanted).orElseGet(() -> write(wanted, due(price, claim), inTransaction));
    return settle(there.id());
  }

  static Money due(Price.Paid price, Taking claim) {
    return price.each().times(claim.amount());
  }

  /// Books a payment that was written down; repeating does nothing.
  Payment settle(UUID id) {
    Payment payment = rows.find(id).orElseThrow();
    if (payment.state() != Payment.State.RECEIVED) return payment;
    Campaign campaign = campaigns.get(payment.campaign()).campaign();
    Payment.State state = book(campaign, payment);
    rows.settled(id, state, clock.instant());
    return rows.find(id).orElseThrow();
  }

  private Optional<Payment> findSame(Payment wanted) {
    Optional<Payment> there = rows.find(wanted.id());
    there.ifPresent(
        known -> {
          if (!known.claim().equals(wanted.claim()) || !known.amount().equals(wanted.amount()))
            throw new Refusal(CampaignRefusal.PAYMENT_DIFFERS, Map.of("number", wanted.number()));
        });
    return there;
  }

  private Payment write(Payment wanted, Money due, Runnable inTransaction) {
    if (!wanted.amount().equals(due))
      throw new Refusal(CampaignRefusal.WRONG_AMOUNT, Map.of("due", due.toString()));
    boolean written =
        transactions.call(
            () -> {
              if (!rows.insert(wanted)) return false;
              outbox.write(
                  PaymentReceived.TOPIC,
                  new PaymentReceived(Campaign.shard(wanted.campaign()), wanted.id()));
              inTransaction.run();
              return true;
            });
    return written
        ? wanted
        : findSame(wanted).orElseThrow(() -> new Refusal(CampaignRefusal.ALREADY_PAID));
  }

  private Payment.State book(Campaign campaign, Payment payment) {
    Command.Post post =
        new Command.Post(
            id(payment, "campaign.post"), campaign.line(payment.claim()), payment.quantity());
    if (execute(post) instanceof Outcome.Accepted) {
      require(execute(moneyIn(campaign, payment, "campaign.money")));
      return Payment.State.PAID;
    }
    return switch (late(campaign)) {
      case REFUND -> refund(campaign, payment);
      case RE_GRANT ->
          switch (execute(reGrant(campaign, payment))) {
            case Outcome.Accepted _ -> Payment.State.RE_GRANTED;
            case Outcome.Refused refused ->
                refused.reason() == Outcome.Reason.ID_REUSED
                    ? Payment.State.REFUNDED
                    : refund(campaign, payment);
          };
    };
  }

  private static Price.Late late(Campaign campaign) {
    if (campaign.price() instanceof Price.Paid paid) return paid.late();
    throw new IllegalStateException("campaign " + campaign.id() + " is not for money");
  }

  private Payment.State refund(Campaign campaign, Payment payment) {
    Command.Transfer in = moneyIn(campaign, payment, "campaign.refunded");
    Command.Linked refund =
        new Command.Linked(
            id(payment, "campaign.late"),
            List.of(
                in,
                new Command.Transfer(
                    id(payment, "campaign.refund"),
                    in.to(),
                    in.from(),
                    in.amount(),
                    "refund",
                    in.businessDate())));
    Outcome outcome = execute(refund);
    if (outcome instanceof Outcome.Refused refused && refused.reason() == Outcome.Reason.ID_REUSED)
      return Payment.State.RE_GRANTED;
    require(outcome);
    return Payment.State.REFUNDED;
  }

  private static Command.Linked reGrant(Campaign campaign, Payment payment) {
    Command.Transfer in = moneyIn(campaign, payment, "campaign.re-granted");
    return new Command.Linked(
        id(payment, "campaign.late"),
        List.of(
            new Command.Transfer(
                id(payment, "campaign.re-grant"),
                campaign.stockAccount(),
                campaign.grantedAccount(),
                payment.quantity(),
                "re-grant",
                in.businessDate(),
                payment.holder()),
            in));
  }

  private static Command.Transfer moneyIn(Campaign campaign, Payment payment, String what) {
    LocalDate day = BusinessDay.of(payment.receivedAt());
    return new Command.Transfer(
        id(payment, what),
        campaign.payersAccount(),
        campaign.incomeAccount(),
        payment.amount().minor(),
        "payment",
        day);
  }

  private static UUID id(Payment payment, String what) {
    return Uuids.derivedFrom(payment.receivedAt(), what, payment.id());
  }

  private Outcome execute(Command command) {
    return ledger.execute(List.of(command)).getFirst();
  }

  private static void require(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("payment not booked: " + refused);
  }
}
