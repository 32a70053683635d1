package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;

/// All programmes.
public record ProgrammesView(List<Line> programmes) {
  public ProgrammesView {
    programmes = List.copyOf(programmes);
  }

  /// @param fund empty where the reader may not see it
  public record Line(
      Programme programme,
      String placeName,
      int policyYear,
      long covered,
      Optional<Fund> fund,
      List<CaseKind> kinds) {
    public Line {
      kinds = List.copyOf(kinds);
    }
  }
}
