package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.giving.Giving;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.giving.PublicFigures;
import org.yutang.giving.Rate;
import org.yutang.giving.Trace;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.WorkingDays;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Text;
import org.yutang.store.Changes;
import org.yutang.store.Remembered;

/// What everybody may see, without login: projects, their figures and pledges, and what became of a
/// donation. Amounts are decimals in text.
@RestController
@RequestMapping("/api/v1/public")
@Tag(name = "Public", description = "What everybody may see, without login")
class PublicApi {

  /// Projects whose figures are kept for the next who asks.
  private static final int MOST_KEPT = 64;

  private final Giving giving;
  private final Remembered<UUID, FiguresView> figures;

  PublicApi(Giving giving, Changes changes) {
    this.giving = giving;
    this.figures = new Remembered<>(changes, MOST_KEPT);
  }

  @Operation(summary = "List the projects with what they raised")
  @GetMapping("/projects")
  PageAnswer<ProjectView> projects(
      @RequestParam(defaultValue = "") String text,
      @RequestParam Optional<String> programme,
      @RequestParam Optional<PlaceCode> within,
      @RequestParam(defaultValue = "from") String sort,
      @RequestParam(defaultValue = "true") boolean descending,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        giving.projects(
            new Project.Query(
                text,
                programme.map(PublicApi::programme),
                within,
                GivingApi.choice(Project.Sort.class, sort),
                descending,
                new Page.Wanted(page, size))),
        ProjectView::of);
  }

  @Operation(summary = "One project with its budget and what it raised")
  @GetMapping("/projects/{id}")
  ProjectView project(@PathVariable UUID id) {
    return ProjectView.of(giving.getProject(id));
  }

  @Operation(summary = "What a project raised and its fund spent, by month and county")
  @GetMapping("/projects/{id}/figures")
  FiguresView figures(@PathVariable UUID id) {
    return figures.get(id, () -> FiguresView.of(giving.publicFigures(id)));
  }

  @Operation(summary = "The pledges to a project with all rates that ever held")
  @GetMapping("/projects/{id}/pledges")
  PageAnswer<PledgeView> pledges(
      @PathVariable UUID id,
      @RequestParam Optional<LocalDate> running,
      @RequestParam(defaultValue = "true") boolean newestFirst,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    giving.getProject(id);
    return PageAnswer.of(
        giving.pledges(
            new Pledge.Query(
                Optional.empty(),
                Optional.of(id),
                running,
                newestFirst,
                new Page.Wanted(page, size))),
        PledgeView::of);
  }

  @Operation(summary = "What became of a donation: the premiums that it paid, and where")
  @GetMapping("/donations/{sale}")
  TraceView trace(@PathVariable UUID sale) {
    return TraceView.of(giving.trace(sale));
  }

  @Operation(summary = "How many donations paid the premium of an enrolment")
  @GetMapping("/programmes/{id}/premiums/{enrolment}/payers")
  PayersView payers(@PathVariable String id, @PathVariable UUID enrolment) {
    Trace.Payers payers =
        giving
            .payersOf(programme(id), enrolment)
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_ENROLMENT));
    return new PayersView(payers.donations(), payers.sum().decimal());
  }

  @Operation(
      summary =
          "The calendar that working days are counted by, as text, with the notices it is taken from")
  @GetMapping(path = "/working-days", produces = "text/plain;charset=UTF-8")
  String workingDays() {
    return WorkingDays.calendar();
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  /// @param fee whether it is what it costs to do the work
  record BudgetLineView(Text label, String amount, boolean fee) {}

  record ProjectView(
      UUID id,
      Text title,
      Text summary,
      String programme,
      PlaceCode place,
      LocalDate from,
      LocalDate to,
      @Nullable String goal,
      List<BudgetLineView> budget,
      long donations,
      String given,
      long refunds,
      String returned,
      String granted,
      String raised,
      long merchants,
      long gifts,
      String giftsGiven,
      String giftsReturned) {
    static ProjectView of(Project.Entry entry) {
      Project project = entry.project();
      Project.Figures figures = entry.figures();
      return new ProjectView(
          project.id(),
          project.title(),
          project.summary(),
          project.programme().text(),
          project.place(),
          project.from(),
          project.to(),
          project.goal().map(Money::decimal).orElse(null),
          project.budget().stream()
              .map(line -> new BudgetLineView(line.label(), line.amount().decimal(), line.fee()))
              .toList(),
          figures.donations(),
          figures.given().decimal(),
          figures.refunds(),
          figures.returned().decimal(),
          figures.granted().decimal(),
          figures.raised().decimal(),
          figures.merchants(),
          figures.gifts().count(),
          figures.gifts().given().decimal(),
          figures.gifts().returned().decimal());
    }
  }

  record RateView(
      LocalDate from, String state, @Nullable String perOrder, @Nullable Integer perMille) {
    static RateView of(Pledge.Version version) {
      return switch (version.rate()) {
        case Rate.PerOrder rate ->
            new RateView(version.from(), "running", rate.each().decimal(), null);
        case Rate.PerMille rate ->
            new RateView(version.from(), "running", null, rate.thousandths());
        case Rate.Paused _ -> new RateView(version.from(), "paused", null, null);
        case Rate.Ended _ -> new RateView(version.from(), "ended", null, null);
      };
    }
  }

  record PledgeView(UUID id, UUID merchant, UUID project, List<RateView> rates) {
    static PledgeView of(Pledge pledge) {
      return new PledgeView(
          pledge.id(),
          pledge.merchant(),
          pledge.project(),
          pledge.versions().stream().map(RateView::of).toList());
    }
  }

  /// @param group a month as `2026-01`, the code of a county, `unknown` or `others`
  record RaisedView(String group, long donations, String given, long refunds, String returned) {
    static RaisedView of(PublicFigures.Raised raised) {
      return new RaisedView(
          word(raised.group()),
          raised.donations(),
          raised.given().decimal(),
          raised.refunds(),
          raised.returned().decimal());
    }
  }

  record PaidView(String group, long count, String amount) {
    static PaidView of(PublicFigures.Paid paid) {
      return new PaidView(word(paid.group()), paid.count(), paid.amount().decimal());
    }
  }

  record FiguresView(
      String raised,
      String spent,
      List<RaisedView> byMonth,
      List<RaisedView> byMerchantCounty,
      List<RaisedView> byOrigin,
      List<PaidView> grantedByMonth,
      List<PaidView> spentByMonth,
      List<PaidView> spentByCounty) {
    static FiguresView of(PublicFigures figures) {
      return new FiguresView(
          figures.figures().raised().decimal(),
          figures.spent().decimal(),
          figures.byMonth().stream().map(RaisedView::of).toList(),
          figures.byMerchantCounty().stream().map(RaisedView::of).toList(),
          figures.byOrigin().stream().map(RaisedView::of).toList(),
          figures.grantedByMonth().stream().map(PaidView::of).toList(),
          figures.spentByMonth().stream().map(PaidView::of).toList(),
          figures.spentByCounty().stream().map(PaidView::of).toList());
    }
  }

  private static String word(PublicFigures.Group group) {
    return switch (group) {
      case PublicFigures.Group.Month of -> of.month().toString();
      case PublicFigures.Group.County of -> of.county().text();
      case PublicFigures.Group.Unknown _ -> "unknown";
      case PublicFigures.Group.Others _ -> "others";
    };
  }

  /// @param enrolment the key of the premium's receipt
  /// @param covered persons covered in the place; missing where they are too few
  record ShareView(
      UUID enrolment,
      int policyYear,
      String premium,
      String share,
      PlaceCode place,
      @Nullable Long covered) {
    static ShareView of(Trace.Share share) {
      return new ShareView(
          share.enrolment(),
          share.policyYear(),
          share.premium().decimal(),
          share.share().decimal(),
          share.place(),
          share.covered().isPresent() ? share.covered().getAsLong() : null);
    }
  }

  record TraceView(
      UUID donation,
      UUID project,
      String programme,
      @Nullable UUID merchant,
      LocalDate date,
      String amount,
      String kept,
      String waiting,
      List<ShareView> premiums,
      boolean more) {
    static TraceView of(Trace trace) {
      return new TraceView(
          trace.sale(),
          trace.project(),
          trace.programme().text(),
          trace.merchant().orElse(null),
          trace.businessDate(),
          trace.donation().decimal(),
          trace.kept().decimal(),
          trace.waiting().decimal(),
          trace.premiums().stream().map(ShareView::of).toList(),
          trace.more());
    }
  }

  record PayersView(long donations, String sum) {}
}
