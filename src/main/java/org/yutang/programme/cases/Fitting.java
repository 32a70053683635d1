package org.yutang.programme.cases;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Volunteers.Proposal;

/// Who fits a need best. Pure: the same volunteers in any order give the same proposals.
final class Fitting {

  private Fitting() {}

  /// A volunteer as registered.
  ///
  /// @param hours a week that were offered
  /// @param taken by engagements that go on
  record Volunteer(
      UUID id,
      PlaceCode county,
      List<String> skills,
      long hours,
      long taken,
      int engagements,
      Instant since) {
    Volunteer {
      skills = List.copyOf(skills);
    }

    long free() {
      return hours - taken;
    }
  }

  /// @param wanted the skills that are wanted, in the order of the form
  /// @param hours a week that are wanted
  static List<Proposal> rank(List<String> wanted, long hours, List<Volunteer> all, int most) {
    Comparator<Volunteer> best =
        Comparator.comparingLong(
                (Volunteer each) -> wanted.stream().filter(each.skills()::contains).count())
            .thenComparingLong(Volunteer::free)
            .reversed()
            .thenComparingInt(Volunteer::engagements)
            .thenComparing(Volunteer::since)
            .thenComparing(Volunteer::id);
    return all.stream()
        .filter(each -> each.free() >= hours && wanted.stream().anyMatch(each.skills()::contains))
        .sorted(best)
        .limit(most)
        .map(
            each ->
                new Proposal(
                    each.id(),
                    each.county(),
                    wanted.stream().filter(each.skills()::contains).toList(),
                    wanted.stream().filter(skill -> !each.skills().contains(skill)).toList(),
                    each.free(),
                    each.engagements()))
        .toList();
  }
}
