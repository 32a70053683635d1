package org.yutang.bench;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.campaign.Campaign;
import org.yutang.campaign.CampaignRefusal;
import org.yutang.campaign.Campaigns;
import org.yutang.campaign.FlashClaim;
import org.yutang.campaign.Price;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Unit;
import org.yutang.programme.Text;

/// How many claims of a campaign a second are accepted (in process, and through HTTP) and refused
/// when nothing is left, beside Redis with a Lua script. Both are durable before they answer; ours
/// also keeps books, ids that can be sent again, and an order. In process against sockets is not
/// the same thing, which each note says; through HTTP both stand behind the same handler.
@Component
class ClaimsBench implements Bench {

  /// How much is measured.
  ///
  /// @param flying claims that wait for their answer at the same time
  record Size(int few, int many, int manyClaims, int http, int refused, int flying, int repeats) {
    static final Size USUAL = new Size(10_000, 1_000_000, 60_000, 6_000, 2_000_000, 16_384, 5);
  }

  /// With fewer, half of what is measured is Java compiling.
  private static final int WARM_UPS = 6;

  private static final int PER_HOLDER = 3;
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(SplittableRandom::new);

  /// Claims of one call, as many as the peer's clients send at once.
  private static final int PIPELINED = RedisPeer.DEPTH;

  private final Campaigns campaigns;
  private final BenchAccounts accounts;
  private final ClaimsOverHttp http;
  private final DataSource database;
  private final JdbcClient sql;
  private final Clock clock;

  ClaimsBench(
      Campaigns campaigns,
      BenchAccounts accounts,
      ClaimsOverHttp http,
      DataSource database,
      JdbcClient sql,
      Clock clock) {
    this.campaigns = campaigns;
    this.accounts = accounts;
    this.http = http;
    this.database = database;
    this.sql = sql;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "claims";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    return run(Size.USUAL, say);
  }

  List<Measure> run(Size size, Consumer<String> say) throws Exception {
    Optional<RedisPeer> found = RedisPeer.start();
    if (found.isEmpty()) {
      say.accept("skipped: no redis-server on the path");
      return List.of();
    }
    Actor officer = accounts.fresh(Role.FUND_OFFICER);
    try (RedisPeer peer = found.get()) {
      // the long rounds first: the short ones alone are over before Java has compiled what they
      // need
      return List.of(
          accepted(officer, peer, size, size.many(), size.manyClaims(), say),
          accepted(officer, peer, size, size.few(), size.few(), say),
          overHttp(officer, peer, size, say),
          refused(officer, peer, size, say));
    }
  }

  private Measure accepted(
      Actor officer, RedisPeer peer, Size size, int stock, int claims, Consumer<String> say)
      throws Exception {
    String name = "claims.accepted." + stock;
    Rounds ours = new Rounds(CpuMeter.of(database));
    double[] waiting = new double[size.repeats()];
    double[] redis = new double[size.repeats()];
    for (int round = -WARM_UPS; round < size.repeats(); round++) {
      boolean keep = round >= 0;
      sql.sql("checkpoint").update();
      UUID free = campaign(officer, stock);
      double many = ours.time(keep, () -> flying(officer, free, claims, size.flying()));
      sql.sql("checkpoint").update();
      double few = waiting(officer, campaign(officer, stock), Math.min(claims, size.few()));
      RedisPeer.Claimed there = peer.accepted(claims, stock);
      if (there.accepted() != claims) throw new IllegalStateException("the peer refused some");
      say.accept(
          "%s, %s: ours %,.0f/s (%,.0f/s by %d callers that wait), Redis %,.0f/s"
              .formatted(name, said(round), many, few, RedisPeer.UNPIPELINED, there.perSecond()));
      if (!keep) continue;
      waiting[round] = few;
      redis[round] = there.perSecond();
    }
    return Measure.rate(
        name,
        "claims/s",
        ours.rate(),
        RedisPeer.NAME,
        Measure.median(redis),
        size.repeats(),
        "%,d claims a round, one a call, %,d waiting at a time, in process; by %d callers that each wait %,.0f/s; the peer over %d connections that each wait"
            .formatted(
                claims,
                size.flying(),
                RedisPeer.UNPIPELINED,
                Measure.median(waiting),
                RedisPeer.UNPIPELINED));
  }

  private Measure overHttp(Actor officer, RedisPeer peer, Size size, Consumer<String> say)
      throws Exception {
    double[] ours = new double[size.repeats()];
    double[] redis = new double[size.repeats()];
    try (ClaimsOverHttp.Doors doors = http.open(officer, peer)) {
      for (int round = -WARM_UPS; round < size.repeats(); round++) {
        sql.sql("checkpoint").update();
        double here = doors.ours(campaign(officer, size.http()), size.http());
        peer.fill(size.http());
        double there = doors.peers(size.http());
        say.accept(
            "claims.http, %s: ours %,.0f/s, Redis behind the same handler %,.0f/s"
                .formatted(said(round), here, there));
        if (round < 0) continue;
        ours[round] = here;
        redis[round] = there;
      }
    }
    return Measure.rate(
        "claims.http",
        "claims/s",
        Measure.median(ours),
        "the same handler with the Redis script behind it",
        Measure.median(redis),
        size.repeats(),
        "%,d claims a round over %d connections that each wait, tokens and rights checked each time, same client"
            .formatted(size.http(), RedisPeer.UNPIPELINED));
  }

