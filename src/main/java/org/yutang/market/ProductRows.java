package org.yutang.market;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;
import org.yutang.store.Gather;

/// Products, their articles and the boxes behind them, in SQL; asks nobody's permission. What is
/// left of an article the ledger says.
@Component
class ProductRows {

  private static final String PRODUCT =
      """
      select p.id, p.shop, p.county, p.origin, p.title_zh, p.title_en, p.about, p.standard, p.variety, p.grade, p.photos, p.state, p.sold
      from market.product p
      """;

  private final JdbcClient sql;
  private final Stocks stocks;
  private final Gather<UUID, Optional<UUID>> known = Gather.byKey(100, this::known);
  private final Gather<UUID, Optional<Product>> one = Gather.byKey(100, this::byId);

  ProductRows(JdbcClient sql, Stocks stocks) {
    this.sql = sql;
    this.stocks = stocks;
  }

  /// Writes a draft, or a better one over a draft.
  boolean write(Product.New product, PlaceCode county, Collection<String> words, Instant now) {
    int written =
        sql.sql(
                """
                insert into market.product (id, shop, county, origin, title_zh, title_en, about, standard, variety, grade, photos, state, words,
                  least_fen, created_at)
                values (:id, :shop, :county, :origin, :zh, :en, :about, :standard, :variety, :grade, :photos, 'DRAFT', :words, :least, :now)
                on conflict (id) do update set origin = excluded.origin, title_zh = excluded.title_zh, title_en = excluded.title_en,
                  about = excluded.about, standard = excluded.standard, variety = excluded.variety, grade = excluded.grade,
                  photos = excluded.photos, words = excluded.words, least_fen = excluded.least_fen
                where market.product.state = 'DRAFT' and market.product.shop = excluded.shop
                """)
            .param("id", product.id())
            .param("shop", product.shop())
            .param("county", county.text())
            .param("origin", product.origin().text())
            .param("zh", product.title().zh())
            .param("en", product.title().en())
            .param("about", product.about())
            .param("standard", product.made().map(Product.Made::standard).orElse(null))
            .param("variety", product.made().map(Product.Made::variety).orElse(null))
            .param("grade", product.made().map(Product.Made::grade).orElse(null))
            .param("photos", product.photos().toArray(String[]::new))
            .param("words", words.toArray(String[]::new))
            .param("least", least(product.articles()))
            .param("now", ShopRows.at(now))
            .update();
    if (written == 0) return false;
    sql.sql("delete from market.sku where product = :product")
        .param("product", product.id())
        .update();
    int number = 0;
    for (Product.NewArticle each : product.articles())
      sql.sql(
              """
              insert into market.sku (id, product, name_zh, name_en, grams, fen, boxed, number)
              values (:id, :product, :zh, :en, :grams, :fen, :boxed, :number)
              """)
          .param("id", each.id())
          .param("product", product.id())
          .param("zh", each.name().zh())
          .param("en", each.name().en())
          .param("grams", each.mass().grams())
          .param("fen", each.price().minor())
          .param("boxed", each.boxed())
          .param("number", number++)
          .update();
    return true;
  }

  private static long least(List<Product.NewArticle> articles) {
    return articles.stream().mapToLong(each -> each.price().minor()).min().orElse(0);
  }

  void lock(UUID product) {
    sql.sql("select id from market.product where id = :id for update")
        .param("id", product)
        .query(UUID.class)
        .optional();
  }

  /// Whether anything of it was ever put up for sale: then it stays what it is.
  boolean isStocked(UUID product) {
    return sql.sql(
            "select exists (select from market.stocking t join market.sku s on s.id = t.sku where s.product = :product)")
        .param("product", product)
        .query(Boolean.class)
        .single();
  }

  /// The same of one article.
  boolean isStockedArticle(UUID article) {
    return sql.sql("select exists (select from market.stocking where sku = :sku)")
        .param("sku", article)
        .query(Boolean.class)
        .single();
  }

  void setState(UUID product, Product.State state) {
    sql.sql("update market.product set state = :state where id = :id")
        .param("state", state.name())
        .param("id", product)
        .update();
  }

  /// Words under which something is on sale.
  void addWords(Collection<String> words) {
    sql.sql(
            "insert into market.word (text) select unnest(cast(:words as text[])) on conflict do nothing")
        .param("words", words.toArray(String[]::new))
        .update();
  }

