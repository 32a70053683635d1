package org.yutang.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.Enrolment;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Programmes;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Photos;

/// Lets cadres file the made-up claims and reviewers decide them, by the programme room's own
/// commands.
@Component
class DemoClaims {

  /// From how many villages claims come.
  private static final int VILLAGES = 30;

  /// What the first village's first claims become, so that its cadre, who can be entered, has
  /// something to do.
  private static final List<Fate> FIRST =
      List.of(
          Fate.DRAFT,
          Fate.PAPERS_MISSING,
          Fate.PAID_BY_TWO,
          Fate.FILED,
          Fate.DRAFT,
          Fate.REJECTED_LATELY,
          Fate.PAYMENT_FAILED,
          Fate.PAPERS_MISSING);

  /// What the commands of a story meet where somebody else has acted on its claim.
  private static final Set<Refusal.Code> MOVED_ON =
      Set.of(
          ProgrammeRefusal.CASE_STATE,
          ProgrammeRefusal.CASE_CHANGED,
          ProgrammeRefusal.BAD_DAY,
          ProgrammeRefusal.ANOTHER_REVIEWER_WANTED,
          ProgrammeRefusal.NOT_THE_FILER,
          ProgrammeRefusal.APPEALED_ALREADY);

  /// Which of those is the published case.
  private static final int PUBLISHED = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_NANOS = 10_000_000;

  private final Cases cases;
  private final Programmes programmes;
  private final Register register;
  private final Photos photos;
  private final DemoAccounts people;
  private final BillPainter painter;

  DemoClaims(
      Cases cases,
      Programmes programmes,
      Register register,
      Photos photos,
      DemoAccounts people,
      BillPainter painter) {
    this.cases = cases;
    this.programmes = programmes;
    this.register = register;
    this.photos = photos;
    this.people = people;
    this.painter = painter;
  }

  /// The year's claims and how far each has come.
  Year begin(YearArgs args) {
    List<List<PersonId>> covered = new ArrayList<>();
    List<Actor> cadres = new ArrayList<>();
    int each = (args.claims() + VILLAGES - 1) / VILLAGES;
    for (PlaceCode village : villages(DemoYear.county(args))) {
      if (covered.size() == VILLAGES) break;
      List<PersonId> persons = covered(village, args, each);
      if (persons.size() < each) continue;
      covered.add(persons);
      cadres.add(people.cadre(village));
    }
    if (covered.isEmpty())
      throw new Refusal(DemoRefusal.STEP_FAILED, Map.of("step", DemoYear.KIND, "reason", "0"));
    List<ClaimStory> stories = new ArrayList<>();
    for (int i = 0; i < args.claims(); i++) {
      int village = i % covered.size();
      int turn = i / covered.size();
      if (turn >= each) break;
      boolean first = village == 0 && turn < FIRST.size();
      Actor one = people.actor(Role.INSURER);
      Actor two = people.secondReviewer();
      stories.add(
          new ClaimStory(
              i,
              first ? FIRST.get(turn) : Fate.of(i),
              first && turn == PUBLISHED,
              Demo.INSURANCE,
              covered.get(village).get(turn),
              new ClaimStory.Cast(
                  cases, cadres.get(village), i % 2 == 0 ? one : two, i % 2 == 0 ? two : one),
              args.from(),
              args.to()));
    }
    return new Year(stories);
  }

  /// All steps of all claims in the order of their days.
  final class Year {

    private record Turn(ClaimStory story, int number, ClaimStory.Step step) {}

    private final List<ClaimStory> stories;
    private final List<Turn> turns = new ArrayList<>();
    private final Set<ClaimStory> left = new HashSet<>();
    private int next;

    Year(List<ClaimStory> stories) {
      this.stories = List.copyOf(stories);
      for (ClaimStory story : stories) {
        List<ClaimStory.Step> steps = story.steps(() -> photo(story.bill()));
        for (int i = 0; i < steps.size(); i++) turns.add(new Turn(story, i, steps.get(i)));
      }
      turns.sort(Comparator.comparing(turn -> turn.step().day()));
    }

    int size() {
      return stories.size();
    }

    /// Everything up to and including that day; what happened before a kill is passed over.
    void until(LocalDate day) {
      for (; next < turns.size() && !turns.get(next).step().day().isAfter(day); next++)
        take(turns.get(next));
    }

    private void take(Turn turn) {
      ClaimStory story = turn.story();
      if (left.contains(story)) return;
      Case now = find(story).orElse(null);
      if (now != null && taken(story) > turn.number()) return;
      if (turn.step().settled() && now != null) now = awaitPayment(story, now);
      try {
        turn.step().act().on(now, turn.step().day());
      } catch (Refusal refusal) {
        if (!MOVED_ON.contains(refusal.code())) throw refusal;
        left.add(story); // whoever tries the demo has taken this claim over
      }
    }
  }

  private Optional<Case> find(ClaimStory story) {
    try {
      return Optional.of(cases.get(story.cadre(), story.id()));
    } catch (Refusal refusal) {
      if (refusal.code() != ProgrammeRefusal.UNKNOWN_CASE) throw refusal;
      return Optional.empty();
    }
  }

  /// How many steps people have taken.
  private long taken(ClaimStory story) {
    return cases.timeline(story.cadre(), story.id()).stream()
        .filter(event -> !event.account().equals(Actor.SYSTEM.account()))
        .count();
  }

  private Case awaitPayment(ClaimStory story, Case seen) {
    Case now = seen;
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (isUnderWay(story, now)) {
      if (System.nanoTime() > limit || Thread.currentThread().isInterrupted())
        throw new IllegalStateException("claim " + story.id() + " is still " + now.state());
      LockSupport.parkNanos(POLL_NANOS);
      now = cases.get(story.cadre(), story.id());
    }
    return now;
  }

  /// Whether its payment has neither been made nor failed.
  private boolean isUnderWay(ClaimStory story, Case now) {
    return now.state() == Case.State.APPROVED
        || (now.state() == Case.State.GRANTED
            && cases.instalments(story.cadre(), story.id()).stream()
                .noneMatch(part -> part.state() == Case.Instalment.State.FAILED));
  }

  private String photo(Bill bill) {
    try {
      return photos.put(new ByteArrayInputStream(painter.paint(bill))).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The poor villages first, among them the one whose cadre can be entered.
  private List<PlaceCode> villages(PlaceCode county) {
    List<PlaceEntry> villages = new ArrayList<>();
    for (PlaceEntry town : inside(county)) villages.addAll(inside(town.place().code()));
    return villages.stream()
        .sorted(
            Comparator.comparing((PlaceEntry entry) -> entry.figures().poorVillages() == 0)
                .thenComparing(entry -> entry.place().code()))
        .map(entry -> entry.place().code())
        .toList();
  }

  private List<PlaceEntry> inside(PlaceCode place) {
    return register.children(place, PlaceQuery.all(new Page.Wanted(1, Page.MAX_SIZE))).items();
  }

  private List<PersonId> covered(PlaceCode village, YearArgs args, int most) {
    return programmes
        .enrolments(
            people.actor(Role.FUND_OFFICER),
            new Enrolment.Query(
                Demo.INSURANCE,
                programmes.get(Demo.INSURANCE).yearOf(args.from()),
                village,
                Optional.of(Enrolment.State.COVERED),
                Enrolment.Sort.PLACE,
                false,
                new Page.Wanted(1, most)))
        .items()
        .stream()
        .map(Enrolment::person)
        .toList();
  }
}
