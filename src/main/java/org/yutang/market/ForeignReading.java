package org.yutang.market;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.register.Register;

/// One file of orders while it is read: judges rows, gathers those of one number, and hands orders
/// on in chunks. An order of which one row is bad is not taken.
class ForeignReading {

  private static final int CHUNK = 100;
  private static final int MOST_LINES = 100;
  private static final long MOST_FEN = 100_000_000;
  private static final Duration OLDEST = Duration.ofDays(400);
  private static final PlaceCode SOMEWHERE = new PlaceCode("CN");

  /// Whom it asks.
  record Rooms(
      ForeignRows rows,
      ForeignOrders orders,
      ProductRows products,
      Stocks stocks,
      Register register) {}

  private final UUID shop;
  private final String platform;
  private final boolean preview;
  private final Rooms rooms;
  private final Instant now;
  private final Map<String, ProductRows.Kept> articles = new HashMap<>();
  private final Map<UUID, Long> left = new HashMap<>();
  private final Set<String> previewed = new java.util.HashSet<>();
  private final Set<String> twice = new java.util.HashSet<>();
  private final List<FileImport.Bad> errors = new ArrayList<>();
  private final List<ForeignRows.Told> ready = new ArrayList<>();
  private int fresh;
  private int known;
  private int refused;

  private String number = "";
  private int firstRow;
  private boolean bad;
  private @Nullable Map<String, String> head;
  private final List<ForeignRows.Line> lines = new ArrayList<>();

  ForeignReading(UUID shop, String platform, boolean preview, Rooms rooms, Instant now) {
    this.shop = shop;
    this.platform = platform;
    this.preview = preview;
    this.rooms = rooms;
    this.now = now;
    learnArticles();
  }

  /// An article is named by its id, or by the title of its product and its own name, where that
  /// names one only.
  private void learnArticles() {
    int page = 1;
    Page<Product> some;
    List<UUID> ids = new ArrayList<>();
    do {
      some = rooms.products.ofShop(shop, new Page.Wanted(page++, Page.MAX_SIZE));
      for (Product product : some.items())
        product.articles().forEach(article -> ids.add(article.id()));
    } while (page <= some.pages());
    for (ProductRows.Kept each : rooms.products.articles(ids).values()) {
      articles.put(each.article().id().toString(), each);
      String name = each.title().zh() + " " + each.article().name().zh();
      if (articles.put(name, each) != null) twice.add(name);
    }
    twice.forEach(articles::remove);
  }

  void row(int row, Map<String, String> fields, Set<String> wrong) {
    if (row > FileImport.MAX_ROWS + 1)
      throw new Refusal(MarketRefusal.TOO_MANY_ROWS, Map.of("limit", FileImport.MAX_ROWS));
    String told = fields.getOrDefault("number", "");
    if (!told.equals(number) || told.isEmpty()) {
      close();
      number = told;
      firstRow = row;
      head = fields;
    }
    for (String each : wrong) error(row, each, "not-worked-out", "");
    if (told.isEmpty()) error(row, "number", "missing", "");
    else if (told.length() > 60 || told.chars().anyMatch(Character::isISOControl))
      error(row, "number", "not-a-number", told);
    if (wrong.isEmpty()) line(row, fields);
  }

  private void line(int row, Map<String, String> fields) {
    String named = fields.getOrDefault("article", "");
    ProductRows.Kept article = articles.get(named);
    if (article == null)
      error(row, "article", twice.contains(named) ? "ambiguous" : "unknown-article", named);
    int pieces = 0;
    try {
      pieces = new java.math.BigDecimal(fields.getOrDefault("pieces", "")).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      pieces = 0;
    }
    if (pieces < 1 || pieces > Buying.MAX_PIECES)
      error(row, "pieces", "bad-count", fields.getOrDefault("pieces", ""));
    Optional<Money> price = money(fields.getOrDefault("price", ""), 1);
    if (price.isEmpty()) error(row, "price", "bad-amount", fields.getOrDefault("price", ""));
    if (lines.size() >= MOST_LINES) error(row, "number", "too-many-lines", number);
    if (article != null && pieces > 0 && price.isPresent() && lines.size() < MOST_LINES)
      lines.add(new ForeignRows.Line(row, article, pieces, price.get()));
  }

