package org.yutang.farm;

import java.time.Instant;
import java.util.UUID;
import org.yutang.kernel.Mass;

/// What a plot grows in a season, and by which version of which standard. Never changes.
///
/// @param version the season from which that version of the standard holds
public record Season(New what, int version, String by, Instant recordedAt) {

  /// @param season the year in which it starts
  /// @param targetPerMu the yield of a mu that is aimed at
  public record New(
      UUID id, UUID plot, int season, String standard, String variety, Mass targetPerMu) {}

  public UUID id() {
    return what.id();
  }
}
