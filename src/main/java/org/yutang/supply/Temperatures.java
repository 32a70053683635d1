package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;

/// What devices measured where goods lie or on their way, held against the standard's limits.
/// Writing wants `RECORD_SUPPLY`, looking `SEE_SUPPLY`, in the place of the site, or of either end
/// of the shipment. Thread-safe.
public interface Temperatures {

  /// The most readings of a file.
  int MAX_READINGS = 100_000;

  /// A reading stands for what follows it, but no longer: after that nothing is known.
  int HOLDS_MINUTES = 60;

  /// Takes the file of a device: CSV with a header that has `time` and `temperature` (°C), a row a
  /// reading, the oldest first. The same file again, for the same holder, is quietly accepted.
  /// Refuses with [SupplyRefusal#READINGS_UNREADABLE], [SupplyRefusal#BAD_READING_TIME],
  /// [SupplyRefusal#BAD_READING], [SupplyRefusal#READING_DIFFERS], [SupplyRefusal#FILE_SEEN] and
  /// [SupplyRefusal#TOO_MANY]; a refused file leaves nothing.
  ///
  /// @param holder a site or a shipment
  /// @param device what it is called there
  Series take(Actor actor, UUID holder, String device, byte[] file);

  /// One reading that somebody typed, in tenths of a degree. The same again is quietly accepted.
  void add(Actor actor, UUID holder, String device, Instant at, int tenths);

  /// What there is of a holder, a device each, by name; at most 100.
  List<Series> series(Actor actor, UUID holder);

  /// How the lots of a shipment were carried.
  List<Kept> shipment(Actor actor, UUID shipment);

  /// How a lot and what it was made of were kept, at every site and on every way with readings.
  List<Kept> lot(Actor actor, UUID lot);

  /// All readings of one device.
  record Series(String device, int readings, Instant from, Instant to, int least, int most) {}

  /// How something was kept at one place, by the device that saw the most outside of the limits.
  ///
  /// @param site its name; empty for the way
  /// @param lower limit of the standard in tenths of a degree, as `upper`
  /// @param measured minutes for which something is known
  /// @param outside minutes of these outside of the limits
  /// @param least that was measured, in tenths, as `most`
  record Kept(
      String site,
      Instant from,
      Instant to,
      int lower,
      int upper,
      long measured,
      long outside,
      int least,
      int most) {}
}
