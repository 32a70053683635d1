package org.yutang.specimen;

import java.awt.Color;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.yutang.register.ChinaId;

/// An identity card that can be nobody's: area codes beginning with 99 were never given out.
public record SpecimenCard(String name, boolean male, LocalDate born, String number) {

  private static final List<String> NAMES =
      List.of("王秀英", "李建国", "张明", "刘玉兰", "陈志强", "杨小红", "黄德福", "周桂芳", "吴海", "徐文华");

  static SpecimenCard of(Random random) {
    boolean male = random.nextBoolean();
    LocalDate born = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000));
    String body =
        "99%04d%s%02d%d"
            .formatted(
                1 + random.nextInt(60),
                born.format(DateTimeFormatter.BASIC_ISO_DATE),
                random.nextInt(100),
                random.nextInt(5) * 2 + (male ? 1 : 0));
    String number = "";
    for (String sign : "0123456789X".split(""))
      if (ChinaId.isValid(body + sign)) number = body + sign;
    return new SpecimenCard(NAMES.get(random.nextInt(NAMES.size())), male, born, number);
  }

  Paper print() {
    Paper paper = new Paper(1010, 640, new Color(0xEEF3F4), 30, 1);
    paper.text("姓名", 60, 110, 32);
    paper.bold(name, 170, 110, 40);
    paper.text("性别", 60, 185, 32);
    paper.text(male ? "男" : "女", 170, 185, 34);
    paper.text("民族", 290, 185, 32);
    paper.text("汉", 390, 185, 34);
    paper.text("出生", 60, 260, 32);
    paper.text(
        born.getYear() + "年" + born.getMonthValue() + "月" + born.getDayOfMonth() + "日",
        170,
        260,
        34);
    paper.text("住址", 60, 335, 32);
    paper.text("样例县青石镇示范村三组", 170, 335, 32);
    paper.text("公民身份号码", 60, 560, 34);
    paper.bold(number, 320, 560, 42);
    paper.frame(700, 90, 240, 300);
    paper.stamp(620, 470, 44, -0.2);
    paper.done();
    return paper;
  }
}
