package org.yutang.farm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// Plots and the growers' co-operatives. Looking wants `SEE_FARM`, writing `RECORD_FARM`, in the
/// plot's village. Thread-safe.
///
/// Two plots may share land up to the larger of [#TOLERANCE_SQUARE_METRES] and [#TOLERANCE_PERCENT]
/// per cent of the smaller one, because walked outlines waver by some metres; what shares more is
/// refused, also when both are written at the same moment.
public interface Plots {

  long TOLERANCE_SQUARE_METRES = 10;

  int TOLERANCE_PERCENT = 3;

  /// The most plots of one call.
  int MAX_BATCH = 500;

  /// Writes down a plot. The same id with the same content is quietly accepted. Refuses with
  /// [FarmRefusal#OVERLAP], [FarmRefusal#NOT_A_VILLAGE], [FarmRefusal#NO_GROWER],
  /// [FarmRefusal#UNKNOWN_HOUSEHOLD], [FarmRefusal#UNKNOWN_COOPERATIVE], [FarmRefusal#BAD_FIELD]
  /// and [FarmRefusal#ID_REUSED].
  Plot register(Actor actor, Plot.New plot);

  /// Writes down each of these that can be, in one transaction, and says why not the others; one
  /// answer each, empty where it was taken. A plot counts against those behind it.
  List<Optional<Refusal>> registerAll(Actor actor, List<Plot.New> plots);

  /// Refuses with [FarmRefusal#UNKNOWN_PLOT], also where the actor may not see it.
  Plot get(Actor actor, UUID plot);

  /// The plots of seasons, whoever asks: for what is told to everybody, without the growers' names.
  List<Plot> ofSeasons(List<UUID> seasons);

  /// Plots in the actor's places.
  Page<Plot> list(Actor actor, Plot.Query query);

  /// The same id with the same content is quietly accepted.
  Cooperative addCooperative(Actor actor, Cooperative cooperative);

  /// Those of a county, by name; at most 200.
  List<Cooperative> cooperatives(PlaceCode county);

  /// Refuses with [FarmRefusal#UNKNOWN_COOPERATIVE].
  Cooperative getCooperative(UUID cooperative);
}
