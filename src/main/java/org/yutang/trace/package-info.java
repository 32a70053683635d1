/// Everything that happens to goods, as events of EPCIS 2.0 with the words of CBV 2.0, and the
/// answers that follow from them.
///
/// Promises: a document is read as a stream, event by event, and each event that does not fit the
/// standard is refused by itself, with its place and a reason; the same event counts once, however
/// often it comes; what was captured is read back as it was. A lot leads back to everything that
/// went into it, with its share, and forward to every place, shipment and buyer that it reached,
/// boxes and pallets included, as they were packed at that time. Nothing is fetched: contexts are
/// known or refused.
///
/// Owns the schema `trace`. Start reading at [org.yutang.trace.Trace] and [org.yutang.trace.Event];
/// [org.yutang.trace.Gs1Key] is how things are named. Reading and writing documents is
/// `trace.document`, the graph is `trace.graph`.
@NullMarked
package org.yutang.trace;

import org.jspecify.annotations.NullMarked;
