package org.yutang.insight;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// A version of a figure that somebody published.
///
/// @param version counts from 1 for each indicator, cut-off day and certainty
/// @param current whether no newer version corrects it
/// @param value in whole units of the indicator's unit kind
/// @param cutOff the last day that it covers
/// @param source where it was published
/// @param url of the source, by http or https
/// @param enteredBy the account's name; for readers who are logged in
public record Published(
    UUID id,
    Indicator indicator,
    int version,
    boolean current,
    long value,
    LocalDate cutOff,
    Certainty certainty,
    Text source,
    Optional<URI> url,
    String enteredBy,
    Instant enteredAt) {

  /// A figure to be entered, with an id made by the caller.
  ///
  /// @param value as [UnitKind#parse] reads it
  /// @param url empty for none
  /// @param replaces the version that the caller saw and corrects; 0 for a first one
  public record New(
      UUID id,
      String indicator,
      String value,
      LocalDate cutOff,
      Certainty certainty,
      Text source,
      String url,
      int replaces) {}

  /// @param all old versions too
  public record Query(
      Optional<ProgrammeId> programme,
      Optional<String> indicator,
      boolean all,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}

  public enum Sort {
    INDICATOR,
    CUT_OFF,
    VALUE,
    ENTERED
  }
}
