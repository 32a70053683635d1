package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a write that must not run inside a transaction: it calls the ledger, which refuses to be
/// called in one, or waits in line for a password's hash, which would hold a connection. Its answer
/// is kept right after it; so it must be harmless to run twice, by ids derived from caller and
/// idempotency key.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WithoutTransaction {}
