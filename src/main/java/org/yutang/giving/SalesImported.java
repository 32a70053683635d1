package org.yutang.giving;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;

/// What a file of sales brought; the result of the job `giving.import`.
///
/// @param rows below the heading
/// @param booked new sales
/// @param repeated sales that were booked before with the same content
/// @param given by the new ones
/// @param reasons how many rows were refused, by code
/// @param errorFile digest of the file of refused rows, if there are any
public record SalesImported(
    long rows,
    long booked,
    long repeated,
    long refused,
    Money given,
    Map<String, Long> reasons,
    @Nullable String errorFile) {

  public SalesImported {
    reasons = Map.copyOf(reasons);
  }
}
