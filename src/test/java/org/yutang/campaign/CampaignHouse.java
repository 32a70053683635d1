package org.yutang.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Access;
import org.yutang.access.Audit;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.Takings;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// What tests of this room share.
final class CampaignHouse {

  private CampaignHouse() {}

  /// `granted`, `reserved`, the same with ` again`, or the refusal's name.
  static String word(FlashClaim.Answer answer) {
    return switch (answer) {
      case FlashClaim.Answer.Accepted accepted ->
          accepted.state().name().toLowerCase(java.util.Locale.ROOT)
              + (accepted.repeated() ? " again" : "");
      case FlashClaim.Answer.Refused refused -> refused.code().name();
    };
  }

  /// The room as another process would have it: the same database, nothing in memory.
  static Campaigns withoutMemory(BeanFactory beans) {
    CampaignRows rows = beans.getBean(CampaignRows.class);
    Takings takings = beans.getBean(Takings.class);
    return new SqlCampaigns(
        rows,
        new Gates(rows, takings),
        beans.getBean(Stocking.class),
        beans.getBean(Payments.class),
        beans.getBean(PaymentRows.class),
        beans.getBean(ProviderDoor.class),
        beans.getBean(Ledger.class),
        takings,
        beans.getBean(Register.class),
        beans.getBean(Access.class),
        beans.getBean(Audit.class),
        beans.getBean(HouseSettings.class),
        beans.getBean(Transactions.class),
        beans.getBean(Outbox.class),
        beans.getBean(Clock.class));
  }

  /// A clock that stands still until somebody moves it.
  static final class StandingClock extends Clock {
    private volatile Instant now;

    StandingClock(Instant now) {
      this.now = now;
    }

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
