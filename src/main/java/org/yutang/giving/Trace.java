package org.yutang.giving;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;

/// What became of one donation, as of now: the oldest fen pay the oldest premiums, and a refund
/// takes its fen out of the row, so that later ones move up.
///
/// @param sale the donation's id; of a gift, its public one
/// @param merchant whose order it was; empty for a gift
/// @param kept what refunds left of it
/// @param waiting of it, what no premium needed yet
/// @param premiums what the rest paid, at most [#MOST]
/// @param more whether it paid further ones
public record Trace(
    UUID sale,
    UUID project,
    ProgrammeId programme,
    Optional<UUID> merchant,
    java.time.LocalDate businessDate,
    Money donation,
    Money kept,
    Money waiting,
    List<Share> premiums,
    boolean more) {

  /// The most premiums that a trace shows.
  public static final int MOST = 100;

  /// Places with fewer covered persons are not shown.
  public static final int FEWEST = 10;

  public Trace {
    premiums = List.copyOf(premiums);
  }

  /// @param enrolment the key of the premium's leaf
  /// @param share what the donation paid of the premium
  /// @param place the village; its town where fewer than [#FEWEST] are covered; else the county
  /// @param covered persons covered there in that policy year; empty where even the county has
  ///   fewer than [#FEWEST]
  public record Share(
      UUID enrolment,
      int policyYear,
      Money premium,
      Money share,
      PlaceCode place,
      OptionalLong covered) {}

  /// Who paid a premium, the other way round: numbers, not names.
  ///
  /// @param sum what donations paid of it; the rest was advanced by grants
  public record Payers(long donations, Money sum) {}
}