  private static Optional<Money> money(String text, long least) {
    try {
      Money money = Money.parse(text, "CNY");
      return money.minor() >= least && money.minor() <= MOST_FEN
          ? Optional.of(money)
          : Optional.empty();
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void error(int row, String column, String code, String value) {
    bad = true;
    if (errors.size() < FileImport.MOST_ERRORS)
      errors.add(
          new FileImport.Bad(
              row, column, code, value.length() > 60 ? value.substring(0, 60) + "…" : value));
  }

  /// The order whose rows have all been read.
  private void close() {
    Map<String, String> of = head;
    if (of == null) return;
    Optional<ForeignRows.Told> told = told(of);
    if (bad || told.isEmpty()) refused++;
    else ready.add(told.get());
    head = null;
    bad = false;
    lines.clear();
    if (ready.size() >= CHUNK) flush();
  }

  private Optional<ForeignRows.Told> told(Map<String, String> of) {
    Optional<Instant> soldAt = instant(of.getOrDefault("sold-at", ""));
    if (soldAt.isEmpty()) error(firstRow, "sold-at", "bad-time", of.getOrDefault("sold-at", ""));
    String freight = of.getOrDefault("freight", "0");
    Optional<Money> sending = money(freight, 0);
    if (sending.isEmpty()) error(firstRow, "freight", "bad-amount", freight);
    PlaceCode region = region(of);
    Optional<Address> address = address(of, region);
    if (bad || soldAt.isEmpty() || sending.isEmpty()) return Optional.empty();
    return Optional.of(
        new ForeignRows.Told(
            firstRow, number, soldAt.get(), region, sending.get(), address, List.copyOf(lines)));
  }

  private PlaceCode region(Map<String, String> of) {
    String told = of.getOrDefault("region", "");
    if (told.isEmpty()) return SOMEWHERE;
    if (PlaceCode.isCode(told) && rooms.register.findPlace(new PlaceCode(told)).isPresent())
      return new PlaceCode(told);
    error(firstRow, "region", "unknown-place", told);
    return SOMEWHERE;
  }

  /// All of it or nothing; its values are never shown.
  private Optional<Address> address(Map<String, String> of, PlaceCode region) {
    List<String> parts =
        List.of(
            of.getOrDefault("name", ""),
            of.getOrDefault("phone", ""),
            of.getOrDefault("street", ""));
    if (parts.stream().allMatch(String::isEmpty)) return Optional.empty();
    List<String> columns = List.of("name", "phone", "street");
    List<Integer> longest = List.of(40, 30, 200);
    for (int i = 0; i < columns.size(); i++) {
      String part = parts.get(i);
      boolean sound =
          !part.isEmpty()
              && part.length() <= longest.get(i)
              && part.chars().noneMatch(Character::isISOControl);
      if (!sound) error(firstRow, columns.get(i), "bad-address", "");
    }
    if (bad) return Optional.empty();
    return Optional.of(
        new Address(
            Uuids.named("market.foreign", shop.toString(), platform, number),
            region,
            parts.get(0),
            parts.get(1),
            parts.get(2)));
  }

  private Optional<Instant> instant(String text) {
    try {
      String form = text.replace('/', '-').replace(' ', 'T');
      LocalDateTime at =
          form.length() <= 10 ? LocalDate.parse(form).atStartOfDay() : LocalDateTime.parse(form);
      Instant instant = at.atZone(BusinessDay.ZONE).toInstant().truncatedTo(ChronoUnit.MILLIS);
      boolean sound = !instant.isAfter(now.plusSeconds(300)) && instant.isAfter(now.minus(OLDEST));
      return sound ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void flush() {
    List<ForeignOrders.Result> results =
        preview
            ? ready.stream().map(this::would).toList()
            : rooms.orders.take(shop, platform, ready);
    for (int i = 0; i < ready.size(); i++) count(ready.get(i), results.get(i));
    ready.clear();
  }

  private void count(ForeignRows.Told told, ForeignOrders.Result result) {
    switch (result.outcome()) {
      case FRESH -> fresh++;
      case KNOWN -> known++;
      case CHANGED, UNDER_WAY, SOLD_OUT -> {
        refused++;
        boolean before = bad;
        ForeignRows.Line line =
            told.lines().stream()
                .filter(each -> result.missing().equals(Optional.of(each.article().article().id())))
                .findFirst()
                .orElse(told.lines().getFirst());
        boolean soldOut = result.outcome() == ForeignOrders.Outcome.SOLD_OUT;
        error(
            soldOut ? line.row() : told.row(),
            soldOut ? "pieces" : "number",
            result.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            soldOut ? String.valueOf(line.pieces()) : told.number());
        bad = before;
      }
    }
  }

  /// What would come of it, after those before it in the file.
  private ForeignOrders.Result would(ForeignRows.Told told) {
    Optional<ForeignOrders.Outcome> there =
        ForeignOrders.known(
            rooms.rows.find(shop, platform, told.number()), ForeignOrders.digest(told));
    if (there.isPresent()) return ForeignOrders.Result.of(there.get());
    if (!previewed.add(told.number()))
      return ForeignOrders.Result.of(ForeignOrders.Outcome.CHANGED);
    Map<UUID, Long> wanted = new HashMap<>();
    for (ForeignRows.Line each : told.lines())
      wanted.merge(each.article().article().id(), (long) each.pieces(), Long::sum);
    for (Map.Entry<UUID, Long> each : wanted.entrySet())
      if (left(each.getKey()) < each.getValue())
        return new ForeignOrders.Result(ForeignOrders.Outcome.SOLD_OUT, Optional.of(each.getKey()));
    wanted.forEach((article, pieces) -> left.put(article, left(article) - pieces));
    return ForeignOrders.Result.of(ForeignOrders.Outcome.FRESH);
  }

  private long left(UUID article) {
    return left.computeIfAbsent(article, each -> rooms.stocks.balance(Product.left(each)));
  }

  void end() {
    close();
    if (!ready.isEmpty()) flush();
  }

  FileImport done(Elsewhere.Wanted wanted, String name, Instant at) {
    errors.sort(java.util.Comparator.comparingInt(FileImport.Bad::row));
    return new FileImport(
        wanted.id(),
        shop,
        FileImport.Kind.ORDERS,
        name,
        preview,
        fresh,
        known,
        refused,
        errors,
        at);
  }
}
