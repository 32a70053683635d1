package org.yutang.programme;

import java.time.YearMonth;
import org.yutang.kernel.Money;

/// What was granted to a fund in one month of business dates.
public record Granted(YearMonth month, long grants, Money amount) {}
