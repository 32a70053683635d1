package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a write whose answer holds a secret and is therefore never kept. The controller itself sees
/// to it, by ids derived from caller and idempotency key, that sending it again does no harm.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ShownOnce {}
