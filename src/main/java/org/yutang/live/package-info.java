/// Live rooms: a shop shows what it sells, and those who watch talk, like and buy.
///
/// Promises: a stream key is told once and its digest is the row; one connection publishes at a
/// time, and none after the end; a message that was hidden is told to nobody any more; one viewer's
/// flood is refused without touching the others; what a room sold is counted from the market's own
/// orders, money that went back taken off. Chat, goods and orders need no picture.
///
/// Owns the schema `live`. Start reading at [org.yutang.live.Live].
@NullMarked
package org.yutang.live;

import org.jspecify.annotations.NullMarked;
