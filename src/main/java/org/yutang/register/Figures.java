package org.yutang.register;

import java.util.Map;

/// How many are registered in a place and everything inside it. Both maps have every status.
public record Figures(
    long households,
    long persons,
    Map<PovertyStatus, Long> householdsByStatus,
    Map<PovertyStatus, Long> personsByStatus,
    long poorVillages) {

  public Figures {
    householdsByStatus = Map.copyOf(householdsByStatus);
    personsByStatus = Map.copyOf(personsByStatus);
  }
}
