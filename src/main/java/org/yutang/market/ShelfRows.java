package org.yutang.market;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// Finds what is on sale, in SQL.
@Component
class ShelfRows {

  private static final int MOST_ALIKE = 5000;

  /// So many hits are sorted; more are looked for in the order that is wanted.
  private static final int MOST_SORTED = 2000;

  private static final int[] AMONG = {20_000, 400_000, Integer.MAX_VALUE};

  private final JdbcClient sql;

  ShelfRows(JdbcClient sql) {
    this.sql = sql;
  }

  List<Shelf.Pavilion> pavilions() {
    return sql.sql(
            "select county, products, shops from market.pavilion where products > 0 order by products desc, county limit 3000")
        .query(
            (row, _) ->
                new Shelf.Pavilion(
                    new PlaceCode(row.getString("county")),
                    row.getLong("products"),
                    row.getLong("shops")))
        .list();
  }

  /// Counts what is on sale in a county, in the transaction that changes it. Whoever does the same
  /// waits, and then sees this change.
  void recount(PlaceCode county) {
    sql.sql(
            "insert into market.pavilion (county, products, shops) values (:county, 0, 0) on conflict do nothing")
        .param("county", county.text())
        .update();
    sql.sql("select county from market.pavilion where county = :county for update")
        .param("county", county.text())
        .query(String.class)
        .single();
    sql.sql(
            """
            update market.pavilion v set products = c.products, shops = c.shops
            from (
              select count(*) as products, count(distinct p.shop) as shops from market.product p join market.shop s on s.id = p.shop and s.state = 'OPEN'
              where p.state = 'ON_SALE' and p.county = :county
            ) c
            where v.county = :county
            """)
        .param("county", county.text())
        .update();
  }

  List<UUID> after(
      Optional<UUID> after, Optional<PlaceCode> county, Optional<UUID> shop, int most) {
    return sql.sql(
            """
            select p.id from market.product p join market.shop s on s.id = p.shop and s.state = 'OPEN'
            where p.state = 'ON_SALE' and (:after::uuid is null or p.id > :after) and (:county::text is null or p.county = :county)
              and (:shop::uuid is null or p.shop = :shop)
            order by p.id limit :most
            """)
        .param("after", after.orElse(null))
        .param("county", county.map(PlaceCode::text).orElse(null))
        .param("shop", shop.orElse(null))
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  /// @param total at most [Shelf#MAX_COUNTED]
  record Hits(List<UUID> page, long total, Shelf.Facets facets) {}

  /// What is rare is found by its words and sorted; what is frequent is looked for among those that
  /// come first in the wanted order, because the database would sort all of it.
  Hits find(Shelf.Query query, List<String> words) {
    String where =
        "p.state = 'ON_SALE'"
            + (words.isEmpty() ? "" : " and p.words @> cast(:words as text[])")
            + (query.county().isPresent() ? " and p.county = :county" : "")
            + (query.standard().isPresent() ? " and p.standard = :standard" : "")
            + (query.shop().isPresent() ? " and p.shop = :shop" : "")
            + (query.least().isPresent() ? " and p.least_fen >= :least" : "")
            + (query.most().isPresent() ? " and p.least_fen <= :most" : "")
            + " and exists (select from market.shop s where s.id = p.shop and s.state = 'OPEN')";
    List<Hit> hits =
        bind(
                "select p.id, p.county, p.standard, p.sold, p.least_fen from market.product p where "
                    + where
                    + " limit "
                    + (MOST_SORTED + 1),
                query,
                words)
            .query(
                (row, _) ->
                    new Hit(
                        row.getObject("id", UUID.class),
                        row.getString("county"),
                        Optional.ofNullable(row.getString("standard")),
                        row.getLong("sold"),
                        row.getLong("least_fen")))
            .list();
    List<Hit> counted = hits.subList(0, Math.min(hits.size(), Shelf.MAX_COUNTED));
    return new Hits(
        hits.size() > MOST_SORTED ? firstInOrder(query, words, where) : sorted(query, hits),
        counted.size(),
        new Shelf.Facets(
            facets(counted.stream().map(Hit::county).toList()),
            facets(counted.stream().flatMap(hit -> hit.standard().stream()).toList())));
  }

  private record Hit(UUID id, String county, Optional<String> standard, long sold, long leastFen) {}

  private static List<UUID> sorted(Shelf.Query query, List<Hit> hits) {
    Comparator<Hit> order =
        query.cheapest()
            ? Comparator.comparingLong(Hit::leastFen)
            : Comparator.comparingLong(Hit::sold).reversed();
    return hits.stream()
        // as the database orders ids
        .sorted(order.thenComparing(hit -> hit.id().toString()))
        .skip(query.page().offset())
        .limit(query.page().size())
        .map(Hit::id)
        .toList();
  }

  /// Looks at more and more of those that come first, until the page is full.
  private List<UUID> firstInOrder(Shelf.Query query, List<String> words, String where) {
    String order = query.cheapest() ? " order by p.least_fen, p.id" : " order by p.sold desc, p.id";
    String among =
        "select p.* from market.product p where p.state = 'ON_SALE'"
            + (query.county().isPresent() ? " and p.county = :county" : "")
            + order
            + " limit :among";
    List<UUID> page = List.of();
    for (int each : AMONG) {
      page =
          bind(
                  "select p.id from (%s) p where %s%s limit :size offset :offset"
                      .formatted(among, where, order),
                  query,
                  words)
              .param("among", each)
              .param("size", query.page().size())
              .param("offset", query.page().offset())
              .query(UUID.class)
              .list();
      if (page.size() == query.page().size()) return page;
    }
    return page;
  }

  private static List<Shelf.Facet> facets(List<String> values) {
    return values.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                each -> each, java.util.stream.Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> new Shelf.Facet(entry.getKey(), entry.getValue()))
        .sorted(
            java.util.Comparator.comparingLong(Shelf.Facet::products)
                .reversed()
                .thenComparing(Shelf.Facet::value))
        .limit(20)
        .toList();
  }

  private JdbcClient.StatementSpec bind(String text, Shelf.Query query, List<String> words) {
    return sql.sql(text)
        .param("words", words.toArray(String[]::new))
        .param("county", query.county().map(PlaceCode::text).orElse(null))
        .param("standard", query.standard().orElse(null))
        .param("shop", query.shop().orElse(null))
        .param("least", query.least().map(Money::minor).orElse(null))
        .param("most", query.most().map(Money::minor).orElse(null));
  }

  boolean hasWord(String word) {
    return sql.sql("select exists (select from market.word where text = :word)")
        .param("word", word)
        .query(Boolean.class)
        .single();
  }

  /// Words with the same first letter and nearly the same length.
  List<String> alike(String word, int most) {
    return sql.sql(
            """
            select text from market.word where text >= :from and text < :end and length(text) between :least and :most limit :limit
            """)
        .param("from", word.substring(0, 1))
        .param("end", word.substring(0, 1) + Character.MAX_VALUE)
        .param("least", word.length() - most)
        .param("most", word.length() + most)
        .param("limit", MOST_ALIKE)
        .query(String.class)
        .list();
  }
}
