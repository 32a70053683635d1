package org.yutang.register;

import java.util.Optional;

/// A person's whole name and identity number: for the eyes of the actor who asked, never for logs.
public record Revealed(PersonId person, Optional<String> name, Optional<String> idNumber) {
  @Override
  public String toString() {
    return "Revealed[" + person + "]";
  }
}
