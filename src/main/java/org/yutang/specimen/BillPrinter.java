package org.yutang.specimen;

import java.awt.Color;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.yutang.kernel.Money;

/// Prints bills in their layouts.
final class BillPrinter {

  private static final String NUMERALS = "零壹贰叁肆伍陆柒捌玖";
  private static final String[] PLACES = {"", "拾", "佰", "仟"};

  private BillPrinter() {}

  static Paper print(SpecimenBill bill, int ink, double squeeze) {
    Paper paper =
        switch (bill.layout()) {
          case INVOICE -> invoice(bill, ink, squeeze);
          case SETTLEMENT -> settlement(bill, ink, squeeze);
          case RECEIPT -> receipt(bill, ink, squeeze);
          case DISCHARGE_LIST -> list(bill, ink, squeeze);
        };
    paper.done();
    return paper;
  }

  private static Paper invoice(SpecimenBill bill, int ink, double squeeze) {
    Paper p = new Paper(1500, 960, new Color(0xFCFBF6), ink, squeeze);
    p.centred("样例省医疗住院收费票据（电子）样张", 70, 38);
    p.text("票据代码：" + "99060124", 60, 130, 24);
    p.text(word(bill, "票据号码", "票据号", "电子票据号") + "：" + bill.number(), 1050, 130, 24);
    p.text("交款人统一社会信用代码：", 60, 170, 24);
    p.text("校验码：" + "a1b2c3", 1050, 170, 24);
    p.text("交款人：" + bill.patient(), 60, 210, 24);
    p.text(word(bill, "开票日期", "开票时间", "开具日期") + "：" + bill.invoiceDay(), 1050, 210, 24);
    p.frame(50, 230, 1400, 400);
    p.line(750, 230, 750, 570);
    for (int half = 0; half < 2; half++) {
      p.text("项目名称", 70 + half * 700, 265, 22);
      p.text("数量/单位", 360 + half * 700, 265, 22);
      p.text("金额（元）", 560 + half * 700, 265, 22);
    }
    p.line(50, 280, 1450, 280);
    int place = 0;
    for (SpecimenBill.Part part : bill.parts()) {
      int left = place % 2 * 700;
      int y = 320 + place / 2 * 44;
      p.text(part.name(), 70 + left, y, 23);
      p.text(part.count() + "/" + part.unit(), 380 + left, y, 23);
      p.right(part.amount().decimal(), 690 + left, y, 23);
      place++;
    }
    p.line(50, 570, 1450, 570);
    p.text("金额合计（大写）" + capitals(bill.total()), 70, 610, 24);
    p.text("（小写）" + bill.total().decimal(), 1000, 610, 24);
    p.frame(50, 645, 1400, 210);
    p.text("业务流水号：" + "Z" + bill.number().substring(2), 70, 685, 22);
    p.text("住院科别：内科", 560, 685, 22);
    p.text(
        word(bill, "住院时间", "住院日期", "住院起止") + "：" + bill.admitted() + "至" + bill.discharged(),
        900,
        685,
        22);
    p.text("预缴金额：" + Money.fen(300_000).decimal(), 70, 730, 22);
    p.text("补缴金额：0.00", 560, 730, 22);
    p.text("退费金额：0.00", 900, 730, 22);
    p.text(word(bill, "医保统筹基金支付", "统筹基金支付", "医保基金支付") + "：" + bill.paid().decimal(), 70, 775, 22);
    p.text("其他支付：0.00", 560, 775, 22);
    p.text("个人账户支付：0.00", 900, 775, 22);
    p.text(word(bill, "个人现金支付", "个人支付", "现金支付") + "：" + bill.ownShare().decimal(), 70, 820, 22);
    Money unlisted = Money.fen(bill.ownShare().minor() / 7);
    p.text("个人自付：" + bill.ownShare().minus(unlisted).decimal(), 560, 820, 22);
    p.text("个人自费：" + unlisted.decimal(), 900, 820, 22);
    p.text("收款单位（章）：" + bill.hospital(), 70, 905, 24);
    p.text("收款人：A01", 1050, 905, 24);
    seal(p, bill, 60, -0.25);
    return p;
  }

