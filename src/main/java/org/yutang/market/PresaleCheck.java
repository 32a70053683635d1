package org.yutang.market;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;

/// Whether a pre-sale can be opened as somebody wants it; refuses with [MarketRefusal#BAD_FIELD].
@Component
class PresaleCheck {

  /// Ten thousand tonnes.
  static final long MOST_GRAMS = 10_000_000_000L;

  private static final int MOST_PARTS = 9;
  private static final int MOST_SAFETY = 900;
  private static final long MOST_FEN = 100_000_000;
  private static final long MOST_PIECES = 10_000_000;

  private final ProductRows products;
  private final PresaleRows rows;
  private final CraftRows crafts;
  private final Stocks stocks;
  private final Clock clock;

  PresaleCheck(
      ProductRows products, PresaleRows rows, CraftRows crafts, Stocks stocks, Clock clock) {
    this.products = products;
    this.rows = rows;
    this.crafts = crafts;
    this.stocks = stocks;
    this.clock = clock;
  }

  Presale sound(Presale.New wanted, String by, Instant now) {
    requireTerms(wanted.terms());
    if (wanted.safety() < 0 || wanted.safety() > MOST_SAFETY) throw Fields.bad("safety");
    if (wanted.parts().isEmpty() || wanted.parts().size() > MOST_PARTS) throw Fields.bad("parts");
    Map<UUID, ProductRows.Kept> articles =
        products.articles(wanted.parts().stream().map(Presale.NewPart::article).toList());
    Set<String> grades = new HashSet<>();
    Set<UUID> named = new HashSet<>();
    Set<Mass> masses = new HashSet<>();
    Set<List<Object>> made = new HashSet<>();
    List<Presale.Part> parts = new ArrayList<>();
    for (Presale.NewPart each : wanted.parts()) {
      ProductRows.Kept kept = articles.get(each.article());
      if (kept == null || !kept.shop().equals(wanted.shop()))
        throw new Refusal(MarketRefusal.UNKNOWN_ARTICLE);
      String grade = Fields.line("grade", each.grade(), 1, 40);
      if (!grade.equals(each.grade()) || !grades.add(grade)) throw Fields.bad("grade");
      if (!named.add(each.article())) throw Fields.bad("article");
      masses.add(kept.article().mass());
      made.add(made(products.find(kept.article().product()).orElseThrow(), grade));
      requireFresh(each.article());
      parts.add(part(each, kept.article().mass(), wanted.safety()));
    }
    if (masses.size() > 1 || made.size() > 1) throw Fields.bad("article");
    return new Presale(
        wanted.id(),
        wanted.shop(),
        Presale.State.OPEN,
        wanted.safety(),
        wanted.terms(),
        by,
        now,
        parts);
  }

  /// The standard and the variety, which all parts share.
  private static List<Object> made(Product product, String grade) {
    Optional<Product.Made> made = product.made();
    if (made.filter(each -> !each.grade().equals(grade)).isPresent()) throw Fields.bad("grade");
    return List.of(
        made.map(Product.Made::standard).orElse(""), made.map(Product.Made::variety).orElse(""));
  }

  private void requireTerms(Presale.Terms terms) {
    Objects.requireNonNull(terms);
    LocalDate today = BusinessDay.of(clock.instant());
    if (terms.from().isBefore(today)) throw Fields.bad("from");
    if (terms.to().isBefore(terms.from())) throw Fields.bad("to");
    if (terms.latest().isBefore(terms.to()) || terms.latest().isAfter(Presales.lastDay(today)))
      throw Fields.bad("latest");
  }

  /// It was never sold or put up for sale, and is not promised otherwise.
  private void requireFresh(UUID article) {
    boolean fresh =
        !products.isStockedArticle(article)
            && stocks.pieces(article).equals(new Product.Pieces(0, 0, 0))
            && rows.ofArticles(List.of(article)).isEmpty()
            && crafts.find(article).isEmpty();
    if (!fresh) throw new Refusal(MarketRefusal.SOLD_OTHERWISE);
  }

  private static Presale.Part part(Presale.NewPart each, Mass mass, int safety) {
    long grams = each.forecast().grams();
    if (grams < 1 || grams > MOST_GRAMS) throw Fields.bad("forecast");
    boolean price =
        each.price().currency().equals("CNY")
            && each.price().minor() >= 1
            && each.price().minor() <= MOST_FEN;
    if (!price) throw Fields.bad("price");
    long pieces = grams * (1000 - safety) / 1000 / mass.grams();
    if (pieces < 1 || pieces > MOST_PIECES) throw Fields.bad("forecast");
    return new Presale.Part(
        each.grade(), each.article(), each.forecast(), each.price(), pieces, Optional.empty(), "");
  }
}
