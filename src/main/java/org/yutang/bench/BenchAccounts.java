package org.yutang.bench;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// Whoever acts in a benchmark: a fresh account with one role everywhere.
@Component
class BenchAccounts {

  private final Accounts accounts;

  BenchAccounts(Accounts accounts) {
    this.accounts = accounts;
  }

  Actor fresh(Role role) {
    UUID id = UUID.randomUUID();
    Grant grant = new Grant(role, PlaceCode.WORLD);
    accounts.create(
        Actor.SYSTEM,
        id,
        "bench-" + id.toString().substring(0, 8),
        "bench",
        PlaceCode.WORLD,
        Optional.empty(),
        Map.of(grant, Optional.empty()));
    return new Actor(id, "bench", Set.of(grant));
  }
}
