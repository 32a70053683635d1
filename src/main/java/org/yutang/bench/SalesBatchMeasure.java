package org.yutang.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
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
import org.yutang.store.Outbox;

/// How many orders a second come in as JSON lines over HTTP, beside a bare `insert … select unnest`
/// of the very rows that they became, into tables of the same shape with the same indexes, by as
/// many connections as there are cores. Twice: until all are answered (sales and transfers), and
/// until all leaves are in the log (those as well).
@Component
class SalesBatchMeasure {

  private static final int REPEATS = 5;
  private static final int WARM_UPS = 2;
  private static final int LINES = 10_000;
  private static final int BODIES = 8;
  private static final int CLIENTS = 4;
  private static final PlaceCode PLACE = new PlaceCode("CN-500236");
  private static final ProgrammeId PROGRAMME = new ProgrammeId("breadwinners-insurance");
  private static final Duration DELIVERY = Duration.ofMinutes(5);

  private final Giving giving;
  private final BenchAccounts accounts;
  private final Tokens tokens;
  private final Outbox outbox;
  private final JdbcClient sql;
  private final DataSource database;
  private final Environment environment;
  private final Clock clock;

  SalesBatchMeasure(
      Giving giving,
      BenchAccounts accounts,
      Tokens tokens,
      Outbox outbox,
      JdbcClient sql,
      DataSource database,
      Environment environment,
      Clock clock) {
    this.giving = giving;
    this.accounts = accounts;
    this.tokens = tokens;
    this.outbox = outbox;
    this.sql = sql;
    this.database = database;
    this.environment = environment;
    this.clock = clock;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(UUID merchant, byte[] lines) {}

  List<Measure> run(Consumer<String> say) throws Exception {
    Actor officer = accounts.fresh(Role.FUND_OFFICER);
    String token = tokens.issue(Actor.SYSTEM, UUID.randomUUID(), officer.account(), 1).text();
    List<Merchant> merchants = merchants(officer);
    sql.sql("create schema if not exists bench").update();
    try {
      for (String table : BareRows.PLAIN_TABLES)
        sql.sql(
                "create table bench.%s (like %s including all)"
                    .formatted(table.replaceFirst(".*\\.", ""), table))
            .update();
      LedgerTables ledger = new LedgerTables(sql);
      ledger.copyShape("transfer");
      return measure(token, merchants, ledger, say);
    } finally {
      sql.sql("drop schema bench cascade").update();
    }
  }

  private List<Measure> measure(
      String token, List<Merchant> merchants, LedgerTables ledger, Consumer<String> say)
      throws Exception {
    double[] answered = new double[REPEATS];
    double[] published = new double[REPEATS];
    double[] bare = new double[REPEATS];
    double[] bareWithLeaves = new double[REPEATS];
    CpuMeter cpu = CpuMeter.of(database);
    double[] oursMicros = new double[REPEATS];
    double[] bareMicros = new double[REPEATS];
    double sales = LINES * BODIES;
    int cores = Runtime.getRuntime().availableProcessors();
    try (HttpClient http = HttpClient.newHttpClient();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int round = -WARM_UPS; round < REPEATS; round++) {
        List<Body> bodies = bodies(merchants, round + WARM_UPS);
        sql.sql("checkpoint").update();
        double used = cpu.seconds().orElse(Double.NaN);
        long start = System.nanoTime();
        post(http, clients, token, bodies);
        double ours = seconds(start);
        if (!outbox.awaitDelivered(DELIVERY)) throw new IllegalStateException("not delivered");
        double delivered = seconds(start);
        double ourMicros = (cpu.seconds().orElse(Double.NaN) - used) / sales * 1e6;
        BareRows rows = new BareRows(database, (round + WARM_UPS) + "-");
        ledger.copyNewParts("transfer");
        sql.sql("checkpoint").update();
        used = cpu.seconds().orElse(Double.NaN);
        start = System.nanoTime();
        rows.insert(cores, List.of("sale", "transfer"));
        double peer = seconds(start);
        rows.insert(cores, List.of("entry"));
        double peerWithLeaves = seconds(start);
        double peerMicros = (cpu.seconds().orElse(Double.NaN) - used) / sales * 1e6;
        say.accept(
            "%s: answered %.2f s, published %.2f s with %.0f µs of CPU a sale; bare %.2f s, with leaves %.2f s with %.0f µs"
                .formatted(
                    round < 0 ? "warm-up" : "round " + (round + 1),
                    ours,
                    delivered,
                    ourMicros,
                    peer,
                    peerWithLeaves,
                    peerMicros));
        if (round < 0) continue;
        oursMicros[round] = ourMicros;
        bareMicros[round] = peerMicros;
        answered[round] = ours;
        published[round] = delivered;
        bare[round] = peer;
        bareWithLeaves[round] = peerWithLeaves;
      }
    }
    String sizes =
        "%,d sales a round in bodies of %,d lines by %d clients, peer by %d connections"
            .formatted((int) sales, LINES, CLIENTS, cores);
    Optional<Measure.Cpu> taken =
        cpu.missing().isPresent()
            ? Optional.empty()
            : Optional.of(new Measure.Cpu(Measure.median(oursMicros), Measure.median(bareMicros)));
    return List.of(
        Measure.rate(
            "sales.batch",
            "sales/s",
            sales / Measure.median(answered),
            "bare insert from unnest of the same sales and transfers",
            sales / Measure.median(bare),
            REPEATS,
            sizes),
        Measure.rate(
                "sales.batch.published",
                "sales/s",
                sales / Measure.median(published),
                "bare insert from unnest of the same sales, transfers and log entries",
                sales / Measure.median(bareWithLeaves),
                REPEATS,
                sizes)
            .with(taken));
  }

  private List<Body> bodies(List<Merchant> merchants, int round) {
    Instant start = clock.instant().minus(Duration.ofDays(20));
    List<Body> bodies = new ArrayList<>();
    for (int body = 0; body < BODIES; body++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < LINES; i++)
        lines.append(
            "{\"type\":\"sale\",\"order\":\"%d-%05d-%05d\",\"soldAt\":\"%s\",\"amount\":\"%s\",\"origin\":\"%s\"}\n"
                .formatted(
                    round,
                    body,
                    i,
                    start.plusSeconds((long) body * LINES + i),
                    Money.fen(990 + (i * 37L) % 20_000).decimal(),
                    PLACE.text()));
      bodies.add(
          new Body(
              merchants.get(body % merchants.size()).id(),
              lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return bodies;
  }

  private void post(HttpClient http, ExecutorService clients, String token, List<Body> bodies)
      throws Exception {
    String port = environment.getRequiredProperty("local.server.port");
    String address = "http://127.0.0.1:" + port + "/api/v1/sales:batch?merchant=";
    List<Callable<Integer>> posts = new ArrayList<>();
    for (Body body : bodies) posts.add(() -> post(http, address, token, body));
    for (Future<Integer> answer : clients.invokeAll(posts))
      if (answer.get() != 200) throw new IllegalStateException("status " + answer.get());
  }

  private static int post(HttpClient http, String address, String token, Body body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + body.merchant()))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.lines()))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
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
