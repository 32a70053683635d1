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
/// A contract with a grower never promises less than the protected price; its deliveries count
/// once, and advance and settlement are paid once, however often anything is repeated.
///
/// Sorted lots feed contracts by [org.yutang.farm.GradedGoods], by weight for the plots that they
/// came from; the same kilograms never count twice, also where people write them down.
///
/// Owns the schema `farm`. Start reading at [org.yutang.farm.Standards], [org.yutang.farm.Plots],
/// [org.yutang.farm.Seasons] and [org.yutang.farm.Contracts]; `Outline` knows geometry, `WorkCheck`
/// the rules of field work, `ContractCheck` those of terms, `Settlement` what they come to, and
/// `ContractMoney` moves it.
@NullMarked
package org.yutang.farm;

import org.jspecify.annotations.NullMarked;
