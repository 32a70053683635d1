package org.yutang.incubation;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;

/// Candidates of counties and how they rank. Looking wants `SEE_INCUBATION`, writing `INCUBATE`, in
/// the county. The same id with the same content is quietly accepted. Thread-safe.
public interface Selection {

  /// The most candidates of a county.
  int MAX_CANDIDATES = 200;

  /// Refuses with [IncubationRefusal#BAD_FIELD] and the farm's refusal of an unknown standard.
  Candidate add(Actor actor, Candidate candidate);

  List<Candidate> candidates(Actor actor, PlaceCode county);

  /// Ranks the county's candidates by the weights that hold and keeps that.
  ///
  /// @param days 7 to 366
  Ranking rank(Actor actor, UUID id, PlaceCode county, int days);

  /// The newest first, at most 100.
  List<Ranking> rankings(Actor actor, PlaceCode county);

  Ranking ranking(Actor actor, UUID id);

  /// The weights that hold.
  Weights weights();

  /// All, the newest first, those that wait for a second person included.
  List<Weights> history();

  /// Proposes weights. Wants `INCUBATE` somewhere.
  Weights propose(Actor actor, int after, Map<Factor, Integer> percent, String reason);

  /// Lets them hold. Wants `MOVE_MONEY` somewhere; not who proposed them.
  Weights approve(Actor actor, int version);
}
