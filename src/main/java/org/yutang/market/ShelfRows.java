package org.yutang.market;

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

  private final JdbcClient sql;

  ShelfRows(JdbcClient sql) {
    this.sql = sql;
  }

  List<Shelf.Pavilion> pavilions() {
    return sql.sql(
            """
            select p.county, count(*) as products, count(distinct p.shop) as shops
            from market.product p join market.shop s on s.id = p.shop and s.state = 'OPEN'
            where p.state = 'ON_SALE' group by p.county order by 2 desc, 1 limit 3000
            """)
        .query(
            (row, _) ->
                new Shelf.Pavilion(
                    new PlaceCode(row.getString("county")),
                    row.getLong("products"),
                    row.getLong("shops")))
        .list();
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
    List<UUID> page =
        bind(
                "select p.id from market.product p where "
                    + where
                    + (query.cheapest()
                        ? " order by p.least_fen, p.id"
                        : " order by p.sold desc, p.id")
                    + " limit :size offset :offset",
                query,
                words)
            .param("size", query.page().size())
            .param("offset", query.page().offset())
            .query(UUID.class)
            .list();
    List<Hit> counted =
        bind(
                "select p.county, p.standard from market.product p where "
                    + where
                    + " limit "
                    + Shelf.MAX_COUNTED,
                query,
                words)
            .query(
                (row, _) ->
                    new Hit(
                        row.getString("county"), Optional.ofNullable(row.getString("standard"))))
            .list();
    return new Hits(
        page,
        counted.size(),
        new Shelf.Facets(
            facets(counted.stream().map(Hit::county).toList()),
            facets(counted.stream().flatMap(hit -> hit.standard().stream()).toList())));
  }

  private record Hit(String county, Optional<String> standard) {}

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
