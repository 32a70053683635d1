package org.yutang.payment;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.HouseSettings;
import org.yutang.store.Json;
import org.yutang.store.Transactions;

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

  /// What a provider's sandbox would send back for a payout, and how it would sign it.
  public static String answer(UUID payout, boolean paid, LocalDate day) {
    return Json.write(new Sandbox.Answer(payout, paid, paid ? "" : "a test", day));
  }

  public static String sign(BeanFactory beans, String body) {
    return beans.getBean(Sandbox.class).sign(body);
  }

  /// Writes a payout down as if its provider had heard of it and said nothing yet.
  public static UUID unanswered(BeanFactory beans, UUID debit, PlaceCode place, long fen) {
    Payouts payouts = beans.getBean(Payouts.class);
    UUID id = Uuids.inShard(Shards.ofCounty(place), UUID.randomUUID().toString());
    Payouts.Prepared prepared =
        payouts
            .prepare(
                new PayoutOrder(
                    id,
                    debit,
                    Money.fen(fen),
                    Payee.of("张三", "6222020200000001234"),
                    "test",
                    UUID.randomUUID(),
                    place,
                    today(beans)))
            .orElseThrow();
    beans.getBean(HouseSettings.class).put(SqlPayouts.PROVIDER, Payout.Via.BANK_FILE.name());
    beans.getBean(Transactions.class).run(() -> payouts.place(prepared));
    return id;
  }

  /// From then on its answer comes from the sandbox, which was told of it and stays silent.
  public static void hearNothing(BeanFactory beans, UUID payout) {
    beans
        .getBean(JdbcClient.class)
        .sql(
            "update payment.payout set provider = 'SANDBOX', state = 'SENT', sent_at = now() where id = :id")
        .param("id", payout)
        .update();
  }

  /// Asks again where a provider was silent.
  public static void askAgain(BeanFactory beans) {
    beans.getBean(PaymentSettlement.class).sendAgain(Duration.ZERO);
  }

  private static void bankFile(BeanFactory beans, Random random) {
    BankFiles files = beans.getBean(BankFiles.class);
    LocalDate today = today(beans);
    BankFiles.Batch batch = files.make(MAKER, UUID.randomUUID(), BankFiles.Encoding.UTF_8, today);
    files.release(RELEASER, batch.id());
    byte[] bytes = result(beans, batch, today, () -> random.nextInt(4) > 0);
    files.result(MAKER, batch.id(), bytes);
    if (random.nextBoolean()) files.result(MAKER, batch.id(), bytes);
  }

  /// Every bank answers all that it was ever sent and has not answered; lost files are found again.
  public static void answerEverything(BeanFactory beans) {
    beans.getBean(PaymentSettlement.class).sendAgain(Duration.ZERO);
    BankFiles files = beans.getBean(BankFiles.class);
    LocalDate today = today(beans);
    try {
      while (true) files.make(MAKER, UUID.randomUUID(), BankFiles.Encoding.UTF_8, today);
    } catch (Refusal nothingLeft) {
      if (nothingLeft.code() != PaymentRefusal.NOTHING_TO_PAY) throw nothingLeft;
    }
    for (UUID id :
        beans
            .getBean(JdbcClient.class)
            .sql("select id from payment.batch where state <> 'ANSWERED' order by id")
            .query(UUID.class)
            .list()) {
      BankFiles.Batch batch = files.release(RELEASER, id);
      files.result(MAKER, id, result(beans, batch, today, () -> true));
    }
  }

  private static byte[] result(
      BeanFactory beans, BankFiles.Batch batch, LocalDate today, BooleanSupplier pays) {
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
                  pays.getAsBoolean() ? "paid," : "failed,a test",
                  today));
    return result.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static LocalDate today(BeanFactory beans) {
    return BusinessDay.of(beans.getBean(Clock.class).instant());
  }

  private static Actor actor(String name) {
    return new Actor(
        Uuids.named("test", name), name, java.util.Set.of(new Grant(Role.INSURER, CHINA)));
  }
}
