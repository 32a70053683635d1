package org.yutang.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.farm.Cooperative;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.farm.Season;
import org.yutang.farm.Seasons;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Outbox;

/// A county with plots that bear oranges, a collection point, a warehouse, a store and a buyer; for
/// tests of what happens to goods.
public final class SupplyHouse {

  private static final AtomicInteger PATCH = new AtomicInteger();
  private static final double SIZE = 0.002;

  public final Actor keeper;
  public final Actor officer;
  public final Site point;
  public final Site warehouse;
  public final Site store;
  public final Buyer buyer;

  private final Handling handling;
  private final Outbox outbox;
  private final Clock clock;
  private final Standards standards;
  private final Ledger ledger;
  private final Plots farm;
  private final Seasons growing;
  private final Cooperative cooperative;
  private final PlaceCode town;
  private final List<UUID> seasons = new ArrayList<>();

  public SupplyHouse(BeanFactory beans, PlaceCode county, int plots) {
    this(beans, county, plots, 0);
  }

  /// @param row of the sea that no other process has its plots in
  public SupplyHouse(BeanFactory beans, PlaceCode county, int plots, int row) {
    PATCH.compareAndSet(0, 1000 * row);
    Register register = beans.getBean(Register.class);
    Lots lots = beans.getBean(Lots.class);
    handling = beans.getBean(Handling.class);
    outbox = beans.getBean(Outbox.class);
    clock = beans.getBean(Clock.class);
    standards = beans.getBean(Standards.class);
    ledger = beans.getBean(Ledger.class);
    officer = actor(Role.COUNTY_OFFICER, county);
    keeper = actor(Role.KEEPER, county);
    point = lots.addSite(keeper, site(Site.Kind.COLLECTION_POINT, "测试收购点", county));
    warehouse = lots.addSite(keeper, site(Site.Kind.WAREHOUSE, "测试仓", county));
    store = lots.addSite(keeper, site(Site.Kind.STORE, "测试门店", county));
    buyer = lots.addBuyer(keeper, new Buyer(UUID.randomUUID(), "测试食堂"));
    town =
        register
            .children(county, PlaceQuery.all(new Page.Wanted(1, 1)))
            .items()
            .getFirst()
            .place()
            .code();
    farm = beans.getBean(Plots.class);
    growing = beans.getBean(Seasons.class);
    cooperative = new Cooperative(UUID.randomUUID(), "测试合作社", county);
    farm.addCooperative(officer, cooperative);
    for (int i = 0; i < plots; i++) addPlot("navel-orange", "newhall");
  }

  /// A plot that bears something; its number for [#weighIn].
  public int addPlot(String standard, String variety) {
    Plot.New plot =
        new Plot.New(
            UUID.randomUUID(),
            town,
            Optional.empty(),
            Optional.of(cooperative.id()),
            "测试地块-" + seasons.size(),
            Optional.empty(),
            patch(),
            Plot.Origin.DRAWN);
    farm.register(officer, plot);
    Season.New season =
        new Season.New(
            UUID.randomUUID(),
            plot.id(),
            BusinessDay.of(clock.instant()).getYear(),
            standard,
            variety,
            Mass.parseKilograms("2000"));
    growing.plan(officer, List.of(season));
    seasons.add(season.id());
    return seasons.size() - 1;
  }

  private static Site.New site(Site.Kind kind, String name, PlaceCode county) {
    return new Site.New(UUID.randomUUID(), kind, name, county);
  }

  /// Four hectares in the sea, where nobody else has one.
  private static Outline patch() {
    int nth = PATCH.getAndIncrement();
    double west = -150 + nth % 1000 * 2 * SIZE;
    double south = -61 - nth / 1000 * 2 * SIZE;
    return Outline.ofRing(
        List.of(
            new Outline.Corner(west, south),
            new Outline.Corner(west + SIZE, south),
            new Outline.Corner(west + SIZE, south + SIZE),
            new Outline.Corner(west, south + SIZE)));
  }

