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
import org.yutang.programme.CaseKind;
import org.yutang.programme.CaseTotals;
import org.yutang.programme.Cases;
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
  private final Giving giving;

  ProgrammeMoney(Programmes programmes, Cases cases, Giving giving) {
    this.programmes = programmes;
    this.cases = cases;
    this.giving = giving;
  }

  /// @param granted into the fund; `grants` how often
  /// @param donated by orders and donors through `projects`, less what went back
  /// @param donations how many, refunded ones included
  /// @param premiums how many were paid, and `premiumsPaid` their sum
  /// @param casesPaid what people were paid for cases by the fund; without kinds and years of few
  ///   people, which `someHidden` says
  /// @param totals of all cases together, where the payee of the premiums pays for them and the
  ///   fund for none
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
      Optional<CaseTotals> totals) {

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
        sum(none, ofFund(programme, filed).flatMap(call -> call.paid().stream())),
        ofFund(programme, filed).anyMatch(call -> call.paid().isEmpty()),
        programme.payeePays() && ofFund(programme, filed).findAny().isEmpty()
            ? Optional.of(cases.totals(programme.id()))
            : Optional.empty());
  }

  /// Those that the fund pays for.
  private static Stream<CaseFigures.Call> ofFund(Programme programme, CaseFigures figures) {
    return figures.calls().stream()
        .filter(
            call ->
                programme.version(call.policyYear()).kinds().stream()
                    .filter(kind -> kind.name().equals(call.kind()))
                    .noneMatch(kind -> kind.paidBy() == CaseKind.Purse.PAYEE));
  }

  private static Money sum(Money none, Stream<Money> amounts) {
    return amounts.reduce(none, Money::plus);
  }
}