  void setPrice(UUID article, Money price) {
    sql.sql("update market.sku set fen = :fen where id = :id")
        .param("fen", price.minor())
        .param("id", article)
        .update();
    sql.sql(
            """
            update market.product p set least_fen = (select min(s.fen) from market.sku s where s.product = p.id)
            where p.id = (select product from market.sku where id = :id)
            """)
        .param("id", article)
        .update();
  }

  Optional<Product> find(UUID id) {
    return one.ask(id);
  }

  private Map<UUID, Product> byId(Collection<UUID> ids) {
    Map<UUID, Product> found = new HashMap<>();
    these(ids).forEach(product -> found.put(product.id(), product));
    return found;
  }

  List<Product> these(Collection<UUID> ids) {
    return withArticles(
        sql.sql(PRODUCT + "where p.id = any (:ids)")
            .param("ids", ids.toArray(UUID[]::new))
            .query((row, _) -> bare(row))
            .list());
  }

  Map<Product.State, Long> tally(UUID shop) {
    Map<Product.State, Long> tally = new java.util.EnumMap<>(Product.State.class);
    sql.sql("select state, count(*) from market.product where shop = :shop group by state")
        .param("shop", shop)
        .query(
            row -> {
              tally.put(Product.State.valueOf(row.getString(1)), row.getLong(2));
            });
    return tally;
  }

  Page<Product> ofShop(UUID shop, Page.Wanted page) {
    List<Product> items =
        withArticles(
            sql.sql(
                    PRODUCT
                        + "where p.shop = :shop order by p.created_at desc, p.id limit :size offset :offset")
                .param("shop", shop)
                .param("size", page.size())
                .param("offset", page.offset())
                .query((row, _) -> bare(row))
                .list());
    long total =
        sql.sql("select count(*) from market.product where shop = :shop")
            .param("shop", shop)
            .query(Long.class)
            .single();
    return new Page<>(items, total, page.number(), page.size());
  }

  boolean knows(UUID article) {
    return known.ask(article).isPresent();
  }

  private Map<UUID, UUID> known(Collection<UUID> articles) {
    Map<UUID, UUID> found = new HashMap<>();
    sql.sql("select id from market.sku where id = any (:ids)")
        .param("ids", articles.toArray(UUID[]::new))
        .query(UUID.class)
        .list()
        .forEach(id -> found.put(id, id));
    return found;
  }

  /// An article as it is kept, with what is needed to sell it.
  record Kept(
      Product.Article article, UUID shop, boolean onSale, Text title, Optional<String> photo) {}

  /// By id; those that there are.
  Map<UUID, Kept> articles(Collection<UUID> ids) {
    Map<UUID, Kept> found = new HashMap<>();
    sql.sql(
            """
            select s.id, s.product, s.name_zh, s.name_en, s.grams, s.fen, s.boxed, p.shop, p.title_zh, p.title_en, p.photos[1] as photo,
              p.state = 'ON_SALE' and h.state = 'OPEN' as on_sale
            from market.sku s join market.product p on p.id = s.product join market.shop h on h.id = p.shop
            where s.id = any (:ids)
            """)
        .param("ids", ids.toArray(UUID[]::new))
        .query(
            row -> {
              Product.Article article = article(row);
              found.put(
                  article.id(),
                  new Kept(
                      article,
                      row.getObject("shop", UUID.class),
                      row.getBoolean("on_sale"),
                      new Text(row.getString("title_zh"), row.getString("title_en")),
                      Optional.ofNullable(row.getString("photo"))));
            });
    // asked when no rows are being read, because it takes a connection of its own
    Map<UUID, Long> left = left(found.keySet());
    found.replaceAll(
        (_, kept) ->
            new Kept(
                with(kept.article(), left),
                kept.shop(),
                kept.onSale(),
                kept.title(),
                kept.photo()));
    return found;
  }

  private static Product.Article article(ResultSet row) throws SQLException {
    return new Product.Article(
        row.getObject("id", UUID.class),
        row.getObject("product", UUID.class),
        new Text(row.getString("name_zh"), row.getString("name_en")),
        new Mass(row.getLong("grams")),
        Money.fen(row.getLong("fen")),
        row.getBoolean("boxed"),
        0);
  }

  private Map<UUID, Long> left(Collection<UUID> articles) {
    return stocks.balances(articles.stream().map(Product::left).toList());
  }

  private static Product.Article with(Product.Article a, Map<UUID, Long> left) {
    return new Product.Article(
        a.id(),
        a.product(),
        a.name(),
        a.mass(),
        a.price(),
        a.boxed(),
        left.getOrDefault(Product.left(a.id()), 0L));
  }

