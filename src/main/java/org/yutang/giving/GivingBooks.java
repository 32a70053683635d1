package org.yutang.giving;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;

/// What was given to a fund between two business days, which count as well; for rooms that publish
/// figures: asks nobody's permission, and small groups are the reader's to merge.
public interface GivingBooks {

  /// Sums by project, month and county of the merchant, in this order. Refunds count on the day on
  /// which they were made, once they are paid.
  List<Raised> raised(ProgrammeId programme, LocalDate from, LocalDate to);

  /// @param given by donations, `returned` by refunds
  record Raised(
      UUID project,
      YearMonth month,
      PlaceCode merchantCounty,
      long donations,
      Money given,
      long refunds,
      Money returned) {}

  /// The donations or paid refunds themselves, by day: what [#raised] sums up. Each is a leaf of
  /// the public log, and nothing is told here that the leaf does not tell.
  Vouchers vouchers(
      Kind kind, ProgrammeId programme, LocalDate from, LocalDate to, Page.Wanted page);

  enum Kind {
    DONATIONS,
    REFUNDS
  }

  /// @param sum of all pages
  record Vouchers(Page<Voucher> page, Money sum) {}

  /// @param key of the leaf in the public log
  record Voucher(UUID key, LocalDate day, UUID project, UUID merchant, Money amount) {}
}
