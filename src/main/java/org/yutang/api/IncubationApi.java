package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.api.IncubationViews.BudgetView;
import org.yutang.api.IncubationViews.CandidateView;
import org.yutang.api.IncubationViews.IncubatedView;
import org.yutang.api.IncubationViews.MeasureView;
import org.yutang.api.IncubationViews.MilestoneBody;
import org.yutang.api.IncubationViews.PackageView;
import org.yutang.api.IncubationViews.PlanView;
import org.yutang.api.IncubationViews.RankingView;
import org.yutang.api.IncubationViews.StoryView;
import org.yutang.api.IncubationViews.WeightsView;
import org.yutang.incubation.Candidate;
import org.yutang.incubation.Factor;
import org.yutang.incubation.IncubationRefusal;
import org.yutang.incubation.Nurture;
import org.yutang.incubation.Selection;
import org.yutang.incubation.Stories;
import org.yutang.incubation.Support;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Candidates, packages, plans and stories of counties.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Incubation", description = "Select, support and nurture products of a county")
class IncubationApi {

  private final Selection selection;
  private final Support support;
  private final Nurture nurture;
  private final Stories stories;

  IncubationApi(Selection selection, Support support, Nurture nurture, Stories stories) {
    this.selection = selection;
    this.support = support;
    this.nurture = nurture;
    this.stories = stories;
  }

  @Operation(summary = "Candidates of a county")
  @GetMapping("/incubation/candidates")
  List<CandidateView> candidates(Actor actor, @RequestParam PlaceCode county) {
    return selection.candidates(actor, county).stream().map(CandidateView::of).toList();
  }

  @Operation(summary = "Add a candidate: a product of a standard, or one by its name")
  @PostMapping("/incubation/candidates")
  @ResponseStatus(HttpStatus.CREATED)
  CandidateView add(Actor actor, @RequestBody CandidateBody body) {
    return CandidateView.of(
        selection.add(
            actor,
            new Candidate(
                body.id,
                body.county,
                body.name,
                Optional.ofNullable(body.standard),
                Optional.ofNullable(body.variety))));
  }

  @Operation(summary = "Rank the candidates of a county by the weights that hold, and keep that")
  @PostMapping("/incubation/rankings")
  @ResponseStatus(HttpStatus.CREATED)
  RankingView rank(Actor actor, @RequestBody RankBody body) {
    return RankingView.of(selection.rank(actor, body.id, body.county, body.days));
  }

  @Operation(summary = "Rankings of a county, the newest first")
  @GetMapping("/incubation/rankings")
  List<RankingView> rankings(Actor actor, @RequestParam PlaceCode county) {
    return selection.rankings(actor, county).stream().map(RankingView::of).toList();
  }

  @Operation(summary = "One ranking with all that went into it")
  @GetMapping("/incubation/rankings/{id}")
  RankingView ranking(Actor actor, @PathVariable UUID id) {
    return RankingView.of(selection.ranking(actor, id));
  }

  @Operation(summary = "Weights, the newest first, those that wait for approval included")
  @GetMapping("/incubation/weights")
  List<WeightsView> weights(Actor actor) {
    return selection.history().stream().map(WeightsView::of).toList();
  }

  @Operation(summary = "Propose weights; `after` is the newest version that was seen")
  @PostMapping("/incubation/weights")
  @ResponseStatus(HttpStatus.CREATED)
  WeightsView propose(Actor actor, @RequestBody WeightsBody body) {
    Map<Factor, Integer> percent = new EnumMap<>(Factor.class);
    body.percent.forEach(
        (word, weight) ->
            percent.put(Choices.of(Factor.class, word, IncubationRefusal.UNKNOWN_CHOICE), weight));
    return WeightsView.of(selection.propose(actor, body.after, percent, body.reason));
  }

