package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Kind;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperReading.Sum;

/// Fields from lines of print, without any picture.
class ReadingTest {

  private static PrintedLines invoice(double slope, int turns) {
    return new PrintedLines(slope, turns)
        .row("          样例省医疗住院收费票据（电子）")
        .row("票据代码：99060124              票据号码：9889936221")
        .row("交款人：吴明                    开票日期：2026-03-08")
        .row("项目名称    数量/单位   金额（元）    项目名称    数量/单位   金额（元）")
        .row("西药费      1/次        41.89        检查费      9/项       1820.61")
        .row("诊察费      6/次        245.10")
        .row("金额合计（大写）贰仟壹佰零柒元陆角      （小写）2107.60")
        .row("业务流水号：Z89936221   住院科别：内科    住院时间：2026-03-04至2026-03-08")
        .row("医保统筹基金支付：1500.00   其他支付：0.00   个人账户支付：0.00")
        .row("个人现金支付：607.60   个人自付：500.00   个人自费：107.60")
        .row("收款单位（章）：云溪县中医医院      收款人：A01");
  }

  private static PrintedLines settlement() {
    return new PrintedLines(0, 0)
        .row("            样例市人民医院")
        .row("      基本医疗保险住院费用结算单")
        .row("结算单号：188657106364      结算日期：2025年3月7日")
        .row("入院日期：2025年2月24日     出院日期：2025年3月7日")
        .row("费用项目            金额（元）")
        .row("检查费              1,081.68")
        .row("化验费              153.44")
        .row("合计                1,235.12")
        .row("医疗费用总额        1,235.12")
        .row("统筹基金支付        497.17")
        .row("大病保险支付        100.00")
        .row("个人负担总额        637.95");
  }

  private static PrintedLines receipt() {
    return new PrintedLines(0, 0)
        .row("   示范县人民医院")
        .row("NO.366025682226")
        .row("姓名:陈文华      日期:2025/07/21")
        .row("入院:2025.06.30   出院:2025.07.19")
        .row("监护仪使用费     x2        68.86")
        .row("静脉输液         x7        721.63")
        .row("合计:                      ￥790.49")
        .row("医保支付:                  ￥300.00")
        .row("自付金额:                  ￥490.49");
  }

  private static PrintedLines list() {
    return new PrintedLines(0, 0)
        .row("      白沙市第一人民医院出院费用清单")
        .row("清单编号   1421412252      患者姓名   刘德福")
        .row("入院时间   2025-10-31      出院时间   2025-11-03")
        .row("序号  项目名称        单位   单价    数量   金额")
        .row("1   氯化钠注射液    瓶     36.65    8     293.20")
        .row("2   胸部CT平扫      日     90.92    3     272.76")
        .row("总计金额                                  565.96")
        .row("医保报销金额                              300.00")
        .row("个人支付金额                              265.96")
        .row("打印日期 2025-11-03");
  }

  private static Map<Name, String> fields(PrintedLines lines) {
    return reading(lines).fields().stream()
        .collect(Collectors.toMap(PaperReading.Field::name, PaperReading.Field::value));
  }

  private static PaperReading reading(PrintedLines lines) {
    return Reading.of("photo", lines.seen());
  }

  @Test
  void anInvoiceOfTwoColumnsIsRead() {
    assertThat(fields(invoice(0, 0)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Name.HOSPITAL, "云溪县中医医院",
                Name.BILL_NUMBER, "9889936221",
                Name.ADMITTED, "2026-03-04",
                Name.DISCHARGED, "2026-03-08",
                Name.INVOICE_DAY, "2026-03-08",
                Name.TOTAL, "2107.60",
                Name.INSURANCE_PAID, "1500.00",
                Name.OWN_SHARE, "607.60"));
    assertThat(reading(invoice(0, 0)).kind()).isEqualTo(Kind.BILL);
  }

  @ParameterizedTest
  @CsvSource({"0.06,0", "-0.06,0", "0.03,1", "0.03,2", "-0.03,3"})
  void aBillThatLiesAslantOrOnItsSideIsReadAlike(double slope, int turns) {
    assertThat(fields(invoice(slope, turns))).isEqualTo(fields(invoice(0, 0)));
    assertThat(reading(invoice(slope, turns)).sum()).isEqualTo(Sum.ADDS_UP);
  }

  @Test
  void fundsOfASettlementAreAddedAndItsPartsMakeTheTotal() {
    assertThat(fields(settlement()))
        .containsEntry(Name.TOTAL, "1235.12")
        .containsEntry(Name.INSURANCE_PAID, "597.17")
        .containsEntry(Name.OWN_SHARE, "637.95")
        .containsEntry(Name.BILL_NUMBER, "188657106364")
        .containsEntry(Name.ADMITTED, "2025-02-24");
    assertThat(reading(settlement()).sum()).isEqualTo(Sum.ADDS_UP);
    assertThat(reading(settlement()).parts()).hasSize(2);
  }

  @Test
  void aNarrowReceiptAndAListAreRead() {
    assertThat(fields(receipt()))
        .containsEntry(Name.HOSPITAL, "示范县人民医院")
        .containsEntry(Name.BILL_NUMBER, "366025682226")
        .containsEntry(Name.INVOICE_DAY, "2025-07-21")
        .containsEntry(Name.DISCHARGED, "2025-07-19")
        .containsEntry(Name.OWN_SHARE, "490.49");
    assertThat(fields(list()))
        .containsEntry(Name.HOSPITAL, "白沙市第一人民医院")
        .containsEntry(Name.BILL_NUMBER, "1421412252")
        .containsEntry(Name.TOTAL, "565.96")
        .containsEntry(Name.OWN_SHARE, "265.96");
    assertThat(reading(receipt()).sum()).isEqualTo(Sum.ADDS_UP);
    assertThat(reading(list()).parts())
        .extracting(part -> part.amount().decimal())
        .containsExactly("293.20", "272.76");
  }

