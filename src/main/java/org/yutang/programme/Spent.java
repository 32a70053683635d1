package org.yutang.programme;

import java.time.YearMonth;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What a fund paid in premiums for the people of one county in one month of business dates.
///
/// @param premiums person-times, not persons
public record Spent(YearMonth month, PlaceCode county, long premiums, Money amount) {}
