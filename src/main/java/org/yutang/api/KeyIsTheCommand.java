package org.yutang.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a write whose idempotency key is the id of the command itself, which its room remembers for
/// ever: the same key with the same body gets the same answer from the room, with another body the
/// room's refusal. The frame keeps no answer, so such a write costs no second row; the controller
/// sets [ApiFrame#REPLAYED]. It may call the ledger.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface KeyIsTheCommand {}
