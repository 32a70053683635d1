package org.yutang.access;

import java.util.Set;
import java.util.UUID;

/// Whoever a command acts for: an account with the roles it has at this moment.
///
/// @param account the account's id
/// @param name what the audit and the pages call it
public record Actor(UUID account, String name, Set<Grant> grants) {
  public Actor {
    grants = Set.copyOf(grants);
  }
}
