package org.yutang.payment;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.store.Json;

/// Banks that behave badly, for tests of other rooms.
public final class PaymentDoor {

  private static final PlaceCode CHINA = new PlaceCode("CN");
  private static final Actor MAKER = actor("maker");
  private static final Actor RELEASER = actor("releaser");

  private PaymentDoor() {}

  /// An answer to any payout, true or false, perhaps doubled, signed well or badly; or a whole bank
  /// file out and back.
  public static void answerAnything(BeanFactory beans, Random random) {
    Payouts payouts = beans.getBean(Payouts.class);
    List<UUID> ids =
        beans
            .getBean(JdbcClient.class)
            .sql("select id from payment.payout order by id")
            .query(UUID.class)
            .list();
    if (ids.isEmpty()) return;
    if (random.nextBoolean()) {
      bankFile(beans, random);
      return;
    }
    Sandbox sandbox = beans.getBean(Sandbox.class);
    UUID id = ids.get(random.nextInt(ids.size()));
    String body = Json.write(new Sandbox.Answer(id, random.nextBoolean(), "a test", today(beans)));
    String signature = random.nextInt(4) == 0 ? "00" : sandbox.sign(body);
    payouts.callback(Payout.Via.SANDBOX, body, signature);
    payouts.callback(Payout.Via.SANDBOX, body, signature);
  }

  private static void bankFile(BeanFactory beans, Random random) {
    BankFiles files = beans.getBean(BankFiles.class);
    LocalDate today = today(beans);
    BankFiles.Batch batch = files.make(MAKER, UUID.randomUUID(), BankFiles.Encoding.UTF_8, today);
    files.release(RELEASER, batch.id());
    StringBuilder result =
        new StringBuilder(
            "batch,%s,count,%d,sum,%s,digest,%s\nline,payout,amount,result,reason,date\n"
                .formatted(
                    batch.number(), batch.payouts(), batch.amount().decimal(), batch.digest()));
    int line = 0;
    for (PayoutRows.Row row : beans.getBean(PayoutRows.class).ofBatch(batch.id()))
      result.append(
          "%d,%s,%s,%s,%s\n"
              .formatted(
                  ++line,
                  row.id(),
                  row.amount().decimal(),
                  random.nextInt(4) == 0 ? "failed,a test" : "paid,",
                  today));
    byte[] bytes = result.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    files.result(MAKER, batch.id(), bytes);
    if (random.nextBoolean()) files.result(MAKER, batch.id(), bytes);
  }

  private static LocalDate today(BeanFactory beans) {
    return BusinessDay.of(beans.getBean(Clock.class).instant());
  }

  private static Actor actor(String name) {
    return new Actor(
        Uuids.named("test", name), name, java.util.Set.of(new Grant(Role.INSURER, CHINA)));
  }
}
