package org.yutang.programme;

import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// A premium that was paid, without the person: for rooms that say what the fund's money became.
///
/// Premiums of a fund lie end to end in the order in which they were paid: this one is the units
/// (fen) from `from` up to, but without, `to`. Ranges never change.
///
/// @param enrolment also the key of the leaf in the public log
/// @param village to be published only where enough people are covered
public record PaidPremium(
    UUID enrolment,
    int policyYear,
    PlaceCode county,
    PlaceCode village,
    Money amount,
    long from,
    long to) {}
