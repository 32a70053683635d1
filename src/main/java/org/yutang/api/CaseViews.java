package org.yutang.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseFigures;
import org.yutang.programme.Text;
import org.yutang.programme.Verdict;

/// Cases and what belongs to them, as JSON. Amounts are decimals in text.
final class CaseViews {

  private CaseViews() {}

  record ConfirmationView(String how, Instant at, @Nullable String photo, @Nullable UUID takenBy) {}

  record CaseView(
      UUID id,
      String programme,
      String kind,
      int policyYear,
      UUID person,
      UUID household,
      PlaceCode county,
      PlaceCode village,
      String channel,
      String state,
      int version,
      Map<String, Object> answers,
      List<String> personal,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      Map<String, List<String>> evidence,
      @Nullable ConfirmationView confirmation,
      @Nullable String stage,
      @Nullable LocalDate filedDay,
      @Nullable LocalDate dueDay,
      @Nullable Integer daysLeft,
      boolean overdue,
      @Nullable UUID enrolment,
      @Nullable String reason,
      @Nullable String counted,
      @Nullable String benefit,
      String paid,
      String currency,
      @Nullable String waitingFor,
      @Nullable String reserved,
      @Nullable Integer rank,
      @Nullable String score,
      @Nullable LocalDate decidedDay,
      @Nullable LocalDate appealUntil,
      List<String> flags,
      Instant changedAt) {
    static CaseView of(Case c) {
      return new CaseView(
          c.id(),
          c.programme().text(),
          c.kind(),
          c.policyYear(),
          c.person().value(),
          c.household().value(),
          c.county(),
          c.village(),
          Choices.word(c.channel()),
          Choices.word(c.state()),
          c.version(),
          new TreeMap<>(c.answers()),
          c.personal(),
          c.payeeName().orElse(null),
          c.payeeAccount().orElse(null),
          new TreeMap<>(c.evidence()),
          c.confirmation()
              .map(
                  each ->
                      new ConfirmationView(
                          Choices.word(each.how()),
                          each.at(),
                          each.photo().orElse(null),
                          each.takenBy().orElse(null)))
              .orElse(null),
          c.stage().orElse(null),
          c.filedDay().orElse(null),
          c.dueDay().orElse(null),
          c.daysLeft().orElse(null),
          c.overdue(),
          c.enrolment().orElse(null),
          c.reason().orElse(null),
          c.counted().map(Money::decimal).orElse(null),
          c.benefit().map(Money::decimal).orElse(null),
          c.paid().decimal(),
          c.paid().currency(),
          c.waitingFor().map(Choices::word).orElse(null),
          c.reserved().orElse(null),
          c.rank().orElse(null),
          c.score().map(java.math.BigDecimal::toPlainString).orElse(null),
          c.decidedDay().orElse(null),
          c.appealUntil().orElse(null),
          c.flags().stream().map(Choices::word).toList(),
          c.changedAt());
    }
  }

  record EventView(
      int number,
      String kind,
      String state,
      @Nullable String stage,
      Instant at,
      LocalDate day,
      String account,
      @Nullable String note,
      Map<String, Object> facts) {
    static EventView of(Case.Event event) {
      return new EventView(
          event.number(),
          Choices.word(event.kind()),
          Choices.word(event.state()),
          event.stage().orElse(null),
          event.at(),
          event.day(),
          event.accountName(),
          event.note().orElse(null),
          event.facts());
    }
  }

  record InstalmentView(
      int number,
      String name,
      String amount,
      String state,
      @Nullable LocalDate dueDay,
      List<String> heldBack,
      @Nullable UUID payout,
      @Nullable LocalDate endedDay) {
    static InstalmentView of(Case.Instalment part) {
      return new InstalmentView(
          part.number(),
          part.name(),
          part.amount().decimal(),
          Choices.word(part.state()),
          part.dueDay().orElse(null),
          part.heldBack(),
          part.payout().orElse(null),
          part.endedDay().orElse(null));
    }
  }

  record ReportView(
      String name,
      String state,
      LocalDate dueDay,
      boolean overdue,
      Map<String, Object> answers,
      List<String> photos,
      @Nullable LocalDate sentDay,
      @Nullable String note) {
    static ReportView of(Case.Report report) {
      return new ReportView(
          report.name(),
          Choices.word(report.state()),
          report.dueDay(),
          report.overdue(),
          new TreeMap<>(report.answers()),
          report.photos(),
          report.sentDay().orElse(null),
          report.note().orElse(null));
    }
  }

