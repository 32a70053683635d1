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
  /// @param reducedTo less than what is due; wants a note
  record Pass(Map<Integer, Line> lines, Optional<Money> reducedTo, String note) implements Ruling {
    public Pass {
      lines = Map.copyOf(lines);
    }

    public static Pass whole() {
      return new Pass(Map.of(), Optional.empty(), "");
    }
  }

  record Line(Money counted, String reason) {}

  /// Wants a note.
  record Reject(String note) implements Ruling {}

  /// Back to whoever filed, with what is missing; the clock stands still.
  record AskForPapers(String note) implements Ruling {}

  /// The second of two people disagrees with the first; wants a note.
  record Disagree(String note) implements Ruling {}
}
