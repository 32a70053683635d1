package org.yutang.programme;

import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;

/// What somebody decides at a stage that has no panel.
public sealed interface Ruling {

  /// On to the next stage; behind the last one it is approved.
  ///
  /// @param lines what single lines count with instead, by their number from 0; with nothing a line
  ///   is rejected. Where all are, so is the case
  /// @param counted less of a cost than what is left of it, before the schedule; wants a note
  /// @param reducedTo less than what is due; wants a note
  /// @param reason why less counts: one of the kind's, where it names any
  record Pass(
      Map<Integer, Line> lines,
      Optional<Money> counted,
      Optional<Money> reducedTo,
      String reason,
      String note)
      implements Ruling {
    public Pass {
      lines = Map.copyOf(lines);
    }

    public Pass(Map<Integer, Line> lines, Optional<Money> reducedTo, String note) {
      this(lines, Optional.empty(), reducedTo, "", note);
    }

    /// Less of the cost counts.
    public static Pass counting(Money counted, String reason, String note) {
      return new Pass(Map.of(), Optional.of(counted), Optional.empty(), reason, note);
    }

    /// All of it.
    public static Pass noted(String note) {
      return new Pass(Map.of(), Optional.empty(), note);
    }

    public static Pass whole() {
      return noted("");
    }
  }

  record Line(Money counted, String reason) {}

  /// Wants a note.
  ///
  /// @param reason one of the kind's, where it names any
  record Reject(String reason, String note) implements Ruling {
    public Reject(String note) {
      this("", note);
    }
  }

  /// Back to whoever filed, with what is missing; the clock stands still.
  record AskForPapers(String note) implements Ruling {}

  /// The second of two people disagrees with the first; wants a note.
  record Disagree(String note) implements Ruling {}
}
