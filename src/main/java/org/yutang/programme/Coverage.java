package org.yutang.programme;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.PlaceCode;

/// How far a programme reaches in a place in one policy year, in persons.
///
/// @param persons all registered persons who were looked at, at `assessedAt`; 0 where no run has
///   ended yet
/// @param eligible of them, who meet every rule
/// @param notEligibleByRule who fails each rule; a person who fails two counts in both
/// @param covered premium paid and published
/// @param held premium held, about to be paid
/// @param waiting eligible but without funds
/// @param villages the same for each village inside; empty for a village
public record Coverage(
    ProgrammeId programme,
    int policyYear,
    PlaceCode place,
    long persons,
    long eligible,
    Map<String, Long> notEligibleByRule,
    long covered,
    long held,
    long waiting,
    @Nullable Instant assessedAt,
    List<Coverage> villages) {

  public Coverage {
    notEligibleByRule = Map.copyOf(notEligibleByRule);
    villages = List.copyOf(villages);
  }
}
