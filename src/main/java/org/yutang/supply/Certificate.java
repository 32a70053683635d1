package org.yutang.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.yutang.kernel.Mass;

/// A laboratory's word for lots that are wholly of what it tested.
///
/// @param source the lot that was sampled
/// @param certified how much it was given for
/// @param left how much of that has not left with buyers
/// @param found the values by the test's name
public record Certificate(
    UUID id,
    UUID sample,
    UUID source,
    UUID site,
    String laboratory,
    String number,
    LocalDate validUntil,
    Mass certified,
    Mass left,
    Instant issued,
    Optional<Withdrawn> withdrawn,
    SortedMap<String, String> found) {

  public Certificate {
    found = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(found));
  }

  public record Withdrawn(Instant at, String why) {}

  public enum State {
    VALID,
    EXPIRED,
    WITHDRAWN
  }

  public State state(LocalDate day) {
    if (withdrawn.isPresent()) return State.WITHDRAWN;
    return day.isAfter(validUntil) ? State.EXPIRED : State.VALID;
  }

  /// How much left with buyers and did not come back.
  public Mass sold() {
    return certified.minus(left);
  }
}
