package org.yutang.access;

import java.util.Set;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;

/// Whoever a command acts for: an account with the roles it has at this moment.
///
/// @param account the account's id
/// @param name what the audit and the pages call it
public record Actor(UUID account, String name, Set<Grant> grants) {

  /// This server itself, for what it does without being asked by a person: making the demo, first
  /// accounts, sweeping. Its rows in the audit carry the nil id. Never take it for something that a
  /// person caused.
  public static final Actor SYSTEM =
      new Actor(new UUID(0, 0), "yutang", Set.of(new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD)));

  public Actor {
    grants = Set.copyOf(grants);
  }

  /// Whether a person is behind it.
  public boolean isPerson() {
    return !account.equals(SYSTEM.account);
  }
}
