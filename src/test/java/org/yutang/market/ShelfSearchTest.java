package org.yutang.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// What is found is the same whether few or many things fit.
class ShelfSearchTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450330");

  /// More than are sorted at once.
  private static final int MANY = 2_300;

  @Autowired BeanFactory beans;
  @Autowired JdbcClient sql;

  @Test
  void frequentWordsFindWhatANaiveOrderFindsAndRareOnesToo() {
    MarketHouse house = new MarketHouse(beans, COUNTY);
    Actor merchant = house.merchant();
    Shop shop = house.shop(merchant, "测试搜索店");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try {
      fill(shop, random);
      for (boolean cheapest : new boolean[] {false, true})
        for (String words : List.of("manyofthem", "manyofthem fewofthem", "fewofthem"))
          for (int page : new int[] {1, 2, 7})
            for (Optional<PlaceCode> county :
                List.of(Optional.<PlaceCode>empty(), Optional.of(COUNTY)))
              assertThat(found(house, words, county, cheapest, page))
                  .as("seed %d, %s, page %d, cheapest %s, %s", seed, words, page, cheapest, county)
                  .isEqualTo(naive(words, cheapest, page));
      assertThat(found(house, "manyofthem nothingofthem", Optional.empty(), false, 1)).isEmpty();
    } finally {
      sql.sql("delete from market.product where shop = :shop").param("shop", shop.id()).update();
    }
  }

  @Test
  void aCountyShowsWhatIsOnSaleThereAtEveryMoment() {
    MarketHouse house = new MarketHouse(beans, new PlaceCode("CN-450329"));
    Actor merchant = house.merchant();
    Shop shop = house.shop(merchant, "测试馆店");
    Shop other = house.shop(merchant, "测试馆店二");
    assertThat(pavilion(house)).isEmpty();
    Product first = house.product(merchant, shop, "测试馆橙", 1000, 0);
    house.product(merchant, other, "测试馆蜜", 1000, 0);
    assertThat(pavilion(house)).contains(new Shelf.Pavilion(house.county, 2, 2));
    house.shops.setOnSale(merchant, first.id(), false);
    assertThat(pavilion(house)).contains(new Shelf.Pavilion(house.county, 1, 1));
    house.shops.close(house.officer, other.id(), "测试");
    assertThat(pavilion(house)).isEmpty();
  }

  private static Optional<Shelf.Pavilion> pavilion(MarketHouse house) {
    return house.shelf.pavilions().stream()
        .filter(each -> each.county().equals(house.county))
        .findFirst();
  }

  private void fill(Shop shop, Random random) {
    List<String> few = new ArrayList<>();
    for (int i = 0; i < MANY; i++) few.add(random.nextInt(20) == 0 ? "fewofthem" : "noneofthem");
    sql.sql(
            """
            insert into market.product (id, shop, county, origin, title_zh, title_en, about, photos, state, words, least_fen, sold, created_at)
            select gen_random_uuid(), :shop, :county, :county, '测试', 'Test', '', '{}', 'ON_SALE', array['manyofthem', few], fen, sold, now()
            from unnest(:few, :fens, :sold) as t (few, fen, sold)
            """)
        .param("shop", shop.id())
        .param("county", COUNTY.text())
        .param("few", few.toArray(String[]::new))
        .param("fens", random.longs(MANY, 100, 200).boxed().toArray(Long[]::new))
        .param("sold", random.longs(MANY, 0, 50).boxed().toArray(Long[]::new))
        .update();
  }

  private static List<UUID> found(
      MarketHouse house, String words, Optional<PlaceCode> county, boolean cheapest, int page) {
    return house
        .shelf
        .find(
            new Shelf.Query(
                words,
                county,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cheapest,
                new Page.Wanted(page, 20)))
        .products()
        .items()
        .stream()
        .map(Product::id)
        .toList();
  }

  private List<UUID> naive(String words, boolean cheapest, int page) {
    return sql.sql(
            "select id from market.product where words @> cast(:words as text[]) order by "
                + (cheapest ? "least_fen, id" : "sold desc, id")
                + " limit 20 offset :offset")
        .param("words", words.split(" "))
        .param("offset", (page - 1) * 20)
        .query(UUID.class)
        .list();
  }
}
