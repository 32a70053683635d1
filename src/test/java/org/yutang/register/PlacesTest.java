package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

class PlacesTest extends ServerTest {

  private static final PlaceCode FENGJIE = new PlaceCode("CN-500236");

  @Autowired Register register;
  @Autowired ShippedPlaces shipped;
  @Autowired JdbcClient sql;

  @Test
  void fengjieShipsWithItsTownsVillagesAndDelistingYear() {
    Place county = register.getPlace(FENGJIE);
    assertThat(county.nameZh()).isEqualTo("奉节县");
    assertThat(county.level()).isEqualTo(PlaceLevel.COUNTY);
    assertThat(register.ancestors(FENGJIE))
        .extracting(Place::nameZh)
        .containsExactly("世界", "中国", "重庆市", "县");
    Page<PlaceEntry> towns = register.children(FENGJIE, PlaceQuery.all(new Page.Wanted(1, 50)));
    assertThat(towns.total()).isEqualTo(33);
    assertThat(register.placeFacts(FENGJIE))
        .extracting(PlaceFact::delistedYear)
        .containsExactly(Optional.of(2018));
    assertThat(
            register
                .children(
                    towns.items().getFirst().place().code(), PlaceQuery.all(new Page.Wanted(1, 50)))
                .total())
        .isPositive();
  }

  @Test
  void aPlaceContainsWhatLiesInsideItAndNothingElse() {
    assertThat(register.contains(PlaceCode.WORLD, FENGJIE)).isTrue();
    assertThat(register.contains(new PlaceCode("CN-50"), FENGJIE)).isTrue();
    assertThat(register.contains(FENGJIE, FENGJIE)).isTrue();
    assertThat(register.contains(FENGJIE, new PlaceCode("CN-50"))).isFalse();
    assertThat(register.contains(new PlaceCode("CN-5001"), FENGJIE)).isFalse();
    assertThat(register.contains(new PlaceCode("CN"), new PlaceCode("CN-999999"))).isFalse();
  }

  @Test
  void aCountysCodeAloneDoesNotMakeItPartOfAProvince() {
    // Fengjie lies in the part of Chongqing whose code is 5002, which its own code does show;
    // Jiyuan's prefecture is 4190.
    assertThat(register.contains(new PlaceCode("CN-4190"), new PlaceCode("CN-419001"))).isTrue();
  }

  @Test
  void theListOfPovertyCountiesIsWholeAndTellsItsDoubts() {
    Page<PlaceEntry> all =
        register.counties(
            new PlaceQuery(
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                false,
                PlaceQuery.Sort.CODE,
                false,
                new Page.Wanted(1, 10)));
    assertThat(all.total()).isEqualTo(831); // 832 then; Lenghu and Mangya are one city now
    Page<PlaceEntry> last =
        register.counties(
            new PlaceQuery(
                Optional.of(new PlaceCode("CN")),
                Optional.empty(),
                true,
                Optional.of(2020),
                false,
                PlaceQuery.Sort.CODE,
                false,
                new Page.Wanted(1, 10)));
    assertThat(last.total()).isEqualTo(52);
    PlaceFact shuangbai = register.placeFacts(new PlaceCode("CN-532322")).getFirst();
    assertThat(shuangbai.delistedYear()).contains(2019);
    assertThat(shuangbai.note().orElseThrow()).contains("2018").contains("存疑");
  }

  @Test
  void countriesHaveNamesInBothLanguagesAndCountiesAreFoundByName() {
    Place austria = register.getPlace(new PlaceCode("AT"));
    assertThat(austria.name(Locale.CHINESE)).isEqualTo("奥地利");
    assertThat(austria.name(Locale.ENGLISH)).isEqualTo("Austria");
    assertThat(register.searchPlaces("奉节", 5)).extracting(Place::code).contains(FENGJIE);
    assertThat(
            register
                .counties(
                    new PlaceQuery(
                        Optional.empty(),
                        Optional.of("奉节"),
                        false,
                        Optional.empty(),
                        false,
                        PlaceQuery.Sort.NAME,
                        true,
                        new Page.Wanted(1, 10)))
                .total())
        .isEqualTo(1);
    assertThat(register.searchPlaces("50%", 5)).isEmpty();
  }

  @Test
  void loadingTheShippedPlacesAgainChangesNothing() {
    long before = sql.sql("select count(*) from register.place").query(Long.class).single();
    shipped.load();
    assertThat(sql.sql("select count(*) from register.place").query(Long.class).single())
        .isEqualTo(before);
  }

  @Test
  void anUnknownPlaceIsRefusedAndHasNoFigures() {
    assertThatThrownBy(() -> register.getPlace(new PlaceCode("XX-1")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RegisterRefusal.UNKNOWN_PLACE));
    assertThat(register.findPlace(new PlaceCode("XX-1"))).isEmpty();
    assertThat(register.figures(new PlaceCode("XX-1")).households()).isZero();
  }
}
