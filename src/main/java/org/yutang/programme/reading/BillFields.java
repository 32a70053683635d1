package org.yutang.programme.reading;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yutang.kernel.Money;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Field;
import org.yutang.programme.PaperReading.Kind;
import org.yutang.programme.PaperReading.Name;
import org.yutang.programme.PaperReading.Part;
import org.yutang.programme.PaperReading.State;
import org.yutang.programme.PaperReading.Sum;
import org.yutang.programme.reading.Labels.Found;
import org.yutang.programme.reading.Sheet.Word;

/// The fields of a hospital's bill, whatever its layout. What is found is checked against itself:
/// parts against the total, the total against who paid it, figures against capitals.
final class BillFields {

  private static final List<String> NUMBER =
      List.of(
          "票据号码", "发票号码", "结算单号", "清单编号", "票据编号", "单据号", "票据号", "发票号", "结算编号", "NO", "No", "N0",
          "流水号");
  private static final List<String> ADMITTED = List.of("入院日期", "入院时间", "住院时间", "住院日期", "入院");
  private static final List<String> DISCHARGED = List.of("出院日期", "出院时间", "出院");
  private static final List<String> INVOICE_DAY =
      List.of("开票日期", "结算日期", "收费日期", "结算时间", "打印日期", "开票时间", "日期");
  private static final List<String> TOTAL =
      List.of("小写", "费用总额", "总费用", "总计金额", "合计金额", "费用合计", "总金额", "总计", "合计", "总额");

  /// Each is a fund of its own; what they paid is added.
  private static final List<String> FUNDS =
      List.of("统筹基金支付", "统筹支付", "大病保险支付", "医疗救助支付", "医保支付", "医保报销", "基本医保等已报销", "公务员补助支付");

  private static final List<String> ALL_FUNDS = List.of("基金支付总额", "医保支付合计", "报销总额", "报销金额");
  private static final List<String> OWN =
      List.of("个人负担总额", "个人负担", "个人支付金额", "自付金额", "个人支付总额", "个人现金支付", "个人支付");

  private static final Pattern HOSPITAL =
      Pattern.compile("([\\p{IsHan}]{2,30}?(?:医院|卫生院|保健院|卫生服务中心|卫生室|诊所))");
  private static final Pattern CODE = Pattern.compile("^[.:°o]*([A-Z]{0,4}-?[0-9][0-9A-Z-]{4,29})");
  private static final Pattern OTHER_NUMBER = Pattern.compile("住院|流水|代码|病案|床|社保|电话|账号|卡号|身份");
  private static final Pattern BILL = Pattern.compile("医院|卫生院|票据|结算|费用|收费|清单|医保");

  /// What is borne out leaves only so much of the doubt; what is spoken against keeps so much of
  /// the trust.
  private static final double BORNE_OUT = 0.3;

  private static final double DOUBTED = 0.6;

  /// For what stands where such a field usually does, under a label that cannot be read.
  private static final double GUESSED = 0.7;

  private final Sheet sheet;
  private final Labels labels;

  private BillFields(Sheet sheet) {
    this.sheet = sheet;
    this.labels = new Labels(sheet);
  }

  /// Empty where the picture shows no bill.
  public static Optional<PaperReading> of(String photo, Ocr.Seen seen) {
    Sheet sheet = Sheet.of(seen);
    if (sheet.words().stream().noneMatch(word -> BILL.matcher(word.text()).find()))
      return Optional.empty();
    PaperReading read = new BillFields(sheet).read(photo, seen);
    return read.fields().stream().anyMatch(field -> field.name() != Name.HOSPITAL)
        ? Optional.of(read)
        : Optional.empty();
  }

  private PaperReading read(String photo, Ocr.Seen seen) {
    List<Field> fields = new ArrayList<>();
    hospital().ifPresent(found -> fields.add(field(Name.HOSPITAL, found.value(), found)));
    labels
        .find(NUMBER, BillFields::code)
        .or(this::someNumber)
        .ifPresent(found -> fields.add(field(Name.BILL_NUMBER, found.value(), found)));
    days(fields);
    List<Part> parts = BillParts.of(sheet);
    Optional<Found<Long>> total = total();
    long sum = parts.stream().mapToLong(part -> part.amount().minor()).sum();
    Sum adds =
        parts.isEmpty() || total.isEmpty()
            ? Sum.UNKNOWN
            : total.get().value() == sum ? Sum.ADDS_UP : Sum.DIFFERS;
    amounts(fields, total, adds);
    return new PaperReading(
        photo, State.READ, Kind.BILL, seen.width(), seen.height(), fields, parts, adds);
  }

