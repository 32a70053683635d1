package org.yutang;

import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// People of tests.
public final class TestActors {

  private TestActors() {}

  /// Somebody new who has that role in that place, without an account.
  public static Actor actor(Role role, PlaceCode place) {
    return new Actor(UUID.randomUUID(), "test", Set.of(new Grant(role, place)));
  }
}
