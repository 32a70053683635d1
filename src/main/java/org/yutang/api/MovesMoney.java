package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a write that calls the ledger, which refuses to be called inside a transaction: it runs
/// without one, and its answer is kept right after it. So it must be harmless to run twice, by ids
/// derived from caller and idempotency key.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface MovesMoney {}
