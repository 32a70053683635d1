package org.yutang.market;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// Something that a shop sells, in one or several articles.
///
/// @param origin where it comes from
/// @param made by which standard it is graded; empty for what has none, such as crafts
/// @param photos ids of [org.yutang.store.Photos]
/// @param sold pieces that were sold of all its articles
public record Product(
    UUID id,
    UUID shop,
    PlaceCode county,
    PlaceCode origin,
    Text title,
    String about,
    Optional<Made> made,
    List<String> photos,
    State state,
    long sold,
    List<Article> articles) {

  public Product {
    photos = List.copyOf(photos);
    articles = List.copyOf(articles);
  }

  public enum State {
    DRAFT,
    ON_SALE,
    ENDED
  }

  /// @param standard of [org.yutang.farm.Standards]
  public record Made(String standard, String variety, String grade) {}

  /// What can be bought: a piece of it has one weight and one price.
  ///
  /// @param boxed whether each piece is a box of the warehouse, which its buyer can trace
  /// @param left pieces that can still be bought
  public record Article(
      UUID id, UUID product, Text name, Mass mass, Money price, boolean boxed, long left) {}

  /// A product to be written down.
  public record New(
      UUID id,
      UUID shop,
      PlaceCode origin,
      Text title,
      String about,
      Optional<Made> made,
      List<String> photos,
      List<NewArticle> articles) {
    public New {
      photos = List.copyOf(photos);
      articles = List.copyOf(articles);
    }
  }

  public record NewArticle(UUID id, Text name, Mass mass, Money price, boolean boxed) {}

  /// How an article's pieces are spread over its three accounts.
  public record Pieces(long left, long held, long sold) {}

  /// The ledger's account of what is left of an article.
  public static UUID left(UUID article) {
    return Uuids.named("market", "left", article.toString());
  }

  /// Of what is held for payments.
  public static UUID held(UUID article) {
    return Uuids.named("market", "held", article.toString());
  }

  /// Of what was sold.
  public static UUID soldAccount(UUID article) {
    return Uuids.named("market", "sold", article.toString());
  }
}
