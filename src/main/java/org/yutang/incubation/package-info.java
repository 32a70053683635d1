/// Select, support, nurture: which products of a county are worth help, what the help costs, and
/// what became of it.
///
/// Promises: a ranking says every number that went into it, its formula and its weights, and is
/// kept as it was; what is not known is said and never counted as nothing; weights hold only once a
/// second person agreed. A package's money is set aside when a second person approves it, is never
/// overspent, and what is left goes back to the budget. A product counts as incubated only where
/// every milestone of its plan was reached. A story is shown only while its teller agrees, under
/// the name that she chose; withdrawn, its words are gone.
///
/// Owns the schema `incubation`. Start reading at [org.yutang.incubation.Selection],
/// [org.yutang.incubation.Support], [org.yutang.incubation.Nurture] and
/// [org.yutang.incubation.Stories]; `Scoring` knows the formulas, `Purse` moves the money.
@NullMarked
package org.yutang.incubation;

import org.jspecify.annotations.NullMarked;