  @Operation(summary = "Let proposed weights hold, as a second person")
  @PostMapping("/incubation/weights/{version}/approve")
  WeightsView approve(Actor actor, @PathVariable int version) {
    return WeightsView.of(selection.approve(actor, version));
  }

  @Operation(summary = "Set money apart under a name")
  @PostMapping("/incubation/budgets")
  @ResponseStatus(HttpStatus.CREATED)
  BudgetView addBudget(Actor actor, @RequestBody BudgetBody body) {
    Support.Budget budget =
        support.addBudget(actor, new Support.Budget(body.id, body.name, body.place));
    return BudgetView.of(budget, support.available(actor, budget.id()));
  }

  @Operation(summary = "Write down that money came in for a budget")
  @PostMapping("/incubation/budgets/{id}/payments")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void payIn(Actor actor, @PathVariable UUID id, @RequestBody PayInBody body) {
    support.payIn(actor, id, body.payment, body.amount);
  }

  @Operation(summary = "Packages of a county, the newest first")
  @GetMapping("/incubation/packages")
  List<PackageView> packages(Actor actor, @RequestParam PlaceCode county) {
    return support.list(actor, county).stream().map(PackageView::of).toList();
  }

  @Operation(summary = "Propose a package for a candidate")
  @PostMapping("/incubation/packages")
  @ResponseStatus(HttpStatus.CREATED)
  PackageView proposePackage(Actor actor, @RequestBody PackageBody body) {
    return PackageView.of(
        support.propose(
            actor,
            body.id,
            body.candidate,
            body.budget,
            body.measures.stream().map(MeasureView::measure).toList()));
  }

  @Operation(summary = "One package")
  @GetMapping("/incubation/packages/{id}")
  PackageView getPackage(Actor actor, @PathVariable UUID id) {
    return PackageView.of(support.get(actor, id));
  }

  @Operation(summary = "Approve or decline a package, as a second person")
  @PostMapping("/incubation/packages/{id}/decide")
  PackageView decide(Actor actor, @PathVariable UUID id, @RequestBody DecideBody body) {
    return PackageView.of(
        support.decide(actor, id, body.approves, body.note == null ? "" : body.note));
  }

  @Operation(summary = "Spend of one measure, counted from 0; never over its budget")
  @PostMapping("/incubation/packages/{id}/spendings")
  @ResponseStatus(HttpStatus.CREATED)
  PackageView spend(Actor actor, @PathVariable UUID id, @RequestBody SpendBody body) {
    return PackageView.of(
        support.spend(
            actor,
            new Support.Spending(
                body.id, id, body.measure, body.amount, body.payee, body.document)));
  }

  @Operation(summary = "End a package; what is left goes back to the budget")
  @PostMapping("/incubation/packages/{id}/close")
  PackageView closePackage(Actor actor, @PathVariable UUID id) {
    return PackageView.of(support.close(actor, id));
  }

  @Operation(summary = "Plans of a county, the newest first")
  @GetMapping("/incubation/plans")
  List<PlanView> plans(Actor actor, @RequestParam PlaceCode county) {
    return nurture.list(actor, county).stream().map(PlanView::of).toList();
  }

  @Operation(summary = "Plan how a candidate is nurtured")
  @PostMapping("/incubation/plans")
  @ResponseStatus(HttpStatus.CREATED)
  PlanView plan(Actor actor, @RequestBody PlanBody body) {
    return PlanView.of(
        nurture.plan(
            actor,
            new Nurture.New(
                body.id,
                body.candidate,
                body.from,
                body.mentor,
                body.mentorName,
                body.milestones.stream().map(MilestoneBody::milestone).toList())));
  }

  @Operation(summary = "One plan, results beside targets")
  @GetMapping("/incubation/plans/{id}")
  PlanView getPlan(Actor actor, @PathVariable UUID id) {
    return PlanView.of(nurture.get(actor, id));
  }

