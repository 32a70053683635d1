/// Everything scarce is an account: a double-entry ledger in several units.
///
/// Promises: a transfer happens wholly or not at all, is durable before it is answered, and happens once however often it is
/// sent; balances never break their account's rules; debits equal credits in each unit. Knows no business.
///
/// Owns the schema `ledger`. Start reading at [org.yutang.ledger.Ledger].
@NullMarked
package org.yutang.ledger;

import org.jspecify.annotations.NullMarked;
