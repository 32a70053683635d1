package org.yutang.giving;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.IncomingClosed;
import org.yutang.payment.IncomingPaid;
import org.yutang.payment.PaymentRefunded;
import org.yutang.programme.AddedCover;
import org.yutang.proof.Proof;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// Hears what became of gifts' payments. The money has moved before; here the gift takes its fen of
/// the fund's line, its receipt's number, its leaf and the person whose cover it raises, all in one
/// transaction, once however often it is told. Rows are locked in the order in which sales lock
/// them: the gift, the fund, sums, the log.
@Component
class GiftDelivery implements Outbox.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(GiftDelivery.class);

  private final GiftRows rows;
  private final SaleRows funds;
  private final Refunds refunds;
  private final AddedCover cover;
  private final Proof proof;
  private final Transactions transactions;
  private final Clock clock;

  GiftDelivery(
      GiftRows rows,
      SaleRows funds,
      Refunds refunds,
      AddedCover cover,
      Proof proof,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.funds = funds;
    this.refunds = refunds;
    this.cover = cover;
    this.proof = proof;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "giving.gifts";
  }

  @Override
  public Set<String> topics() {
    return Set.of(IncomingPaid.TOPIC, IncomingClosed.TOPIC, PaymentRefunded.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    boolean money = false;
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case IncomingPaid.TOPIC -> {
          IncomingPaid paid = entry.as(IncomingPaid.class);
          if (!paid.purpose().equals(GiftPlacing.PURPOSE)) continue;
          transactions.run(() -> paid(paid));
          money = true;
        }
        case IncomingClosed.TOPIC -> {
          IncomingClosed closed = entry.as(IncomingClosed.class);
          if (closed.purpose().equals(GiftPlacing.PURPOSE)) rows.lapse(closed.subject());
        }
        case PaymentRefunded.TOPIC -> {
          PaymentRefunded back = entry.as(PaymentRefunded.class);
          if (back.purpose().equals(GiftPlacing.PURPOSE)) transactions.run(() -> returned(back));
        }
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
    if (money) refunds.payWaiting();
  }

  private void paid(IncomingPaid told) {
    GiftRows.Kept kept = rows.hold(told.subject()).orElseThrow();
    Gift gift = kept.gift();
    if (gift.state() == Gift.State.PAID) return;
    if (told.amount() != gift.amount().minor() || !told.payment().equals(gift.payment()))
      throw new IllegalStateException("paid otherwise: " + told);
    LocalDate day = LocalDate.parse(told.day());
    // before the fund's row, which every other gift waits for
    cover.add(gift.programme(), gift.publicId(), gift.amount(), day);
    Map<String, Long> given = funds.lockFunds(List.of(gift.programme().text()));
    long from = Objects.requireNonNull(given.get(gift.programme().text()));
    funds.moveFund(gift.programme().text(), Math.addExact(from, gift.amount().minor()));
    Gift.Paid paid = new Gift.Paid(now(), day, day.getYear(), rows.nextReceipt(day.getYear()));
    rows.paid(gift.id(), paid, from);
    rows.moveFigures(gift.project(), day, FigureRows.Sums.donation(gift.amount().minor()));
    proof.append(List.of(new Proof.Entry(gift.publicId(), leaf(gift, paid, kept.salt()))));
  }

  private void returned(PaymentRefunded told) {
    GiftRows.Kept kept = rows.hold(told.subject()).orElseThrow();
    Gift gift = kept.gift();
    if (gift.state() != Gift.State.PAID) throw new IllegalStateException("not paid: " + told);
    LocalDate day = LocalDate.parse(told.day());
    GiftRows.GiftReturn back =
        new GiftRows.GiftReturn(
            told.refund(),
            Uuids.inShard(Shards.ofId(gift.id()), UUID.randomUUID().toString()),
            told.amount(),
            day,
            Till.salt(),
            now());
    if (!rows.insertReturn(gift.id(), back)) {
      LOG.debug("refund {} was told before", told.refund());
      return;
    }
    if (gift.returned().minor() + told.amount() >= gift.amount().minor())
      cover.takeBack(gift.publicId(), day);
    rows.take(kept, told.amount());
    rows.moveFigures(gift.project(), day, FigureRows.Sums.refund(told.amount()));
    Gift.Paid paid = gift.paid().orElseThrow();
    proof.append(
        List.of(
            new Proof.Entry(
                back.leaf(),
                Leaf.giftReturn(
                    gift.project(),
                    told.amount(),
                    day,
                    back.salt(),
                    paid.receipt(),
                    gift.publicId()))));
  }

  static byte[] leaf(Gift gift, Gift.Paid paid, byte[] salt) {
    return Leaf.gift(
        gift.project(), gift.amount().minor(), paid.businessDate(), salt, paid.receipt());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
