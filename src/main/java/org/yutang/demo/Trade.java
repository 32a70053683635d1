package org.yutang.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yutang.giving.RefundNotice;
import org.yutang.giving.SaleNotice;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// The orders and refunds of the made-up year, week by week; the same again for the same seed.
final class Trade {

  static final int DAYS = 7;
  private static final double REFUNDED = 0.016;
  private static final double IN_PART = 0.3;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

  private final long seed;
  private final LocalDate from;
  private final LocalDate to;
  private final int orders;
  private final PlaceCode county;
  private final List<PlaceCode> provinces;
  private final double[] weeks;
  private final double total;

  /// @param provinces where buyers live
  Trade(
      long seed,
      LocalDate from,
      LocalDate to,
      int orders,
      PlaceCode county,
      List<PlaceCode> provinces) {
    this.seed = seed;
    this.from = from;
    this.to = to;
    this.orders = orders;
    this.county = county;
    this.provinces = List.copyOf(provinces);
    long days = to.toEpochDay() - from.toEpochDay() + 1;
    this.weeks = new double[(int) ((days + DAYS - 1) / DAYS)];
    double sum = 0;
    for (int week = 0; week < weeks.length; week++) {
      weeks[week] = season(week);
      sum += weeks[week];
    }
    this.total = sum;
  }

  int weeks() {
    return weeks.length;
  }

  LocalDate first(int week) {
    return from.plusDays((long) week * DAYS);
  }

  LocalDate last(int week) {
    LocalDate last = first(week + 1).minusDays(1);
    return last.isAfter(to) ? to : last;
  }

  /// How many orders all weeks before this one have.
  long before(int week) {
    return upTo(week, 0);
  }

  /// A shop's orders of a week, the earliest first.
  List<SaleNotice> sales(int week, int shop) {
    Shop seller = Shop.ALL.get(shop);
    Dice dice = dice(week, shop, 1);
    int count = (int) (upTo(week, shop + 1) - upTo(week, shop));
    int days = (int) (last(week).toEpochDay() - first(week).toEpochDay());
    List<SaleNotice> sales = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Instant at =
          first(week)
              .plusDays(dice.between(0, days))
              .atTime(dice.between(7, 22), dice.between(0, 59), dice.between(0, 59))
              .atZone(BusinessDay.ZONE)
              .toInstant();
      long fen =
          10
              * Math.max(
                  10, Math.round(Math.exp(Math.log(seller.typical()) + 0.4 * dice.bell()) / 10));
      sales.add(
          new SaleNotice(
              "%c%s-%05d".formatted(seller.letter(), first(week).format(DAY), i + 1),
              at,
              Money.fen(fen),
              Optional.of(county),
              provinces.isEmpty() ? Optional.empty() : Optional.of(dice.one(provinces))));
    }
    sales.sort(Comparator.comparing(SaleNotice::soldAt));
    return sales;
  }

  /// What comes back in a week of a shop's orders of the week before.
  List<RefundNotice> refunds(int week, int shop) {
    if (week == 0) return List.of();
    Dice dice = dice(week, shop, 2);
    Instant end = last(week).plusDays(1).atStartOfDay(BusinessDay.ZONE).toInstant();
    List<RefundNotice> refunds = new ArrayList<>();
    for (SaleNotice sale : sales(week - 1, shop)) {
      boolean back = dice.chance(REFUNDED);
      boolean part = dice.chance(IN_PART);
      Instant at = sale.soldAt().plusSeconds(dice.between(20, 140) * 3600L);
      if (back && at.isBefore(end))
        refunds.add(
            new RefundNotice(
                "R-" + sale.orderNumber(),
                sale.orderNumber(),
                at,
                part
                    ? Optional.of(Money.fen(Math.max(1, sale.amount().minor() / 2)))
                    : Optional.empty()));
    }
    refunds.sort(Comparator.comparing(RefundNotice::refundedAt));
    return refunds;
  }

  /// How many refunds a week has.
  long refunds(int week) {
    long refunds = 0;
    for (int shop = 0; shop < Shop.ALL.size(); shop++) refunds += refunds(week, shop).size();
    return refunds;
  }

  /// Orders of all weeks before, and of this week's shops before that one, so that the sum is
  /// exact.
  private long upTo(int week, int shop) {
    double done = 0;
    for (int i = 0; i < week; i++) done += weeks[i];
    double sold = 0;
    double all = 0;
    for (int i = 0; i < Shop.ALL.size(); i++) {
      if (i < shop) sold += Shop.ALL.get(i).share();
      all += Shop.ALL.get(i).share();
    }
    if (week < weeks.length) done += weeks[week] * sold / all;
    return Math.round(orders * Math.min(1, done / total));
  }

  /// Autumn's harvest and the time before the Spring Festival sell best.
  private double season(int week) {
    double days = last(week).toEpochDay() - first(week).toEpochDay() + 1.0;
    return days
        * switch (first(week).getMonth()) {
          case NOVEMBER -> 1.9;
          case DECEMBER, JANUARY -> 1.5;
          case OCTOBER -> 1.3;
          case FEBRUARY, JUNE -> 1.1;
          default -> 0.9;
        };
  }

  private Dice dice(int week, int shop, int use) {
    return new Dice(((seed * 1000 + week) * 100 + shop) * 10 + use);
  }
}