  record ReasonView(String rule, Text title, Text says, Text change) {
    static ReasonView of(Verdict.Reason reason) {
      return new ReasonView(reason.rule(), reason.title(), reason.says(), reason.change());
    }
  }

  record VerdictView(
      boolean eligible,
      int policyYear,
      int version,
      LocalDate asOf,
      Map<String, Object> facts,
      List<ReasonView> failed,
      List<ReasonView> met) {
    static VerdictView of(Verdict verdict) {
      Verdict.Basis basis = verdict.basis();
      return switch (verdict) {
        case Verdict.Eligible yes -> of(basis, true, List.of(), yes.met());
        case Verdict.NotEligible not -> of(basis, false, not.failed(), not.met());
      };
    }

    private static VerdictView of(
        Verdict.Basis basis,
        boolean eligible,
        List<Verdict.Reason> failed,
        List<Verdict.Reason> met) {
      return new VerdictView(
          eligible,
          basis.policyYear(),
          basis.version(),
          basis.asOf(),
          new TreeMap<>(basis.facts()),
          failed.stream().map(ReasonView::of).toList(),
          met.stream().map(ReasonView::of).toList());
    }
  }

  record RevealedView(
      Map<String, Object> answers,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable String witness) {
    static RevealedView of(Case.Revealed revealed) {
      return new RevealedView(
          new TreeMap<>(revealed.answers()),
          revealed.payeeName().orElse(null),
          revealed.payeeAccount().orElse(null),
          revealed.witness().orElse(null));
    }
  }

  record SheetView(
      UUID number,
      String programme,
      String kind,
      int policyYear,
      String stage,
      Map<String, Object> answers,
      Map<String, Integer> marks,
      @Nullable String note) {
    static SheetView of(CaseCall.Sheet sheet) {
      return new SheetView(
          sheet.number(),
          sheet.call().programme().text(),
          sheet.call().kind(),
          sheet.call().policyYear(),
          sheet.stage(),
          new TreeMap<>(sheet.answers()),
          new TreeMap<>(sheet.marks()),
          sheet.note().orElse(null));
    }
  }

  record RankedView(
      UUID caseId,
      @Nullable Integer rank,
      int sheets,
      String mean,
      String median,
      boolean kept,
      @Nullable String seat) {
    static RankedView of(CaseCall.Ranked ranked) {
      return new RankedView(
          ranked.caseId(),
          ranked.rank().orElse(null),
          ranked.sheets(),
          ranked.mean().toPlainString(),
          ranked.median().toPlainString(),
          ranked.kept(),
          ranked.seat().orElse(null));
    }
  }

  record RankingView(String stage, int missing, List<RankedView> cases) {
    static RankingView of(CaseCall.Ranking ranking) {
      return new RankingView(
          ranking.stage(),
          ranking.missing(),
          ranking.cases().stream().map(RankedView::of).toList());
    }
  }

  record WaitingView(long cases, int median, int ninety, int longest) {}

  record GrantedView(PlaceCode county, Map<String, Object> answers, @Nullable String amount) {}

  /// @param filed null where they are few, as is everything that would tell something of few
  record CallView(
      String kind,
      int policyYear,
      @Nullable Long filed,
      @Nullable Long granted,
      @Nullable String paid,
      @Nullable WaitingView daysToDecide,
      List<GrantedView> published,
      Map<String, Long> sums) {
    static CallView of(CaseFigures.Call call) {
      return new CallView(
          call.kind(),
          call.policyYear(),
          call.filed().orElse(null),
          call.granted().orElse(null),
          call.paid().map(Money::decimal).orElse(null),
          call.daysToDecide()
              .map(w -> new WaitingView(w.cases(), w.median(), w.ninety(), w.longest()))
              .orElse(null),
          call.published().stream()
              .map(
                  each ->
                      new GrantedView(
                          each.county(),
                          new TreeMap<>(each.answers()),
                          each.amount().map(Money::decimal).orElse(null)))
              .toList(),
          new TreeMap<>(call.sums()));
    }
  }

  record FiguresView(String programme, List<CallView> calls) {
    static FiguresView of(CaseFigures figures) {
      return new FiguresView(
          figures.programme().text(), figures.calls().stream().map(CallView::of).toList());
    }
  }
}
