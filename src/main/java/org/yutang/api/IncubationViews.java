package org.yutang.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.incubation.Candidate;
import org.yutang.incubation.Factor;
import org.yutang.incubation.IncubationRefusal;
import org.yutang.incubation.Inputs;
import org.yutang.incubation.Nurture;
import org.yutang.incubation.Ranking;
import org.yutang.incubation.Stories;
import org.yutang.incubation.Support;
import org.yutang.incubation.Weights;
import org.yutang.kernel.Money;
import org.yutang.programme.Text;

/// Candidates, packages, plans and stories as the API writes them.
final class IncubationViews {

  private IncubationViews() {}

  record CandidateView(
      UUID id, String county, Text name, @Nullable String standard, @Nullable String variety) {
    static CandidateView of(Candidate of) {
      return new CandidateView(
          of.id(),
          of.county().text(),
          of.name(),
          of.standard().orElse(null),
          of.variety().orElse(null));
    }
  }

  /// @param weights per cent, by factor
  record RankingView(
      UUID id,
      String county,
      LocalDate day,
      int days,
      int weightsVersion,
      Map<String, Integer> weights,
      List<RowView> rows,
      String by,
      Instant at) {
    static RankingView of(Ranking of) {
      return new RankingView(
          of.id(),
          of.county().text(),
          of.day(),
          of.days(),
          of.weightsVersion(),
          words(of.weights()),
          of.rows().stream().map(RowView::of).toList(),
          of.by(),
          of.at());
    }
  }

  /// @param scores hundredths of a point, of the factors that are known
  record RowView(
      int rank, CandidateView candidate, Inputs inputs, Map<String, Integer> scores, int total) {
    static RowView of(Ranking.Row of) {
      return new RowView(
          of.rank(), CandidateView.of(of.candidate()), of.inputs(), words(of.scores()), of.total());
    }
  }

  private static Map<String, Integer> words(Map<Factor, Integer> numbers) {
    Map<String, Integer> words = new TreeMap<>();
    numbers.forEach((factor, number) -> words.put(Choices.word(factor), number));
    return words;
  }

  record WeightsView(
      int version,
      Map<String, Integer> percent,
      String reason,
      String proposedBy,
      @Nullable String approvedBy) {
    static WeightsView of(Weights of) {
      return new WeightsView(
          of.version(),
          words(of.percent()),
          of.reason(),
          of.proposedBy(),
          of.approvedBy().orElse(null));
    }
  }

  record BudgetView(UUID id, String name, String place, Money available) {
    static BudgetView of(Support.Budget of, Money available) {
      return new BudgetView(of.id(), of.name(), of.place().text(), available);
    }
  }

  /// @param kind such as `cold-storage`
  record MeasureView(String kind, Text title, Money budget) {
    static MeasureView of(Support.Measure of) {
      return new MeasureView(Choices.word(of.kind()), of.title(), of.budget());
    }

    Support.Measure measure() {
      return new Support.Measure(
          Choices.of(Support.Kind.class, kind, IncubationRefusal.UNKNOWN_CHOICE), title, budget);
    }
  }

  record PackageView(
      UUID id,
      UUID candidate,
      String county,
      UUID budget,
      String state,
      String note,
      List<MeasureView> measures,
      List<Money> spent,
      Money total,
      @Nullable Money returned,
      String proposedBy,
      @Nullable String decidedBy) {
    static PackageView of(Support.Package of) {
      return new PackageView(
          of.id(),
          of.candidate(),
          of.county().text(),
          of.budget(),
          Choices.word(of.state()),
          of.note(),
          of.measures().stream().map(MeasureView::of).toList(),
          of.spent(),
          of.total(),
          of.returned().orElse(null),
          of.proposedBy(),
          of.decidedBy().orElse(null));
    }
  }

  /// @param measure such as `sold-grams`, or `reported`
  record MilestoneBody(Text title, LocalDate due, String measure, long target) {
    Nurture.Milestone milestone() {
      return new Nurture.Milestone(
          title,
          due,
          Choices.of(Nurture.Measured.class, measure, IncubationRefusal.UNKNOWN_CHOICE),
          target);
    }
  }

  record ReachedView(
      Text title,
      LocalDate due,
      String measure,
      long target,
      @Nullable Long result,
      @Nullable String evidence,
      boolean reached) {
    static ReachedView of(Nurture.Reached of) {
      return new ReachedView(
          of.milestone().title(),
          of.milestone().due(),
          Choices.word(of.milestone().measure()),
          of.milestone().target(),
          of.result().isPresent() ? of.result().getAsLong() : null,
          of.evidence().orElse(null),
          of.done());
    }
  }

  record PlanView(
      UUID id,
      UUID candidate,
      String county,
      LocalDate from,
      String mentor,
      String state,
      String reason,
      @Nullable LocalDate endedOn,
      List<ReachedView> milestones) {
    static PlanView of(Nurture.Plan of) {
      return new PlanView(
          of.what().id(),
          of.what().candidate(),
          of.county().text(),
          of.what().from(),
          of.what().mentorName(),
          Choices.word(of.state()),
          of.reason(),
          of.endedOn().orElse(null),
          of.milestones().stream().map(ReachedView::of).toList());
    }
  }

  record StoryView(UUID id, UUID shop, String county, String called, Text text) {
    static StoryView of(Stories.Story of) {
      return new StoryView(of.id(), of.shop(), of.county().text(), of.called(), of.text());
    }
  }

  record IncubatedView(UUID plan, String county, Text name, LocalDate on) {
    static IncubatedView of(Nurture.Incubated of) {
      return new IncubatedView(of.plan(), of.county().text(), of.name(), of.on());
    }
  }
}
