/// Insight: what became of a programme in a year, and beside it what others published about it.
///
/// Promises: each figure says what it counts, up to which day, whether it is forecast or actual,
/// where it comes from, and which vouchers sum up to it; every total is the sum of the parts that
/// are shown, with groups of fewer than ten merged; the same cut-off day gives the same figures
/// again, because everything is counted by business day; a published figure is never changed, a
/// corrected one is a new version beside the old.
///
/// Owns the schema `insight`: indicators and published figures. Its reports are computed from the
/// books of other rooms and kept nowhere. Start reading at [org.yutang.insight.Insight], then
/// [org.yutang.insight.Report].
@NullMarked
package org.yutang.insight;

import org.jspecify.annotations.NullMarked;
