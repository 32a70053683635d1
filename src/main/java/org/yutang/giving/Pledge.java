package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;

/// A merchant's promise to give something of every order to a project.
///
/// @param versions all rates that ever held or will hold, the oldest first
public record Pledge(UUID id, UUID merchant, UUID project, List<Version> versions, Instant madeAt) {

  public Pledge {
    versions = List.copyOf(versions);
  }

  /// @param from the first business day on which it holds, until the next version's
  public record Version(LocalDate from, Rate rate, Instant setAt) {}

  /// What a merchant gives on some day, to a project that runs then.
  public record OnDay(UUID project, Rate rate) {}

  /// The rate of a day; empty before the first.
  public Optional<Rate> rateOn(LocalDate day) {
    return versions.stream()
        .filter(version -> !version.from().isAfter(day))
        .reduce((earlier, later) -> later)
        .map(Version::rate);
  }

  /// @param running only those that give on this day
  public record Query(
      Optional<UUID> merchant,
      Optional<UUID> project,
      Optional<LocalDate> running,
      boolean newestFirst,
      Page.Wanted page) {}
}
