package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.Product;
import org.yutang.market.Quote;
import org.yutang.market.Review;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.programme.Text;

/// The market as everybody sees it.
public final class MarketView {

  private MarketView() {}

  /// @param places names by code
  public record Named(Map<String, String> places, Standards standards) {
    public Named {
      places = Map.copyOf(places);
    }

    public String place(PlaceCode code) {
      return place(code.text());
    }

    public String place(String code) {
      return places.getOrDefault(code, code);
    }

    public String standard(Screen s, String id) {
      return standards.find(id).map(each -> s.in(each.title())).orElse(id);
    }

    public String variety(Screen s, Product.Made made) {
      return standards
          .find(made.standard())
          .flatMap(
              each ->
                  each.varieties().stream()
                      .filter(variety -> variety.name().equals(made.variety()))
                      .findFirst())
          .map(variety -> s.in(variety.title()))
          .orElse(made.variety());
    }

    public String grade(Screen s, Product.Made made) {
      return standards.find(made.standard()).map(Standard::newest).stream()
          .flatMap(version -> version.grades().stream())
          .filter(grade -> grade.name().equals(made.grade()))
          .findFirst()
          .map(grade -> s.in(grade.title()))
          .orElse(made.grade());
    }
  }

  /// @param inCart how many articles lie in the reader's cart
  public record Home(List<Shelf.Pavilion> pavilions, List<Product> best, Named named, int inCart) {
    public Home {
      pavilions = List.copyOf(pavilions);
      best = List.copyOf(best);
    }
  }

  /// What was found.
  ///
  /// @param problem what of the address could not be read
  public record Listed(Shelf.Found found, Named named, String problem, int inCart) {}

  /// A county's pavilion.
  public record Pavilion(
      PlaceCode county, long shops, Shelf.Found found, Named named, int inCart) {}

  public record OfShop(
      Shop shop,
      Shelf.Found found,
      Optional<Pledge> gives,
      Optional<org.yutang.incubation.Stories.Story> told,
      Named named,
      int inCart) {}

  /// What is given of an order, and to which project.
  public record Pledge(Quote.Gives gives, Text project) {}

  /// One product.
  ///
  /// @param shop empty where it is closed by now
  /// @param boxes the next box of articles, by their ids
  /// @param ahead what is told of articles that are not there yet, by their ids
  /// @param gives what an order of one piece of the first article gives
  /// @param typed what the form had
  public record One(
      Product product,
      Optional<Shop> shop,
      Map<String, String> boxes,
      Map<String, AheadView.Told> ahead,
      Optional<Pledge> gives,
      Shelf.Stars stars,
      Page<Review> reviews,
      Named named,
      int inCart,
      Map<String, String> typed,
      String problem) {
    public One {
      boxes = Map.copyOf(boxes);
      ahead = Map.copyOf(ahead);
      typed = Map.copyOf(typed);
    }

    public boolean canBuy() {
      return shop.isPresent()
          && product.state() == Product.State.ON_SALE
          && product.articles().stream().anyMatch(this::has);
    }

    /// Whether any of it can be bought.
    public boolean has(Product.Article article) {
      AheadView.Told told = ahead.get(article.id().toString());
      return article.left() > 0 && (told == null || !told.closed());
    }

    /// The article that is chosen before the buyer chooses: what was typed, or the first that is
    /// left.
    public boolean isChosen(Product.Article article) {
      String asked = typed.getOrDefault("article", "");
      if (!asked.isEmpty()) return asked.equals(article.id().toString());
      return product.articles().stream()
          .filter(this::has)
          .findFirst()
          .filter(article::equals)
          .isPresent();
    }

    public String photo(String photo) {
      return "/market/product/" + product.id() + "/photo/" + photo;
    }
  }

  /// The cheapest of its articles.
  public static Optional<Money> least(Product product) {
    return product.articles().stream().map(Product.Article::price).min(Money::compareTo);
  }

  /// Whether its articles differ in price.
  public static boolean differs(Product product) {
    return product.articles().stream().map(Product.Article::price).distinct().count() > 1;
  }

  public static long left(Product product) {
    return product.articles().stream().mapToLong(Product.Article::left).sum();
  }

  /// The first character of a title, drawn where there is no photo.
  public static String initial(String title) {
    return title.isEmpty() ? "" : title.substring(0, title.offsetByCodePoints(0, 1));
  }

  /// Hundredths of stars with one decimal, such as `4.5`.
  public static String stars(int hundredths) {
    return String.format(java.util.Locale.ROOT, "%.1f", hundredths / 100.0);
  }

  /// Full and empty stars, for the eye.
  public static String drawn(int stars) {
    return "★".repeat(Math.clamp(stars, 0, 5)) + "☆".repeat(5 - Math.clamp(stars, 0, 5));
  }

  /// How a product's page is called in addresses.
  public static String href(UUID product) {
    return "/market/product/" + product;
  }
}
