/// Giving: projects that collect for a programme's fund, merchants who pledge something of every
/// order, sales and their donations, refunds; and gifts of donors, once or every month.
///
/// Promises: one donation an order, however often the order is told; a rate never changes what was
/// sold before its first day; a refund takes back exactly its share, once, and waits while the fund
/// lacks the money; which premium a donation paid is computed from ranges of fen, first in, first
/// out, and never stored pair by pair; one leaf of the public log for each donation and refund,
/// without the order's number.
///
/// Owns the schema `giving`. Start reading at [org.yutang.giving.Giving]; `Sales` books and pays,
/// `Delivery` does again what a dying process left, `Ranges` knows who paid what. For gifts start
/// at [org.yutang.giving.Gifts]; `GiftDelivery` hears what became of their payments.
@NullMarked
package org.yutang.giving;

import org.jspecify.annotations.NullMarked;
