package org.yutang.demo;

import java.util.ArrayList;
import java.util.List;

/// Who lives together: ages, sexes and relations for a household of a given size.
final class Family {

  /// @param family the family name is the head's rather than one of another family
  record Member(String relation, boolean male, int age, boolean family) {}

  private static final int OLDEST = 98;

  private final Dice dice;

  Family(Dice dice) {
    this.dice = dice;
  }

  List<Member> of(int size) {
    boolean old = dice.chance(size == 1 ? 0.72 : size == 2 ? 0.55 : size == 3 ? 0.22 : 0.18);
    int age = old ? dice.between(60, 84) : Math.clamp(Math.round(43 + 8 * dice.bell()), 24, 59);
    boolean male = dice.chance(size == 1 ? 0.7 : 0.86);
    List<Member> members = new ArrayList<>();
    members.add(new Member("户主", male, age, true));
    boolean couple = size > 1 && dice.chance(size == 2 ? 0.7 : 0.85);
    if (couple)
      members.add(
          new Member(
              "配偶",
              !male,
              Math.clamp(
                  age + (male ? -2 : 2) + Math.round(2 * dice.bell()), old ? 55 : 22, OLDEST),
              false));
    int mother = couple && male ? members.getLast().age() : age;
    if (old) addYounger(members, size, mother);
    else addAround(members, size, mother, age);
    return members;
  }

  /// With old heads live grown children, their wives or husbands, and grandchildren.
  private void addYounger(List<Member> members, int size, int mother) {
    while (members.size() < size) {
      int child = Math.clamp(mother - dice.between(20, 36), 18, OLDEST);
      boolean son = dice.chance(0.75);
      members.add(new Member(son ? "之子" : "之女", son, child, true));
      if (members.size() < size && child >= 24 && dice.chance(0.6))
        members.add(
            new Member(
                son ? "之儿媳" : "之女婿",
                !son,
                Math.clamp(child + dice.between(-4, 2), 21, OLDEST),
                false));
      int grandchildren = child < 22 ? 0 : dice.between(0, 3);
      for (int i = 0; i < grandchildren && members.size() < size; i++) {
        boolean boy = dice.chance(0.53);
        members.add(
            new Member(boy ? "之孙子" : "之孙女", boy, Math.max(0, child - dice.between(21, 30)), true));
      }
    }
  }

  /// With heads of working age live their children, and their own parents where more than a couple
  /// and children fit.
  private void addAround(List<Member> members, int size, int mother, int head) {
    int parents = 0;
    int children = 0;
    int limit = size <= 4 ? 2 : size <= 6 ? 3 : 4;
    while (members.size() < size) {
      boolean childFits = mother >= 20 && children < limit;
      boolean parentFits = parents < 2 && head <= 66;
      if (childFits && (!parentFits || dice.chance(0.66))) {
        boolean boy = dice.chance(0.53);
        int oldest = Math.max(0, mother - 20);
        int age =
            Math.clamp(mother - dice.between(21, 34) - 2L * children, 0, Math.min(oldest, 35));
        members.add(new Member(boy ? "之子" : "之女", boy, age, true));
        children++;
      } else if (parentFits) {
        boolean father =
            parents == 0
                ? dice.chance(0.45)
                : members.stream().noneMatch(member -> member.relation().equals("之父"));
        members.add(
            new Member(
                father ? "之父" : "之母",
                father,
                Math.min(head + dice.between(20, 33), OLDEST),
                father));
        parents++;
      } else {
        boolean brother = dice.chance(0.6);
        members.add(
            new Member(
                brother ? "兄弟" : "姐妹",
                brother,
                Math.clamp(head + dice.between(-12, 12), 16, 80),
                true));
      }
    }
  }
}
