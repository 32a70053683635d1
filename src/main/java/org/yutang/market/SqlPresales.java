package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.Transactions;

/// Pre-sales from the forecast to the plan; [PresaleHand] carries plans out.
@Component
class SqlPresales implements Presales {

  private static final int LONGEST_EVIDENCE = 300;
  private static final int MOST_BOXES = 1000;

  private final PresaleRows rows;
  private final PresaleOrderRows ordered;
  private final PresaleCheck check;
  private final PresaleHand hand;
  private final Forecasts forecasts;
  private final OrderRows orders;
  private final ProductRows products;
  private final BoxRows boxes;
  private final Goods goods;
  private final ShopSight sight;
  private final Stocks stocks;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlPresales(
      PresaleRows rows,
      PresaleOrderRows ordered,
      PresaleCheck check,
      PresaleHand hand,
      Forecasts forecasts,
      OrderRows orders,
      ProductRows products,
      BoxRows boxes,
      Goods goods,
      ShopSight sight,
      Stocks stocks,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.ordered = ordered;
    this.check = check;
    this.hand = hand;
    this.forecasts = forecasts;
    this.orders = orders;
    this.products = products;
    this.boxes = boxes;
    this.goods = goods;
    this.sight = sight;
    this.stocks = stocks;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Map<String, Mass> propose(
      Actor actor, PlaceCode place, String standard, int season, Map<String, Integer> shares) {
    return forecasts.propose(actor, place, standard, season, shares);
  }

  @Override
  public Presale open(Actor actor, Presale.New wanted) {
    Shop shop = sight.run(actor, wanted.shop());
    Presale presale = rows.find(wanted.id()).orElse(null);
    if (presale == null) {
      if (shop.state() != Shop.State.OPEN) throw new Refusal(MarketRefusal.SHOP_NOT_OPEN);
      presale = check.sound(wanted, actor.name(), now());
      write(actor, shop, presale);
    }
    if (!asked(presale).equals(wanted))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", wanted.id().toString()));
    Set<UUID> named = new LinkedHashSet<>();
    for (Presale.Part part : presale.parts()) {
      products.stocking(stocking(presale.id(), part.article())).ifPresent(goods::settle);
      named.add(article(part.article()).product());
    }
    if (presale.state() == Presale.State.OPEN)
      for (UUID product : named)
        if (products.find(product).orElseThrow().state() == Product.State.DRAFT)
          goods.setOnSale(actor, product, true);
    return rows.find(wanted.id()).orElseThrow();
  }

  private static UUID stocking(UUID presale, UUID article) {
    return Uuids.named("market.presale-stock", presale.toString(), article.toString());
  }

  /// As it was wanted.
  private static Presale.New asked(Presale presale) {
    return new Presale.New(
        presale.id(),
        presale.shop(),
        presale.safety(),
        presale.terms(),
        presale.parts().stream()
            .map(
                each ->
                    new Presale.NewPart(
                        each.grade(), each.article(), each.forecast(), each.price()))
            .toList());
  }

  private void write(Actor actor, Shop shop, Presale presale) {
    transactions.run(
        () -> {
          if (!rows.insert(presale)) return;
          for (Presale.Part part : presale.parts()) {
            products.setPrice(part.article(), part.price());
            products.insert(
                new ProductRows.Stocking(
                    stocking(presale.id(), part.article()),
                    part.article(),
                    part.pieces(),
                    actor.account(),
                    presale.openedAt(),
                    false));
          }
          record(actor, "market.presale-opened", shop, presale.id(), Map.of());
        });
  }

  @Override
  public List<Presale> ofShop(Actor actor, UUID shop) {
    return rows.ofShop(sight.seen(actor, shop).id());
  }

  private Presale seen(Actor actor, UUID id) {
    Presale presale = rows.find(id).orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_PRESALE));
    sight.seen(actor, presale.shop());
    return presale;
  }

  @Override
  public Presale.Standing standing(Actor actor, UUID id) {
    Presale presale = seen(actor, id);
    return new Presale.Standing(
        presale,
        presale.parts().stream().map(each -> stocks.pieces(each.article())).toList(),
        ordered.paid(id).size());
  }

  @Override
  public Presale close(Actor actor, UUID id) {
    Shop shop = sight.run(actor, seen(actor, id).shop());
    transactions.run(
        () -> {
          if (rows.hold(id).orElseThrow().state() != Presale.State.OPEN) return;
          rows.close(id);
          record(actor, "market.presale-closed", shop, id, Map.of());
        });
    return rows.find(id).orElseThrow();
  }

  @Override
  public Presale harvest(Actor actor, UUID id, String grade, Mass came, String evidence) {
    Shop shop = sight.run(actor, seen(actor, id).shop());
    String told = Fields.line("evidence", evidence, 2, LONGEST_EVIDENCE);
    if (came.grams() > PresaleCheck.MOST_GRAMS) throw Fields.bad("harvest");
    transactions.run(
        () -> {
          Presale.Part part = part(open(rows.hold(id).orElseThrow()), grade);
          if (boxed(part)) throw Fields.bad("harvest");
          rows.harvest(id, grade, came.grams(), told);
          record(
              actor,
              "market.presale-harvest",
              shop,
              id,
              Map.of("grade", grade, "grams", came.grams(), "evidence", told));
        });
    return rows.find(id).orElseThrow();
  }

  private static Presale.Part part(Presale presale, String grade) {
    return presale.parts().stream()
        .filter(each -> each.grade().equals(grade))
        .findFirst()
        .orElseThrow(() -> Fields.bad("grade"));
  }

  private Product.Article article(UUID id) {
    return Optional.ofNullable(products.articles(List.of(id)).get(id))
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ARTICLE))
        .article();
  }

  private boolean boxed(Presale.Part part) {
    return article(part.article()).boxed();
  }

  /// Refuses once a plan was confirmed.
  private static Presale open(Presale presale) {
    if (presale.state() == Presale.State.CONFIRMED) throw state(presale);
    return presale;
  }

  private static Refusal state(Presale presale) {
    return new Refusal(
        MarketRefusal.PRESALE_STATE, Map.of("state", presale.state().name(), "grade", ""));
  }

  @Override
  public Presale harvestBoxes(
      Actor actor, UUID key, UUID id, String grade, UUID site, List<String> wanted) {
    Presale presale = seen(actor, id);
    Shop shop = sight.run(actor, presale.shop());
    Presale.Part part = part(presale, grade);
    Set<String> sscc = new LinkedHashSet<>(wanted);
    if (!boxed(part) || sscc.size() != wanted.size()) throw Fields.bad("boxes");
    if (sscc.isEmpty() || sscc.size() > MOST_BOXES)
      throw new Refusal(MarketRefusal.BAD_COUNT, Map.of("limit", MOST_BOXES));
    UUID stocking = Uuids.named("market.presale-boxes", id.toString(), key.toString());
    if (boxes.ofStocking(stocking).isEmpty()) {
      Product.Article article = article(part.article());
      Product product = products.find(article.product()).orElseThrow();
      var fitting = goods.fitting(actor, site, sscc, product, article.mass());
      transactions.run(
          () -> {
            open(rows.hold(id).orElseThrow());
            if (!boxes.ofStocking(stocking).isEmpty()) return;
            for (var box : fitting)
              if (!boxes.insert(box.sscc(), article.id(), site, box.lot().bestBefore(), stocking))
                throw new Refusal(MarketRefusal.BOX_TAKEN, Map.of("box", box.sscc()));
            long grams = Math.multiplyExact(rows.boxes(article.id()), article.mass().grams());
            rows.harvest(id, grade, grams, "");
            record(
                actor,
                "market.presale-harvest",
                shop,
                id,
                Map.of("grade", grade, "boxes", sscc.size()));
          });
    }
    if (!Set.copyOf(boxes.ofStocking(stocking)).equals(sscc))
      throw new Refusal(MarketRefusal.ID_REUSED, Map.of("id", key.toString()));
    return rows.find(id).orElseThrow();
  }

  @Override
  public PresalePlan plan(Actor actor, UUID id) {
    return plan(seen(actor, id));
  }

  private PresalePlan plan(Presale presale) {
    if (presale.state() != Presale.State.CLOSED) throw state(presale);
    long pending = ordered.pending(presale.id());
    if (pending > 0) throw new Refusal(MarketRefusal.PRESALE_UNPAID, Map.of("orders", pending));
    long[] there = new long[presale.parts().size()];
    for (int i = 0; i < there.length; i++) {
      Presale.Part part = presale.parts().get(i);
      Mass came =
          part.harvest()
              .orElseThrow(
                  () ->
                      new Refusal(
                          MarketRefusal.PRESALE_STATE,
                          Map.of("state", "HARVEST", "grade", part.grade())));
      Product.Article article = article(part.article());
      // a box may have been taken off the shelf again
      there[i] = article.boxed() ? rows.boxes(article.id()) : came.grams() / article.mass().grams();
    }
    List<Allotment.Wanted> wanted = wanted(presale);
    Allotment allotment = new Allotment(presale.parts(), there);
    List<PresalePlan.Share> shares = allotment.divide(wanted);
    long[] left = allotment.left();
    List<PresalePlan.Tally> tallies = new ArrayList<>();
    for (int i = 0; i < there.length; i++) {
      UUID article = presale.parts().get(i).article();
      long asked =
          wanted.stream()
              .flatMap(each -> each.order().lines().stream())
              .filter(line -> line.article().equals(article))
              .mapToLong(Order.Line::pieces)
              .sum();
      tallies.add(
          new PresalePlan.Tally(
              presale.parts().get(i).grade(), there[i], asked, there[i] - left[i], left[i]));
    }
    String content = presale.id() + " " + shares + " " + tallies;
    byte[] digest = BuyerRows.digest(content);
    return new PresalePlan(shares, tallies, HexFormat.of().formatHex(digest));
  }

  /// In the order of their payment.
  private List<Allotment.Wanted> wanted(Presale presale) {
    List<UUID> paid = ordered.paid(presale.id());
    Map<UUID, Order> byId = new HashMap<>();
    orders.these(paid).forEach(kept -> byId.put(kept.order().id(), kept.order()));
    List<Allotment.Wanted> wanted = new ArrayList<>();
    for (UUID each : paid) {
      Order order = byId.get(each);
      if (order != null)
        wanted.add(new Allotment.Wanted(order, ordered.find(each).orElseThrow().terms()));
    }
    return wanted;
  }

  @Override
  public Presale confirm(Actor actor, UUID id, String digest) {
    Shop shop = sight.run(actor, seen(actor, id).shop());
    decide(actor, shop, id, digest);
    ordered.open(id).forEach(hand::goOn);
    return rows.find(id).orElseThrow();
  }

  /// Writes down who gets what; whoever is cut off after that is gone on with by the minute.
  void decide(Actor actor, Shop shop, UUID id, String digest) {
    transactions.run(
        () -> {
          Presale presale = rows.hold(id).orElseThrow();
          if (presale.state() == Presale.State.CONFIRMED
              && rows.digest(id).equals(Optional.of(digest))) return;
          for (UUID each : ordered.paid(id)) orders.hold(each);
          PresalePlan plan = plan(presale);
          if (!plan.digest().equals(digest)) throw new Refusal(MarketRefusal.PRESALE_PLAN_CHANGED);
          requireSum(presale, plan);
          Instant now = now();
          plan.shares().forEach(share -> ordered.allot(share, now));
          for (int i = 0; i < plan.tallies().size(); i++)
            boxes.removeLast(presale.parts().get(i).article(), plan.tallies().get(i).left());
          rows.confirm(id, digest);
          record(
              actor,
              "market.presale-confirmed",
              shop,
              id,
              Map.of("orders", plan.shares().size(), "back", plan.back().decimal()));
        });
  }

  /// Never more is given than was harvested, and every piece that was ordered has its fate.
  private void requireSum(Presale presale, PresalePlan plan) {
    Map<UUID, Long> given = new HashMap<>();
    long fates = 0;
    for (PresalePlan.Share share : plan.shares())
      for (Presale.Given each : share.given()) {
        fates += each.pieces();
        each.given().ifPresent(to -> given.merge(to, (long) each.pieces(), Long::sum));
      }
    long asked = plan.tallies().stream().mapToLong(PresalePlan.Tally::ordered).sum();
    boolean sound = fates == asked;
    for (int i = 0; i < plan.tallies().size(); i++) {
      PresalePlan.Tally tally = plan.tallies().get(i);
      long pieces = given.getOrDefault(presale.parts().get(i).article(), 0L);
      sound &= pieces == tally.given() && pieces <= tally.harvested();
    }
    if (!sound) throw new IllegalStateException("a plan that does not add up: " + presale.id());
  }

  @Override
  public List<Presale.Ordered> confirmed(Actor actor, UUID id) {
    return ordered.allotted(seen(actor, id).id());
  }

  @Override
  public Optional<Presale> ofArticle(UUID article) {
    return Optional.ofNullable(rows.ofArticles(List.of(article)).get(article)).flatMap(rows::find);
  }

  @Override
  public Optional<Presale.Ordered> ofOrder(UUID order) {
    return ordered.find(order);
  }

  private void record(Actor actor, String action, Shop shop, UUID subject, Map<String, ?> facts) {
    audit.record(actor, action, shop.place(), subject.toString(), facts);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
