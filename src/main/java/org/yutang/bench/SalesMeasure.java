package org.yutang.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.access.Tokens;
import org.yutang.giving.Giving;
import org.yutang.giving.Merchant;
import org.yutang.giving.Project;
import org.yutang.giving.Rate;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;
import org.yutang.store.Json;
import org.yutang.store.Outbox;
import org.yutang.store.Transactions;

/// How many orders a second come in through the API with one donation each in the fund, beside a
/// bare loop of `insert … unnest` of the same orders into one table of the same database. Both
/// durable; ours answers when the donations are paid, and their leaves follow.
@Component
class SalesMeasure {

  private static final int REPEATS = 5;
  private static final int BODY = 1000;
  private static final int BODIES = 30;
  private static final int CLIENTS = 2;
  private static final PlaceCode PLACE = new PlaceCode("CN-500236");
  private static final ProgrammeId PROGRAMME = new ProgrammeId("breadwinners-insurance");
  private static final Duration DELIVERY = Duration.ofMinutes(5);

  private final Giving giving;
  private final BenchAccounts accounts;
  private final Tokens tokens;
  private final Outbox outbox;
  private final Transactions transactions;
  private final JdbcClient sql;
  private final Environment environment;
  private final Clock clock;

  SalesMeasure(
      Giving giving,
      BenchAccounts accounts,
      Tokens tokens,
      Outbox outbox,
      Transactions transactions,
      JdbcClient sql,
      Environment environment,
      Clock clock) {
    this.giving = giving;
    this.accounts = accounts;
    this.tokens = tokens;
    this.outbox = outbox;
    this.transactions = transactions;
    this.sql = sql;
    this.environment = environment;
    this.clock = clock;
  }

  private record Order(String order, String soldAt, String amount, String origin) {}

  private record Body(UUID merchant, List<Order> sales) {}

  Measure run(Consumer<String> say) throws Exception {
    Actor officer = accounts.fresh(Role.FUND_OFFICER);
    String token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), officer.account(), 1).text();
    List<Merchant> merchants = merchants(officer);
    sql.sql("create schema if not exists bench").update();
    sql.sql("drop table if exists bench.sale").update();
    sql.sql(
            """
            create table bench.sale (shard_key int, merchant uuid, order_number text, sold_at timestamptz, amount bigint, donation bigint, origin text,
              primary key (shard_key, merchant, order_number))
            """)
        .update();
    try {
      return measure(token, merchants, say);
    } finally {
      sql.sql("drop schema bench cascade").update();
    }
  }

  private Measure measure(String token, List<Merchant> merchants, Consumer<String> say)
      throws Exception {
    double[] ours = new double[REPEATS];
    double[] bare = new double[REPEATS];
    double[] published = new double[REPEATS];
    try (HttpClient http = HttpClient.newHttpClient();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int round = -2; round < REPEATS; round++) { // the first two warm up
        List<Body> bodies = bodies(merchants, round);
        sql.sql("checkpoint").update();
        long start = System.nanoTime();
        post(http, clients, token, bodies);
        double answered = seconds(start);
        if (!outbox.awaitDelivered(DELIVERY)) throw new IllegalStateException("not delivered");
        double delivered = seconds(start);
        sql.sql("checkpoint").update();
        start = System.nanoTime();
        for (Body body : bodies) insert(body);
        double inserted = seconds(start);
        say.accept(
            "%s: answered %.2f s, published %.2f s, bare insert %.2f s"
                .formatted(
                    round < 0 ? "warm-up" : "round " + (round + 1), answered, delivered, inserted));
        if (round < 0) continue;
        ours[round] = answered;
        published[round] = delivered;
        bare[round] = inserted;
      }
    }
    double sales = BODY * BODIES;
    return Measure.rate(
        "year.sales",
        "sales/s",
        sales / Measure.median(ours),
        "bare insert from unnest of the same orders, 1,000 a transaction",
        sales / Measure.median(bare),
        REPEATS,
        "%,d sales a round in bodies of %,d by %d clients, one donation each; with leaves in the log %,.0f/s"
            .formatted((int) sales, BODY, CLIENTS, sales / Measure.median(published)));
  }

  private List<Body> bodies(List<Merchant> merchants, int round) {
    Instant start = clock.instant().minus(Duration.ofDays(20));
    List<Body> bodies = new ArrayList<>();
    for (int body = 0; body < BODIES; body++) {
      List<Order> orders = new ArrayList<>(BODY);
      for (int i = 0; i < BODY; i++)
        orders.add(
            new Order(
                "%d-%05d-%05d".formatted(round + 2, body, i),
                start.plusSeconds((long) body * BODY + i).toString(),
                Money.fen(990 + (i * 37L) % 20_000).decimal(),
                PLACE.text()));
      bodies.add(new Body(merchants.get(body % merchants.size()).id(), orders));
    }
    return bodies;
  }

  private void post(HttpClient http, ExecutorService clients, String token, List<Body> bodies)
      throws Exception {
    String port = environment.getRequiredProperty("local.server.port");
    URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/sales");
    List<Callable<Integer>> posts = new ArrayList<>();
    for (Body body : bodies) posts.add(() -> post(http, address, token, body));
    for (Future<Integer> answer : clients.invokeAll(posts))
      if (answer.get() != 200) throw new IllegalStateException("status " + answer.get());
  }

  private static int post(HttpClient http, URI address, String token, Body body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private void insert(Body body) {
    transactions.run(
        () ->
            sql.sql(
                    """
                    insert into bench.sale (shard_key, merchant, order_number, sold_at, amount, donation, origin)
                    select 0, :merchant, o, cast(t as timestamptz), a, 2, p from unnest(:orders, :times, :amounts, :origins) as u (o, t, a, p)
                    """)
                .param("merchant", body.merchant())
                .param("orders", body.sales().stream().map(Order::order).toArray(String[]::new))
                .param("times", body.sales().stream().map(Order::soldAt).toArray(String[]::new))
                .param(
                    "amounts",
                    body.sales().stream()
                        .mapToLong(each -> Money.parse(each.amount(), "CNY").minor())
                        .toArray())
                .param("origins", body.sales().stream().map(Order::origin).toArray(String[]::new))
                .update());
  }

  private List<Merchant> merchants(Actor officer) {
    LocalDate today = BusinessDay.of(clock.instant());
    Text name = new Text("基准", "bench");
    Project project =
        giving.openProject(
            officer,
            new Project.New(
                UUID.randomUUID(),
                name,
                name,
                PROGRAMME,
                PLACE,
                today.minusDays(30),
                today.plusDays(1),
                Money.fen(100_000_000),
                List.of()));
    List<Merchant> merchants = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Merchant merchant = giving.addMerchant(officer, UUID.randomUUID(), name, PLACE);
      giving.pledge(
          officer,
          UUID.randomUUID(),
          merchant.id(),
          project.id(),
          new Rate.PerOrder(Money.fen(2)),
          today.minusDays(30));
      merchants.add(merchant);
    }
    return merchants;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
