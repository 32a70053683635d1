/// Campaigns: something scarce (jars, trees, seats) that many want at the same minute.
///
/// Promises: never more claims than stock, never more than so many for one holder; a claim happens
/// once however often it is sent, under an id that its sender made; its position is the order in
/// which the ledger wrote it and never changes; what was paid too late is granted after all if
/// there is still stock, or paid back, by the campaign's rule, and never oversells.
///
/// A claim is a line in the ledger (or one linked transfer where it costs something of another
/// unit), and nothing else: this room keeps rows of campaigns and payments only, and what it
/// remembers in memory decides nothing but how fast somebody hears that nothing is left.
///
/// Owns the schema `campaign`. Start reading at [org.yutang.campaign.Campaigns]; `Gate` turns
/// claims into commands and outcomes into answers, `Written` knows the order, `Payments` takes
/// money.
@NullMarked
package org.yutang.campaign;

import org.jspecify.annotations.NullMarked;
