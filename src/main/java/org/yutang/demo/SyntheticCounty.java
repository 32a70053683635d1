package org.yutang.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A county of made-up people at a published size. Shares and causes follow what is generally
/// reported of poor counties in mountains: illness is the first cause, households are small, many
/// of working age work away from home. No row is a real one.
final class SyntheticCounty {

  /// Fengjie county, as published: households and persons registered as poor, and poor villages.
  static final int HOUSEHOLDS = 35_024;

  static final int PERSONS = 134_882;
  static final int POOR_VILLAGES = 135;

  /// The day as of which ages are meant; the file does not change with the calendar.
  static final LocalDate AS_OF = LocalDate.of(2025, 12, 31);

  private static final int LARGEST = 9;
  private static final double[] SIZES = {0.08, 0.16, 0.20, 0.25, 0.17, 0.09, 0.035, 0.01, 0.005};
  private static final List<String> CAUSES =
      List.of("因病", "因残", "缺技术", "因学", "缺劳力", "缺资金", "自身发展力不足", "因灾", "交通条件落后");
  private static final double[] CAUSE_SHARES = {
    0.42, 0.14, 0.13, 0.10, 0.08, 0.07, 0.03, 0.02, 0.01
  };
  private static final List<String> HOUSES = List.of("砖混", "砖木", "土坯");

  private final List<Village> villages;
  private final Map<String, Integer> townNumbers = new HashMap<>();
  private final Dice dice;
  private final Names names;
  private final Family families;
  private final People people;

  /// @param villages all villages of the county, in any order
  SyntheticCounty(long seed, List<Village> villages) {
    if (villages.size() < POOR_VILLAGES)
      throw new IllegalArgumentException("too few villages: " + villages.size());
    this.villages = villages.stream().sorted(Comparator.comparing(Village::code)).toList();
    for (Village village : this.villages)
      townNumbers.putIfAbsent(village.town().text(), townNumbers.size());
    this.dice = new Dice(seed);
    this.names = new Names(dice);
    this.families = new Family(dice);
    this.people = new People(dice);
  }

  /// The poor villages, by code: spread over the county, rural ones first.
  List<Village> poorVillages() {
    List<Village> rural =
        villages.stream().filter(village -> !village.name().contains("居")).toList();
    List<Village> from = rural.size() >= POOR_VILLAGES ? rural : villages;
    Set<Village> poor = new LinkedHashSet<>();
    for (int i = 0; i < POOR_VILLAGES; i++)
      poor.add(from.get((int) ((long) i * from.size() / POOR_VILLAGES)));
    return List.copyOf(poor);
  }

  /// Hands out every household, village by village. To be called once: it uses the dice up.
  void eachHousehold(Consumer<SyntheticHousehold> each) {
    int[] sizes = sizes();
    Village[] homes = homes();
    IdNumbers numbers = new IdNumbers();
    for (int i = 0; i < HOUSEHOLDS; i++) each.accept(household(i + 1, sizes[i], homes[i], numbers));
  }

  /// How many live in each household; together exactly [#PERSONS].
  private int[] sizes() {
    int[] sizes = new int[HOUSEHOLDS];
    int sum = 0;
    for (int i = 0; i < HOUSEHOLDS; i++) {
      sizes[i] = 1 + dice.weighted(SIZES);
      sum += sizes[i];
    }
    while (sum != PERSONS) {
      int at = dice.between(0, HOUSEHOLDS - 1);
      int step = sum < PERSONS ? 1 : -1;
      if (sizes[at] + step < 1 || sizes[at] + step > LARGEST) continue;
      sizes[at] += step;
      sum += step;
    }
    return sizes;
  }

  /// In which village each household lives, in order of the villages: at least one in each, thrice
  /// as many in poor ones.
  private Village[] homes() {
    Set<Village> poor = Set.copyOf(poorVillages());
    double[] weights =
        villages.stream()
            .mapToDouble(village -> (poor.contains(village) ? 3.0 : 1.0) * dice.between(60, 140))
            .toArray();
    int[] counts = new int[villages.size()];
    for (int i = 0; i < HOUSEHOLDS; i++) counts[i < counts.length ? i : dice.weighted(weights)]++;
    Village[] homes = new Village[HOUSEHOLDS];
    int next = 0;
    for (int v = 0; v < counts.length; v++)
      for (int i = 0; i < counts[v]; i++) homes[next++] = villages.get(v);
    return homes;
  }

  private SyntheticHousehold household(int number, int size, Village village, IdNumbers idNumbers) {
    String cause = CAUSES.get(dice.weighted(CAUSE_SHARES));
    List<Family.Member> members = families.of(size);
    String family = names.family();
    int town = townNumbers.getOrDefault(village.town().text(), 0);
    List<SyntheticPerson> persons = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Family.Member member = members.get(i);
      LocalDate born = AS_OF.minusYears(member.age()).minusDays(dice.between(0, 364));
      String name =
          (member.family() ? family : names.family()) + names.given(member.male(), born.getYear());
      persons.add(
          people.person(
              "FJ%05d-%d".formatted(number, i + 1),
              name,
              member,
              born,
              idNumbers.next(town, born, member.male()),
              cause,
              i == 0));
    }
    LocalDate since =
        LocalDate.of(
            dice.weighted(0.82, 0.06, 0.07, 0.05) + 2014, dice.between(1, 12), dice.between(1, 28));
    int income = (int) Math.round(Math.exp(Math.log(4200) + 0.45 * dice.bell()) / 10) * 10;
    int land = Math.max(0, (int) Math.round(10 * (1.1 * size + 1.5 * dice.bell())));
    return new SyntheticHousehold(
        "FJ%05d".formatted(number),
        village,
        since,
        cause,
        income,
        land,
        HOUSES.get(dice.weighted(0.62, 0.25, 0.13)),
        persons);
  }
}
