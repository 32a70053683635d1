package org.yutang.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Bearer tokens for the API: `yt_` and 32 random bytes, kept as SHA-256 only.
public interface Tokens {

  /// The longest life of a token.
  int MAX_DAYS = 366;

  /// Makes a token for oneself or for an account that one manages. Its text is given only here.
  /// Refuses with [AccessRefusal#INVALID_DAYS] and, for an id that was used before,
  /// [AccessRefusal#TOKEN_ALREADY_ISSUED].
  ///
  /// @param id made by the caller
  Issued issue(Actor by, UUID id, UUID account, int days);

  record Issued(UUID id, String text, Instant expiresAt) {}

  /// Ends a token of oneself or of an account that one manages; quietly, if it was ended before.
  /// Refuses with [AccessRefusal#UNKNOWN_TOKEN].
  void revoke(Actor by, UUID id);

  /// The tokens of an account that one is or manages, the newest first, at most 200.
  List<Token> list(Actor reader, UUID account);

  record Token(
      UUID id,
      UUID account,
      Instant createdAt,
      Instant expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt) {}

  /// Whose token it is, with the roles of this moment. Refuses with [AccessRefusal#INVALID_TOKEN]
  /// or [AccessRefusal#TOKEN_EXPIRED].
  Actor actor(String text);
}
