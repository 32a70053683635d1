package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.store.EveryMinute;
import org.yutang.store.Transactions;

/// Calendars of craft work. Weeks are written down first and come into the ledger then; each minute
/// opens those that come into the horizon, lets those go that are over, and frees what nobody will
/// pay.
@Component
class SqlCrafts implements Crafts, EveryMinute {

  private static final Logger LOG = LoggerFactory.getLogger(SqlCrafts.class);
  private static final int MOST_PIECES = 100_000;
  private static final int OVER_WEEKS = 6;
  private static final String NO_WEEK = "定做：排期已满 Made to order: no week is free";

  private final CraftRows rows;
  private final CraftWeeks weeks;
  private final ProductRows products;
  private final PresaleRows presales;
  private final OrderRows orders;
  private final MoneyBacks moneyBacks;
  private final ShopSight sight;
  private final Stocks stocks;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlCrafts(
      CraftRows rows,
      CraftWeeks weeks,
      ProductRows products,
      PresaleRows presales,
      OrderRows orders,
      MoneyBacks moneyBacks,
      ShopSight sight,
      Stocks stocks,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.weeks = weeks;
    this.products = products;
    this.presales = presales;
    this.orders = orders;
    this.moneyBacks = moneyBacks;
    this.sight = sight;
    this.stocks = stocks;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Craft make(Actor actor, UUID article, int perWeek, int lead, int horizon) {
    ProductRows.Kept kept = kept(article);
    Shop shop = sight.run(actor, kept.shop());
    if (perWeek < 0 || perWeek > MOST_PIECES) throw Fields.bad("perWeek");
    if (lead < 0 || lead > 365) throw Fields.bad("lead");
    if (horizon < 1 || horizon > 52) throw Fields.bad("horizon");
    Craft craft = new Craft(article, shop.id(), perWeek, lead, horizon);
    if (craft.first(today()).isAfter(craft.last(today()))) throw Fields.bad("horizon");
    if (rows.find(article).isEmpty()) requireFresh(kept.article());
    transactions.run(
        () -> {
          rows.write(craft);
          audit.record(
              actor,
              "market.craft-set",
              shop.place(),
              article.toString(),
              Map.of("perWeek", perWeek, "lead", lead, "horizon", horizon));
        });
    open(craft);
    return rows.find(article).orElseThrow();
  }

  private ProductRows.Kept kept(UUID article) {
    return Optional.ofNullable(products.articles(List.of(article)).get(article))
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_ARTICLE));
  }

  private void requireFresh(Product.Article article) {
    boolean fresh =
        !article.boxed()
            && !products.isStockedArticle(article.id())
            && stocks.pieces(article.id()).equals(new Product.Pieces(0, 0, 0))
            && presales.ofArticles(List.of(article.id())).isEmpty();
    if (!fresh) throw new Refusal(MarketRefusal.SOLD_OTHERWISE);
  }

  /// Opens the weeks from the first that can be promised to the horizon that nobody opened yet.
  private void open(Craft craft) {
    stocks.openWeeks(craft, craft.first(today()), craft.last(today()));
    Map<LocalDate, Long> there =
        rows.capacities(craft.article(), craft.first(today()), craft.last(today()));
    if (craft.perWeek() > 0)
      for (LocalDate week = craft.first(today());
          !week.isAfter(craft.last(today()));
          week = week.plusWeeks(1)) if (!there.containsKey(week)) insert(craft, week);
    for (CraftRows.Change each : rows.unsettled(craft.article())) settle(each);
  }

  private void insert(Craft craft, LocalDate week) {
    UUID id = Uuids.named("market.craft-open", craft.article().toString(), week.toString());
    rows.insert(new CraftRows.Change(id, craft.article(), week, craft.perWeek(), now(), false));
  }

  /// Whether it came into the ledger; fewer than are free cannot be taken away.
  private boolean settle(CraftRows.Change change) {
    boolean more = change.pieces() > 0;
    long pieces = Math.abs(change.pieces());
    List<Stocks.Move> moves = new ArrayList<>();
    for (UUID each :
        List.of(Craft.week(change.article(), change.week()), Product.left(change.article())))
      moves.add(
          new Stocks.Move(more ? Stocks.ELSEWHERE : each, more ? each : Stocks.ELSEWHERE, pieces));
    boolean there =
        stocks.missing(new Stocks.Group("craft-open", change.id(), change.at(), moves)).isEmpty();
    transactions.run(
        () -> {
          if (there) rows.settle(change.id());
          else rows.drop(change.id());
        });
    return there;
  }

  @Override
  public Craft.Calendar calendar(Actor actor, UUID article) {
    Craft craft = seen(actor, article);
    LocalDate first = craft.first(today());
    LocalDate last = craft.last(today());
    Map<LocalDate, Long> capacities = rows.capacities(article, first, last);
    List<Craft.Week> found = new ArrayList<>();
    for (LocalDate week = first; !week.isAfter(last); week = week.plusWeeks(1))
      found.add(
          new Craft.Week(
              week, capacities.getOrDefault(week, 0L), stocks.balance(Craft.week(article, week))));
    return new Craft.Calendar(craft, found);
  }

  private Craft seen(Actor actor, UUID article) {
    Craft craft = rows.find(article).orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_CRAFT));
    sight.seen(actor, craft.shop());
    return craft;
  }

  @Override
  public Craft.Calendar setWeek(Actor actor, UUID article, LocalDate week, int pieces) {
    Craft craft = seen(actor, article);
    Shop shop = sight.run(actor, craft.shop());
    if (pieces < 0 || pieces > MOST_PIECES) throw Fields.bad("pieces");
    boolean open =
        week.equals(Craft.monday(week))
            && !week.isBefore(craft.first(today()))
            && !week.isAfter(craft.last(today()));
    if (!open) throw Fields.bad("week");
    open(craft);
    UUID id = UUID.randomUUID();
    transactions.run(
        () -> {
          rows.lock(article);
          long is = rows.capacities(article, week, week).getOrDefault(week, 0L);
          if (is == pieces) return;
          rows.insert(new CraftRows.Change(id, article, week, pieces - is, now(), false));
          audit.record(
              actor,
              "market.craft-week-set",
              shop.place(),
              article.toString(),
              Map.of("week", week.toString(), "from", is, "to", pieces));
        });
    Optional<CraftRows.Change> change = rows.change(id);
    if (change.isPresent() && !settle(change.get()))
      throw new Refusal(
          MarketRefusal.SOLD_OUT,
          Map.of(
              "title",
              kept(article).title().zh(),
              "left",
              stocks.balance(Craft.week(article, week))));
    return calendar(actor, article);
  }

  @Override
  public List<Craft> ofShop(Actor actor, UUID shop) {
    return rows.ofShop(sight.seen(actor, shop).id());
  }

  @Override
  public List<Craft.Late> late(Actor actor, UUID shop) {
    return rows.late(sight.seen(actor, shop).id(), today());
  }

  @Override
  public Optional<Craft> find(UUID article) {
    return rows.find(article);
  }

  @Override
  public Optional<LocalDate> promise(UUID article, int pieces) {
    if (pieces < 1 || rows.find(article).isEmpty()) return Optional.empty();
    List<CraftRows.Slot> slots = weeks.free(article, pieces);
    return slots.isEmpty() ? Optional.empty() : Optional.of(CraftWeeks.promised(slots));
  }

  @Override
  public Optional<LocalDate> promised(UUID order) {
    return rows.last(order).map(CraftRows.Tried::promised);
  }

  @Override
  public void everyMinute() {
    for (Craft each : rows.all()) {
      try {
        open(each);
        letGo(each);
      } catch (RuntimeException e) {
        LOG.warn("weeks of {} are opened in a minute", each.article(), e);
      }
    }
    for (CraftRows.Tried each : rows.idle()) {
      try {
        weeks.release(each);
      } catch (RuntimeException e) {
        LOG.warn("weeks of order {} are freed in a minute", each.order(), e);
      }
    }
    for (CraftRows.Tried each : rows.orphans()) {
      try {
        again(each);
      } catch (RuntimeException e) {
        LOG.warn("weeks of order {} are looked for in a minute", each.order(), e);
      }
    }
  }

  /// What is over cannot be promised any more.
  private void letGo(Craft craft) {
    LocalDate first = craft.first(today());
    for (LocalDate week = first.minusWeeks(OVER_WEEKS);
        week.isBefore(first);
        week = week.plusWeeks(1)) {
      UUID account = Craft.week(craft.article(), week);
      long over = stocks.balance(account);
      if (over == 0) continue;
      // what is sold between is asked about again in a minute
      var _ =
          stocks.missing(
              new Stocks.Group(
                  "craft-over",
                  UUID.randomUUID(),
                  now(),
                  List.of(
                      new Stocks.Move(account, Stocks.ELSEWHERE, over),
                      new Stocks.Move(Product.left(craft.article()), Stocks.ELSEWHERE, over))));
    }
  }

  /// The same weeks again; where they are gone, the promise cannot be kept, and the money goes
  /// back.
  private void again(CraftRows.Tried tried) {
    if (weeks.hold(
        weeks.plan(tried.order(), tried.attempt() + 1, rows.slots(tried.order(), tried.attempt()))))
      return;
    UUID back =
        Uuids.inShard(Shards.ofId(tried.order()), "market.craft-back", tried.order().toString());
    transactions.run(
        () -> {
          OrderRows.Kept kept = orders.hold(tried.order()).orElseThrow();
          Order order = kept.order();
          if (order.state() != Order.State.PAID || kept.pickedAt().isPresent()) return;
          moneyBacks.owe(order, back, order.total().minus(order.back()), true, NO_WEEK);
        });
    moneyBacks.goOn(back);
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