  public static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "测试", Set.of(new Grant(role, place)));
  }

  public UUID season(int nth) {
    return seasons.get(nth);
  }

  public static Mass kg(String kilograms) {
    return Mass.parseKilograms(kilograms);
  }

  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  public LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  public Handled handle(Step step) {
    return handling.handle(keeper, step);
  }

  /// A lot of a plot, weighed in at the collection point.
  public Lot weighIn(int plot, String kilograms) {
    return weighIn(plot, kilograms, now());
  }

  public Lot weighIn(int plot, String kilograms, Instant at) {
    return handle(
            new Step.WeighIn(
                UUID.randomUUID(),
                at,
                point.id(),
                season(plot),
                kg(kilograms),
                BusinessDay.of(at),
                List.of()))
        .made()
        .getFirst();
  }

  /// One fruit a row: 200 g of the best, 180 g of the second grade, and 100 g of no grade.
  public static byte[] line(int special, int second, int below) {
    StringBuilder csv = new StringBuilder("weight,diameter,brix,acidity,defects,colour,run\n");
    csv.append("200,80,12.0,0.70,0.5,95,1\n".repeat(special));
    csv.append("180,62,9.5,0.80,1.0,70,1\n".repeat(second));
    csv.append("100,40,8.0,0.80,1.0,70,1\n".repeat(below));
    // no two runs of a line are the same
    csv.append("180,62,9.5,0.8,2.0,70,").append(UUID.randomUUID()).append('\n');
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  public Step.Ship toSite(Site from, Site to, Map<UUID, Mass> loose, List<String> boxes) {
    return new Step.Ship(UUID.randomUUID(), now(), from.id(), to.id(), null, loose, boxes, "测试运单");
  }

  public Step.Ship toBuyer(Site from, Map<UUID, Mass> loose, List<String> boxes) {
    return new Step.Ship(UUID.randomUUID(), now(), from.id(), null, buyer.id(), loose, boxes, "");
  }

  /// Until the trace has heard of everything.
  public void settle() {
    try {
      if (!outbox.awaitDelivered(Duration.ofSeconds(60))) throw new AssertionError("not delivered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Sorts a lot at the collection point by a line's file.
  public Step.Grade grade(Lot lot, String kilograms, byte[] file) {
    return new Step.Grade(
        UUID.randomUUID(),
        now(),
        point.id(),
        lot.id(),
        kg(kilograms),
        Sorting.ofLine(standards.get("navel-orange").newest(), file));
  }

  /// What the ledger has of a lot with a holder, in grams.
  long there(Lot lot, UUID holder) {
    return ledger.find(Leg.account(lot.id(), holder)).map(Account::balance).orElse(0L);
  }

  /// Values of honey that passes every purity test.
  public static Map<String, String> pure() {
    return Map.of(
        "fructose-glucose", "68.2",
        "sucrose", "2.1",
        "moisture", "18.5",
        "hmf", "12.4",
        "diastase", "9.8",
        "c4-sugars", "1.2");
  }

  /// A sample of a lot, and what the laboratory found in it.
  public UUID analysed(Lot lot, String kilograms, Map<String, String> found) {
    UUID sample = UUID.randomUUID();
    handle(new Step.Sample(sample, now(), point.id(), lot.id(), kg(kilograms), "封签-1"));
    handling.handle(
        officer,
        new Step.Analyse(
            UUID.randomUUID(),
            now(),
            point.id(),
            lot.id(),
            sample,
            "测试检测站",
            "R-" + sample.toString().substring(0, 8),
            found));
    return sample;
  }

  public Step.Certify certify(UUID sample, Map<UUID, Mass> lots) {
    UUID id = UUID.randomUUID();
    return new Step.Certify(id, now(), point.id(), sample, "C-" + id, today().plusYears(1), lots);
  }

  /// Why a step is refused.
  public Refusal refused(Step step) {
    return refused(keeper, step);
  }

  Refusal refused(Actor actor, Step step) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> handling.handle(actor, step));
    assertThat(refusal).as("refused").isNotNull();
    return refusal;
  }
}
