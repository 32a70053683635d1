package org.yutang.market;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// What checkout, shelf and sending have to know of goods that are sold before they are there.
@Component
class Ahead {

  private final PresaleRows presales;
  private final PresaleOrderRows ordered;
  private final CraftRows crafts;
  private final CraftWeeks weeks;

  Ahead(PresaleRows presales, PresaleOrderRows ordered, CraftRows crafts, CraftWeeks weeks) {
    this.presales = presales;
    this.ordered = ordered;
    this.crafts = crafts;
    this.weeks = weeks;
  }

  /// Writes the rules down under which an order is bought, in the transaction that writes the
  /// order. What is sold ahead of a harvest is an order of its own, because it is sent at another
  /// time.
  void keep(List<OrderRows.Wanted> orders) {
    Map<UUID, UUID> of =
        presales.ofArticles(
            orders.stream()
                .flatMap(order -> order.part().lines().stream())
                .map(Quote.Line::article)
                .distinct()
                .toList());
    if (!of.isEmpty()) orders.forEach(order -> keep(order.id(), order.part(), of));
  }

  private void keep(UUID order, Quote.Part part, Map<UUID, UUID> presaleOf) {
    List<UUID> articles = part.lines().stream().map(Quote.Line::article).toList();
    Map<UUID, UUID> of = new HashMap<>(presaleOf);
    of.keySet().retainAll(articles);
    if (of.isEmpty()) return;
    Set<UUID> distinct = new HashSet<>(of.values());
    if (distinct.size() > 1 || of.size() < articles.size())
      throw new Refusal(MarketRefusal.PRESALE_ALONE);
    UUID presale = distinct.iterator().next();
    if (!presales.isOpen(presale))
      throw new Refusal(
          MarketRefusal.NOT_ON_SALE, Map.of("title", part.lines().getFirst().title().zh()));
    ordered.insert(order, presales.find(presale).orElseThrow());
  }

  /// Gives orders their weeks of craft work. The account of what is left of an article where there
  /// are too few.
  Optional<UUID> missing(List<OrderRows.Kept> orders) {
    for (OrderRows.Kept each : orders) {
      Optional<UUID> short_ = weeks.missing(each.order());
      if (short_.isPresent()) return short_.map(Product::left);
    }
    return Optional.empty();
  }

  /// Refuses with [MarketRefusal#PRESALE_NOT_READY] an order that waits for its harvest.
  void requireReady(UUID order) {
    if (ordered.find(order).filter(each -> each.step() != Presale.Step.DONE).isPresent())
      throw new Refusal(MarketRefusal.PRESALE_NOT_READY);
  }

  /// Refuses with [MarketRefusal#SOLD_OTHERWISE] an article that is only sold ahead.
  void requireShelf(UUID article) {
    if (crafts.find(article).isPresent()) throw new Refusal(MarketRefusal.SOLD_OTHERWISE);
    requirePriceFree(article);
  }

  /// The same of one whose price was told in advance.
  void requirePriceFree(UUID article) {
    if (!presales.ofArticles(List.of(article)).isEmpty())
      throw new Refusal(MarketRefusal.SOLD_OTHERWISE);
  }
}
