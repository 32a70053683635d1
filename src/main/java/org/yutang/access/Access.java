package org.yutang.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Asks who somebody is and whether they may.
public interface Access {

  /// The account with its present roles. Refuses with [AccessRefusal#UNKNOWN_ACCOUNT] when there is
  /// none or it is closed.
  Actor actor(UUID account);

  boolean may(Actor actor, Permission permission, PlaceCode place);

  /// Refuses with [AccessRefusal#NOT_PERMITTED] (facts: `permission`, `place`) unless [#may].
  void require(Actor actor, Permission permission, PlaceCode place);

  /// For what belongs to no place: refuses like [#require] unless the actor holds the permission
  /// somewhere.
  default void requireSomewhere(Actor actor, Permission permission) {
    if (places(actor, permission).isEmpty())
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", permission.name(), "place", PlaceCode.WORLD.text()));
  }

  /// Those of these places where the actor holds the permission, asked at once; for filtering
  /// lists.
  Set<PlaceCode> among(Actor actor, Permission permission, Collection<PlaceCode> places);

  /// The topmost places where the actor holds the permission; empty where nowhere.
  List<PlaceCode> places(Actor actor, Permission permission);
}
