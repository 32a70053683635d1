package org.yutang.farm;

import java.time.LocalDate;
import java.util.UUID;
import org.yutang.kernel.Mass;

/// What a grower brought under a contract: so much of a lot, graded. What sorting itself wrote is
/// corrected when the lot is sorted anew before the settlement; what people wrote never changes.
///
/// @param lot the lot's code
/// @param grade of the contract's standard
public record Delivery(UUID id, UUID contract, String lot, String grade, Mass mass, LocalDate day) {

  /// @param late after the last day of the window, within the days of grace
  /// @param fed written by sorting itself
  public record Taken(Delivery what, boolean late, boolean fed, String by) {}
}
