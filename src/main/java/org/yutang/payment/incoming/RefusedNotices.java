package org.yutang.payment.incoming;

import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;

/// Keeps a trace of every notice that was not taken. What is signed is kept as it was told, the
/// same once with a count; what is forged is counted by the day.
@Component
class RefusedNotices {

  private static final int MOST = 64;

  private final JdbcClient sql;
  private final Clock clock;

  RefusedNotices(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  void forged(Via via) {
    String day = BusinessDay.of(clock.instant()).toString();
    keep(via, PaymentRefusal.BAD_SIGNATURE, "", day, "");
  }

  void keep(Via via, PaymentRefusal code, String number, String trade, String amount) {
    String[] told = {cut(number), cut(trade), cut(amount)};
    UUID id =
        Uuids.named("payment.refused-notice", via.name(), code.name(), told[0], told[1], told[2]);
    sql.sql(
            """
            insert into payment.refused_notice as n (id, provider, code, number, trade, amount, first_at, last_at, times)
            values (:id, :provider, :code, :number, :trade, :amount, :at, :at, 1)
            on conflict (id) do update set times = n.times + 1, last_at = excluded.last_at
            """)
        .param("id", id)
        .param("provider", via.name())
        .param("code", code.name())
        .param("number", told[0])
        .param("trade", told[1])
        .param("amount", told[2])
        .param("at", IncomingRows.utc(clock.instant()))
        .update();
  }

  private static String cut(String text) {
    String sound = text.replace("\0", "");
    return sound.length() <= MOST ? sound : sound.substring(0, MOST);
  }
}
