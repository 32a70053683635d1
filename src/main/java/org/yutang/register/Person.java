package org.yutang.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A person with everything known about them.
///
/// @param born their date of birth; where only an age was known, counted back from the day of the survey and `bornExactly` is false
/// @param idNumberKind such as `CN-RIC` (GB 11643) or what the mapping says
/// @param facts their own, the newest first
public record Person(
    PersonRow row, Optional<LocalDate> born, boolean bornExactly, Optional<String> idNumberKind, Source source, List<Fact> facts) {

  public Person {
    facts = List.copyOf(facts);
  }
}
