package org.yutang.api;

import jakarta.annotation.PreDestroy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Product;
import org.yutang.market.Shelf;
import org.yutang.store.Json;

/// All that is on sale as one file, in the terms of Google's product data specification; made anew
/// when somebody asks and the last one is older than [#FRESH]. Written a page of products at a
/// time, so that memory stays flat.
@Component
class ProductFeed {

  static final Duration FRESH = Duration.ofMinutes(5);
  private static final int MOST = 50_000;

  enum Form {
    JSON_LINES("application/x-ndjson;charset=UTF-8"),
    RSS("application/rss+xml;charset=UTF-8");

    private final String type;

    Form(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /// @param mark differs where the file does
  record Made(Path file, String mark, Instant at, String base) {}

  private final Shelf shelf;
  private final Clock clock;
  private final Map<Form, Made> made = new EnumMap<>(Form.class);

  ProductFeed(Shelf shelf, Clock clock) {
    this.shelf = shelf;
    this.clock = clock;
  }

  /// @param base scheme and host of links
  synchronized Made get(Form form, String base) {
    Made last = made.get(form);
    Instant now = clock.instant();
    if (last != null
        && last.base().equals(base)
        && last.at().plus(FRESH).isAfter(now)
        && Files.exists(last.file())) return last;
    try {
      Path file = Files.createTempFile("feed", ".part");
      file.toFile().deleteOnExit();
      write(form, base, file);
      Made fresh = new Made(file, UUID.randomUUID().toString(), now, base);
      made.put(form, fresh);
      // who reads the old one now goes on reading it
      if (last != null) Files.deleteIfExists(last.file());
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @PreDestroy
  synchronized void stop() throws IOException {
    for (Made each : made.values()) Files.deleteIfExists(each.file());
  }

  private void write(Form form, String base, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      if (form == Form.RSS)
        out.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Yutang</title><link>%s/market</link><description>鱼塘 Yutang</description>
            """
                .formatted(xml(base)));
      Map<UUID, String> brands = new HashMap<>();
      Optional<UUID> after = Optional.empty();
      int written = 0;
      List<Product> some;
      do {
        some = shelf.after(after, Optional.empty(), Optional.empty(), Page.MAX_SIZE);
        for (Product product : some)
          for (Product.Article article : product.articles()) {
            if (written++ >= MOST) break;
            out.write(line(form, item(base, product, article, brands)));
          }
        if (!some.isEmpty()) after = Optional.of(some.getLast().id());
      } while (some.size() == Page.MAX_SIZE && written < MOST);
      if (form == Form.RSS) out.write("</channel></rss>\n");
    }
  }

  private Map<String, String> item(
      String base, Product product, Product.Article article, Map<UUID, String> brands) {
    String page = base + "/market/product/" + product.id();
    Map<String, String> item = new LinkedHashMap<>();
    item.put("id", article.id().toString());
    item.put("item_group_id", product.id().toString());
    item.put("title", product.title().zh() + " " + article.name().zh());
    item.put("description", product.about());
    item.put("link", page);
    if (!product.photos().isEmpty())
      item.put("image_link", page + "/photo/" + product.photos().getFirst());
    item.put("availability", article.left() > 0 ? "in_stock" : "out_of_stock");
    item.put("price", article.price().decimal() + " CNY");
    item.put("brand", brands.computeIfAbsent(product.shop(), this::brand));
    item.put("condition", "new");
    item.put("shipping_weight", article.mass().grams() + " g");
    return item;
  }

  private String brand(UUID shop) {
    try {
      return shelf.shop(shop).name().zh();
    } catch (Refusal closedMeanwhile) {
      return "";
    }
  }

  private static String line(Form form, Map<String, String> item) {
    if (form == Form.JSON_LINES) return Json.write(item) + "\n";
    StringBuilder line = new StringBuilder("<item>");
    item.forEach(
        (name, text) ->
            line.append("<g:")
                .append(name)
                .append('>')
                .append(xml(text))
                .append("</g:")
                .append(name)
                .append('>'));
    return line.append("</item>\n").toString();
  }

  /// Also without what XML cannot hold.
  private static String xml(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                  if ((c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
                      || c == '\n') out.appendCodePoint(c);
                }
              }
            });
    return out.toString();
  }
}
