package org.yutang.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.farm.Plot;
import org.yutang.kernel.Mass;
import org.yutang.trace.Gs1Key;

/// What everybody may know of a code on a label. Tells no person's name and no buyer. Thread-safe.
public interface Provenance {

  /// The most plots that are named one by one.
  int MAX_PLOTS = 60;

  /// Of a lot or a box of this house; empty for any other code.
  Optional<Story> story(Gs1Key code);

  /// Whether it is the code of a lot or box of this house.
  boolean knows(Gs1Key code);

  /// Counts that somebody opened the page of a code, and tells how often that was.
  Scans scan(Gs1Key code);

  /// @param sscc of the box, where a box was asked for
  /// @param mass what is in the box
  /// @param plots those that it came from, at most [#MAX_PLOTS]
  /// @param plotCount all of them
  /// @param cooperatives their names
  /// @param tests laboratories' answers about it or what it was made of
  /// @param certificates that the lot is wholly under, whatever became of them
  /// @param temperatures at which it and what it was made of was kept
  /// @param photos taken when it was weighed in, where it came from one plot
  /// @param blocked why it is called back
  record Story(
      Lot lot,
      Optional<String> sscc,
      Optional<Mass> mass,
      List<Plot> plots,
      int plotCount,
      List<String> cooperatives,
      List<Stop> route,
      List<Step.Test> tests,
      List<Certificate> certificates,
      List<Temperatures.Kept> temperatures,
      List<String> photos,
      Optional<Blocked> blocked) {
    public Story {
      plots = List.copyOf(plots);
      cooperatives = List.copyOf(cooperatives);
      route = List.copyOf(route);
      tests = List.copyOf(tests);
      certificates = List.copyOf(certificates);
      temperatures = List.copyOf(temperatures);
      photos = List.copyOf(photos);
    }

    /// Names the entry of the public log that tells how the lot was made.
    public UUID leaf() {
      return lot.madeBy();
    }
  }

  /// What was done at a site with the lot or what it was made of.
  ///
  /// @param to the day of the last time
  record Stop(Step.Kind kind, Site site, LocalDate from, LocalDate to, int times) {}

  record Blocked(String reason, Instant since) {}

  /// @param first when it was opened for the first time
  record Scans(long times, Instant first) {}

  /// The photo with this id, where it belongs to what the code tells; empty otherwise.
  Optional<byte[]> photo(Gs1Key code, String photo);
}
