package org.yutang.access;

import org.yutang.kernel.Refusal;

/// Why access is refused.
public enum AccessRefusal implements Refusal.Code {
  /// No such account, or it is closed.
  UNKNOWN_ACCOUNT(Refusal.Kind.NOT_FOUND),
  /// A verb of this machine named nobody, and there is not exactly one administrator. Facts:
  /// `names`.
  ACCOUNT_NOT_NAMED(Refusal.Kind.INVALID),
  /// Facts: `permission`, `place`.
  NOT_PERMITTED(Refusal.Kind.FORBIDDEN),
  /// Nobody is logged in and no token came.
  NOT_LOGGED_IN(Refusal.Kind.UNAUTHENTICATED),
  /// Name or password is wrong.
  WRONG_PASSWORD(Refusal.Kind.UNAUTHENTICATED),
  /// A token or link that is unknown, revoked or used up.
  INVALID_TOKEN(Refusal.Kind.UNAUTHENTICATED),
  /// Facts: `expiredAt`.
  TOKEN_EXPIRED(Refusal.Kind.UNAUTHENTICATED),
  /// A token was made with this id before; its text is shown only once. Facts: `token` (its id).
  TOKEN_ALREADY_ISSUED(Refusal.Kind.CONFLICT),
  /// No token of that id that the caller may know of.
  UNKNOWN_TOKEN(Refusal.Kind.NOT_FOUND),
  /// Facts: `maxDays`.
  INVALID_DAYS(Refusal.Kind.INVALID),
  /// A form came without the token of its session, or the session is over.
  FORM_EXPIRED(Refusal.Kind.FORBIDDEN),
  /// Facts: `retryAfterSeconds`.
  TOO_MANY_ATTEMPTS(Refusal.Kind.TOO_MANY),
  /// Too many people log in at this moment. Facts: `retryAfterSeconds`.
  LOGINS_BUSY(Refusal.Kind.UNAVAILABLE),
  /// Facts: `name`.
  NAME_TAKEN(Refusal.Kind.CONFLICT),
  /// Facts: `minLength`.
  WEAK_PASSWORD(Refusal.Kind.INVALID),
  INVALID_NAME(Refusal.Kind.INVALID),
  /// Facts: `maxLength`.
  INVALID_DISPLAY_NAME(Refusal.Kind.INVALID),
  /// Facts: `place`.
  UNKNOWN_PLACE(Refusal.Kind.INVALID),
  /// Facts: `role`.
  UNKNOWN_ROLE(Refusal.Kind.INVALID),
  /// The end of a role lies before now.
  INVALID_END(Refusal.Kind.INVALID),
  /// Nobody would be left who manages the whole world's accounts.
  LAST_ADMINISTRATOR(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  AccessRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
