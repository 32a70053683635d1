package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.market.Craft;
import org.yutang.market.Presale;
import org.yutang.market.PresalePlan;
import org.yutang.market.Product;
import org.yutang.market.Shop;

/// What is sold before it is there: harvests and craft work.
public final class AheadView {

  private AheadView() {}

  /// What a buyer is told in advance.
  ///
  /// @param terms of a pre-sale
  /// @param promised by when what is made to order is sent
  /// @param made whether it is made to order; without a date it is sold out
  public record Told(
      Optional<Presale.Terms> terms, boolean closed, Optional<LocalDate> promised, boolean made) {
    public boolean says() {
      return terms.isPresent() || made;
    }
  }

  /// What became of an order.
  ///
  /// @param late whether a promise was missed
  public record Fate(
      Told told, Optional<Presale.Step> step, List<Row> rows, Money back, boolean late) {
    public Fate {
      rows = List.copyOf(rows);
    }
  }

  /// @param given empty for what did not come
  public record Row(String ordered, Optional<String> given, int pieces, Money price) {}

  /// @param articles that may be chosen, by id
  /// @param names of all articles that are sold ahead, by id
  public record Listed(
      ShopView.Tabs tabs,
      Shop shop,
      List<Presale> presales,
      List<Craft> crafts,
      List<Craft.Late> late,
      Map<String, String> names,
      Map<String, String> articles,
      ShopView.May may,
      MerchantView.Form form) {
    public Listed {
      presales = List.copyOf(presales);
      crafts = List.copyOf(crafts);
      late = List.copyOf(late);
    }
  }

  /// The form of a new one.
  public record Opening(Shop shop, Map<String, String> articles, MerchantView.Form form) {
    public static final int ROWS = 4;

    /// The rule that is ticked.
    public boolean isRule(Presale.Substitution rule, String code) {
      return form.typed("substitution").equals(code);
    }
  }

  /// One pre-sale.
  ///
  /// @param names of its articles, by id
  /// @param boxed articles that are boxes of a warehouse
  /// @param plan what would happen now
  /// @param why there is no plan
  public record One(
      Shop shop,
      Presale.Standing standing,
      Map<String, String> names,
      Map<String, Boolean> boxed,
      Map<String, String> sites,
      Optional<PresalePlan> plan,
      String why,
      List<Presale.Ordered> confirmed,
      ShopView.May may,
      MerchantView.Form form) {
    public One {
      confirmed = List.copyOf(confirmed);
    }

    public Presale presale() {
      return standing.presale();
    }

    public String grade(UUID article) {
      return presale().parts().stream()
          .filter(each -> each.article().equals(article))
          .findFirst()
          .map(Presale.Part::grade)
          .orElse("");
    }

    /// Such as `一级 × 2 → 特级`.
    public String told(Presale.Given given) {
      return grade(given.ordered())
          + " × "
          + given.pieces()
          + " → "
          + given.given().map(this::grade).orElse("–");
    }

    public boolean isBoxed(Presale.Part part) {
      return boxed.getOrDefault(part.article().toString(), false);
    }
  }

  /// The calendar of an article that is made to order.
  public record Calendar(
      Shop shop,
      Product product,
      Product.Article article,
      Craft.Calendar calendar,
      ShopView.May may,
      MerchantView.Form form) {}

  public static String kilograms(Mass mass) {
    return ShopForms.kilograms(mass.grams());
  }
}
