package org.yutang.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Case;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.Ruling;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.PersonRow;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.store.Photos;

/// A few made-up nominations for the rural teacher award: of one year granted and paid, or waiting
/// for money; of the next judged in part. Each step looks at where its case is, so that after a
/// kill it goes on from there.
@Component
class DemoAwards {

  private static final int MOST_TRIES = 20;

  static final ProgrammeId AWARD = new ProgrammeId("rural-teacher-award");
  private static final String KIND = "nomination";

  /// Enough for one grant, so that another one waits.
  private static final Money FUND = Money.fen(15_000_000);

  private static final String FILLED = "demo-awards";
  private static final Duration DELIVERY = Duration.ofMinutes(1);
  private static final int FIRST_AGE = 30;
  private static final int LAST_AGE = 55;
  private static final int FIRST_ROUND_JUDGES = 3;

  private enum Fate {
    DRAFT,
    WAITS_AT_THE_COUNTY,
    PAPERS_MISSING,
    REJECTED,
    JUDGED
  }

  private record Story(int number, Fate fate, int year, String school, String level) {}

  private final Cases cases;
  private final DemoSteps steps;
  private final Register register;
  private final Photos photos;
  private final BillPainter painter;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoAwards(
      Cases cases,
      DemoSteps steps,
      Register register,
      Photos photos,
      BillPainter painter,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.cases = cases;
    this.steps = steps;
    this.register = register;
    this.photos = photos;
    this.painter = painter;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Does nothing once it was done.
  void fill(PlaceCode county) throws InterruptedException {
    if (settings.find(FILLED).isPresent()) return;
    LocalDate today = BusinessDay.of(clock.instant());
    // the last call whose nominations are all in, and the one before
    int last =
        today.isAfter(LocalDate.of(today.getYear(), 9, 30)) ? today.getYear() : today.getYear() - 1;
    List<Story> stories =
        List.of(
            new Story(0, Fate.JUDGED, last - 1, "示例县石门村小", "village"),
            new Story(1, Fate.JUDGED, last - 1, "示例县河口教学点", "point"),
            new Story(2, Fate.REJECTED, last - 1, "示例县城关小学", "town"),
            new Story(3, Fate.JUDGED, last, "示例县云顶村小", "village"),
            new Story(4, Fate.JUDGED, last, "示例县白鹤教学点", "point"),
            new Story(5, Fate.JUDGED, last, "示例县大溪小学", "town"),
            new Story(6, Fate.WAITS_AT_THE_COUNTY, last, "示例县高坪村小", "village"),
            new Story(7, Fate.PAPERS_MISSING, last, "示例县平安教学点", "point"),
            new Story(8, Fate.DRAFT, last, "示例县长岭村小", "village"));
    List<PersonId> teachers = teachers(county, stories.size());
    for (int i = 0; i < Math.min(stories.size(), teachers.size()); i++)
      nominate(stories.get(i), teachers.get(i));
    fund();
    decide(new CaseCall(AWARD, KIND, last - 1));
    judgeInPart(new CaseCall(AWARD, KIND, last), today);
    outbox.awaitDelivered(DELIVERY);
    outbox.awaitDelivered(DELIVERY); // a grant orders its payment by an event of its own
    if (!teachers.isEmpty()) report(idOf(0, teachers.getFirst()), today);
    settings.put(FILLED, "yes");
  }

  private static UUID idOf(int number, PersonId teacher) {
    return Cases.idOf(teacher, Uuids.named("demo.award", String.valueOf(number)));
  }

  private void nominate(Story story, PersonId teacher) {
    Actor nominator = people.actor(Role.NOMINATOR);
    Actor county = people.actor(Role.COUNTY_OFFICER);
    LocalDate filed = LocalDate.of(story.year(), 6, 3 + story.number());
    Case now =
        steps
            .find(nominator, idOf(story.number(), teacher))
            .orElseGet(() -> cases.save(nominator, draft(story, teacher), filed));
    if (story.fate() == Fate.DRAFT) return;
    if (now.state() == Case.State.DRAFT)
      now = cases.file(nominator, now.id(), now.version(), filed);
    if (now.state() != Case.State.IN_REVIEW || !now.stage().equals(Optional.of("check"))) return;
    Optional<Ruling> ruling =
        switch (story.fate()) {
          case DRAFT, WAITS_AT_THE_COUNTY -> Optional.empty();
          case PAPERS_MISSING -> Optional.of(new Ruling.AskForPapers("证书照片看不清，请重拍（合成数据）"));
          case REJECTED -> Optional.of(new Ruling.Reject("不在乡村学校任教（合成数据）"));
          case JUDGED -> Optional.of(Ruling.Pass.whole());
        };
    if (ruling.isPresent())
      cases.decide(county, now.id(), now.version(), ruling.get(), filed.plusDays(7));
  }

  private CaseDraft draft(Story story, PersonId teacher) {
    return new CaseDraft(
        idOf(story.number(), teacher),
        0,
        AWARD,
        KIND,
        teacher,
        CaseKind.Channel.NOMINATION,
        Map.of(
            "school",
            story.school(),
            "school_level",
            story.level(),
            "years_taught",
            8 + story.number(),
            "subject",
            story.number() % 2 == 0 ? "语文" : "数学",
            "story",
            "（合成数据）在村里教书 " + (8 + story.number()) + " 年，全校的课一个人上，放学后送学生过河。",
            "phone",
            "1380000%04d".formatted(story.number())),
        Map.of("certificate", List.of(certificate(story))),
        Optional.of("示例教师"),
        Optional.of("62220202000009%05d".formatted(story.number())),
        Optional.empty());
  }

  private String certificate(Story story) {
    try {
      byte[] jpeg =
          painter.paintCertificate(
              "SYN-T-%03d".formatted(story.number()), story.number() % 2 == 0 ? "语文" : "数学");
      return photos.put(new ByteArrayInputStream(jpeg)).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fund() {
    steps.grant(
        AWARD, FUND, Uuids.named("demo.award-grant"), "乡村教师奖拨款（合成数据） Award grant (synthetic)");
  }

  /// Both rounds of a call, to the end.
  private void decide(CaseCall call) {
    List<Actor> judges = people.judges();
    close(
        call,
        "first-round",
        judges.subList(0, FIRST_ROUND_JUDGES),
        LocalDate.of(call.policyYear(), 10, 12));
    close(call, "final-round", judges, LocalDate.of(call.policyYear(), 10, 26));
  }

  private void close(CaseCall call, String stage, List<Actor> judges, LocalDate day) {
    Actor officer = people.actor(Role.FUND_OFFICER);
    if (cases.ranking(officer, call, stage).cases().isEmpty()) return;
    cases.assign(officer, call, stage, judges.stream().map(Actor::account).toList(), day);
    for (Actor judge : judges) score(judge, call, Integer.MAX_VALUE);
    cases.close(officer, call, stage, day.plusDays(7));
  }

  /// One judge is done, the one who can be entered has begun, the third has not.
  private void judgeInPart(CaseCall call, LocalDate today) {
    Actor officer = people.actor(Role.FUND_OFFICER);
    if (cases.ranking(officer, call, "first-round").cases().isEmpty()) return;
    List<Actor> judges = people.judges().subList(0, FIRST_ROUND_JUDGES);
    cases.assign(officer, call, "first-round", judges.stream().map(Actor::account).toList(), today);
    score(judges.get(0), call, 1);
    score(judges.get(1), call, Integer.MAX_VALUE);
  }

  private void score(Actor judge, CaseCall call, int most) {
    List<CaseCall.Sheet> sheets =
        cases.sheets(judge, new Page.Wanted(1, Page.MAX_SIZE)).items().stream()
            .filter(sheet -> sheet.call().equals(call))
            .toList();
    long scored = sheets.stream().filter(sheet -> !sheet.marks().isEmpty()).count();
    for (CaseCall.Sheet sheet : sheets) {
      if (!sheet.marks().isEmpty() || scored >= most) continue;
      int years = ((Number) sheet.answers().getOrDefault("years_taught", 8)).intValue();
      Map<String, Integer> marks = new HashMap<>();
      marks.put("teaching", 28 + (years + judge.name().length()) % 9);
      marks.put("devotion", 26 + years % 11);
      marks.put("example", 12 + judge.name().length() % 5);
      cases.score(judge, sheet.number(), marks, "");
      scored++;
    }
  }

  /// The first year's report of a teacher who was granted the award, for the fund to read. Payments
  /// of the case go on meanwhile, and each is a version of it.
  private void report(UUID id, LocalDate today) {
    for (int tries = 0; ; tries++)
      try {
        tryToReport(id, today);
        return;
      } catch (Refusal refusal) {
        if (refusal.code() != ProgrammeRefusal.CASE_CHANGED || tries == MOST_TRIES) throw refusal;
      }
  }

  private void tryToReport(UUID id, LocalDate today) {
    Actor nominator = people.actor(Role.NOMINATOR);
    Case now = cases.get(nominator, id);
    boolean wanted =
        cases.reports(nominator, id).stream()
            .anyMatch(
                report ->
                    report.name().equals("first-report")
                        && report.state() == Case.Report.State.WANTED);
    if (now.state() == Case.State.GRANTED && wanted)
      cases.report(
          nominator,
          id,
          now.version(),
          "first-report",
          Map.of("done", "（合成数据）带三年级，开了图书角。", "still_teaching", true),
          List.of(),
          today);
  }

  private List<PersonId> teachers(PlaceCode county, int most) {
    return register
        .persons(
            people.actor(Role.COUNTY_OFFICER),
            new PersonQuery(
                Optional.of(county),
                Optional.empty(),
                Optional.empty(),
                Optional.of(FIRST_AGE),
                Optional.of(LAST_AGE),
                Optional.empty(),
                PersonQuery.Sort.VILLAGE,
                false,
                new Page.Wanted(1, most)))
        .items()
        .stream()
        .map(PersonRow::id)
        .toList();
  }
}
