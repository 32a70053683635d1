package org.yutang.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.Cases;
import org.yutang.programme.ClaimFigures;
import org.yutang.programme.Claims;
import org.yutang.programme.Granted;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.programme.Spent;

/// What a programme raised and spent and how long people waited, as everybody may know it.
@Component
public class ProgrammeMoney {

  /// The most projects that are added up; a programme has a handful.
  private static final int MOST_PROJECTS = Page.MAX_SIZE;

  private final Programmes programmes;
  private final Cases cases;
  private final Claims claims;
  private final Giving giving;

  ProgrammeMoney(Programmes programmes, Cases cases, Claims claims, Giving giving) {
    this.programmes = programmes;
    this.cases = cases;
    this.claims = claims;
    this.giving = giving;
  }

  /// @param granted into the fund; `grants` how often
  /// @param donated by orders and donors through `projects`, less what went back
  /// @param donations how many, refunded ones included
  /// @param premiums how many were paid, and `premiumsPaid` their sum
  /// @param casesPaid what people were paid for cases; without kinds and years of few people, which
  ///   `someHidden` says
  /// @param claimed of an insurer's claims, where the programme covers people
  public record Figures(
      CaseFigures cases,
      Money granted,
      long grants,
      Money donated,
      long donations,
      List<Project.Entry> projects,
      long premiums,
      Money premiumsPaid,
      Money casesPaid,
      boolean someHidden,
      Optional<ClaimFigures> claimed) {

    public Figures {
      projects = List.copyOf(projects);
    }
  }

  Figures of(Programme programme) {
    CaseFigures filed = cases.figures(programme.id());
    List<Granted> granted = programmes.granted(programme.id());
    List<Spent> spent = programmes.spent(programme.id());
    List<Project.Entry> projects =
        giving
            .projects(
                new Project.Query(
                    "",
                    Optional.of(programme.id()),
                    Optional.empty(),
                    Project.Sort.DONATED,
                    true,
                    new Page.Wanted(1, MOST_PROJECTS)))
            .items();
    Money none = new Money(0, programme.currency());
    return new Figures(
        filed,
        sum(none, granted.stream().map(Granted::amount)),
        granted.stream().mapToLong(Granted::grants).sum(),
        sum(none, projects.stream().map(each -> each.figures().collected())),
        projects.stream()
            .mapToLong(each -> each.figures().donations() + each.figures().gifts().count())
            .sum(),
        projects,
        spent.stream().mapToLong(Spent::premiums).sum(),
        sum(none, spent.stream().map(Spent::amount)),
        sum(none, filed.calls().stream().flatMap(call -> call.paid().stream())),
        filed.calls().stream().anyMatch(call -> call.paid().isEmpty()),
        programme.insures() ? Optional.of(claims.figures(programme.id())) : Optional.empty());
  }

  private static Money sum(Money none, Stream<Money> amounts) {
    return amounts.reduce(none, Money::plus);
  }
}