  @Test
  void aPartThatWasReadWrongIsSaid() {
    PaperReading wrong =
        reading(
            new PrintedLines(0, 0)
                .row("示范县人民医院")
                .row("静脉输液         x7        127.63")
                .row("换药             x1        100.00")
                .row("合计:                      790.49"));
    assertThat(wrong.sum()).isEqualTo(Sum.DIFFERS);
  }

  @Test
  void whatFitsTogetherIsBelievedMoreAndWhatDoesNotLess() {
    double fits = reading(settlement()).find(Name.OWN_SHARE).orElseThrow().confidence();
    PrintedLines broken =
        new PrintedLines(0, 0)
            .row("样例市人民医院")
            .row("医疗费用总额        1,235.12")
            .row("统筹基金支付        497.17")
            .row("个人负担总额        637.95");
    double doubted = reading(broken).find(Name.OWN_SHARE).orElseThrow().confidence();
    assertThat(fits).isGreaterThan(0.97);
    assertThat(doubted).isLessThan(0.6);
  }

  @Test
  void whatNobodyPrintedIsTheRestAndBelievedLess() {
    PaperReading read =
        reading(
            new PrintedLines(0, 0)
                .row("样例市人民医院")
                .row("医疗费用总额        1,000.00")
                .row("统筹基金支付        400.00"));
    PaperReading.Field rest = read.find(Name.OWN_SHARE).orElseThrow();
    assertThat(rest.value()).isEqualTo("600.00");
    assertThat(rest.confidence()).isLessThan(0.7);
  }

  @Test
  void aBoxStandsWhereTheValueDoes() {
    PaperReading.Box box = reading(invoice(0, 0)).find(Name.BILL_NUMBER).orElseThrow().box();
    // 票据号码： begins at sign 27 of its row, its value five signs later
    assertThat(box.left() * 1400).isCloseTo(60 + 16 * 32, within(1.0));
    assertThat(box.width() * 1400).isCloseTo(160, within(1.0));
    assertThat(box.top() * 1400).isCloseTo(160, within(1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "'1,235.99',123599",
    "￥３，７２４．９８,372498",
    "¥3724.98元,372498",
    "1.235.99,123599",
    "'3 724.98',372498",
    "O.50,50",
    "V1299.66,129966",
    "RMB 8.00,800"
  })
  void amountsAreReadAsTheyArePrintedAndMisread(String text, long fen) {
    assertThat(Amounts.figures(Amounts.plain(text))).isEqualTo(OptionalLong.of(fen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1235", "2025-03-07", "x7", "9889936221", "1/次", "", "12345678901234.00"})
  void whatIsNoAmountIsNone(String text) {
    assertThat(Amounts.figures(Amounts.plain(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "叁仟叁佰零伍元壹角贰分,330512",
    "壹拾贰万零叁佰元整,12030000",
    "拾元零伍分,1005",
    "柒佰叁拾捌圆捌角贰分,73882",
    "壹亿元整,10000000000",
    "（大写）伍元整,500"
  })
  void amountsInCapitalsAreRead(String text, long fen) {
    assertThat(Amounts.capitals(Amounts.plain(text))).isEqualTo(OptionalLong.of(fen));
  }

  @Test
  void capitalsThatWereMisreadInTheMiddleAreNoAmount() {
    assertThat(Amounts.capitals("(大写)置仟伍俗软措柒元伍角捌分")).isEmpty();
    assertThat(Amounts.capitals("贰叁元整")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-08,2026-03-08",
    "2026.3.8,2026-03-08",
    "2026/03/08,2026-03-08",
    "2026年3月8日,2026-03-08",
    "２０２６年０３月０８日,2026-03-08",
    "20260308,2026-03-08"
  })
  void daysAreReadInEveryNotation(String text, String day) {
    assertThat(Days.all(Amounts.plain(text))).containsExactly(LocalDate.parse(day));
  }

  @Test
  void whatIsNoDayOfTheCalendarIsNone() {
    assertThat(Days.all("2026-06-31")).isEmpty();
    assertThat(Days.all("12026030812")).isEmpty();
    assertThat(Days.all("2026-03-04至2026-03-08")).hasSize(2);
  }

  private static PrintedLines card(String number) {
    return new PrintedLines(0, 0)
        .row("姓名  刘玉兰")
        .row("性别  女   民族  汉")
        .row("出生  1958年8月13日")
        .row("住址  样例县青石镇示范村三组")
        .row("公民身份号码  " + number);
  }

  @Test
  void anIdentityCardIsReadOnlyIfItsCheckSignFits() {
    assertThat(fields(card("990002195808135245")))
        .containsEntry(Name.PERSON_NAME, "刘玉兰")
        .containsEntry(Name.ID_NUMBER, "990002195808135245")
        .containsEntry(Name.BORN, "1958-08-13");
    assertThat(reading(card("990002195808135245")).kind()).isEqualTo(Kind.ID_CARD);
    assertThat(fields(card("990002195808135246"))).doesNotContainKey(Name.ID_NUMBER);
  }

  @Test
  void aLandscapeIsNoPaper() {
    PaperReading none = reading(new PrintedLines(0, 0).row("出口").row("2026-01-01"));
    assertThat(none.kind()).isEqualTo(Kind.OTHER);
    assertThat(none.fields()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HOSPITAL", "BILL_NUMBER", "TOTAL"})
  void everyLayoutHasTheseFields(Name name) {
    for (PrintedLines lines : new PrintedLines[] {invoice(0, 0), settlement(), receipt(), list()})
      assertThat(fields(lines)).containsKey(name);
  }
}