  private Optional<Found<String>> hospital() {
    Optional<Found<String>> first = Optional.empty();
    for (Word word : sheet.words()) {
      String text = word.text().substring(Math.max(0, word.text().lastIndexOf(':') + 1));
      Matcher found = HOSPITAL.matcher(text);
      if (!found.find()) continue;
      int start = word.text().length() - text.length() + found.start(1);
      boolean level = word.box().width() > word.box().height();
      Found<String> here =
          new Found<>(
              found.group(1),
              word.confidence(),
              word.part(start, start + found.group(1).length(), level));
      if (first.isEmpty() || here.value().length() > first.get().value().length())
        first = Optional.of(here);
    }
    return first;
  }

  private static Optional<String> code(String text) {
    Matcher found = CODE.matcher(text);
    return found.find() && Days.all(found.group(1)).isEmpty()
        ? Optional.of(found.group(1))
        : Optional.empty();
  }

  /// The first one that is called a number and none of those that are others.
  private Optional<Found<String>> someNumber() {
    for (Word word : sheet.words()) {
      int colon = word.text().indexOf(':');
      String label = word.text().substring(0, Math.max(0, colon));
      if (!label.contains("号") || OTHER_NUMBER.matcher(label).find()) continue;
      Optional<String> code =
          code(word.text().substring(colon + 1)).filter(each -> each.length() > 7);
      if (code.isPresent())
        return Optional.of(new Found<>(code.get(), word.confidence() * GUESSED, word.box()));
    }
    return Optional.empty();
  }

  /// The first line with two days: from one to the other.
  private Optional<Found<List<LocalDate>>> stay() {
    for (Word word : sheet.words()) {
      List<LocalDate> days = Days.all(word.text());
      if (days.size() == 2 && !days.get(1).isBefore(days.get(0)))
        return Optional.of(new Found<>(days, word.confidence() * GUESSED, word.box()));
    }
    return Optional.empty();
  }

  /// The only day that is neither of the two and not before them.
  private Optional<Found<LocalDate>> otherDay(
      Optional<Found<LocalDate>> admitted, Optional<Found<LocalDate>> discharged) {
    if (discharged.isEmpty()) return Optional.empty();
    List<Found<LocalDate>> others = new ArrayList<>();
    for (Word word : sheet.words()) {
      if (word.box().equals(discharged.get().box())) continue;
      if (admitted.filter(day -> day.box().equals(word.box())).isPresent()) continue;
      List<LocalDate> days = Days.all(word.text());
      if (days.size() == 1 && !days.getFirst().isBefore(discharged.get().value()))
        others.add(new Found<>(days.getFirst(), word.confidence() * GUESSED, word.box()));
    }
    return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
  }

  private void days(List<Field> fields) {
    Optional<Found<List<LocalDate>>> stay = stay();
    Optional<Found<LocalDate>> admitted =
        labels
            .find(ADMITTED, text -> day(text, 0))
            .or(() -> stay.map(found -> found.with(found.value().getFirst())));
    Optional<Found<LocalDate>> discharged =
        labels
            .find(DISCHARGED, text -> day(text, 0))
            .or(() -> labels.find(List.of("住院时间", "住院日期"), text -> day(text, 1)))
            .or(() -> stay.map(found -> found.with(found.value().getLast())));
    boolean ordered =
        admitted.isPresent()
            && discharged.isPresent()
            && !discharged.get().value().isBefore(admitted.get().value());
    double factor = admitted.isPresent() && discharged.isPresent() && !ordered ? DOUBTED : 1;
    admitted.ifPresent(each -> fields.add(field(Name.ADMITTED, each.value(), each.times(factor))));
    discharged.ifPresent(
        each -> fields.add(field(Name.DISCHARGED, each.value(), each.times(factor))));
    labels
        .find(INVOICE_DAY, text -> day(text, 0))
        .filter(found -> admitted.filter(day -> day.box().equals(found.box())).isEmpty())
        .filter(found -> discharged.filter(day -> day.box().equals(found.box())).isEmpty())
        .or(() -> otherDay(admitted, discharged))
        .ifPresent(found -> fields.add(field(Name.INVOICE_DAY, found.value(), found)));
  }

  private static Optional<LocalDate> day(String text, int which) {
    return Days.all(text).stream().skip(which).findFirst();
  }

  private Optional<Found<Long>> total() {
    Optional<Found<Long>> figures = labels.find(TOTAL, BillFields::amount);
    Optional<Found<Long>> capitals =
        labels.find(List.of("合计(大写)", "合计大写"), text -> boxed(Amounts.capitals(text)));
    if (figures.isEmpty()) return besideCapitals().or(() -> capitals);
    return figures.map(
        found ->
            capitals.filter(each -> each.value().equals(found.value())).isPresent()
                ? borneOut(found)
                : found);
  }

