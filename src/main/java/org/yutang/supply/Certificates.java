package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.yutang.access.Actor;

/// Looks at samples and certificates; they come to be by [Step.Sample], [Step.Analyse],
/// [Step.Certify] and [Step.Withdraw]. Wants `SEE_SUPPLY` in the site's place. Thread-safe.
public interface Certificates {

  /// The newest first, at most 200.
  List<Taken> samples(Actor actor);

  /// Refuses with [SupplyRefusal#UNKNOWN_SAMPLE].
  Taken sample(Actor actor, UUID sample);

  /// The newest first, at most 200.
  List<Certificate> list(Actor actor);

  /// Refuses with [SupplyRefusal#UNKNOWN_CERTIFICATE].
  Certificate get(Actor actor, UUID certificate);

  /// Those that a lot is wholly under, whatever became of them, the newest first.
  List<Certificate> ofLot(Actor actor, UUID lot);

  /// What a certificate may name after a sample: the sampled lot and what was made of nothing else,
  /// as far as some of it has not left; at most [Handling#MAX_ITEMS].
  List<Stock.Holding> candidates(Actor actor, UUID sample);

  /// A sample.
  ///
  /// @param analysis what the laboratory found, if it did already
  record Taken(UUID id, Lot lot, UUID site, String seal, Instant at, Optional<Analysis> analysis) {}

  /// @param number of the laboratory's report
  /// @param found the values by the test's name
  record Analysis(
      String laboratory, String number, boolean passed, SortedMap<String, String> found) {}
}
