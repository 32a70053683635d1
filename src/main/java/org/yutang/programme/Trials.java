package org.yutang.programme;

import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;

/// Tries a definition before it holds: what it would cost, and what it would have decided. Neither
/// changes anything; both run as jobs, because a province takes its time. Both refuse a text that
/// is no definition as [ProgrammeRefusal] does, and want `RUN_PROGRAMME` in the place.
public interface Trials {

  /// The longest text of a definition, in characters.
  int MAX_TEXT = 256 * 1024;

  /// Decides everybody who is registered in the place, as the job `programme.simulate`, whose
  /// result is a [Simulation]. Refuses with [ProgrammeRefusal#YEAR_NOT_OPEN] a year before the
  /// definition's first.
  ///
  /// @param definition the text of a `programme.yaml`
  /// @param place a county or what holds counties
  /// @param jobId made by the caller; the same id again returns quietly
  /// @return the job's id
  UUID simulate(Actor actor, String definition, PlaceCode place, int policyYear, UUID jobId);

  /// Decides again every decided case and claim of the programme that the definition names, each
  /// with the facts that were kept when it was decided, as the job `programme.replay`, whose result
  /// is a [Replay]. Refuses with [ProgrammeRefusal#UNKNOWN_PROGRAMME] one that this server does not
  /// run.
  UUID replay(Actor actor, String definition, PlaceCode place, UUID jobId);

  /// The text of the definition that the server runs, to begin a change with; public. Refuses with
  /// [ProgrammeRefusal#UNKNOWN_PROGRAMME].
  String definition(ProgrammeId programme);
}