  private static Paper settlement(SpecimenBill bill, int ink, double squeeze) {
    Paper p = new Paper(1240, 1500, new Color(0xFBFBF8), ink, squeeze);
    p.centred(bill.hospital(), 80, 40);
    p.centred("城乡居民基本医疗保险住院费用结算单（样张）", 135, 30);
    p.text(word(bill, "结算单号", "结算编号", "业务单号") + "：" + bill.number(), 80, 200, 24);
    p.text(word(bill, "结算日期", "结算时间", "报销日期") + "：" + chinese(bill.invoiceDay()), 760, 200, 24);
    p.text("姓名：" + bill.patient(), 80, 245, 24);
    p.text("险种类型：城乡居民", 440, 245, 24);
    p.text("住院号：" + bill.number().substring(0, 6), 760, 245, 24);
    p.text(word(bill, "入院日期", "入院时间", "住院日期") + "：" + chinese(bill.admitted()), 80, 290, 24);
    p.text(word(bill, "出院日期", "出院时间", "离院日期") + "：" + chinese(bill.discharged()), 440, 290, 24);
    p.text(
        "住院天数：" + ChronoUnit.DAYS.between(bill.admitted(), bill.discharged()) + "天", 860, 290, 24);
    p.line(70, 315, 1170, 315);
    p.text("费用项目", 110, 355, 24);
    p.text("金额（元）", 700, 355, 24);
    p.line(70, 375, 1170, 375);
    int y = 415;
    for (SpecimenBill.Part part : bill.parts()) {
      p.text(part.name(), 110, y, 24);
      p.right(part.amount().grouped(), 850, y, 24);
      y += 46;
    }
    p.text("合计", 110, y, 24);
    p.right(bill.total().grouped(), 850, y, 24);
    p.line(70, y + 20, 1170, y + 20);
    y += 70;
    row(p, y, word(bill, "医疗费用总额", "医疗总费用", "医疗费总计"), bill.total());
    Money second = Money.fen(bill.paid().minor() > 1_000_000 ? bill.paid().minor() / 5 : 0);
    row(p, y + 48, word(bill, "统筹基金支付", "医保统筹支付", "基本统筹支付"), bill.paid().minus(second));
    row(p, y + 96, "大病保险支付", second);
    row(p, y + 144, "医疗救助支付", Money.fen(0));
    row(p, y + 192, word(bill, "个人负担总额", "个人支付总额", "个人承担金额"), bill.ownShare());
    p.text("其中个人账户支付", 640, y + 96, 24);
    p.right("0.00", 1130, y + 96, 24);
    p.text("大写：" + capitals(bill.ownShare()), 110, y + 250, 24);
    p.text("经办人：B07", 110, y + 310, 22);
    p.text("患者签字：", 760, y + 310, 22);
    seal(p, bill, 70, -0.3);
    return p;
  }

  private static void row(Paper p, double y, String label, Money amount) {
    p.text(label, 110, y, 24);
    p.right(amount.grouped(), 560, y, 24);
  }

  private static Paper receipt(SpecimenBill bill, int ink, double squeeze) {
    int height = 760 + bill.parts().size() * 46;
    Paper p = new Paper(640, height, new Color(0xFDFDFD), ink, squeeze);
    p.centred(bill.hospital(), 70, 32);
    p.centred("收费小票（样张）", 112, 24);
    p.text(word(bill, "NO.", "流水号:", "小票号:") + bill.number(), 40, 165, 24);
    p.text("姓名:" + bill.patient(), 40, 203, 22);
    p.text(
        word(bill, "日期:", "收费日期:", "打印时间:") + bill.invoiceDay().toString().replace('-', '/'),
        300,
        203,
        22);
    p.text(
        word(bill, "入院:", "入院日期:", "住院:") + bill.admitted().toString().replace('-', '.'),
        40,
        241,
        22);
    p.text(
        word(bill, "出院:", "出院日期:", "离院:") + bill.discharged().toString().replace('-', '.'),
        330,
        241,
        22);
    p.line(40, 260, 600, 260);
    int y = 300;
    for (SpecimenBill.Part part : bill.parts()) {
      p.text(part.name(), 40, y, 22);
      p.text("x" + part.count(), 380, y, 22);
      p.right(part.amount().decimal(), 600, y, 22);
      y += 46;
    }
    p.line(40, y - 20, 600, y - 20);
    p.text(word(bill, "合计:", "总计:", "应收合计:"), 40, y + 25, 28);
    p.right("¥" + bill.total().decimal(), 600, y + 25, 28);
    p.text(word(bill, "医保支付:", "医保报销:", "医保结算:"), 40, y + 75, 24);
    p.right("¥" + bill.paid().decimal(), 600, y + 75, 24);
    p.text(word(bill, "自付金额:", "个人自付:", "实收现金:"), 40, y + 120, 24);
    p.right("¥" + bill.ownShare().decimal(), 600, y + 120, 24);
    p.line(40, y + 145, 600, y + 145);
    p.text("收银员:003", 40, y + 190, 22);
    p.text("当日有效 遗失不补", 40, y + 230, 22);
    seal(p, bill, 56, -0.15);
    return p;
  }

