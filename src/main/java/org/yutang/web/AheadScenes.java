package org.yutang.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.market.Crafts;
import org.yutang.market.Order;
import org.yutang.market.Presale;
import org.yutang.market.Presales;
import org.yutang.market.Product;
import org.yutang.market.Quote;

/// Collects what buyers are told of goods that are not there yet.
@Component
class AheadScenes {

  private final Presales presales;
  private final Crafts crafts;
  private final Clock clock;

  AheadScenes(Presales presales, Crafts crafts, Clock clock) {
    this.presales = presales;
    this.crafts = crafts;
    this.clock = clock;
  }

  AheadView.Told told(UUID article, int pieces) {
    Optional<Presale> presale = presales.ofArticle(article);
    return new AheadView.Told(
        presale.map(Presale::terms),
        presale.filter(each -> each.state() != Presale.State.OPEN).isPresent(),
        crafts.promise(article, pieces),
        crafts.find(article).isPresent());
  }

  /// By article; those that say something.
  Map<String, AheadView.Told> told(Product product) {
    Map<String, AheadView.Told> told = new HashMap<>();
    for (Product.Article each : product.articles()) put(told, each.id(), 1);
    return told;
  }

  Map<String, AheadView.Told> told(Quote quote) {
    Map<String, AheadView.Told> told = new HashMap<>();
    for (Quote.Part part : quote.parts())
      for (Quote.Line line : part.lines()) put(told, line.article(), line.pieces());
    return told;
  }

  private void put(Map<String, AheadView.Told> told, UUID article, int pieces) {
    AheadView.Told of = told(article, pieces);
    if (of.says()) told.put(article.toString(), of);
  }

  /// Empty where everything of it was there when it was bought.
  Optional<AheadView.Fate> fate(Order order) {
    Optional<Presale.Ordered> ordered = presales.ofOrder(order.id());
    Optional<LocalDate> promised = crafts.promised(order.id());
    if (ordered.isEmpty() && promised.isEmpty()) return Optional.empty();
    LocalDate today = BusinessDay.of(clock.instant());
    Optional<LocalDate> last = ordered.map(each -> each.terms().to()).or(() -> promised);
    return Optional.of(
        new AheadView.Fate(
            new AheadView.Told(
                ordered.map(Presale.Ordered::terms), false, promised, promised.isPresent()),
            ordered.map(Presale.Ordered::step),
            ordered.map(this::rows).orElse(List.of()),
            ordered.map(Presale.Ordered::back).orElse(Money.fen(0)),
            order.state() == Order.State.PAID && last.filter(today::isAfter).isPresent()));
  }

  private List<AheadView.Row> rows(Presale.Ordered ordered) {
    return ordered.given().stream()
        .map(
            each ->
                new AheadView.Row(
                    grade(each.ordered()),
                    each.given().map(this::grade),
                    each.pieces(),
                    each.price()))
        .toList();
  }

  private String grade(UUID article) {
    return presales.ofArticle(article).stream()
        .flatMap(each -> each.parts().stream())
        .filter(each -> each.article().equals(article))
        .findFirst()
        .map(Presale.Part::grade)
        .orElse("");
  }
}
