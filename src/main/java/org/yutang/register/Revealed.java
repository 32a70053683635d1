package org.yutang.register;

import java.time.LocalDate;
import java.util.Optional;

/// A person's whole name, identity number and day of birth: for the eyes of the actor who asked,
/// never for logs.
public record Revealed(
    PersonId person, Optional<String> name, Optional<String> idNumber, Optional<LocalDate> born) {
  @Override
  public String toString() {
    return "Revealed[" + person + "]";
  }
}
