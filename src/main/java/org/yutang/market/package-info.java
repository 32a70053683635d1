/// The market: shops of households, co-operatives and companies, what they sell, and those who buy.
///
/// Promises: nothing is sold twice, because what is left, held for a payment and sold are accounts
/// of the ledger for each article, and a purchase holds all that it wants or nothing; money that
/// came in is with the sellers, with the projects that they pledged to, on its way back to the
/// buyer, or waits for the receipt, to the fen; a message of the payment provider counts once,
/// early, late or forged; what a refund takes back of the donation is exactly its share. Prices are
/// those of the rows at the checkout, and whoever saw another price is told.
///
/// Buyers have no account: a secret key that cannot be guessed opens what is theirs, and only its
/// digest is kept. Where they live is sealed.
///
/// What is not there yet is sold as well: harvests by a forecast of grades
/// ([org.yutang.market.Presales]) and craft work by the week ([org.yutang.market.Crafts]); never
/// more than the forecast bears or a week can make, and under rules that the order keeps.
///
/// Owns the schema `market`. Start reading at [org.yutang.market.Buying] for buyers,
/// [org.yutang.market.Shops] and [org.yutang.market.Selling] for sellers, [org.yutang.market.Shelf]
/// for what everybody sees. `Checkout` writes a purchase down, `Stocks` knows what moves in the
/// ledger, `Paid` hears of payments, `MoneyBacks` brings money back.
@NullMarked
package org.yutang.market;

import org.jspecify.annotations.NullMarked;
