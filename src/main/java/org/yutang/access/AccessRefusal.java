package org.yutang.access;

import org.yutang.kernel.Refusal;

/// Why access is refused.
public enum AccessRefusal implements Refusal.Code {
  /// No such account, or it is closed.
  UNKNOWN_ACCOUNT(Refusal.Kind.NOT_FOUND),
  /// Facts: `permission`, `place`.
  NOT_PERMITTED(Refusal.Kind.FORBIDDEN),
  /// Name or password is wrong.
  WRONG_PASSWORD(Refusal.Kind.UNAUTHENTICATED),
  /// A token or link that is unknown, used up or expired.
  INVALID_TOKEN(Refusal.Kind.UNAUTHENTICATED),
  /// Facts: `retryAfterSeconds`.
  TOO_MANY_ATTEMPTS(Refusal.Kind.TOO_MANY),
  /// Facts: `name`.
  NAME_TAKEN(Refusal.Kind.CONFLICT),
  /// Facts: `minLength`.
  WEAK_PASSWORD(Refusal.Kind.INVALID),
  INVALID_NAME(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  AccessRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }

  @Override
  public String room() {
    return "access";
  }
}
