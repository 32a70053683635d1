/// Everything scarce is an account: a double-entry ledger in several units.
///
/// Promises: a transfer happens wholly or not at all, is durable before it is answered, and happens
/// once however often it is sent; balances never break their account's rules; debits equal credits
/// in each unit; lines are never changed or removed. Knows no business.
///
/// Owns the schema `ledger`. Start reading at [org.yutang.ledger.Ledger]. Inside there are two
/// halves. *Writing*: the essay stands in `Writer`, which queues what callers submit; `Desk` and
/// `Batch` decide it on the balances in `Memory`, `Books` has the statements, `Lease` says who may
/// write. *Reading*: `Statements` and `Turnovers`, the days for export in
/// [org.yutang.ledger.LedgerDays], the check of everything in [org.yutang.ledger.LedgerCheck]. How
/// a room ties its own rows to money that moves is told once, in [org.yutang.ledger.Earmarks].
@NullMarked
package org.yutang.ledger;

import org.jspecify.annotations.NullMarked;
