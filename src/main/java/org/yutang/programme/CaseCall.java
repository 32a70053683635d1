package org.yutang.programme;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// All cases of a kind in one policy year: what a panel decides together.
public record CaseCall(ProgrammeId programme, String kind, int policyYear) {

  /// One case as a judge sees it: no name, no place, no blind or personal answer where the panel is
  /// blind.
  ///
  /// @param number stands for the case towards this judge
  /// @param kind as it was when the case was filed
  /// @param marks by criterion; empty while it is not scored
  public record Sheet(
      UUID number,
      CaseCall call,
      CaseKind kind,
      String stage,
      Map<String, Object> answers,
      Map<String, Integer> marks,
      Optional<String> note) {
    public Sheet {
      answers = Map.copyOf(answers);
      marks = Map.copyOf(marks);
    }
  }

  /// Where a case stands among the others of its stage.
  ///
  /// @param rank from 1; empty while it has fewer sheets than the quorum
  /// @param kept whether it goes on, as it stands
  /// @param seat the reserved seats that it would take; empty for an open one or where a panel
  ///   before the last does not seat
  public record Ranked(
      UUID caseId,
      Optional<Integer> rank,
      int sheets,
      BigDecimal mean,
      BigDecimal median,
      boolean kept,
      Optional<String> seat) {}

  /// @param missing how many cases have fewer sheets than the quorum
  /// @param kind as it was when the first of the cases was filed; today's where there is none
  public record Ranking(
      CaseCall call, CaseKind kind, String stage, List<Ranked> cases, int missing) {
    public Ranking {
      cases = List.copyOf(cases);
    }
  }
}
