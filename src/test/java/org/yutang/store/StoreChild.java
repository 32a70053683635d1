package org.yutang.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A process with a house of its own, made to be killed by [CrashTest]. It says on its output what
/// it has committed.
final class StoreChild {

  record Said(int n) {}

  record Work(String word) {}

  /// Writes down what it hears, at least once each.
  static class Room {
    @Bean
    Outbox.Listener ear(JdbcClient sql) {
      return new Outbox.Listener() {
        @Override
        public String name() {
          return "test.ear";
        }

        @Override
        public Set<String> topics() {
          return Set.of("test.said");
        }

        @Override
        public void handle(List<Outbox.Entry> batch) {
          for (Outbox.Entry entry : batch)
            sql.sql(
                    "insert into drill.heard (number, n) values (:number, :n) on conflict (number) do update set times = heard.times + 1")
                .param("number", entry.number())
                .param("n", entry.as(Said.class).n())
                .update();
        }
      };
    }

    /// Never ends in the child that is killed, and at once in the one after it.
    @Bean
    Jobs.Handler<Work> worker() {
      return new Jobs.Handler<>() {
        @Override
        public String kind() {
          return "test.endless";
        }

        @Override
        public Class<Work> argsType() {
          return Work.class;
        }

        @Override
        public Object run(UUID jobId, Work args, UUID account, Jobs.Progress progress)
            throws Exception {
          progress.step("test.working", 1, 2);
          if (Boolean.getBoolean("test.endless"))
            new java.util.concurrent.CountDownLatch(1).await();
          return new Said(7);
        }
      };
    }
  }

  private StoreChild() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    AnnotationConfigApplicationContext house =
        Houses.open(Path.of(arguments[0]), arguments[1], Room.class);
    int from = Integer.parseInt(arguments[2]);
    UUID job = UUID.randomUUID();
    house.getBean(Jobs.class).submit(job, "test.endless", new Work("w"), job);
    while (house.getBean(Jobs.class).find(job).orElseThrow().done() == 0) Thread.sleep(10);
    out.println("job " + job);
    Transactions transactions = house.getBean(Transactions.class);
    Outbox outbox = house.getBean(Outbox.class);
    JdbcClient sql = house.getBean(JdbcClient.class);
    for (int n = from; !out.checkError(); n++) { // nobody listens any more: the test is gone
      int now = n;
      transactions.run(
          () -> {
            sql.sql("insert into drill.written values (:n)").param("n", now).update();
            outbox.write("test.said", new Said(now));
          });
      out.println("committed " + n);
      if (n % 7 == 0) leaveUndone(transactions, sql, outbox, -n - 1);
    }
    System.exit(1);
  }

  /// Works in a transaction that never commits: it is rolled back, or killed in the middle.
  private static void leaveUndone(Transactions transactions, JdbcClient sql, Outbox outbox, int n) {
    try {
      transactions.run(
          () -> {
            sql.sql("insert into drill.written values (:n)").param("n", n).update();
            outbox.write("test.said", new Said(n));
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException e) {
      if (!"undone".equals(e.getMessage())) throw e;
    }
  }
}
