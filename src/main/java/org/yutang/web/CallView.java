package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// A programme, as everybody may see it.
public final class CallView {

  private CallView() {}

  public record Listed(List<Programme> programmes, int year) {
    public Listed {
      programmes = List.copyOf(programmes);
    }
  }

  /// @param year of today
  /// @param places of the published grants, by code
  public record One(
      Programme programme,
      Place place,
      int year,
      List<CaseKind> kinds,
      ProgrammeMoney.Figures money,
      Map<String, Place> places,
      long leaves) {
    public One {
      kinds = List.copyOf(kinds);
      places = Map.copyOf(places);
    }

    public CaseFigures figures() {
      return money.cases();
    }

    /// The kind as it was in a year.
    public Optional<CaseKind> kind(CaseFigures.Call call) {
      return programme.version(call.policyYear()).kinds().stream()
          .filter(kind -> kind.name().equals(call.kind()))
          .findFirst();
    }
  }
}