  private Measure refused(Actor officer, RedisPeer peer, Size size, Consumer<String> say)
      throws Exception {
    double[] ours = new double[size.repeats()];
    double[] redis = new double[size.repeats()];
    UUID soldOut = campaign(officer, 1);
    sellOut(officer, soldOut);
    for (int round = -WARM_UPS; round < size.repeats(); round++) {
      double here = tooLate(officer, soldOut, size.refused());
      RedisPeer.Claimed there = peer.refused(Math.min(size.refused(), 300_000));
      say.accept(
          "claims.refused, %s: ours %,.0f/s, Redis %,.0f/s"
              .formatted(said(round), here, there.perSecond()));
      if (round < 0) continue;
      ours[round] = here;
      redis[round] = there.perSecond();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    return Measure.rate(
        "claims.refused",
        "claims/s",
        Measure.median(ours),
        RedisPeer.NAME + ", pipelined",
        Measure.median(redis),
        size.repeats(),
        "in process, %d threads, %d claims a call; the peer over %d connections, %d at once each"
            .formatted(threads, PIPELINED, RedisPeer.PIPELINED, RedisPeer.DEPTH));
  }

  /// Claims one by one, so many under way at a time, and waits for the last.
  private long flying(Actor officer, UUID campaign, int claims, int most) throws Exception {
    Semaphore room = new Semaphore(most);
    AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
    for (int i = 0; i < claims; i++) {
      room.acquire();
      CompletableFuture<?> _ =
          campaigns
              .submit(officer, campaign, List.of(claim()))
              .whenComplete(
                  (answers, failure) -> {
                    if (failure != null) wrong.set(failure);
                    else if (!(answers.getFirst() instanceof FlashClaim.Answer.Accepted))
                      wrong.set(new IllegalStateException(answers.toString()));
                    room.release();
                  });
    }
    room.acquire(most);
    if (wrong.get() != null) throw new IllegalStateException(wrong.get());
    return claims;
  }

  /// Claims a second of callers that each wait for the answer before they claim again.
  private double waiting(Actor officer, UUID campaign, int claims) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < RedisPeer.UNPIPELINED; i++)
      callers.add(
          () -> {
            while (next.getAndIncrement() < claims)
              if (!(campaigns.claim(officer, campaign, List.of(claim())).getFirst()
                  instanceof FlashClaim.Answer.Accepted)) return false;
            return true;
          });
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> caller : threads.invokeAll(callers))
        if (!caller.get()) throw new IllegalStateException("a claim was refused");
    }
    return claims / ((System.nanoTime() - start) / 1e9);
  }

  private void sellOut(Actor officer, UUID campaign) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      campaigns.claim(officer, campaign, List.of(claim()));
      Thread.sleep(20); // until what was written has been read
    }
  }

  private double tooLate(Actor officer, UUID campaign, int claims) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++)
      callers.add(
          () -> {
            for (int done = 0; done < claims / threads; done += PIPELINED) {
              List<FlashClaim> some = new ArrayList<>(PIPELINED);
              for (int each = 0; each < PIPELINED; each++) some.add(claim());
              for (FlashClaim.Answer answer : campaigns.claim(officer, campaign, some))
                if (!(answer instanceof FlashClaim.Answer.Refused refused)
                    || refused.code() != CampaignRefusal.SOLD_OUT) return false;
            }
            return true;
          });
    long start = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (Future<Boolean> caller : pool.invokeAll(callers))
        if (!caller.get()) throw new IllegalStateException("a claim was not refused");
    }
    return claims / ((System.nanoTime() - start) / 1e9);
  }

  /// Ids as clients make them, but from a quick source: making them is not what is measured.
  private FlashClaim claim() {
    return new FlashClaim(id(), id(), 1);
  }

  private UUID id() {
    SplittableRandom random = RANDOM.get();
    return new UUID(
        clock.millis() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | Long.MIN_VALUE);
  }

  private UUID campaign(Actor officer, long stock) {
    return campaigns
        .open(
            officer,
            new Campaign.New(
                UUID.randomUUID(),
                new Text("基准", "bench"),
                PlaceCode.WORLD,
                new Unit("JAR"),
                stock,
                PER_HOLDER,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                new Price.Free()))
        .id();
  }

  private static String said(int round) {
    return round < 0 ? "warm-up" : "round " + (round + 1);
  }
}
