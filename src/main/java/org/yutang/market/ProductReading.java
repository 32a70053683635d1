package org.yutang.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// One sheet of products while it is read. Ids of what it writes come from the file's digest and
/// the row, so that the same file again does nothing new.
class ProductReading {

  private static final List<String> C = ProductFiles.COLUMNS;
  private static final String PRODUCT = C.get(0);
  private static final String STATE = C.get(1);
  private static final String TITLE = C.get(2);
  private static final String TITLE_EN = C.get(3);
  private static final String ABOUT = C.get(4);
  private static final String ORIGIN = C.get(5);
  private static final String STANDARD = C.get(6);
  private static final String VARIETY = C.get(7);
  private static final String GRADE = C.get(8);
  private static final String ARTICLE = C.get(9);
  private static final String NAME = C.get(10);
  private static final String NAME_EN = C.get(11);
  private static final String GRAMS = C.get(12);
  private static final String PRICE = C.get(13);
  private static final String BOXED = C.get(14);
  private static final String MORE = ProductFiles.MORE;

  /// What cannot be changed by a sheet once it is written.
  private static final List<String> FIXED =
      List.of(TITLE, TITLE_EN, ORIGIN, STANDARD, VARIETY, GRADE, NAME, NAME_EN, GRAMS, BOXED);

  private final Actor actor;
  private final Shop shop;
  private final String digest;
  private final boolean preview;
  private final Shops shops;
  private final Map<String, Product> there = new HashMap<>();
  private final List<FileImport.Bad> errors = new ArrayList<>();
  private final List<Row> fresh = new ArrayList<>();
  private int changed;
  private int known;
  private int refused;

  private record Row(int number, Map<String, String> cells) {
    String get(String column) {
      String cell = cells.getOrDefault(column, "");
      // as it went out, so that a spreadsheet does not take it for a formula
      return cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@".indexOf(cell.charAt(1)) >= 0
          ? cell.substring(1)
          : cell;
    }
  }

  ProductReading(
      Actor actor, Shop shop, String digest, boolean preview, Shops shops, ProductRows products) {
    this.actor = actor;
    this.shop = shop;
    this.digest = digest;
    this.preview = preview;
    this.shops = shops;
    int number = 1;
    Page<Product> page;
    do {
      page = products.ofShop(shop.id(), new Page.Wanted(number++, Page.MAX_SIZE));
      page.items().forEach(each -> there.put(each.id().toString(), each));
    } while (number <= page.pages());
  }

  void row(int number, Map<String, String> cells, Set<String> wrong) {
    if (number > FileImport.MAX_ROWS + 1)
      throw new Refusal(MarketRefusal.TOO_MANY_ROWS, Map.of("limit", FileImport.MAX_ROWS));
    Row row = new Row(number, Map.copyOf(cells));
    boolean another =
        !fresh.isEmpty()
            && (!row.get(PRODUCT).isEmpty() || !row.get(TITLE).equals(fresh.getFirst().get(TITLE)));
    if (another) write();
    if (row.get(PRODUCT).isEmpty()) fresh.add(row);
    else change(row);
  }

  private void refuse(Row row, String column, String code) {
    refused++;
    if (errors.size() < FileImport.MOST_ERRORS) {
      String value = row.get(column);
      errors.add(
          new FileImport.Bad(
              row.number(),
              column,
              code,
              value.length() > 60 ? value.substring(0, 60) + "…" : value));
    }
  }

  /// A row of something that is there.
  private void change(Row row) {
    Product product = there.get(row.get(PRODUCT));
    if (product == null) {
      refuse(row, PRODUCT, "unknown-product");
      return;
    }
    Optional<Product.Article> article =
        product.articles().stream()
            .filter(each -> each.id().toString().equals(row.get(ARTICLE)))
            .findFirst();
    if (article.isEmpty()) {
      refuse(row, ARTICLE, "unknown-article");
      return;
    }
    for (String column : FIXED)
      if (!row.get(column).equals(was(product, article.get(), column))) {
        refuse(row, column, "fixed");
        return;
      }
    if (!row.get(ABOUT).equals(product.about().strip())) {
      refuse(row, ABOUT, "fixed");
      return;
    }
    Optional<Money> price = price(row);
    Optional<Long> more = more(row);
    Optional<Boolean> onSale = onSale(row, product);
    if (price.isEmpty()) refuse(row, PRICE, "bad-amount");
    else if (more.isEmpty() || (more.get() != 0 && article.get().boxed()))
      refuse(row, MORE, "bad-count");
    else if (onSale.isEmpty()) refuse(row, STATE, "bad-state");
    else apply(row, product, article.get(), price.get(), more.get(), onSale.get());
  }

  private void apply(
      Row row, Product product, Product.Article article, Money price, long more, boolean onSale) {
    boolean priced = !price.equals(article.price());
    boolean turned = onSale != (product.state() == Product.State.ON_SALE);
    if (!priced && !turned && more == 0) {
      known++;
      return;
    }
    if (more < 0 && article.left() < -more) {
      refuse(row, MORE, "sold-out");
      return;
    }
    try {
      if (!preview) {
        if (more != 0) shops.stock(actor, id(row, "stock"), article.id(), more);
        if (priced) shops.setPrice(actor, article.id(), price);
        if (turned)
          there.put(product.id().toString(), shops.setOnSale(actor, product.id(), onSale));
      }
      changed++;
    } catch (Refusal refusal) {
      refuse(row, more < 0 ? MORE : STATE, word(refusal));
    }
  }

