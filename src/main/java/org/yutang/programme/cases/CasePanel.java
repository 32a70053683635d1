package org.yutang.programme.cases;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Permission;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Case;
import org.yutang.programme.Case.Event.Kind;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.Register;

/// Judges: who gets which case, what they score, and what comes of it. Runs in the transaction that
/// is open.
@Component
class CasePanel {

  /// The most cases of one call; they are ranked at once.
  private static final int MAX_CASES = 20_000;

  private final CaseRows rows;
  private final SheetRows sheets;
  private final CaseStep step;
  private final CaseReview review;
  private final CaseOnce once;
  private final Definitions definitions;
  private final Register register;
  private final Access access;
  private final Audit audit;
  private final Clock clock;

  CasePanel(
      CaseRows rows,
      SheetRows sheets,
      CaseStep step,
      CaseReview review,
      CaseOnce once,
      Definitions definitions,
      Register register,
      Access access,
      Audit audit,
      Clock clock) {
    this.rows = rows;
    this.sheets = sheets;
    this.step = step;
    this.review = review;
    this.once = once;
    this.definitions = definitions;
    this.register = register;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /// A panel's stage of a call.
  private record Seat(Programme programme, CaseKind kind, int number, CaseKind.Panel panel) {
    CaseKind.Stage stage() {
      return kind.stages().get(number);
    }

    boolean isLast() {
      return number == kind.stages().size() - 1;
    }
  }

  int assign(Actor actor, CaseCall call, String stage, List<UUID> judges, LocalDate day) {
    Seat seat = begin(actor, call, stage);
    step.requireDay(day);
    Map<UUID, Actor> known = new LinkedHashMap<>();
    for (UUID judge : judges) known.put(judge, access.actor(judge));
    if (known.isEmpty()) throw tooFew(seat, 0);
    Map<UUID, Integer> load = new HashMap<>(sheets.load(call, stage));
    int handed = 0;
    for (CaseRow row : sheets.waiting(call, seat.number(), MAX_CASES)) {
      if (rows.lock(row.id).filter(now -> isAt(now, seat)).isEmpty()) continue;
      Set<UUID> there = new HashSet<>(sheets.judges(row, stage));
      long open = there.size() - sheets.recused(row, stage);
      List<UUID> fit =
          known.values().stream()
              .filter(judge -> fits(judge, row) && !there.contains(judge.account()))
              .map(Actor::account)
              .sorted(
                  java.util.Comparator.<UUID>comparingInt(judge -> load.getOrDefault(judge, 0))
                      .thenComparing(judge -> mix(row.id, judge)))
              .limit(Math.max(0, seat.panel().judges() - open))
              .toList();
      if (open + fit.size() < seat.panel().quorum()) throw tooFew(seat, (int) open + fit.size());
      for (UUID judge : fit) {
        sheets.hand(row, stage, judge, clock.instant());
        load.merge(judge, 1, Integer::sum);
        handed++;
      }
    }
    audit.record(
        actor,
        "programme.case-judges",
        seat.programme().place(),
        call.programme().text(),
        Map.of("kind", call.kind(), "year", call.policyYear(), "stage", stage, "sheets", handed));
    return handed;
  }

  /// Spreads judges over cases without a pattern that the order of their ids would make.
  private static UUID mix(UUID id, UUID judge) {
    return Uuids.named("case-judge", id.toString(), judge.toString());
  }

  private static Refusal tooFew(Seat seat, int there) {
    return new Refusal(
        ProgrammeRefusal.TOO_FEW_JUDGES, Map.of("wanted", seat.panel().quorum(), "there", there));
  }

  /// A judge of the place who did not file it and is at home elsewhere than in its county.
  private boolean fits(Actor judge, CaseRow row) {
    if (judge.account().equals(row.filer)) return false;
    List<PlaceCode> places =
        judge.grants().stream()
            .filter(grant -> grant.role() == Role.JUDGE)
            .map(Grant::place)
            .filter(place -> register.contains(place, row.village))
            .toList();
    return places.stream().anyMatch(place -> !register.contains(row.county, place));
  }

  void score(Actor judge, UUID number, Map<String, Integer> marks, String text) {
    SheetRows.Open sheet = own(judge, number);
    CaseRow row = rows.lock(sheet.caseId()).orElseThrow();
    CaseKind.Panel panel = panel(row, sheet);
    Map<String, Integer> sound = new TreeMap<>();
    for (CaseKind.Criterion criterion : panel.sheet()) {
      Integer mark = marks.get(criterion.name());
      if (mark == null || mark < 0 || mark > criterion.most())
        throw new Refusal(
            ProgrammeRefusal.BAD_MARKS,
            Map.of("criterion", criterion.title().zh(), "most", criterion.most()));
      sound.put(criterion.name(), mark);
    }
    if (marks.size() != sound.size()) throw Answers.bad("marks");
    sheets.fill(sheet, sound, CaseStep.note(text, false), clock.instant());
    audit.record(
        judge,
        "programme.case-scored",
        row.county,
        number.toString(),
        Map.of("stage", sheet.stage()));
  }

  void recuse(Actor judge, UUID number, String text) {
    SheetRows.Open sheet = own(judge, number);
    CaseRow row = rows.lock(sheet.caseId()).orElseThrow();
    panel(row, sheet);
    sheets.recuse(sheet, CaseStep.note(text, true), clock.instant());
    audit.record(
        judge,
        "programme.case-recused",
        row.county,
        number.toString(),
        Map.of("stage", sheet.stage()));
  }

  private SheetRows.Open own(Actor judge, UUID number) {
    access.requireSomewhere(judge, Permission.JUDGE_CASE);
    return sheets
        .find(number)
        .filter(sheet -> sheet.judge().equals(judge.account()))
        .orElseThrow(() -> new Refusal(ProgrammeRefusal.NOT_ASSIGNED));
  }

  /// The panel that the sheet is for, while the case is still there; the case is locked, so that
  /// nobody closes the stage meanwhile.
  private CaseKind.Panel panel(CaseRow row, SheetRows.Open sheet) {
    CaseKind.Stage stage = step.kind(row).kind().stages().get(row.stage);
    if (row.state != Case.State.IN_REVIEW || !stage.name().equals(sheet.stage()) || !sheet.open())
      throw new Refusal(ProgrammeRefusal.NOT_ASSIGNED);
    return stage.panel().orElseThrow();
  }

  CaseCall.Ranking ranking(Actor actor, CaseCall call, String stage) {
    Seat seat = begin(actor, call, stage);
    List<CaseRow> waiting = sheets.waiting(call, seat.number(), MAX_CASES);
    return ranking(seat, call, waiting);
  }

  private CaseCall.Ranking ranking(Seat seat, CaseCall call, List<CaseRow> waiting) {
    Placing placing =
        new Placing(call, seat.panel(), seat.isLast() ? seat.kind().seats() : Optional.empty());
    if (seat.isLast() && seat.kind().seats().isPresent()) sheets.seated(call, placing::seated);
    String first = seat.panel().sheet().getFirst().name();
    List<Placing.Entry> entries = new ArrayList<>();
    Map<UUID, List<Map<String, Integer>>> filled = sheets.filled(call, seat.stage().name());
    long filed = 0;
    for (CaseRow row : waiting) {
      List<Map<String, Integer>> marks = filled.getOrDefault(row.id, List.of());
      entries.add(
          new Placing.Entry(
              row.id,
              row.county.text(),
              marks.stream()
                  .map(sheet -> sheet.values().stream().mapToInt(Integer::intValue).sum())
                  .toList(),
              marks.stream().map(sheet -> sheet.getOrDefault(first, 0)).toList(),
              filed++,
              Optional.ofNullable(row.reserved)));
    }
    List<CaseCall.Ranked> ranked = placing.rank(entries);
    int missing = (int) ranked.stream().filter(each -> each.rank().isEmpty()).count();
    return new CaseCall.Ranking(call, seat.kind(), seat.stage().name(), ranked, missing);
  }

  CaseCall.Ranking close(Actor actor, CaseCall call, String stage, LocalDate day) {
    Seat seat = begin(actor, call, stage);
    step.requireDay(day);
    requireFilingOver(seat, call, day);
    Map<UUID, CaseRow> waiting = new LinkedHashMap<>();
    for (CaseRow row : sheets.waiting(call, seat.number(), MAX_CASES))
      waiting.put(row.id, rows.lock(row.id).orElseThrow());
    waiting.values().removeIf(row -> !isAt(row, seat));
    CaseCall.Ranking ranking = ranking(seat, call, List.copyOf(waiting.values()));
    if (ranking.missing() > 0)
      throw new Refusal(
          ProgrammeRefusal.QUORUM_MISSING,
          Map.of("cases", ranking.missing(), "quorum", seat.panel().quorum()));
    for (CaseCall.Ranked ranked : ranking.cases())
      place(
          actor,
          seat,
          java.util.Objects.requireNonNull(waiting.get(ranked.caseId())),
          ranked,
          ranking.cases().size(),
          day);
    sheets.close(call, stage);
    audit.record(
        actor,
        "programme.case-panel-closed",
        seat.programme().place(),
        call.programme().text(),
        Map.of(
            "kind", call.kind(),
            "year", call.policyYear(),
            "stage", stage,
            "cases", ranking.cases().size(),
            "kept", ranking.cases().stream().filter(CaseCall.Ranked::kept).count()));
    return ranking;
  }

  private static boolean isAt(CaseRow row, Seat seat) {
    return row.state == Case.State.IN_REVIEW && row.stage == seat.number();
  }

  private void place(
      Actor actor, Seat seat, CaseRow row, CaseCall.Ranked ranked, int of, LocalDate day) {
    if (day.isAfter(row.lastDay)) row.lastDay = day;
    row.rank = ranked.rank().orElseThrow();
    row.score = ranked.mean();
    Map<String, Object> facts =
        Map.of(
            "rank", row.rank,
            "of", of,
            "mean", ranked.mean().toPlainString(),
            "median", ranked.median().toPlainString(),
            "sheets", ranked.sheets());
    String stage = seat.stage().name();
    CaseKind kind = step.kind(row).kind();
    if (!ranked.kept()) {
      row.state = Case.State.REJECTED;
      once.free(row);
      review.decided(row, actor.account());
    } else if (seat.isLast()) {
      row.reserved = ranked.seat().orElse(null);
      review.approve(row, kind, actor.account());
    } else {
      row.stage++;
      CaseKind.Stage next = kind.stages().get(row.stage);
      CaseFiling.enter(row, next, row.lastDay, next.days());
    }
    step.end(
        row,
        actor,
        CaseRows.Step.of(ranked.kept() ? Kind.RANKED_IN : Kind.RANKED_OUT).at(stage).with(facts));
  }

  private static void requireFilingOver(Seat seat, CaseCall call, LocalDate day) {
    if (seat.kind().open().isEmpty()) return;
    CaseKind.Window window = seat.kind().open().get();
    if (seat.programme().yearOf(day) == call.policyYear() && window.holds(day))
      throw new Refusal(
          ProgrammeRefusal.CALL_STILL_OPEN, Map.of("until", window.to().toString().substring(2)));
  }

  /// As the definition was when the first of the cases that wait was filed.
  private Seat begin(Actor actor, CaseCall call, String name) {
    Programme programme = definitions.get(call.programme()).programme();
    access.require(actor, Permission.RUN_PROGRAMME, programme.place());
    CaseKind kind =
        sheets
            .first(call)
            .map(row -> step.kind(row).kind())
            .orElseGet(
                () ->
                    definitions.get(call.programme()).kind(call.kind(), call.policyYear()).kind());
    for (int i = 0; i < kind.stages().size(); i++) {
      CaseKind.Stage stage = kind.stages().get(i);
      if (stage.name().equals(name) && stage.panel().isPresent())
        return new Seat(programme, kind, i, stage.panel().get());
    }
    throw new Refusal(ProgrammeRefusal.UNKNOWN_STAGE, Map.of("stage", name));
  }
}
