/// The growers' side of a product: its standard, plots with outlines, soil tests, season plans and
/// field work.
///
/// Promises: a standard is a file with versions, read whole and strictly at the start; a sample is
/// graded the same way by everybody, with the bound that decided; no two plots overlap by more than
/// the tolerance of [org.yutang.farm.Plots], also when two people draw at once; field work that
/// breaks the standard is refused with the rule's name or, where it happened all the same, kept
/// with that flag. Each step is a row of who, where, when and what, with an event in the outbox,
/// from which trace makes its own.
///
/// Owns the schema `farm`. Start reading at [org.yutang.farm.Standards], [org.yutang.farm.Plots]
/// and [org.yutang.farm.Seasons]; `Outline` knows geometry, `WorkCheck` the rules of field work.
@NullMarked
package org.yutang.farm;

import org.jspecify.annotations.NullMarked;