  private static String word(Refusal refusal) {
    return refusal.code() == MarketRefusal.SOLD_OUT
        ? "sold-out"
        : refusal.code() == MarketRefusal.SHOP_NOT_OPEN ? "shop-not-open" : "not-taken";
  }

  private UUID id(Row row, String what) {
    return Uuids.named(
        "market.sheet", shop.id().toString(), digest, String.valueOf(row.number()), what);
  }

  private static String was(Product p, Product.Article a, String column) {
    if (column.equals(TITLE)) return p.title().zh();
    if (column.equals(TITLE_EN)) return p.title().en();
    if (column.equals(ORIGIN)) return p.origin().text();
    if (column.equals(STANDARD)) return p.made().map(Product.Made::standard).orElse("");
    if (column.equals(VARIETY)) return p.made().map(Product.Made::variety).orElse("");
    if (column.equals(GRADE)) return p.made().map(Product.Made::grade).orElse("");
    if (column.equals(NAME)) return a.name().zh();
    if (column.equals(NAME_EN)) return a.name().en();
    if (column.equals(GRAMS)) return String.valueOf(a.mass().grams());
    return a.boxed() ? "yes" : "no";
  }

  private static Optional<Money> price(Row row) {
    try {
      Money money = Money.parse(row.get(PRICE), "CNY");
      return money.minor() > 0 ? Optional.of(money) : Optional.empty();
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> more(Row row) {
    if (row.get(MORE).isEmpty()) return Optional.of(0L);
    return whole(row.get(MORE), -1_000_000, 1_000_000);
  }

  private static Optional<Long> whole(String text, long least, long most) {
    try {
      long number =
          new BigDecimal(text.startsWith("+") ? text.substring(1) : text).longValueExact();
      return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Whether it is to be on sale; a draft stays one where the sheet says so.
  private static Optional<Boolean> onSale(Row row, Product product) {
    return switch (row.get(STATE)) {
      case "on-sale" -> Optional.of(true);
      case "ended" ->
          product.state() == Product.State.DRAFT ? Optional.empty() : Optional.of(false);
      case "draft" ->
          product.state() == Product.State.DRAFT ? Optional.of(false) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// Rows without ids that belong together: a new product, a draft unless they say `on-sale`.
  private void write() {
    List<Row> rows = List.copyOf(fresh);
    fresh.clear();
    int before = refused;
    List<Product.NewArticle> articles = new ArrayList<>();
    for (Row row : rows) article(row).ifPresent(articles::add);
    Row first = rows.getFirst();
    if (!PlaceCode.isCode(first.get(ORIGIN))) refuse(first, ORIGIN, "unknown-place");
    if (first.get(TITLE).isEmpty()) refuse(first, TITLE, "missing");
    if (!Set.of("draft", "on-sale", "").contains(first.get(STATE)))
      refuse(first, STATE, "bad-state");
    if (refused > before) return;
    UUID id = id(first, "product");
    if (there.containsKey(id.toString())) {
      known += rows.size();
      return;
    }
    Product.New product =
        new Product.New(
            id,
            shop.id(),
            new PlaceCode(first.get(ORIGIN)),
            new Text(first.get(TITLE), first.get(TITLE_EN)),
            first.get(ABOUT),
            made(first),
            List.of(),
            articles);
    try {
      if (!preview) {
        shops.write(actor, product);
        for (Row row : rows) {
          long more = more(row).orElse(0L);
          if (more > 0) shops.stock(actor, id(row, "stock"), id(row, "article"), more);
        }
        if (first.get(STATE).equals("on-sale")) shops.setOnSale(actor, id, true);
      }
      changed += rows.size();
    } catch (Refusal refusal) {
      refuse(first, TITLE, word(refusal));
    }
  }

  private static Optional<Product.Made> made(Row row) {
    return row.get(STANDARD).isEmpty()
        ? Optional.empty()
        : Optional.of(new Product.Made(row.get(STANDARD), row.get(VARIETY), row.get(GRADE)));
  }

  private Optional<Product.NewArticle> article(Row row) {
    Optional<Money> price = price(row);
    Optional<Long> grams = whole(row.get(GRAMS), 1, 1_000_000);
    boolean boxed = row.get(BOXED).equals("yes");
    boolean counted = more(row).filter(each -> each == 0 || (each > 0 && !boxed)).isPresent();
    if (row.get(NAME).isEmpty()) refuse(row, NAME, "missing");
    else if (price.isEmpty()) refuse(row, PRICE, "bad-amount");
    else if (grams.isEmpty()) refuse(row, GRAMS, "bad-count");
    else if (!counted) refuse(row, MORE, "bad-count");
    else
      return Optional.of(
          new Product.NewArticle(
              id(row, "article"),
              new Text(row.get(NAME), row.get(NAME_EN)),
              new Mass(grams.get()),
              price.get(),
              boxed));
    return Optional.empty();
  }

  void end() {
    if (!fresh.isEmpty()) write();
  }

  FileImport done(Elsewhere.Wanted wanted, String name, Instant at) {
    return new FileImport(
        wanted.id(),
        shop.id(),
        FileImport.Kind.PRODUCTS,
        name,
        preview,
        changed,
        known,
        refused,
        errors,
        at);
  }
}
