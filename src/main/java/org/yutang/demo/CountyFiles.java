package org.yutang.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files in which the synthetic county comes, as a county would export them: UTF-8 CSV, one
/// heading, LF.
final class CountyFiles {

  static final String REGISTER_HEADING =
      "户编号,村代码,识别日期,致贫原因,人均纯收入,耕地亩数,住房结构,人编号,姓名,性别,出生日期,与户主关系,证件号码,文化程度,健康状况,劳动能力,在校生状况,务工月数";
  static final String PLACES_HEADING = "村代码,村名,乡镇代码,贫困村";

  private CountyFiles() {}

  /// One row a person; the household's columns repeat.
  static void writeRegister(SyntheticCounty county, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append(REGISTER_HEADING).append('\n');
      county.eachHousehold(
          household -> {
            try {
              for (SyntheticPerson person : household.members())
                out.append(row(household, person)).append('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /// The poor villages with their codes.
  static void writePlaces(List<Village> poor, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append(PLACES_HEADING).append('\n');
      for (Village village : poor)
        out.append(
                String.join(
                    ",",
                    code(village.code().text()),
                    village.name(),
                    code(village.town().text()),
                    "是"))
            .append('\n');
    }
  }

  private static String row(SyntheticHousehold household, SyntheticPerson person) {
    return String.join(
        ",",
        household.number(),
        code(household.village().code().text()),
        household.since().toString(),
        household.cause(),
        String.valueOf(household.incomePerHead()),
        household.landTenthMu() / 10 + "." + household.landTenthMu() % 10,
        household.house(),
        person.number(),
        person.name(),
        person.male() ? "男" : "女",
        person.born().toString(),
        person.relation(),
        person.idNumber(),
        person.schooling(),
        person.health(),
        person.labour(),
        person.student(),
        String.valueOf(person.workMonths()));
  }

  /// A code as China's own lists write it, without the country.
  private static String code(String place) {
    return place.substring(place.indexOf('-') + 1);
  }
}