  /// Figures in the row of the capitals, where their own label was misread.
  private Optional<Found<Long>> besideCapitals() {
    for (List<Word> row : sheet.rows()) {
      if (row.stream().noneMatch(word -> word.text().contains("大写"))) continue;
      for (Word word : row) {
        int from = word.text().lastIndexOf(')') + 1;
        Optional<Long> amount = amount(word.text().substring(from));
        if (amount.isPresent())
          return Optional.of(new Found<>(amount.get(), word.confidence() * GUESSED, word.box()));
      }
    }
    return Optional.empty();
  }

  private void amounts(List<Field> fields, Optional<Found<Long>> total, Sum adds) {
    Optional<Found<Long>> stated = labels.find(ALL_FUNDS, BillFields::amount).or(this::funds);
    Optional<Found<Long>> printed = ownShare(total, stated);
    Optional<Found<Long>> own =
        printed
            .or(() -> rest(total, stated))
            .or(() -> labels.find("自付", BillFields::amount)); // only a part where there is 自费
    Optional<Found<Long>> paid = stated.or(() -> rest(total, own));
    boolean fits =
        total.isPresent()
            && stated.isPresent()
            && printed.isPresent()
            && total.get().value() == stated.get().value() + printed.get().value();
    boolean speaksAgainst = total.isPresent() && stated.isPresent() && printed.isPresent() && !fits;
    total.ifPresent(
        found -> {
          Found<Long> judged = fits || adds == Sum.ADDS_UP ? borneOut(found) : found;
          if (speaksAgainst && adds != Sum.ADDS_UP) judged = judged.times(DOUBTED);
          fields.add(field(Name.TOTAL, yuan(found), judged));
        });
    paid.ifPresent(
        found ->
            fields.add(
                field(Name.INSURANCE_PAID, yuan(found), judged(found, fits, speaksAgainst))));
    own.ifPresent(
        found ->
            fields.add(field(Name.OWN_SHARE, yuan(found), judged(found, fits, speaksAgainst))));
  }

  private static Found<Long> judged(Found<Long> found, boolean fits, boolean speaksAgainst) {
    return fits ? borneOut(found) : speaksAgainst ? found.times(DOUBTED) : found;
  }

  /// What all funds paid together; the box is the largest one's.
  private Optional<Found<Long>> funds() {
    List<Found<Long>> each = new ArrayList<>();
    for (String fund : FUNDS) labels.find(fund, BillFields::amount).ifPresent(each::add);
    if (each.stream().allMatch(fund -> fund.value() == 0)) return Optional.empty();
    long sum = each.stream().mapToLong(Found::value).sum();
    double least = each.stream().mapToDouble(Found::confidence).min().orElse(0);
    Found<Long> largest =
        each.stream().max(java.util.Comparator.comparingLong(Found::value)).orElseThrow();
    return Optional.of(new Found<>(sum, least, largest.box()));
  }

  /// The candidate that makes the total with what was paid; else the first one. 自付 and 自费 can be
  /// parts of it.
  private Optional<Found<Long>> ownShare(Optional<Found<Long>> total, Optional<Found<Long>> paid) {
    List<Found<Long>> candidates = new ArrayList<>();
    for (String label : OWN) labels.find(label, BillFields::amount).ifPresent(candidates::add);
    Optional<Found<Long>> cash = labels.find("自费", BillFields::amount);
    Optional<Found<Long>> share = labels.find("自付", BillFields::amount);
    if (cash.isPresent() && share.isPresent())
      candidates.add(
          new Found<>(
              share.get().value() + cash.get().value(),
              Math.min(share.get().confidence(), cash.get().confidence()),
              share.get().box()));
    if (total.isPresent() && paid.isPresent()) {
      long left = total.get().value() - paid.get().value();
      for (Found<Long> each : candidates) if (each.value() == left) return Optional.of(each);
    }
    return candidates.stream().findFirst();
  }

  /// What is left of the total; nobody printed it, so it is believed less.
  private static Optional<Found<Long>> rest(
      Optional<Found<Long>> total, Optional<Found<Long>> part) {
    if (total.isEmpty() || part.isEmpty()) return Optional.empty();
    long left = total.get().value() - part.get().value();
    double confidence = Math.min(total.get().confidence(), part.get().confidence()) * DOUBTED;
    return left < 0
        ? Optional.empty()
        : Optional.of(new Found<>(left, confidence, part.get().box()));
  }

  private static Optional<Long> amount(String text) {
    return boxed(Amounts.figures(text));
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static <T> Found<T> borneOut(Found<T> found) {
    return new Found<>(found.value(), 1 - (1 - found.confidence()) * BORNE_OUT, found.box());
  }

  private static String yuan(Found<Long> fen) {
    return Money.fen(fen.value()).decimal();
  }

  private static Field field(Name name, Object value, Found<?> found) {
    return new Field(name, value.toString(), Math.clamp(found.confidence(), 0.0, 1.0), found.box());
  }
}
