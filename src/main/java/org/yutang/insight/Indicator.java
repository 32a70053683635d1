package org.yutang.insight;

import java.util.Optional;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// Something that others publish about a programme again and again.
///
/// @param id chosen by whoever adds it, such as `person-times-insured`
/// @param beside the own figure that it is shown next to; must count the same
public record Indicator(
    String id, ProgrammeId programme, Text name, UnitKind unit, Optional<KeyFigure> beside) {

  public static boolean isId(String text) {
    return text.matches("[a-z][a-z0-9-]{0,59}");
  }
}
