/// The REST interface under `/api/v1`, for programs of others and for our own verbs.
///
/// Promises: every failure is `application/problem+json` with a stable code and words in the
/// reader's language, never a stack trace; every write carries an `Idempotency-Key` and can be sent
/// again without harm; bodies and pages are bounded; the document at `/api/v1/openapi.json` names
/// every path. Holds no rules and no SQL: a controller turns a request into one call of a room.
///
/// Start reading at [org.yutang.api.ApiSecurity] (who gets in), then [org.yutang.api.ApiFrame]
/// (what every request passes) and [org.yutang.api.Problems] (how failures are told). To add an
/// endpoint, write a controller like [org.yutang.api.AccountsApi].
@NullMarked
package org.yutang.api;

import org.jspecify.annotations.NullMarked;
