package org.yutang.incubation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;

/// Candidates of a county as they ranked on a day, with all that went into it. Never changes.
///
/// @param days how many days back demand and searches were counted, that day included
/// @param rows the best first
public record Ranking(
    UUID id,
    PlaceCode county,
    LocalDate day,
    int days,
    int weightsVersion,
    Map<Factor, Integer> weights,
    List<Row> rows,
    String by,
    Instant at) {

  public Ranking {
    weights = Map.copyOf(weights);
    rows = List.copyOf(rows);
  }

  /// @param scores hundredths of a point, of the factors that are known; the weights of the others
  ///   are spread over these
  /// @param total hundredths of a point
  public record Row(
      int rank, Candidate candidate, Inputs inputs, Map<Factor, Integer> scores, int total) {
    public Row {
      scores = Map.copyOf(scores);
    }
  }
}
