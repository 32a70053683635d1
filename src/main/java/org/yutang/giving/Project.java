package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// What donors give to: it passes everything on to the fund of one programme.
///
/// @param goal what is to be raised, in yuan
/// @param budget what the goal is for, fees included; its sum need not be the goal
/// @param from the first business day of sales that it takes
/// @param to the last one
public record Project(
    UUID id,
    Text title,
    Text summary,
    ProgrammeId programme,
    PlaceCode place,
    LocalDate from,
    LocalDate to,
    Money goal,
    List<BudgetLine> budget,
    Instant openedAt) {

  public Project {
    budget = List.copyOf(budget);
  }

  public record BudgetLine(Text label, Money amount) {}

  /// A project to be opened, with an id made by the caller.
  public record New(
      UUID id,
      Text title,
      Text summary,
      ProgrammeId programme,
      PlaceCode place,
      LocalDate from,
      LocalDate to,
      Money goal,
      List<BudgetLine> budget) {
    public New {
      budget = List.copyOf(budget);
    }
  }

  /// Sums of a project.
  ///
  /// @param donations how many orders gave, those that were refunded included
  /// @param given what all of them gave
  /// @param refunds how many refunds were paid
  /// @param returned what those took back
  /// @param granted what was granted to the programme's fund besides, which several projects may
  ///   share
  /// @param merchants how many merchants ever pledged
  public record Figures(
      long donations, Money given, long refunds, Money returned, Money granted, long merchants) {

    /// Donations less refunds, without grants.
    public Money donated() {
      return given.minus(returned);
    }

    /// Donations less refunds, and the grants into the fund.
    public Money raised() {
      return donated().plus(granted);
    }
  }

  /// A project with its figures.
  public record Entry(Project project, Figures figures) {}

  /// @param text a part of the title
  /// @param programme only those that give to it
  /// @param within only those of places inside this one
  public record Query(
      String text,
      Optional<ProgrammeId> programme,
      Optional<PlaceCode> within,
      Sort sort,
      boolean descending,
      Page.Wanted page) {}

  public enum Sort {
    TITLE,
    FROM,
    GOAL,
    DONATED
  }
}
