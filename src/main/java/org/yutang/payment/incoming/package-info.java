/// How payments come in: see [org.yutang.payment.Incoming].
///
/// `SqlIncoming` writes down what is asked for and what providers tell, `IncomingBooking` moves the
/// money, `SqlIncomingDesk` and `RefundBooking` bring it back, `IncomingChores` asks where nothing
/// was heard. `PayDoor` is the port behind which providers stand.
@NullMarked
package org.yutang.payment.incoming;

import org.jspecify.annotations.NullMarked;
