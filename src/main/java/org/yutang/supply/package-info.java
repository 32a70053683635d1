/// Goods on their way from the field to the shelf: sites, lots, grading, boxes, shipments, stock.
///
/// Promises: stock is an account of the ledger for each lot and place, in grams, so that nothing is
/// shipped that is not there, and what goes in comes out again or is written down as lost, exactly;
/// a step that is sent twice, or cut off by a crash, happens once; what a sorting line measured is
/// graded by the product's standard, with the bounds that were missed; no more leaves under a
/// certificate than was certified. Each step becomes events of [org.yutang.trace.Trace].
///
/// Owns the schema `supply`. Start reading at [org.yutang.supply.Handling] and
/// [org.yutang.supply.Step]; `Planner` knows what a step moves, `SqlHandling` how it happens once.
@NullMarked
package org.yutang.supply;

import org.jspecify.annotations.NullMarked;
