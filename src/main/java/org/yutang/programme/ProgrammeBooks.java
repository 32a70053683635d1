package org.yutang.programme;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What a programme did up to a business day, which counts as well; for rooms that publish figures:
/// asks nobody's permission, and small groups are the reader's to merge.
public interface ProgrammeBooks {

  /// Premiums that the fund paid within both days, by month and county.
  List<Spent> spent(ProgrammeId programme, LocalDate from, LocalDate to);

  /// Grants into the fund within both days, by month.
  List<Granted> granted(ProgrammeId programme, LocalDate from, LocalDate to);

  /// How far a policy year reached by the end of that day, by village.
  List<Reached> reached(ProgrammeId programme, int policyYear, LocalDate until);

  /// In persons.
  ///
  /// @param persons whom the last run looked at, whenever that was, as is `eligible`
  /// @param covered premium paid by that day, `premiums` their sum
  /// @param waiting found eligible by that day, but without funds
  record Reached(
      PlaceCode county,
      PlaceCode village,
      long persons,
      long eligible,
      long covered,
      Money premiums,
      long waiting) {}

  /// The cases first filed within both days, as they stood at the end of the second one, and the
  /// payments and waiting times that ended within both.
  CaseBook cases(ProgrammeId programme, LocalDate from, LocalDate to);

  /// `filed` is the sum of open, withdrawn, rejected and accepted.
  ///
  /// @param open in review, or back for papers
  /// @param rejected or granted and reversed since
  /// @param reduced of the accepted, those of which less counts than was asked for
  /// @param payments by county and month, each group as small as it is
  /// @param toDecision of cases first decided within both days, `toPayment` of those first paid
  record CaseBook(
      long filed,
      long open,
      long withdrawn,
      long rejected,
      long accepted,
      long reduced,
      List<Payments> payments,
      Optional<CaseTotals.Waiting> toDecision,
      Optional<CaseTotals.Waiting> toPayment) {
    public CaseBook {
      payments = List.copyOf(payments);
    }
  }

  record Payments(PlaceCode county, YearMonth month, long payments, Money paid) {}
}
