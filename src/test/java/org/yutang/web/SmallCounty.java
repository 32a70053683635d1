package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import org.yutang.kernel.PlaceCode;

/// A small file of invented households as a county would export it, and the mapping that says what
/// its columns mean.
final class SmallCounty {

  static final String MAPPING =
      """
      kind: register
      source:
        id: small-county
        title: 测试用的合成名册
        licence: CC0-1.0
        date: 2025-12-31
      household:
        place: "'CN-' + row['town']"
        key: row['household']
        size: number(row['size'])
        status: row['status']
        since: 2014-12-31
        facts:
          - {name: income, value: "whole(row['income'])", unit: CNY/year}
      person:
        key: row['person']
        name: row['name']
        sex: row['sex']
        born: row['born']
        relation: row['relation']
        id-number: row['id']
        facts:
          - {name: health, value: "row['health']"}
      """;

  private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";
  private static final String[] STATUS = {
    "REGISTERED", "REGISTERED", "REGISTERED", "LIFTED", "NONE", "RETURNED"
  };
  private static final int[] BORN = {1978, 1981, 2009, 1950};
  private static final String[] RELATION = {"HEAD", "SPOUSE", "CHILD", "PARENT"};

  private SmallCounty() {}

  /// @param bad how many rows get an impossible date of birth
  static String csv(PlaceCode county, List<PlaceCode> towns, int households, int bad) {
    List<String> lines = new ArrayList<>();
    lines.add("town,household,size,status,income,person,name,sex,born,relation,id,health");
    for (int h = 0; h < households; h++)
      for (int p = 0; p < 4; p++) {
        int number = h * 4 + p;
        String born = "%d-%02d-%02d".formatted(BORN[p] + h % 7, 1 + number % 12, 1 + number % 28);
        String name =
            "测"
                + STEMS.charAt(h % 10)
                + STEMS.charAt(h / 10 % 10)
                + (p == 0 ? "" : String.valueOf(STEMS.charAt(p)));
        lines.add(
            String.join(
                ",",
                towns.get(h % towns.size()).text().substring(3),
                "%s-%03d".formatted(county.text().substring(3), h + 1),
                "4",
                STATUS[h % STATUS.length],
                String.valueOf(2100 + 37 * h),
                String.valueOf(number + 1),
                name,
                p % 2 == 0 ? "MALE" : "FEMALE",
                number < bad ? "1802-01-01" : born,
                RELATION[p],
                number < bad
                    ? ""
                    : idNumber(
                        county.text().substring(3),
                        born,
                        100 + (number * 2 + (p % 2 == 0 ? 1 : 0)) % 899),
                number % 9 == 4 ? "慢性病" : "健康"));
      }
    return String.join("\n", lines) + "\n";
  }

  /// With the check digit of GB 11643.
  private static String idNumber(String region, String born, int order) {
    String body = region + born.replace("-", "") + "%03d".formatted(order);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (body.charAt(i) - '0') * weights[i];
    return body + "10X98765432".charAt(sum % 11);
  }
}
