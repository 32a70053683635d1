package org.yutang.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/// A made-up county's list in the columns of `mappings/demo-register.yaml`; the same from the same
/// seed.
final class BenchCounty {

  static final int HOUSEHOLDS = 35_024;
  static final int PERSONS = 134_882;

  private static final String HEADING =
      "户编号,村代码,识别日期,致贫原因,人均纯收入,耕地亩数,住房结构,人编号,姓名,性别,出生日期,与户主关系,证件号码,文化程度,健康状况,劳动能力,在校生状况,务工月数";
  private static final String SURNAMES = "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡";
  private static final String GIVEN = "伟强军勇杰涛超明刚平辉鹏华飞鑫波斌浩凯磊亮林峰东海洋丽敏静艳娟霞燕玲红梅芬萍琴娜婷莉蓉";
  private static final String[] CAUSES = {"因病", "因残", "缺技术", "因学", "缺劳力", "缺资金"};
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  private final Random dice = new Random(500_236);
  private final List<String> villages;

  /// @param villages their codes without the country
  BenchCounty(List<String> villages) {
    this.villages = villages;
  }

  void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append(HEADING).append('\n');
      int written = 0;
      for (int household = 0; household < HOUSEHOLDS; household++) {
        int left = HOUSEHOLDS - household;
        int size =
            left == 1
                ? PERSONS - written
                : Math.clamp((PERSONS - written) / left + dice.nextInt(-2, 4), 1, 9);
        if (PERSONS - written - size < left - 1) size = 1;
        String start =
            "B%05d,%s,%s,%s,%d,%d.%d,砖混"
                .formatted(
                    household,
                    villages.get((int) ((long) household * villages.size() / HOUSEHOLDS)),
                    LocalDate.of(2014, 1, 1).plusDays(dice.nextInt(1400)),
                    CAUSES[dice.nextInt(CAUSES.length)],
                    1000 + dice.nextInt(9000),
                    dice.nextInt(9),
                    dice.nextInt(10));
        for (int member = 0; member < size; member++)
          out.append(start).append(person(household, member, written + member)).append('\n');
        written += size;
      }
    }
  }

  private String person(int household, int member, int number) {
    LocalDate born = LocalDate.of(1936, 1, 1).plusDays(dice.nextInt(32_000));
    boolean male = (number & 1) == 1;
    String name =
        ""
            + SURNAMES.charAt(dice.nextInt(SURNAMES.length()))
            + GIVEN.charAt(dice.nextInt(GIVEN.length()))
            + (dice.nextInt(4) == 0 ? "" : GIVEN.charAt(dice.nextInt(GIVEN.length())));
    return ",B%05d-%d,%s,%s,%s,%s,%s,初中,%s,普通劳动力,%s,%d"
        .formatted(
            household,
            member,
            name,
            male ? "男" : "女",
            born,
            member == 0 ? "户主" : "其他",
            idNumber(born, number),
            dice.nextInt(5) == 0 ? "大病" : "健康",
            dice.nextInt(5) == 0 ? "小学" : "",
            dice.nextInt(12));
  }

  /// A valid number (GB 11643) that nobody else in the file has: the area's digits count on where
  /// 1,000 a day are used up.
  private static String idNumber(LocalDate born, int number) {
    String start =
        "%06d%s%03d"
            .formatted(500_100 + number / 1000, born.toString().replace("-", ""), number % 1000);
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) sum += (start.charAt(i) - '0') * WEIGHTS[i];
    return start + "10X98765432".charAt(sum % 11);
  }
}
