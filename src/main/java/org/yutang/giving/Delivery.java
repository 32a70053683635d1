package org.yutang.giving;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yutang.programme.FundGranted;
import org.yutang.store.Outbox;

/// Pays and publishes what was committed. Every step may be repeated, so it survives being killed
/// between any two of them. Whenever money came, refunds that wait for it are tried again.
@Component
class Delivery implements Outbox.Listener {

  private final Sales sales;
  private final Refunds refunds;

  Delivery(Sales sales, Refunds refunds) {
    this.sales = sales;
    this.refunds = refunds;
  }

  @Override
  public String name() {
    return "giving.delivery";
  }

  @Override
  public Set<String> topics() {
    return Set.of(SalesBooked.TOPIC, RefundsBooked.TOPIC, FundGranted.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    boolean money = false;
    List<SalesBooked> booked = new ArrayList<>();
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case SalesBooked.TOPIC -> {
          booked.add(entry.as(SalesBooked.class));
          money = true;
        }
        case RefundsBooked.TOPIC -> {
          sales.settle(booked); // in commit order: a refund's leaf stands behind its donation's
          booked.clear();
          RefundsBooked event = entry.as(RefundsBooked.class);
          refunds.settle(event.shard(), event.batch());
        }
        case FundGranted.TOPIC -> money = true;
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
    sales.settle(booked);
    if (money) refunds.payWaiting();
  }
}