  private List<Product> withArticles(List<Product> bare) {
    if (bare.isEmpty()) return bare;
    Map<UUID, List<Product.Article>> articles = new HashMap<>();
    sql.sql(
            """
            select id, product, name_zh, name_en, grams, fen, boxed from market.sku where product = any (:ids) order by product, number
            """)
        .param("ids", bare.stream().map(Product::id).toArray(UUID[]::new))
        .query(
            row -> {
              Product.Article article = article(row);
              articles.computeIfAbsent(article.product(), _ -> new ArrayList<>()).add(article);
            });
    Map<UUID, Long> left =
        left(articles.values().stream().flatMap(List::stream).map(Product.Article::id).toList());
    return bare.stream()
        .map(
            p ->
                new Product(
                    p.id(),
                    p.shop(),
                    p.county(),
                    p.origin(),
                    p.title(),
                    p.about(),
                    p.made(),
                    p.photos(),
                    p.state(),
                    p.sold(),
                    articles.getOrDefault(p.id(), List.of()).stream()
                        .map(article -> with(article, left))
                        .toList()))
        .toList();
  }

  static Product bare(ResultSet row) throws SQLException {
    @Nullable String standard = row.getString("standard");
    return new Product(
        row.getObject("id", UUID.class),
        row.getObject("shop", UUID.class),
        new PlaceCode(row.getString("county")),
        new PlaceCode(row.getString("origin")),
        new Text(row.getString("title_zh"), row.getString("title_en")),
        row.getString("about"),
        standard == null
            ? Optional.empty()
            : Optional.of(
                new Product.Made(standard, row.getString("variety"), row.getString("grade"))),
        Arrays.asList((String[]) row.getArray("photos").getArray()),
        Product.State.valueOf(row.getString("state")),
        row.getLong("sold"),
        List.of());
  }

  /// Pieces that are put up for sale; `settled` once the ledger has them.
  record Stocking(UUID id, UUID article, long pieces, UUID account, Instant at, boolean settled) {}

  boolean insert(Stocking stocking) {
    return sql.sql(
                """
                insert into market.stocking (id, sku, pieces, account, at) values (:id, :sku, :pieces, :account, :at) on conflict do nothing
                """)
            .param("id", stocking.id())
            .param("sku", stocking.article())
            .param("pieces", stocking.pieces())
            .param("account", stocking.account())
            .param("at", ShopRows.at(stocking.at()))
            .update()
        == 1;
  }

  Optional<Stocking> stocking(UUID id) {
    return sql.sql(
            "select id, sku, pieces, account, at, settled from market.stocking where id = :id")
        .param("id", id)
        .query((row, _) -> stocking(row))
        .optional();
  }

  List<Stocking> unsettled(Instant before) {
    return sql.sql(
            "select id, sku, pieces, account, at, settled from market.stocking where not settled and at < :before order by at limit 1000")
        .param("before", ShopRows.at(before))
        .query((row, _) -> stocking(row))
        .list();
  }

  private static Stocking stocking(ResultSet row) throws SQLException {
    return new Stocking(
        row.getObject("id", UUID.class),
        row.getObject("sku", UUID.class),
        row.getLong("pieces"),
        row.getObject("account", UUID.class),
        ShopRows.instant(row, "at"),
        row.getBoolean("settled"));
  }

  void settle(UUID stocking) {
    sql.sql("update market.stocking set settled = true where id = :id")
        .param("id", stocking)
        .update();
  }

  void drop(UUID stocking) {
    sql.sql("delete from market.stocking where id = :id and not settled")
        .param("id", stocking)
        .update();
  }

  /// Counts what was sold of products with orders that were paid lately.
  void countSold(Instant since) {
    List<UUID> products =
        sql.sql(
                """
                select distinct l.product from market.orders o
                join market.order_line l on l.shard_key = o.shard_key and l.order_id = o.id
                where o.paid_at >= :since
                """)
            .param("since", ShopRows.at(since))
            .query(UUID.class)
            .list();
    for (Product each : these(products)) {
      long sold =
          each.articles().stream()
              .mapToLong(article -> stocks.balance(Product.soldAccount(article.id())))
              .sum();
      sql.sql("update market.product set sold = :sold where id = :id and sold <> :sold")
          .param("sold", sold)
          .param("id", each.id())
          .update();
    }
  }
}
