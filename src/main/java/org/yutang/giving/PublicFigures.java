package org.yutang.giving;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What everybody may know of a project. Each list sums up to the project's figures; groups of
/// fewer than [#FEWEST] are merged into one, together with the next larger until that has enough.
///
/// @param grantedByMonth grants into the fund
/// @param spentByMonth premiums that the fund paid
/// @param spentByCounty likewise, by the county of the persons
public record PublicFigures(
    UUID project,
    Project.Figures figures,
    List<Raised> byMonth,
    List<Raised> byMerchantCounty,
    List<Raised> byOrigin,
    List<Paid> grantedByMonth,
    Money spent,
    List<Paid> spentByMonth,
    List<Paid> spentByCounty) {

  public static final int FEWEST = 10;

  public PublicFigures {
    byMonth = List.copyOf(byMonth);
    byMerchantCounty = List.copyOf(byMerchantCounty);
    byOrigin = List.copyOf(byOrigin);
    grantedByMonth = List.copyOf(grantedByMonth);
    spentByMonth = List.copyOf(spentByMonth);
    spentByCounty = List.copyOf(spentByCounty);
  }

  /// What a row is about.
  public sealed interface Group {
    record Month(YearMonth month) implements Group {}

    record County(PlaceCode county) implements Group {}

    /// Notices that named no origin.
    record Unknown() implements Group {}

    /// Groups too small to be shown.
    record Others() implements Group {}
  }

  /// Refunds count in the month in which they were made.
  public record Raised(Group group, long donations, Money given, long refunds, Money returned) {}

  /// @param count grants or premiums
  public record Paid(Group group, long count, Money amount) {}
}
