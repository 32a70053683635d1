package org.yutang.register;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The words that stand for sexes, relations and statuses in files: the English names, and those
/// that Chinese forms use.
final class Choices {
  private Choices() {}

  static final Map<String, Sex> SEX =
      of(
          Sex.values(),
          "女",
          Sex.FEMALE,
          "男",
          Sex.MALE,
          "f",
          Sex.FEMALE,
          "m",
          Sex.MALE,
          "女性",
          Sex.FEMALE,
          "男性",
          Sex.MALE,
          "未知",
          Sex.UNKNOWN);

  static final Map<String, PovertyStatus> STATUS =
      of(
          PovertyStatus.values(),
          "贫困户",
          PovertyStatus.REGISTERED,
          "建档立卡贫困户",
          PovertyStatus.REGISTERED,
          "未脱贫",
          PovertyStatus.REGISTERED,
          "脱贫户",
          PovertyStatus.LIFTED,
          "已脱贫",
          PovertyStatus.LIFTED,
          "返贫",
          PovertyStatus.RETURNED,
          "返贫户",
          PovertyStatus.RETURNED,
          "非贫困户",
          PovertyStatus.NONE,
          "一般户",
          PovertyStatus.NONE);

  static final Map<String, Relation> RELATION =
      of(
          Relation.values(),
          "户主",
          Relation.HEAD,
          "配偶",
          Relation.SPOUSE,
          "妻",
          Relation.SPOUSE,
          "夫",
          Relation.SPOUSE,
          "子",
          Relation.CHILD,
          "女",
          Relation.CHILD,
          "子女",
          Relation.CHILD,
          "之子",
          Relation.CHILD,
          "之女",
          Relation.CHILD,
          "儿媳",
          Relation.CHILD_IN_LAW,
          "之儿媳",
          Relation.CHILD_IN_LAW,
          "女婿",
          Relation.CHILD_IN_LAW,
          "之女婿",
          Relation.CHILD_IN_LAW,
          "父亲",
          Relation.PARENT,
          "母亲",
          Relation.PARENT,
          "之父",
          Relation.PARENT,
          "之母",
          Relation.PARENT,
          "岳父",
          Relation.PARENT_IN_LAW,
          "岳母",
          Relation.PARENT_IN_LAW,
          "公公",
          Relation.PARENT_IN_LAW,
          "婆婆",
          Relation.PARENT_IN_LAW,
          "孙子",
          Relation.GRANDCHILD,
          "孙女",
          Relation.GRANDCHILD,
          "之孙子",
          Relation.GRANDCHILD,
          "之孙女",
          Relation.GRANDCHILD,
          "外孙",
          Relation.GRANDCHILD,
          "祖父",
          Relation.GRANDPARENT,
          "祖母",
          Relation.GRANDPARENT,
          "兄弟",
          Relation.SIBLING,
          "姐妹",
          Relation.SIBLING,
          "兄弟姐妹",
          Relation.SIBLING,
          "其他",
          Relation.OTHER);

  private static <E extends Enum<E>> Map<String, E> of(E[] values, Object... words) {
    Map<String, E> all = new HashMap<>();
    for (E value : values) all.put(value.name().toLowerCase(Locale.ROOT), value);
    Class<E> type = values[0].getDeclaringClass();
    for (int i = 0; i < words.length; i += 2) all.put((String) words[i], type.cast(words[i + 1]));
    return Map.copyOf(all);
  }
}
