package org.yutang.web;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.giving.Gift;
import org.yutang.giving.Project;
import org.yutang.giving.PublicFigures;
import org.yutang.giving.Trace;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.register.Place;

/// Projects and donations, as everybody sees them.
public final class ProjectView {

  private ProjectView() {}

  /// What a row of public figures is about, in words.
  public static String name(Screen s, PublicFigures.Group group, Map<String, Place> places) {
    return switch (group) {
      case PublicFigures.Group.Month(YearMonth month) -> month.toString();
      case PublicFigures.Group.County(PlaceCode county) -> {
        Place place = places.get(county.text());
        yield place == null ? county.text() : s.placeName(place);
      }
      case PublicFigures.Group.Unknown() -> s.t("web.project.unknown");
      case PublicFigures.Group.Others() -> s.t("web.project.merged-row");
    };
  }

  /// The form of a new project.
  ///
  /// @param key the new project's id
  /// @param lines budget lines that there is room for
  /// @param typed what stands in its fields
  public record Form(
      List<Programme> programmes,
      String key,
      int lines,
      Map<String, String> typed,
      String problem,
      String field) {
    public Form {
      programmes = List.copyOf(programmes);
      typed = Map.copyOf(typed);
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }

  /// @param places by code
  public record Listed(Page<Project.Entry> projects, Map<String, Place> places, String sort) {
    public Listed {
      places = Map.copyOf(places);
    }
  }

  /// One project.
  ///
  /// @param totals of the cases of the whole programme, which several projects may share
  /// @param balance what the fund still holds
  /// @param lying and `standing`: the same money, for wide and narrow screens
  /// @param months raised and spent, in the unit named by `unit`
  /// @param takesGifts whether one can give to it now
  /// @param messages the newest that donors said and somebody let through
  /// @param asOf when the figures were read
  /// @param places by code, of every county that is named
  public record One(
      Project project,
      Programme programme,
      Place place,
      PublicFigures figures,
      CaseTotals totals,
      Money balance,
      Flow lying,
      Flow standing,
      MonthBars months,
      String unit,
      Instant asOf,
      boolean takesGifts,
      List<Gift.Told> messages,
      Map<String, Place> places) {
    public One {
      messages = List.copyOf(messages);
      places = Map.copyOf(places);
    }

    public boolean isEmpty() {
      return figures.figures().raised().minor() == 0 && figures.spent().minor() == 0;
    }
  }

  /// What became of one donation.
  ///
  /// @param receipt of its leaf, once it is in the log
  /// @param places by code
  public record Followed(
      Trace trace,
      Project project,
      Programme programme,
      Optional<Text> merchant,
      Optional<Proof.Receipt> receipt,
      String verifierKey,
      Map<String, Place> places) {
    public Followed {
      places = Map.copyOf(places);
    }
  }

  /// The form that asks for a donation's number.
  public record Asked(String number, String problem) {}
}
