package org.yutang.demo;

import java.time.LocalDate;
import java.util.List;
import org.yutang.kernel.Money;

/// A hospital's bill that nobody ever got.
record Bill(
    String hospital,
    String number,
    LocalDate admitted,
    LocalDate discharged,
    Money total,
    Money ownShare) {

  private static final List<String> HOSPITALS = List.of("示例县人民医院", "示例县中医院", "示例镇中心卫生院", "示例市第一医院");

  /// The published case: a cost of 72,376.39 yuan, of which 46,241.02 were left to the patient.
  private static final Money PUBLISHED_TOTAL = Money.fen(7_237_639);

  private static final Money PUBLISHED_SHARE = Money.fen(4_624_102);

  static final int DEDUCTIBLE = 250_000;

  /// @param from the first day of cover
  /// @param filed the day on which it is claimed
  static Bill of(Fate fate, int claim, Dice dice, LocalDate from, LocalDate filed) {
    LocalDate discharged = max(filed.minusDays(dice.between(2, 12)), from.plusDays(2));
    LocalDate admitted = max(discharged.minusDays(dice.between(3, 12)), from.plusDays(1));
    long share = share(fate, dice);
    return new Bill(
        dice.one(HOSPITALS),
        "SYN-%05d".formatted(claim),
        admitted,
        discharged,
        Money.fen(share * dice.between(140, 320) / 100),
        Money.fen(share));
  }

  Bill published() {
    return new Bill(hospital, number, admitted, discharged, PUBLISHED_TOTAL, PUBLISHED_SHARE);
  }

  /// Mostly some hundred yuan above the deductible; where two must decide, far above.
  private static long share(Fate fate, Dice dice) {
    double above = Math.exp(Math.log(90_000) + 0.7 * dice.bell());
    return switch (fate) {
      case PAID_BY_TWO, PAID_AFTER_DISAGREEMENT, AWAITING_SECOND ->
          1_650_000 + Math.round(4 * above);
      default -> DEDUCTIBLE + 20_000 + Math.min(1_000_000, Math.round(above));
    };
  }

  private static LocalDate max(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
