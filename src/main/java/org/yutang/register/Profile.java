package org.yutang.register;

import java.util.Map;
import java.util.OptionalInt;
import org.yutang.kernel.PlaceCode;

/// What rules may know of a person on a day: no name, no number.
///
/// @param village the lowest known place of the household
/// @param county its county; the village itself where the country has no such level
/// @param facts of the household and the person (the person's win) that hold on that day: `Long`,
///   `Double`, `Boolean` or `String`
public record Profile(
    PersonId id,
    HouseholdId household,
    PlaceCode village,
    PlaceCode county,
    OptionalInt age,
    Sex sex,
    PovertyStatus status,
    int householdSize,
    Map<String, Object> facts) {

  public Profile {
    facts = Map.copyOf(facts);
  }
}
