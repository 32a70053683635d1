package org.yutang.supply;

import java.util.List;

/// What a step did.
///
/// @param made lots that are new
/// @param boxes SSCCs that are new
/// @param by the name of the account that told it
public record Handled(Step step, List<Lot> made, List<String> boxes, String by) {
  public Handled {
    made = List.copyOf(made);
    boxes = List.copyOf(boxes);
  }
}
