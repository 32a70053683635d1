package org.yutang.campaign;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yutang.store.Outbox;

/// Does again what a dying process left: lays stock into the ledger, books payments.
@Component
class CampaignDelivery implements Outbox.Listener {

  private final Stocking stocking;
  private final Payments payments;

  CampaignDelivery(Stocking stocking, Payments payments) {
    this.stocking = stocking;
    this.payments = payments;
  }

  @Override
  public String name() {
    return "campaign.delivery";
  }

  @Override
  public Set<String> topics() {
    return Set.of(CampaignOpened.TOPIC, PaymentReceived.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) {
    for (Outbox.Entry entry : batch) {
      switch (entry.topic()) {
        case CampaignOpened.TOPIC -> stocking.lay(entry.as(CampaignOpened.class).campaign());
        case PaymentReceived.TOPIC -> payments.settle(entry.as(PaymentReceived.class).payment());
        default -> throw new IllegalStateException("unexpected topic " + entry.topic());
      }
    }
  }
}
