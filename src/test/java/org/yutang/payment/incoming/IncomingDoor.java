package org.yutang.payment.incoming;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.payment.Arrival;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingDesk;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.NoticeAnswer;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.Via;

/// A provider that behaves as providers do, for tests of other rooms.
public final class IncomingDoor {

  private IncomingDoor() {}

  /// Somebody pays, and nobody is told: the notice as it would have come.
  public static Map<String, String> paySilently(BeanFactory beans, UUID payment) {
    return sandbox(beans).use(payment(beans, payment), true);
  }

  /// A notice of a trade of its own, with any amount, paid so many seconds from now. The sandbox
  /// knows it, unless it knows another for the payment.
  public static Map<String, String> trade(
      BeanFactory beans, UUID payment, String trade, long fen, long seconds) {
    Instant at = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MICROS);
    String number = PayDoor.number(payment);
    beans
        .getBean(JdbcClient.class)
        .sql(
            "insert into payment.sandbox_trade (number, trade, amount, state, paid_at) values (:number, :trade, :fen, 'PAID', :at) on conflict do nothing")
        .param("number", number)
        .param("trade", trade)
        .param("fen", fen)
        .param("at", IncomingRows.utc(at))
        .update();
    return sandbox(beans)
        .signed(new PayDoor.Told(number, trade, Money.fen(fen), PayDoor.Status.PAID, at));
  }

  public static NoticeAnswer tell(BeanFactory beans, Map<String, String> notice) {
    return beans.getBean(Incoming.class).notice(Via.SANDBOX, notice);
  }

  public static NoticeAnswer pay(BeanFactory beans, UUID payment) {
    return tell(beans, paySilently(beans, payment));
  }

  /// Lets a minute pass for all that waits for one.
  public static void minute(BeanFactory beans) {
    JdbcClient sql = beans.getBean(JdbcClient.class);
    sql.sql(
            "update payment.incoming set next_question = now() - interval '1 second' where next_question is not null")
        .update();
    sql.sql(
            "update payment.refund set next_try = now() - interval '1 second' where next_try is not null")
        .update();
    beans.getBean(IncomingChores.class).everyMinute();
  }

  /// From now on it is too late to pay.
  public static void expire(BeanFactory beans, UUID payment) {
    beans
        .getBean(JdbcClient.class)
        .sql("update payment.incoming set expires_at = now() - interval '1 second' where id = :id")
        .param("id", payment)
        .update();
  }

  /// One asks for a refund, another releases it.
  public static PaymentRefund refund(
      BeanFactory beans, Actor one, Actor other, Arrival arrival, long fen) {
    IncomingDesk desk = beans.getBean(IncomingDesk.class);
    PaymentRefund asked =
        desk.askRefund(one, UUID.randomUUID(), arrival.id(), Money.fen(fen), "a test");
    return desk.release(other, asked.id());
  }

  private static IncomingPayment payment(BeanFactory beans, UUID payment) {
    return beans.getBean(Incoming.class).find(payment).orElseThrow();
  }

  private static SandboxDoor sandbox(BeanFactory beans) {
    return beans.getBean(SandboxDoor.class);
  }
}
