/// EPCIS documents, JSON-LD and XML: read, checked and written; and the hash of an event.
@NullMarked
package org.yutang.trace.document;

import org.jspecify.annotations.NullMarked;
