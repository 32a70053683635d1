package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a write of somebody else's protocol, which knows no idempotency key: what is sent names
/// itself, so that sending it twice does nothing twice. No answer is kept and no transaction is
/// opened.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface HarmlessTwice {}
