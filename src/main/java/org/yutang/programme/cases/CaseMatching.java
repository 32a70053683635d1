package org.yutang.programme.cases;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Volunteers;
import org.yutang.store.Transactions;

/// Volunteers in SQL. Whoever answers locks the own case first and the need after it, so that
/// neither more are engaged than may be nor more hours promised than are offered.
@Component
class CaseMatching implements Volunteers {

  private final CaseRows rows;
  private final MatchRows matches;
  private final LogRows logs;
  private final ReportRows reports;
  private final CaseQueries queries;
  private final CaseRecords records;
  private final CaseReports followUp;
  private final CaseStep step;
  private final Transactions transactions;
  private final Clock clock;

  CaseMatching(
      CaseRows rows,
      MatchRows matches,
      LogRows logs,
      ReportRows reports,
      CaseQueries queries,
      CaseRecords records,
      CaseReports followUp,
      CaseStep step,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.matches = matches;
    this.logs = logs;
    this.reports = reports;
    this.queries = queries;
    this.records = records;
    this.followUp = followUp;
    this.step = step;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<Proposal> proposals(Actor actor, UUID need) {
    CaseRow row = of(actor, rows.find(need));
    if (row.state != Case.State.GRANTED) return List.of();
    CaseKind.Matching matching = matching(row);
    List<String> wanted = skills(row.answers, matching.skills());
    return Fitting.rank(
        wanted, hours(row, matching), matches.candidates(row, matching, wanted), MOST_PROPOSED);
  }

  @Override
  public void invite(Actor actor, UUID need, UUID volunteer) {
    transactions.run(
        () -> {
          CaseRow row = of(actor, rows.lock(need));
          CaseStep.requireState(row, Case.State.GRANTED);
          CaseKind.Matching matching = matching(row);
          if (rows.find(volunteer)
              .filter(other -> isVolunteer(other, row, matching))
              .filter(other -> !other.person.equals(row.person) && !matches.isPaused(volunteer))
              .isEmpty()) throw new Refusal(ProgrammeRefusal.NO_SUCH_VOLUNTEER);
          Instant now = clock.instant();
          if (matches.insert(row, volunteer, hours(row, matching), actor.account(), now))
            tell(row, actor, Kind.VOLUNTEER_INVITED, volunteer, "");
        });
  }

  @Override
  public void release(Actor actor, UUID need, UUID volunteer, String note) {
    transactions.run(
        () -> {
          CaseRow row = of(actor, rows.lock(need));
          State state =
              matches
                  .find(row, volunteer)
                  .map(MatchRows.Match::state)
                  .filter(each -> each == State.INVITED || each == State.ENGAGED)
                  .orElseThrow(() -> new Refusal(ProgrammeRefusal.NOT_ENGAGED));
          matches.set(row, volunteer, State.RELEASED, clock.instant());
          String why = CaseStep.note(note, state == State.ENGAGED);
          tell(row, actor, Kind.VOLUNTEER_RELEASED, volunteer, why);
        });
  }

  @Override
  public List<Engagement> of(Actor actor, UUID need) {
    CaseRow row = of(actor, rows.find(need));
    CaseKind.Matching matching = matching(row);
    return matches.ofNeed(row).stream()
        .map(
            each ->
                new Engagement(
                    each.helper(),
                    each.state(),
                    rows.find(each.helper())
                        .map(other -> skills(other.answers, matching.skills()))
                        .orElse(List.of()),
                    each.hours(),
                    each.invitedAt(),
                    each.answeredAt()))
        .toList();
  }

  @Override
  public List<Asked> own(Cases.Applicant volunteer) {
    Optional<CaseRow> own = volunteer(volunteer);
    if (own.isEmpty()) return List.of();
    List<Asked> asked = new ArrayList<>();
    for (MatchRows.Match match : matches.ofHelper(own.get().id))
      rows.find(match.need()).ifPresent(row -> asked.add(asked(row, match)));
    return asked;
  }

  private Asked asked(CaseRow row, MatchRows.Match match) {
    return new Asked(
        row.id,
        match.state(),
        row.state,
        row.version,
        step.kind(row).kind(),
        row.county,
        row.answers, // personal ones are sealed elsewhere
        logs.ofHelper(row, match.helper()),
        match.state() == State.ENGAGED ? reports.all(row, step.today()) : List.of());
  }

  @Override
  public void answer(Cases.Applicant volunteer, UUID need, boolean accepts) {
    transactions.run(
        () -> {
          CaseRow own = lockedVolunteer(volunteer);
          CaseRow row = rows.lock(need).orElseThrow(CaseMatching::notEngaged);
          MatchRows.Match match = matches.find(row, own.id).orElseThrow(CaseMatching::notEngaged);
          State answer = accepts ? State.ENGAGED : State.DECLINED;
          if (match.state() == answer) return;
          if (match.state() != State.INVITED) throw notEngaged();
          if (accepts) {
            CaseStep.requireState(row, Case.State.GRANTED);
            CaseKind.Matching matching = matching(row);
            if (matches.engaged(row) >= matching.most())
              throw new Refusal(ProgrammeRefusal.ENOUGH_HELP, Map.of("most", matching.most()));
            long free = hours(own, matching) - matches.taken(own.id);
            if (match.hours() > free)
              throw new Refusal(
                  ProgrammeRefusal.NO_HOURS, Map.of("free", free, "wanted", match.hours()));
          }
          matches.set(row, own.id, answer, clock.instant());
          tell(
              row,
              volunteer.actor(),
              accepts ? Kind.VOLUNTEER_ENGAGED : Kind.VOLUNTEER_DECLINED,
              own.id,
              "");
        });
  }

  @Override
  public void log(
      Cases.Applicant volunteer,
      UUID need,
      UUID entry,
      String log,
      Map<String, Object> answers,
      LocalDate day) {
    transactions.run(
        () -> {
          CaseRow own = lockedVolunteer(volunteer);
          CaseRow row = engaged(own, need);
          records.write(volunteer.actor(), row, own.id, entry, log, answers, List.of(), day);
        });
  }

  @Override
  public void handOver(
      Cases.Applicant volunteer,
      UUID need,
      int version,
      String report,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day) {
    transactions.run(
        () -> {
          CaseRow row = engaged(lockedVolunteer(volunteer), need);
          step.begun(row, version, day, Case.State.GRANTED);
          followUp.write(volunteer.actor(), row, report, answers, photos, day);
        });
  }

  @Override
  public void pause(Cases.Applicant volunteer, boolean paused) {
    transactions.run(() -> matches.pause(lockedVolunteer(volunteer).id, paused));
  }

  @Override
  public boolean isPaused(Cases.Applicant volunteer) {
    return volunteer(volunteer).filter(own -> matches.isPaused(own.id)).isPresent();
  }

  private CaseRow engaged(CaseRow own, UUID need) {
    CaseRow row = rows.lock(need).orElseThrow(CaseMatching::notEngaged);
    if (matches.find(row, own.id).filter(each -> each.state() == State.ENGAGED).isEmpty())
      throw notEngaged();
    return row;
  }

  /// The newest granted case of the link: the volunteer's.
  private Optional<CaseRow> volunteer(Cases.Applicant applicant) {
    return queries.ofPerson(applicant).stream().filter(CaseMatching::isGranted).findFirst();
  }

  private CaseRow lockedVolunteer(Cases.Applicant applicant) {
    return volunteer(applicant)
        .flatMap(own -> rows.lock(own.id))
        .filter(CaseMatching::isGranted)
        .orElseThrow(CaseMatching::notEngaged);
  }

  /// The case that needs help, for whoever may ask for it.
  private CaseRow of(Actor actor, Optional<CaseRow> found) {
    return found
        .filter(
            row ->
                step.may(actor, Permission.FILE_CASE, row)
                    || step.may(actor, Permission.DECIDE_CASE, row))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
  }

  private CaseKind.Matching matching(CaseRow row) {
    return step.kind(row)
        .kind()
        .matching()
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.UNKNOWN_CASE));
  }

  private static boolean isVolunteer(CaseRow other, CaseRow need, CaseKind.Matching matching) {
    return other.programme.equals(need.programme)
        && other.kind.equals(matching.from())
        && isGranted(other);
  }

  private static boolean isGranted(CaseRow row) {
    return row.state == Case.State.GRANTED || row.state == Case.State.COMPLETED;
  }

  private void tell(CaseRow row, Actor actor, Kind kind, UUID volunteer, String note) {
    step.end(
        row,
        actor,
        CaseRows.Step.of(kind).with(Map.of("volunteer", volunteer.toString())).saying(note));
  }

  private static long hours(CaseRow row, CaseKind.Matching matching) {
    return ((Number) row.answers.getOrDefault(matching.hours(), 0L)).longValue();
  }

  static List<String> skills(Map<String, Object> answers, String field) {
    return answers.get(field) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Refusal notEngaged() {
    return new Refusal(ProgrammeRefusal.NOT_ENGAGED);
  }
}
