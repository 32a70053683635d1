package org.yutang.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yutang.kernel.PlaceCode;

@Tag("slow")
class SyntheticCountyTest {

  private static final List<SyntheticHousehold> HOUSEHOLDS = new ArrayList<>();
  @TempDir static Path folder;

  @BeforeAll
  static void make() {
    county(1).eachHousehold(HOUSEHOLDS::add);
  }

  @Test
  void thereAreAsManyHouseholdsPersonsAndPoorVillagesAsPublished() {
    assertThat(HOUSEHOLDS).hasSize(35_024);
    assertThat(persons()).hasSize(134_882);
    assertThat(Set.copyOf(county(1).poorVillages())).hasSize(135);
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherOneAnother() throws IOException {
    Path first = folder.resolve("a.csv");
    Path again = folder.resolve("b.csv");
    Path other = folder.resolve("c.csv");
    CountyFiles.writeRegister(county(7), first);
    CountyFiles.writeRegister(county(7), again);
    CountyFiles.writeRegister(county(8), other);
    assertThat(Files.mismatch(first, again)).isEqualTo(-1);
    assertThat(Files.mismatch(first, other)).isNotEqualTo(-1);
    int columns = CountyFiles.REGISTER_HEADING.split(",").length;
    assertThat(Files.readAllLines(first))
        .hasSize(134_883)
        .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
  }

  @Test
  void numbersAreUniqueAndCanBeNobodys() {
    Set<String> seen = new HashSet<>();
    for (SyntheticPerson person : persons()) {
      String number = person.idNumber();
      assertThat(number).hasSize(18).startsWith("99");
      assertThat(number.substring(6, 14)).isEqualTo(person.born().toString().replace("-", ""));
      assertThat((number.charAt(16) - '0') % 2 == 1).isEqualTo(person.male());
      assertThat(number.charAt(17)).isEqualTo(IdNumbers.check(number.substring(0, 17)));
      assertThat(seen.add(number)).isTrue();
      assertThat(seen.add(person.number())).isTrue();
    }
  }

  @Test
  void theCheckDigitIsThatOfTheStandardsExample() {
    assertThat(IdNumbers.check("11010519491231002")).isEqualTo('X');
    assertThat(IdNumbers.check("44052418800101001")).isEqualTo('4');
  }

  @Test
  void everyVillageHasHouseholdsAndPoorOnesHaveMore() {
    Map<Village, Long> byVillage =
        HOUSEHOLDS.stream()
            .collect(Collectors.groupingBy(SyntheticHousehold::village, Collectors.counting()));
    assertThat(byVillage).hasSize(villages().size());
    Set<Village> poor = Set.copyOf(county(1).poorVillages());
    double inPoor =
        byVillage.entrySet().stream()
            .filter(entry -> poor.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .average()
            .orElseThrow();
    double elsewhere =
        byVillage.entrySet().stream()
            .filter(entry -> !poor.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .average()
            .orElseThrow();
    assertThat(inPoor).isGreaterThan(2 * elsewhere);
  }

  @Test
  void familiesArePlausible() {
    for (SyntheticHousehold household : HOUSEHOLDS) {
      SyntheticPerson head = household.members().getFirst();
      assertThat(head.relation()).isEqualTo("户主");
      assertThat(age(head)).isBetween(18, 98);
      for (SyntheticPerson member : household.members()) {
        assertThat(age(member)).isBetween(0, 98);
        int gap = age(head) - age(member);
        switch (member.relation()) {
          case "之子", "之女" -> assertThat(gap).isBetween(12, 50);
          case "之父", "之母" -> assertThat(-gap).isBetween(14, 40);
          case "之孙子", "之孙女" -> assertThat(gap).isGreaterThan(30);
          default -> {}
        }
        if (age(member) < 16) assertThat(member.labour()).isEqualTo("无劳动能力");
        if (member.workMonths() > 0) assertThat(age(member)).isGreaterThanOrEqualTo(16);
      }
    }
  }

  @Test
  void sharesOverTheCountyArePlausible() {
    assertThat(share(person -> person.male() ? 1 : 0)).isBetween(0.49, 0.56);
    assertThat(share(person -> age(person) < 16 ? 1 : 0)).isBetween(0.13, 0.27);
    assertThat(share(person -> age(person) >= 60 ? 1 : 0)).isBetween(0.15, 0.33);
    assertThat(share(person -> age(person) >= 18 && age(person) <= 60 ? 1 : 0))
        .isBetween(0.45, 0.62);
    assertThat(share(person -> person.health().equals("健康") ? 0 : 1)).isBetween(0.15, 0.35);
    double income =
        HOUSEHOLDS.stream().mapToInt(SyntheticHousehold::incomePerHead).average().orElseThrow();
    assertThat(income).isBetween(3_500.0, 6_000.0);
    assertThat(
            HOUSEHOLDS.stream().filter(household -> household.cause().equals("因病")).count()
                / 35_024.0)
        .isBetween(0.38, 0.46);
  }

  private static double share(ToIntFunction<SyntheticPerson> counted) {
    return persons().stream().mapToInt(counted).average().orElseThrow();
  }

  private static int age(SyntheticPerson person) {
    return Period.between(person.born(), SyntheticCounty.AS_OF).getYears();
  }

  private static List<SyntheticPerson> persons() {
    return HOUSEHOLDS.stream().flatMap(household -> household.members().stream()).toList();
  }

  private static SyntheticCounty county(long seed) {
    return new SyntheticCounty(seed, villages());
  }

  private static List<Village> villages() {
    return IntStream.range(0, 390)
        .mapToObj(
            i ->
                new Village(
                    new PlaceCode("CN-500236%03d%03d".formatted(100 + i / 12, 200 + i % 12)),
                    new PlaceCode("CN-500236%03d".formatted(100 + i / 12)),
                    "村" + i))
        .toList();
  }
}
