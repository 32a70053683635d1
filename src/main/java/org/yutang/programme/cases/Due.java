package org.yutang.programme.cases;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yutang.kernel.Money;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;

/// What a case is due by its kind's benefit, before ceilings of years and lives. Pure.
final class Due {

  private Due() {}

  /// What is due of what reviewers let count.
  static Money of(Benefit benefit, Map<String, Object> answers, Figures figures, String currency) {
    return figures.reduced(whole(benefit, answers, figures, currency));
  }

  /// The same before a reviewer's bound to what is due.
  static Money whole(
      Benefit benefit, Map<String, Object> answers, Figures figures, String currency) {
    return switch (benefit) {
      case Benefit.Share share ->
          share.schedule().due(figures.counted(rest(share, answers, currency)));
      case Benefit.Fixed fixed -> fixed.amount();
      case Benefit.Chosen chosen -> {
        Money amount = chosen.amounts().get(String.valueOf(answers.get(chosen.field())));
        if (amount == null) throw Answers.bad(chosen.field());
        yield amount;
      }
      case Benefit.Lines each -> lines(each, answers, figures.lines(), currency);
      case Benefit.InKind things -> new Money(0, currency);
      case Benefit.None none -> new Money(0, currency);
    };
  }

  /// What the payers before leave. Refuses what adds up to more than the cost with
  /// [ProgrammeRefusal#BAD_ANSWER].
  static Money rest(Benefit.Share share, Map<String, Object> answers, String currency) {
    if (answers.get(share.cost()) == null) throw Answers.bad(share.cost());
    Money rest = amount(answers, share.cost(), currency);
    for (Benefit.Payer payer : share.before()) {
      rest = rest.minus(amount(answers, payer.paid(), currency));
      if (rest.minor() < 0) throw Answers.bad(payer.paid());
    }
    return rest;
  }

  /// Each line by itself: quantity times price, the price at most the service's cap, or what the
  /// reviewer lets it count with.
  static Money line(
      Benefit.Lines benefit,
      Map<?, ?> line,
      int number,
      Map<String, Long> counted,
      String currency) {
    Money price = Money.parse(String.valueOf(line.get("price")), currency);
    String code = String.valueOf(line.get("service"));
    Benefit.Service service =
        benefit.services().stream()
            .filter(each -> each.code().equals(code))
            .findFirst()
            .orElseThrow(() -> Answers.bad(benefit.field()));
    Money unit = service.cap().filter(cap -> cap.compareTo(price) < 0).orElse(price);
    Money whole = unit.times(Long.parseLong(String.valueOf(line.get("quantity"))));
    Long said = counted.get(String.valueOf(number));
    return said == null ? whole : new Money(Math.min(said, whole.minor()), currency);
  }

  private static Money lines(
      Benefit.Lines benefit,
      Map<String, Object> answers,
      Map<String, Long> counted,
      String currency) {
    if (!(answers.get(benefit.field()) instanceof List<?> list)) throw Answers.bad(benefit.field());
    Money sum = new Money(0, currency);
    int number = 0;
    for (Object each : list)
      sum = sum.plus(line(benefit, (Map<?, ?>) each, number++, counted, currency));
    return sum;
  }

  /// How a benefit is cut into instalments: each its share, rounded half up; the last one takes
  /// what is left, so that together they are exactly the benefit.
  static List<Money> instalments(Money benefit, List<CaseKind.Instalment> parts) {
    List<Money> amounts = new ArrayList<>();
    Money left = benefit;
    for (int i = 0; i < parts.size(); i++) {
      BigDecimal share =
          BigDecimal.valueOf(benefit.minor()).multiply(parts.get(i).percent()).movePointLeft(2);
      Money part =
          i == parts.size() - 1
              ? left
              : new Money(
                  Math.min(left.minor(), share.setScale(0, RoundingMode.HALF_UP).longValueExact()),
                  benefit.currency());
      amounts.add(part);
      left = left.minus(part);
    }
    return amounts;
  }

  private static Money amount(Map<String, Object> answers, String field, String currency) {
    Object answer = answers.get(field);
    return answer == null ? new Money(0, currency) : Money.parse(String.valueOf(answer), currency);
  }
}
