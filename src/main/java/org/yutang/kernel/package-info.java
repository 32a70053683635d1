/// The words that every room shares: money, places, ids, refusals, pages.
///
/// Promises: immutable values that check themselves when they are made, exact arithmetic, no
/// dependency on any other room, no Spring, no SQL. Owns no tables. Stays under 800 lines.
///
/// Start reading at [org.yutang.kernel.Refusal], because every room's commands end in a result or
/// in one of those.
@NullMarked
package org.yutang.kernel;

import org.jspecify.annotations.NullMarked;
