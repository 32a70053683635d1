package org.yutang.insight;

/// The figures of a report. What each is called and how it is defined stands in the messages
/// `insight.figure.…` and `insight.source.…`.
public enum KeyFigure {
  /// What was in the fund when the year began.
  OPENING(Part.MONEY, UnitKind.CNY, Vouchers.FLOW),
  DONATIONS(Part.MONEY, UnitKind.ORDERS, Vouchers.DONATIONS),
  GIVEN(Part.MONEY, UnitKind.CNY, Vouchers.DONATIONS),
  REFUNDS(Part.MONEY, UnitKind.TIMES, Vouchers.REFUNDS),
  RETURNED(Part.MONEY, UnitKind.CNY, Vouchers.REFUNDS),
  /// Given less returned.
  DONATED(Part.MONEY, UnitKind.CNY, Vouchers.MONTHS),
  GRANTS(Part.MONEY, UnitKind.TIMES, Vouchers.MONTHS),
  GRANTED(Part.MONEY, UnitKind.CNY, Vouchers.MONTHS),
  PREMIUMS(Part.MONEY, UnitKind.PERSON_TIMES, Vouchers.COUNTIES),
  SPENT(Part.MONEY, UnitKind.CNY, Vouchers.COUNTIES),
  /// Opening, donated and granted less spent.
  BALANCE(Part.MONEY, UnitKind.CNY, Vouchers.FLOW),
  /// The only forecast: donated at this pace until the year's end.
  DONATED_BY_YEAR_END(Part.MONEY, UnitKind.CNY, Vouchers.MONTHS),

  ASSESSED(Part.COVER, UnitKind.PERSONS, Vouchers.PLACES),
  ELIGIBLE(Part.COVER, UnitKind.PERSONS, Vouchers.PLACES),
  INSURED(Part.COVER, UnitKind.PERSONS, Vouchers.PLACES),
  /// Insured of eligible, or of insured where those are more.
  SHARE(Part.COVER, UnitKind.BASIS_POINTS, Vouchers.PLACES),
  WAITING(Part.COVER, UnitKind.PERSONS, Vouchers.PLACES),
  COUNTIES(Part.COVER, UnitKind.COUNTIES, Vouchers.PLACES),

  FILED(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  ACCEPTED(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  /// Of the accepted.
  REDUCED(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  REJECTED(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  WITHDRAWN(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  OPEN(Part.CLAIMS, UnitKind.CLAIMS, Vouchers.CLAIMS),
  PAYMENTS(Part.CLAIMS, UnitKind.TIMES, Vouchers.PAYMENTS),
  PAID_OUT(Part.CLAIMS, UnitKind.CNY, Vouchers.PAYMENTS),
  DECISION_MEDIAN(Part.CLAIMS, UnitKind.WORKING_DAYS, Vouchers.CLAIMS),
  DECISION_NINETIETH(Part.CLAIMS, UnitKind.WORKING_DAYS, Vouchers.CLAIMS),
  PAYMENT_MEDIAN(Part.CLAIMS, UnitKind.WORKING_DAYS, Vouchers.CLAIMS),
  PAYMENT_NINETIETH(Part.CLAIMS, UnitKind.WORKING_DAYS, Vouchers.CLAIMS);

  private final Part part;
  private final UnitKind unit;
  private final Vouchers vouchers;

  KeyFigure(Part part, UnitKind unit, Vouchers vouchers) {
    this.part = part;
    this.unit = unit;
    this.vouchers = vouchers;
  }

  /// Where a report tells it.
  public enum Part {
    MONEY,
    COVER,
    CLAIMS
  }

  /// The list that sums up to a figure, as far as everybody may see it.
  public enum Vouchers {
    DONATIONS,
    REFUNDS,
    /// The report's table of months.
    MONTHS,
    /// The report's table of premiums by county.
    COUNTIES,
    /// The report's table of persons by county or town.
    PLACES,
    /// The report's split of all claims.
    CLAIMS,
    /// The report's table of payments by county; each payment is a leaf of the public log.
    PAYMENTS,
    /// What came in and went out.
    FLOW
  }

  public Part part() {
    return part;
  }

  public UnitKind unit() {
    return unit;
  }

  public Vouchers vouchers() {
    return vouchers;
  }

  /// As in keys and addresses.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
