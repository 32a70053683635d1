package org.yutang.specimen;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.yutang.kernel.Money;

/// A hospital's bill that nobody ever got. The parts add up to `total`, and `total` is `paid` and
/// `ownShare`.
///
/// @param invoiceDay printed where the layout has one
/// @param paid by public insurance
/// @param wording which of the usual words its labels use, from 0 to 2
/// @param seal where its red seal lies, in fractions of the paper's width and height
public record SpecimenBill(
    Layout layout,
    String hospital,
    String number,
    String patient,
    LocalDate admitted,
    LocalDate discharged,
    LocalDate invoiceDay,
    List<Part> parts,
    Money total,
    Money ownShare,
    Money paid,
    int wording,
    Seal seal) {

  public SpecimenBill {
    parts = List.copyOf(parts);
  }

  public record Seal(double x, double y) {}

  /// How it is printed.
  public enum Layout {
    /// 医疗住院收费票据（电子）: two columns of fees, capitals and figures for the sum.
    INVOICE,
    /// 基本医疗保险住院费用结算单: a table of fees, then who paid what.
    SETTLEMENT,
    /// 收费小票: as narrow as a till's.
    RECEIPT,
    /// 出院费用清单: goods with unit, price and count.
    DISCHARGE_LIST
  }

  /// @param count how many of it, where the layout prints that
  public record Part(String name, String unit, int count, Money amount) {}

  private static final List<String> FAMILY =
      List.of("王", "李", "张", "刘", "陈", "杨", "黄", "周", "吴", "徐");
  private static final List<String> GIVEN =
      List.of("秀英", "建国", "明", "玉兰", "志强", "小红", "德福", "桂芳", "海", "文华");
  private static final List<String> TOWNS =
      List.of("样例县", "示例县", "虚构市", "样例市", "示范县", "青石县", "云溪县", "白沙市");
  private static final List<String> KINDS =
      List.of("人民医院", "中医医院", "第一人民医院", "妇幼保健院", "中心医院", "第二人民医院");
  private static final List<String> FEES =
      List.of(
          "床位费", "诊察费", "检查费", "化验费", "治疗费", "手术费", "护理费", "卫生材料费", "西药费", "中成药费", "中草药费", "一般诊疗费");
  private static final List<String> GOODS =
      List.of(
          "头孢呋辛钠注射液",
          "氯化钠注射液",
          "葡萄糖注射液",
          "血常规检查",
          "胸部CT平扫",
          "一次性输液器",
          "普通病房床位费",
          "二级护理",
          "静脉输液",
          "心电图检查",
          "肝功能测定",
          "奥美拉唑肠溶胶囊",
          "彩色超声检查",
          "换药",
          "监护仪使用费");
  private static final List<String> UNITS = List.of("次", "支", "瓶", "日", "盒", "项");

  static SpecimenBill of(Layout layout, int wording, Random random) {
    LocalDate admitted = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(500));
    LocalDate discharged = admitted.plusDays(1 + random.nextInt(24));
    boolean goods = layout == Layout.DISCHARGE_LIST || layout == Layout.RECEIPT;
    List<String> names = new ArrayList<>(goods ? GOODS : FEES);
    java.util.Collections.shuffle(names, random);
    int count = 4 + random.nextInt(layout == Layout.RECEIPT ? 3 : 6);
    List<Part> parts = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < count; i++) {
      int pieces = 1 + random.nextInt(9);
      long price = Math.round(Math.exp(6 + random.nextDouble() * 5));
      parts.add(
          new Part(
              names.get(i),
              UNITS.get(random.nextInt(UNITS.size())),
              pieces,
              Money.fen(price * pieces)));
      total += price * pieces;
    }
    long paid = Math.round(total * (0.35 + random.nextDouble() * 0.45));
    return new SpecimenBill(
        layout,
        TOWNS.get(random.nextInt(TOWNS.size())) + KINDS.get(random.nextInt(KINDS.size())),
        digits(random, layout == Layout.INVOICE ? 10 : 8 + random.nextInt(5)),
        FAMILY.get(random.nextInt(FAMILY.size())) + GIVEN.get(random.nextInt(GIVEN.size())),
        admitted,
        discharged,
        discharged.plusDays(random.nextInt(3)),
        parts,
        Money.fen(total),
        Money.fen(total - paid),
        Money.fen(paid),
        wording,
        new Seal(0.1 + random.nextDouble() * 0.5, 0.2 + random.nextDouble() * 0.7));
  }

  static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) digits.append((char) ('0' + random.nextInt(10)));
    return digits.toString();
  }
}
