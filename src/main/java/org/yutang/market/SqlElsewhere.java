package org.yutang.market;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.Refusal;
import org.yutang.register.MappedTable;
import org.yutang.register.Register;
import org.yutang.store.Transactions;

/// Files of orders from elsewhere, row by row: [ForeignReading] judges rows, [ForeignOrders] takes
/// orders.
@Component
class SqlElsewhere implements Elsewhere {

  private static final MappedTable.Form FORM =
      new MappedTable.Form(
          "orders",
          List.of("platform"),
          "order",
          Set.of("number", "article", "pieces", "price", "sold-at"),
          List.of(
              "number", "article", "pieces", "price", "sold-at", "freight", "region", "name",
              "phone", "street"));

  private final ForeignRows rows;
  private final ForeignOrders orders;
  private final ProductRows products;
  private final Stocks stocks;
  private final ShopSight sight;
  private final Register register;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlElsewhere(
      ForeignRows rows,
      ForeignOrders orders,
      ProductRows products,
      Stocks stocks,
      ShopSight sight,
      Register register,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.orders = orders;
    this.products = products;
    this.stocks = stocks;
    this.sight = sight;
    this.register = register;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public FileImport read(Actor actor, Wanted wanted, String mapping) {
    Shop shop = sight.run(actor, wanted.shop());
    if (shop.state() != Shop.State.OPEN) throw new Refusal(MarketRefusal.SHOP_NOT_OPEN);
    Optional<FileImport> there =
        rows.imports(shop.id(), Optional.of(wanted.id())).stream().findFirst();
    if (there.isPresent()) return there.get();
    MappedTable table = MappedTable.of(mapping, FORM);
    ForeignReading reading =
        new ForeignReading(
            shop.id(),
            Fields.line("platform", table.about("platform"), 1, 40),
            wanted.preview(),
            new ForeignReading.Rooms(rows, orders, products, stocks, register),
            clock.instant());
    try {
      table.read(wanted.file(), reading::row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reading.end();
    FileImport done =
        reading.done(
            wanted,
            Fields.line("name", wanted.name(), 1, 200),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (wanted.preview()) return done;
    keep(actor, shop, done, wanted.file());
    return done;
  }

  private void keep(Actor actor, Shop shop, FileImport done, Path file) {
    keep(rows, transactions, audit, actor, shop, done, file);
  }

  /// Remembers what was read in, and who did it.
  static void keep(
      ForeignRows rows,
      Transactions transactions,
      Audit audit,
      Actor actor,
      Shop shop,
      FileImport done,
      Path file) {
    String digest = digest(file);
    transactions.run(
        () -> {
          if (rows.insert(done, digest, actor.account()))
            audit.record(
                actor,
                "market.file-imported",
                shop.place(),
                shop.id().toString(),
                Map.of(
                    "kind", done.kind().name(), "fresh", done.fresh(), "refused", done.refused()));
        });
  }

  static String digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      DigestInputStream through = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      through.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(through.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<UUID, Origin> origins(Actor actor, UUID shop, Collection<UUID> some) {
    sight.seen(actor, shop);
    return rows.origins(some);
  }

  @Override
  public List<FileImport> imports(Actor actor, UUID shop) {
    return rows.imports(sight.seen(actor, shop).id(), Optional.empty());
  }

  @Override
  public FileImport find(Actor actor, UUID shop, UUID id) {
    return rows.imports(sight.seen(actor, shop).id(), Optional.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new Refusal(MarketRefusal.UNKNOWN_IMPORT));
  }
}
