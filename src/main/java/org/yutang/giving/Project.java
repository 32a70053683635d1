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
/// @param goal what is to be raised, in yuan, where somebody set one
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
    Optional<Money> goal,
    List<BudgetLine> budget,
    Instant openedAt) {

  public Project {
    budget = List.copyOf(budget);
  }

  /// @param fee whether it is what it costs to do the work, and not the work itself
  public record BudgetLine(Text label, Money amount, boolean fee) {
    public BudgetLine(Text label, Money amount) {
      this(label, amount, false);
    }
  }

  /// What of the budget are fees.
  public Money fees() {
    return sum(budget.stream().filter(BudgetLine::fee).toList());
  }

  /// All of the budget.
  public Money budgeted() {
    return sum(budget);
  }

  private static Money sum(List<BudgetLine> lines) {
    return lines.stream().map(BudgetLine::amount).reduce(Money.fen(0), Money::plus);
  }

  /// A project to be opened, with an id made by the caller.
  public record New(
      UUID id,
      Text title,
      Text summary,
      ProgrammeId programme,
      PlaceCode place,
      LocalDate from,
      LocalDate to,
      Optional<Money> goal,
      List<BudgetLine> budget) {
    public New {
      budget = List.copyOf(budget);
    }

    /// One with a goal.
    public New(
        UUID id,
        Text title,
        Text summary,
        ProgrammeId programme,
        PlaceCode place,
        LocalDate from,
        LocalDate to,
        Money goal,
        List<BudgetLine> budget) {
      this(id, title, summary, programme, place, from, to, Optional.of(goal), budget);
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
  /// @param gifts what donors gave directly, which is no part of the donations
  public record Figures(
      long donations,
      Money given,
      long refunds,
      Money returned,
      Money granted,
      long merchants,
      GiftSums gifts) {

    /// Donations of orders less refunds, without gifts and grants.
    public Money donated() {
      return given.minus(returned);
    }

    /// What orders and donors gave, less what went back.
    public Money collected() {
      return donated().plus(gifts.net());
    }

    /// The same, and the grants into the fund.
    public Money raised() {
      return collected().plus(granted);
    }
  }

  /// Sums of gifts.
  ///
  /// @param count how many were paid, those that went back included
  public record GiftSums(long count, Money given, long refunds, Money returned) {
    public static final GiftSums NONE = new GiftSums(0, Money.fen(0), 0, Money.fen(0));

    public Money net() {
      return given.minus(returned);
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
