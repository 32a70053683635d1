/// Events in the database: captured, found, told to subscribers.
@NullMarked
package org.yutang.trace.events;

import org.jspecify.annotations.NullMarked;
