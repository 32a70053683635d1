package org.yutang.register;

import java.util.List;
import java.util.Optional;

/// A person with everything known about them. The day of birth is left to [Revealed]: together with
/// a masked Chinese identity number it would give the whole number away.
///
/// @param bornExactly false where only an age was known, counted back from the day of the survey
/// @param idNumberKind such as `CN-RIC` (GB 11643) or what the mapping says
/// @param facts their own, the newest first
public record Person(
    PersonRow row,
    Optional<Integer> birthYear,
    boolean bornExactly,
    Optional<String> idNumberKind,
    Source source,
    List<Fact> facts) {

  public Person {
    facts = List.copyOf(facts);
  }

  Person with(List<Fact> known) {
    return new Person(row, birthYear, bornExactly, idNumberKind, source, known);
  }
}
