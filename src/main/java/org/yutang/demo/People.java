package org.yutang.demo;

import java.time.LocalDate;

/// What a made-up person is like: health, schooling, work, so that they fit together.
final class People {

  private final Dice dice;

  People(Dice dice) {
    this.dice = dice;
  }

  /// @param marked whether the cause of poverty, if it is an illness or handicap, is this person's
  SyntheticPerson person(
      String number,
      String name,
      Family.Member member,
      LocalDate born,
      String idNumber,
      String cause,
      boolean marked) {
    String health = health(member.age(), marked ? cause : "");
    String student = student(member.age());
    String labour = labour(member.age(), health, student);
    int months =
        labour.endsWith("劳动力") && !labour.startsWith("弱") && dice.chance(0.48)
            ? dice.between(3, 12)
            : 0;
    return new SyntheticPerson(
        number,
        name,
        member.male(),
        born,
        member.relation(),
        idNumber,
        schooling(member.age(), student),
        health,
        labour,
        student,
        months);
  }

  private String health(int age, String cause) {
    if (cause.equals("因病")) return dice.chance(0.35) ? "大病" : "长期慢性病";
    if (cause.equals("因残")) return "残疾";
    double frail = age < 16 ? 0.01 : age < 45 ? 0.05 : age < 60 ? 0.14 : age < 75 ? 0.32 : 0.48;
    if (!dice.chance(frail)) return "健康";
    return switch (dice.weighted(0.72, 0.12, 0.16)) {
      case 0 -> "长期慢性病";
      case 1 -> "大病";
      default -> "残疾";
    };
  }

  private String student(int age) {
    if (age < 3 || age > 22) return "";
    if (age < 6) return dice.chance(0.8) ? "学前教育" : "";
    if (age < 12) return "小学";
    if (age < 15) return "初中";
    if (age < 18) return dice.chance(0.9) ? (dice.chance(0.6) ? "高中" : "中职") : "";
    return dice.chance(0.45) ? (dice.chance(0.6) ? "大专" : "本科") : "";
  }

  private String schooling(int age, String student) {
    if (!student.isEmpty() && age >= 6) return student;
    if (age < 6) return "学龄前儿童";
    if (age < 25) return dice.chance(0.6) ? "高中" : "初中";
    if (age < 45)
      return switch (dice.weighted(0.06, 0.24, 0.5, 0.14, 0.06)) {
        case 0 -> "文盲或半文盲";
        case 1 -> "小学";
        case 2 -> "初中";
        case 3 -> "高中";
        default -> "大专";
      };
    double none = age < 60 ? 0.12 : 0.38;
    return dice.chance(none) ? "文盲或半文盲" : dice.chance(0.65) ? "小学" : "初中";
  }

  private String labour(int age, String health, String student) {
    if (age < 16 || !student.isEmpty()) return "无劳动能力";
    if (health.equals("残疾") && dice.chance(0.45)) return "丧失劳动能力";
    if (age >= 75) return "无劳动能力";
    if (age >= 60 || !health.equals("健康")) return dice.chance(0.6) ? "弱劳动力" : "普通劳动力";
    return dice.chance(0.12) ? "技能劳动力" : "普通劳动力";
  }
}
