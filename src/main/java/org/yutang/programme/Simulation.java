package org.yutang.programme;

import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What a definition would do to the register as it is today.
///
/// @param version the first policy year of the version that decided
/// @param persons registered in the place
/// @param counties one line each, by code; those without registered persons are left out
/// @param cover empty where the version enrols nobody by county
/// @param kinds of cases, in the order of the definition
public record Simulation(
    String programme,
    Text title,
    String place,
    int policyYear,
    int version,
    long persons,
    List<County> counties,
    Optional<Cover> cover,
    List<Kind> kinds) {

  public Simulation {
    counties = List.copyOf(counties);
    kinds = List.copyOf(kinds);
  }

  /// @param eligible for cover; 0 where there is none
  public record County(String place, Text name, boolean partner, long persons, long eligible) {}

  /// @param eligible persons
  /// @param women among them
  /// @param premium of all of them
  /// @param failed how many persons do not meet each rule, in their order; who fails two is in both
  /// @param funded for how many the fund's money would last; empty where the server runs no such
  ///   programme yet
  /// @param change against the rules that the server has for that year today; empty likewise
  public record Cover(
      long eligible,
      long women,
      Money premium,
      List<Failed> failed,
      Optional<Long> funded,
      Optional<Change> change) {
    public Cover {
      failed = List.copyOf(failed);
    }
  }

  /// @param persons who do not meet the rule
  public record Failed(String rule, Text title, long persons) {}

  /// @param gained eligible then, and not today
  /// @param lost eligible today, and not then
  public record Change(long gained, long lost) {}

  /// What the register can say of a kind of cases: answers of a form it does not know.
  ///
  /// @param mayApply persons who meet every rule that reads no answer
  /// @param onAnswers names of the rules that read answers, and could not be tried
  /// @param seats in a year; empty for no bound
  /// @param most what a year can cost at most; empty where the definition sets no bound
  public record Kind(
      String name,
      Text title,
      long mayApply,
      List<String> onAnswers,
      Optional<Integer> seats,
      Optional<Money> most) {
    public Kind {
      onAnswers = List.copyOf(onAnswers);
    }
  }

  /// What the job is told.
  public record Wanted(String definition, String place, int policyYear) {
    public PlaceCode placeCode() {
      return new PlaceCode(place);
    }
  }
}
