package org.yutang.web;

import java.util.List;
import java.util.stream.Stream;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// Lays out the desks of one role; empty for those who do not hold it.
interface HomeDesks {

  /// Places of a role that get a desk of their own; whoever holds more goes by the lists.
  int MOST_PLACES = 4;

  List<HomeDesk> of(Actor actor);

  static boolean holds(Actor actor, Role role) {
    return actor.grants().stream().anyMatch(grant -> grant.role() == role);
  }

  static Stream<PlaceCode> places(Actor actor, Role role) {
    return actor.grants().stream()
        .filter(grant -> grant.role() == role)
        .map(Grant::place)
        .distinct()
        .sorted()
        .limit(MOST_PLACES);
  }
}
