package org.yutang.farm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Soil tests, season plans and field work of plots. Looking wants `SEE_FARM`, writing
/// `RECORD_FARM`, in the plot's village. Thread-safe.
///
/// A call with many is one transaction: all or none. The same id with the same content is quietly
/// accepted, with other content refused with [FarmRefusal#ID_REUSED].
public interface Seasons {

  /// The most of one call.
  int MAX_BATCH = 5000;

  /// Refuses with [FarmRefusal#UNKNOWN_PLOT] and [FarmRefusal#BAD_FIELD].
  void addSoilTests(Actor actor, List<SoilTest> tests);

  /// The newest first.
  List<SoilTest> soilTests(Actor actor, UUID plot);

  /// Refuses with [FarmRefusal#UNKNOWN_PLOT], [FarmRefusal#UNKNOWN_STANDARD],
  /// [FarmRefusal#NO_VERSION], [FarmRefusal#UNKNOWN_VARIETY], [FarmRefusal#BAD_FIELD] and
  /// [FarmRefusal#SEASON_PLANNED].
  void plan(Actor actor, List<Season.New> seasons);

  /// The newest first.
  List<Season> seasons(Actor actor, UUID plot);

  /// Refuses with [FarmRefusal#UNKNOWN_SEASON], also where the actor may not see it.
  Season getSeason(Actor actor, UUID season);

  /// Writes down field work. What breaks the standard is refused with
  /// [FarmRefusal#AGAINST_STANDARD] and the rule's name; where it happened all the same, `evenSo`
  /// keeps it with that flag, because a trace must not hide it.
  void record(Actor actor, List<Work.New> works, boolean evenSo);

  /// Field work of a season, the newest day first.
  List<Work> works(Actor actor, UUID season);

  /// How much to give, where the standard knows the crop's needs and the soil was tested.
  Optional<Formula> formula(Actor actor, Season season);

  /// A photo of field work on that plot, as JPEG. Refuses where it is none of that plot.
  byte[] photo(Actor actor, UUID plot, String photo);
}