  @Operation(summary = "Start a plan")
  @PostMapping("/incubation/plans/{id}/start")
  PlanView start(Actor actor, @PathVariable UUID id) {
    return PlanView.of(nurture.start(actor, id));
  }

  @Operation(summary = "Report the result of a milestone that the house cannot measure")
  @PostMapping("/incubation/plans/{id}/results")
  PlanView report(Actor actor, @PathVariable UUID id, @RequestBody ResultBody body) {
    return PlanView.of(nurture.report(actor, id, body.milestone, body.result, body.evidence));
  }

  @Operation(summary = "Write down a visit")
  @PostMapping("/incubation/plans/{id}/visits")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void visit(Actor actor, @PathVariable UUID id, @RequestBody VisitBody body) {
    nurture.visit(actor, new Nurture.Visit(body.id, id, body.day, body.note));
  }

  @Operation(summary = "End a plan as incubated: every milestone is reached")
  @PostMapping("/incubation/plans/{id}/graduate")
  PlanView graduate(Actor actor, @PathVariable UUID id) {
    return PlanView.of(nurture.graduate(actor, id));
  }

  @Operation(summary = "Stop a plan, with a reason")
  @PostMapping("/incubation/plans/{id}/stop")
  PlanView stop(Actor actor, @PathVariable UUID id, @RequestBody StopBody body) {
    return PlanView.of(nurture.stop(actor, id, body.reason));
  }

  @Operation(summary = "Show a shop's story, with the teller's consent")
  @PostMapping("/incubation/stories")
  @ResponseStatus(HttpStatus.CREATED)
  StoryView tell(Actor actor, @RequestBody StoryBody body) {
    return StoryView.of(
        stories.tell(
            actor,
            new Stories.New(
                body.id,
                body.shop,
                Optional.ofNullable(body.programmeCase),
                body.called,
                body.text,
                body.consentOn,
                body.consentHow)));
  }

  @Operation(summary = "Consent is taken back: the story is gone and forgotten")
  @PostMapping("/incubation/stories/{id}/withdraw")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(Actor actor, @PathVariable UUID id) {
    stories.withdraw(actor, id);
  }

  @Operation(summary = "Stories that are shown")
  @GetMapping("/public/stories")
  List<StoryView> shown(@RequestParam Optional<PlaceCode> county) {
    return stories.shown(county).stream().map(StoryView::of).toList();
  }

  @Operation(summary = "Products that were incubated, by county and year")
  @GetMapping("/public/incubated")
  List<IncubatedView> incubated(
      @RequestParam Optional<PlaceCode> county, @RequestParam Optional<Integer> year) {
    return nurture.incubated(county, year).stream().map(IncubatedView::of).toList();
  }

  record CandidateBody(
      UUID id, PlaceCode county, Text name, @Nullable String standard, @Nullable String variety) {}

  /// @param days 7 to 366
  record RankBody(UUID id, PlaceCode county, int days) {}

  /// @param percent by factor, such as `demand`; they sum to 100
  record WeightsBody(int after, Map<String, Integer> percent, String reason) {}

  record BudgetBody(UUID id, String name, PlaceCode place) {}

  record PayInBody(UUID payment, Money amount) {}

  record PackageBody(UUID id, UUID candidate, UUID budget, List<MeasureView> measures) {}

  record DecideBody(boolean approves, @Nullable String note) {}

  record SpendBody(UUID id, int measure, Money amount, String payee, String document) {}

  record PlanBody(
      UUID id,
      UUID candidate,
      LocalDate from,
      UUID mentor,
      String mentorName,
      List<MilestoneBody> milestones) {}

  record ResultBody(int milestone, long result, String evidence) {}

  record VisitBody(UUID id, LocalDate day, String note) {}

  record StopBody(String reason) {}

  record StoryBody(
      UUID id,
      UUID shop,
      @Nullable UUID programmeCase,
      String called,
      Text text,
      LocalDate consentOn,
      String consentHow) {}
}