  private static Paper list(SpecimenBill bill, int ink, double squeeze) {
    Paper p = new Paper(1240, 1300, new Color(0xF8F7F2), ink, squeeze);
    p.centred(bill.hospital() + "出院费用清单", 80, 36);
    p.text("（样张 不作报销凭证）", 480, 125, 24);
    p.text(word(bill, "清单编号", "单据号", "编号"), 80, 180, 24);
    p.text(bill.number(), 220, 180, 24);
    p.text("患者姓名", 700, 180, 24);
    p.text(bill.patient(), 840, 180, 24);
    p.text("入院时间", 80, 225, 24);
    p.text(bill.admitted().toString(), 220, 225, 24);
    p.text("出院时间", 700, 225, 24);
    p.text(bill.discharged().toString(), 840, 225, 24);
    List<String> heads = List.of("序号", "项目名称", "单位", "单价", "数量", "金额");
    int[] at = {80, 180, 560, 700, 850, 1010};
    p.line(70, 250, 1170, 250);
    for (int i = 0; i < heads.size(); i++) p.text(heads.get(i), at[i], 288, 24);
    p.line(70, 305, 1170, 305);
    int y = 348;
    int number = 1;
    for (SpecimenBill.Part part : bill.parts()) {
      p.text(String.valueOf(number++), at[0] + 12, y, 23);
      p.text(part.name(), at[1], y, 23);
      p.text(part.unit(), at[2] + 12, y, 23);
      p.right(Money.fen(part.amount().minor() / part.count()).decimal(), at[3] + 70, y, 23);
      p.text(String.valueOf(part.count()), at[4] + 15, y, 23);
      p.right(part.amount().decimal(), at[5] + 120, y, 23);
      y += 46;
    }
    p.line(70, y - 15, 1170, y - 15);
    p.text(word(bill, "总计金额", "合计金额", "费用总计"), 180, y + 30, 26);
    p.right(bill.total().decimal(), at[5] + 120, y + 30, 26);
    p.text(word(bill, "医保报销金额", "医保支付金额", "医保承担"), 180, y + 80, 24);
    p.right(bill.paid().decimal(), at[5] + 120, y + 80, 24);
    p.text(word(bill, "个人支付金额", "个人负担", "患者自付"), 180, y + 128, 24);
    p.right(bill.ownShare().decimal(), at[5] + 120, y + 128, 24);
    p.text("打印日期 " + bill.invoiceDay(), 80, y + 200, 22);
    p.text("护士站：三病区", 800, y + 200, 22);
    seal(p, bill, 66, -0.3);
    return p;
  }

  private static void seal(Paper paper, SpecimenBill bill, double size, double angle) {
    paper.stamp(paper.width * bill.seal().x(), paper.height * bill.seal().y(), size, angle);
  }

  private static String word(SpecimenBill bill, String... ways) {
    return ways[bill.wording()];
  }

  private static String chinese(LocalDate day) {
    return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
  }

  /// An amount in capitals, as on cheques: 壹仟贰佰元伍角整.
  static String capitals(Money money) {
    long yuan = money.minor() / 100;
    int jiao = (int) (money.minor() / 10 % 10);
    int fen = (int) (money.minor() % 10);
    StringBuilder text = new StringBuilder();
    if (yuan >= 10_000) text.append(group((int) (yuan / 10_000))).append("万");
    int rest = (int) (yuan % 10_000);
    if (rest > 0) {
      if (yuan >= 10_000 && rest < 1000) text.append("零");
      text.append(group(rest));
    }
    text.append(yuan == 0 ? "零元" : "元");
    if (jiao == 0 && fen == 0) return text.append("整").toString();
    if (jiao > 0) text.append(NUMERALS.charAt(jiao)).append("角");
    else text.append("零");
    return fen > 0
        ? text.append(NUMERALS.charAt(fen)).append("分").toString()
        : text.append("整").toString();
  }

  /// Up to four digits.
  private static String group(int number) {
    StringBuilder text = new StringBuilder();
    boolean gap = false;
    for (int place = 3; place >= 0; place--) {
      int digit = number / (int) Math.pow(10, place) % 10;
      if (digit == 0) {
        gap = !text.isEmpty();
        continue;
      }
      if (gap) text.append("零");
      gap = false;
      text.append(NUMERALS.charAt(digit)).append(PLACES[place]);
    }
    return text.toString();
  }
}
