package org.yutang.access;

import java.util.Optional;

/// The very first account, by a one-time link instead of a default password.
public interface Setup {

  /// While there is no account: makes a new token for `/setup?token=…`, which takes the place of
  /// the one before. Empty once there is one.
  Optional<String> renew();

  /// Whether the token would be taken now.
  boolean isOpen(String token);

  /// Makes the administrator of the world and uses the link up. When two people try, one wins and
  /// the other gets [AccessRefusal#INVALID_TOKEN]; a [Refusal] over name or password leaves the
  /// link as it is.
  Actor complete(String token, String name, String displayName, String password);
}
