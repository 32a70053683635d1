package org.yutang.supply;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A rule by which stock of a site goes to another site or to a buyer. Exactly one of both is
/// there.
///
/// @param site whose stock it is
/// @param priority 1 picks first
/// @param sharePercent of the stock that the rule accepts
/// @param grades that it accepts; all where there is none
/// @param leastDays until best before, for lots that have such a day
public record Channel(
    UUID id,
    UUID site,
    Optional<UUID> to,
    Optional<UUID> buyer,
    int priority,
    int sharePercent,
    List<String> grades,
    int leastDays) {

  public Channel {
    grades = List.copyOf(grades);
  }

  public UUID receiver() {
    return to.or(() -> buyer).orElseThrow();
  }
}
