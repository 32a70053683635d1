package org.yutang.market;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Page;
import org.yutang.register.MappedTable;
import org.yutang.store.Transactions;

/// Sheets of products; [ProductReading] reads them.
@Component
class SqlProductFiles implements ProductFiles {

  private final Shops shops;
  private final ShopSight sight;
  private final ProductRows products;
  private final ForeignRows rows;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlProductFiles(
      Shops shops,
      ShopSight sight,
      ProductRows products,
      ForeignRows rows,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.shops = shops;
    this.sight = sight;
    this.products = products;
    this.rows = rows;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void export(Actor actor, UUID shop, Consumer<List<String>> row) {
    sight.seen(actor, shop);
    int number = 1;
    Page<Product> page;
    do {
      page = products.ofShop(shop, new Page.Wanted(number++, Page.MAX_SIZE));
      for (Product product : page.items())
        for (Product.Article article : product.articles()) row.accept(cells(product, article));
    } while (number <= page.pages());
  }

  static String state(Product.State state) {
    return state.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static List<String> cells(Product p, Product.Article a) {
    Optional<Product.Made> made = p.made();
    return List.of(
        p.id().toString(),
        state(p.state()),
        p.title().zh(),
        p.title().en(),
        p.about(),
        p.origin().text(),
        made.map(Product.Made::standard).orElse(""),
        made.map(Product.Made::variety).orElse(""),
        made.map(Product.Made::grade).orElse(""),
        a.id().toString(),
        a.name().zh(),
        a.name().en(),
        String.valueOf(a.mass().grams()),
        a.price().decimal(),
        a.boxed() ? "yes" : "no",
        String.valueOf(a.left()),
        "");
  }

  @Override
  public FileImport read(Actor actor, Elsewhere.Wanted wanted) {
    Shop shop = sight.run(actor, wanted.shop());
    Optional<FileImport> there =
        rows.imports(shop.id(), Optional.of(wanted.id())).stream().findFirst();
    if (there.isPresent()) return there.get();
    ProductReading reading =
        new ProductReading(
            actor, shop, SqlElsewhere.digest(wanted.file()), wanted.preview(), shops, products);
    try {
      MappedTable.plain(wanted.file(), COLUMNS, reading::row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reading.end();
    FileImport done =
        reading.done(
            wanted,
            Fields.line("name", wanted.name(), 1, 200),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!wanted.preview())
      SqlElsewhere.keep(rows, transactions, audit, actor, shop, done, wanted.file());
    return done;
  }
}
