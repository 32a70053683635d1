package org.yutang.store;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Answers to writes that came with an `Idempotency-Key`: the first answer is kept with caller, key
/// and digest of the request, in the transaction of the work itself, and given again when the same
/// request comes again.
public interface Idempotency {

  /// Runs `work` in one transaction together with keeping its answer; or gives the kept answer
  /// without running it. Refuses with [StoreRefusal#KEY_REUSED] when the kept request had another
  /// digest. A refusal or failure of the work keeps nothing.
  Answer once(UUID caller, UUID key, String requestDigest, Supplier<Answer> work);

  /// The kept answer to that request, for work that must not run in a transaction and is kept by
  /// [#once] right after it. Refuses with [StoreRefusal#KEY_REUSED] likewise.
  Optional<Answer> find(UUID caller, UUID key, String requestDigest);

  /// `status` and `body` as they went out.
  record Answer(int status, String contentType, String body, boolean repeated) {}
}
