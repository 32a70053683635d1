package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.TestActors.actor;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.TestPhotos;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Payout;
import org.yutang.payment.incoming.IncomingDoor;
import org.yutang.programme.Case.State;
import org.yutang.register.PersonId;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;

/// Drives the sample of every shipped definition from its call through all stages, instalments and
/// reports. The call lies so far back that all has fallen due. Each walk takes a county of Hainan,
/// or the country of its sample, that no other test uses.
class SampleWalkTest extends ServerTest {

  private static final int YEAR = 2014;
  private static final PlaceCode HAINAN = new PlaceCode("CN-46");

  @Autowired BeanFactory beans;
  @Autowired Register register;
  @Autowired Cases cases;
  @Autowired Programmes programmes;
  @Autowired Accounts accounts;
  @Autowired Outbox outbox;
  @Autowired JdbcClient sql;
  @Autowired Clock clock;

  private Sample sample;
  private SampleHouse house;
  private Programme programme;
  private CaseKind kind;
  private PlaceCode county;
  private PersonId person;
  private Actor officer;
  private Actor filer;
  private LocalDate day;

  static List<Sample> samples() {
    return Sample.all();
  }

  @BeforeEach
  void payInTheSandbox() {
    beans.getBean(HouseSettings.class).put("payment.provider", Payout.Via.SANDBOX.name());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void theSampleGoesFromTheCallToTheLastReport(Sample each) {
    take(each);
    Money promised = programmes.fund(officer, programme.id()).promised(); // to cases of other tests
    Case filed = file(house.answers());
    filed.benefit().ifPresent(this::grant);
    Case decided = decide(filed);
    settled();
    Case granted = now(decided);
    assertThat(granted.state()).isIn(State.GRANTED, State.COMPLETED);
    assertThat(granted.reserved()).isEqualTo(sample.reserved());
    requireHeldBackForReports(granted);
    boolean helped = kind.isHelped();
    if (helped) help(granted);
    else keepLogs(granted);
    deliver(granted);
    Case done = helped ? now(granted) : finish(granted);
    assertThat(done.state()).isEqualTo(State.COMPLETED);
    assertThat(done.paid().minor()).isEqualTo(done.benefit().map(sum -> sum.minor()).orElse(0L));
    assertThat(programmes.fund(officer, programme.id()).promised()).isEqualTo(promised);
    if (!kind.published().isEmpty())
      assertThat(published()).isEqualTo(List.of(Set.copyOf(kind.published())));
  }

  @Test
  void aGiftPaysWhatTheCeilingOfIllnessWouldCut() {
    take(Sample.of("women-insurance", "illness"));
    // as little as anybody has, and first among those: the next whom a gift goes to
    sql.sql("update programme.participant set turn = :first where person = :person")
        .param("first", Long.MIN_VALUE)
        .param("person", person.value())
        .update();
    UUID gift = give();
    AddedCover cover = beans.getBean(AddedCover.class);
    assertThat(cover.ofPerson(officer, programme.id(), person).orElseThrow().gifts())
        .containsExactly(gift);
    Case middle = file(house.answers());
    grant(middle.benefit().orElseThrow());
    assertThat(decide(middle).benefit()).contains(Money.parse("8000.00", "CNY"));
    Map<String, Object> answers = house.answers();
    answers.put("tier", "severe");
    Case severe = file(answers);
    Money due = Money.parse("12050.00", "CNY"); // 20,000 a year less 8,000, and 50 by the gift
    assertThat(severe.benefit()).contains(due);
    grant(due);
    decide(severe);
    settled();
    assertThat(now(severe).paid()).isEqualTo(due);
    assertThat(cover.ofPerson(officer, programme.id(), person).orElseThrow().used())
        .isEqualTo(Money.parse("50.00", "CNY"));
    assertThat(cover.of(List.of(gift)).get(gift).state()).isEqualTo(AddedCover.State.PAIRED);
  }

  /// A yuan from somebody, paid.
  private UUID give() {
    UUID project = UUID.randomUUID();
    beans
        .getBean(Giving.class)
        .openProject(
            officer,
            new Project.New(
                project,
                programme.title(),
                programme.summary(),
                programme.id(),
                programme.place(),
                day,
                day.plusDays(30),
                Optional.empty(),
                List.of()));
    Gifts gifts = beans.getBean(Gifts.class);
    Gifts.Given given =
        gifts.give(
            new Gift.New(
                UUID.randomUUID(),
                project,
                Money.fen(100),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    IncomingDoor.pay(beans, gifts.get(given.link(), given.gift()).payment());
    settled();
    return gifts.get(given.link(), given.gift()).publicId();
  }

  @Test
  void aGirlWhoHasLeftSchoolIsPaidOnceSheIsBack() {
    take(Sample.of("women-insurance", "senior-high-term"));
    Case filed = file(sample.whole().answers());
    grant(filed.benefit().orElseThrow());
    enrolledUntil(Optional.of(day.plusDays(1)));
    decide(filed);
    settled();
    assertThat(now(filed).paid().minor()).isZero();
    assertThat(cases.instalments(officer, filed.id()).getFirst().heldBack())
        .containsExactly("enrolled");
    enrolledUntil(Optional.empty());
    beans
        .getBeanProvider(org.yutang.store.EveryMinute.class)
        .forEach(org.yutang.store.EveryMinute::everyMinute);
    settled();
    assertThat(now(filed).paid().decimal()).isEqualTo("500.00");
  }

  @Test
  void aTermIsPaidOnceAndSixTermsInALife() {
    take(Sample.of("women-insurance", "senior-high-term"));
    List<Case> filed = new ArrayList<>();
    for (int year = YEAR - 3; year <= YEAR; year++)
      for (String term : List.of("first", "second"))
        filed.add(
            file(Map.of("school", "示例县第一中学", "school_year", year, "term", term, "grade", "one")));
    assertThat(code(() -> file(sample.whole().answers()))).isEqualTo(ProgrammeRefusal.CASE_TWICE);
    for (Case each : filed.subList(0, 6)) grant(decide(each).benefit().orElseThrow());
    assertThat(code(() -> decide(filed.get(6)))).isEqualTo(ProgrammeRefusal.NOTHING_DUE);
    settled();
  }

  @Test
  void aCountyHasOneBoardingSchoolAndTheFirstFiledWinsATie() {
    take(Sample.of("boarding-school-award", "school"));
    List<Case> drafts = new ArrayList<>(List.of(save(sample.whole().answers())));
    person = house.another();
    drafts.add(save(sample.whole().answers()));
    drafts.sort(Comparator.comparing((Case each) -> each.id().toString()).reversed());
    Case first = file(drafts.getFirst()); // its id, which a client made, is the larger one
    Case second = file(drafts.getLast());
    grant(first.benefit().orElseThrow());
    CaseKind.Stage judging = kind.stages().getLast();
    List<CaseCall.Ranked> ranked =
        judge(
            judging,
            List.of(pass(first, kind.stages().getFirst()), pass(second, kind.stages().getFirst())));
    assertThat(ranked).extracting(CaseCall.Ranked::caseId).containsExactly(first.id(), second.id());
    assertThat(ranked).extracting(CaseCall.Ranked::kept).containsExactly(true, false);
    settled();
    assertThat(now(second).state()).isEqualTo(State.REJECTED);
    finish(now(first));
  }

  private void take(Sample each) {
    sample = each;
    house = new SampleHouse(beans, each, HAINAN, YEAR);
    programme = house.programme();
    kind = house.kind();
    county = house.county();
    day = house.day();
    officer = actor(Role.FUND_OFFICER, programme.place());
    filer =
        house.channel() == CaseKind.Channel.NOMINATION
            ? actor(Role.NOMINATOR, county)
            : actor(Role.VILLAGE_CADRE, house.village());
    person = house.person();
  }

  private void enrolledUntil(Optional<LocalDate> end) {
    sql.sql("update register.fact set valid_to = :end::date where subject = :id")
        .param("end", end.map(LocalDate::toString).orElse(null))
        .param("id", person.value())
        .update();
  }

  private Case file(Map<String, Object> answers) {
    return file(save(answers));
  }

  private Case file(Case saved) {
    return cases.file(filer, saved.id(), saved.version(), day);
  }

  private Case save(Map<String, Object> answers) {
    return cases.save(filer, house.draft(person, answers), day);
  }

  /// Through all stages.
  private Case decide(Case filed) {
    Case at = filed;
    for (CaseKind.Stage stage : kind.stages())
      if (stage.panel().isPresent()) {
        assertThat(judge(stage, List.of(at)))
            .extracting(CaseCall.Ranked::kept)
            .containsExactly(true);
        at = now(at);
      } else at = pass(at, stage);
    assertThat(at.state()).isNotIn(State.IN_REVIEW, State.REJECTED);
    return at;
  }

  /// By as many people as the stage wants.
  private Case pass(Case filed, CaseKind.Stage stage) {
    Case at = filed;
    assertThat(at.stage()).contains(stage.name());
    PlaceCode place = stage.role() == Role.COUNTY_OFFICER ? county : programme.place();
    for (int eye = 0; eye < stage.eyes(); eye++)
      at =
          cases.decide(actor(stage.role(), place), at.id(), at.version(), Ruling.Pass.whole(), day);
    return at;
  }

  /// Every judge gives every case all marks; then the stage is closed.
  private List<CaseCall.Ranked> judge(CaseKind.Stage stage, List<Case> waiting) {
    assertThat(waiting).allMatch(each -> each.stage().equals(Optional.of(stage.name())));
    CaseKind.Panel panel = stage.panel().orElseThrow();
    day = kind.open().orElseThrow().to().atYear(YEAR).plusDays(7);
    CaseCall call = new CaseCall(programme.id(), kind.name(), YEAR);
    List<Actor> judges = new ArrayList<>();
    for (int i = 0; i < panel.judges(); i++) judges.add(judge());
    List<UUID> accounts = judges.stream().map(Actor::account).toList();
    assertThat(cases.assign(officer, call, stage.name(), accounts, day))
        .isEqualTo(panel.judges() * waiting.size());
    for (Actor judge : judges)
      for (CaseCall.Sheet sheet : cases.sheets(judge, new Page.Wanted(1, 10)).items())
        score(judge, sheet, panel);
    return cases.close(officer, call, stage.name(), day).cases();
  }

  private void score(Actor judge, CaseCall.Sheet sheet, CaseKind.Panel panel) {
    for (CaseKind.Field field : kind.fields())
      if (field.personal() || (panel.blind() && field.blind()))
        assertThat(sheet.answers()).doesNotContainKey(field.name());
    Map<String, Integer> marks =
        panel.sheet().stream()
            .collect(Collectors.toMap(CaseKind.Criterion::name, CaseKind.Criterion::most));
    cases.score(judge, sheet.number(), marks, "");
  }

  private void requireHeldBackForReports(Case granted) {
    List<CaseKind.Instalment> parts = kind.instalments();
    List<Case.Instalment> planned = cases.instalments(officer, granted.id());
    assertThat(planned).hasSameSizeAs(parts);
    for (int i = 0; i < parts.size(); i++)
      assertThat(planned.get(i).heldBack()).isEqualTo(parts.get(i).needs().stream().toList());
  }

  private void keepLogs(Case granted) {
    sample
        .whole()
        .logs()
        .forEach(
            (log, entries) -> {
              for (Map<String, Object> answers : entries) {
                UUID entry = UUID.randomUUID();
                cases.log(filer, granted.id(), entry, log, answers, List.of(), today());
                if (log(log).confirmed())
                  cases.confirm(actor(Role.COUNTY_OFFICER, county), granted.id(), entry, true, "");
              }
            });
    assertThat(cases.counts(officer, granted.id()))
        .allMatch(count -> count.entries() == sample.whole().logs().get(count.log()).size());
  }

  /// A volunteer is proposed, comes, works and hands over; who needed it confirms and accepts.
  private void help(Case need) {
    Volunteers volunteers = beans.getBean(Volunteers.class);
    VolunteerHouse.Volunteer volunteer =
        new VolunteerHouse(beans, HAINAN).volunteer(List.of("web", "design"), 40);
    assertThat(volunteers.proposals(filer, need.id()))
        .extracting(Volunteers.Proposal::volunteer)
        .contains(volunteer.id());
    volunteers.invite(filer, need.id(), volunteer.id());
    volunteers.answer(volunteer.applicant(), need.id(), true);
    long hours = 0;
    for (Map<String, Object> answers : sample.whole().logs().get("work")) {
      UUID entry = UUID.randomUUID();
      volunteers.log(volunteer.applicant(), need.id(), entry, "work", answers, today());
      cases.confirm(filer, need.id(), entry, true, "");
      hours += (Long) answers.get("hours_worked");
    }
    assertThat(cases.counts(filer, need.id()).getFirst().sum()).isEqualTo(hours);
    volunteers.handOver(
        volunteer.applicant(),
        need.id(),
        now(need).version(),
        "handover",
        sample.reports().get("handover"),
        List.of(TestPhotos.fresh(beans)),
        today());
    cases.judgeReport(filer, need.id(), now(need).version(), "handover", true, "", today());
    settled();
  }

  private CaseKind.Log log(String name) {
    return kind.logs().stream().filter(log -> log.name().equals(name)).findFirst().orElseThrow();
  }

  /// All that is promised, in one parcel.
  private void deliver(Case granted) {
    Map<String, Integer> all =
        cases.deliveries(officer, granted.id()).stream()
            .collect(Collectors.toMap(Case.Delivery::item, Case.Delivery::quantity));
    if (all.isEmpty()) return;
    Actor sender = actor(Role.COUNTY_OFFICER, county);
    Case sent = cases.send(sender, granted.id(), now(granted).version(), all, "SF-SYN", today());
    cases.receive(filer, sent.id(), sent.version(), all, List.of(TestPhotos.fresh(beans)), today());
    settled();
  }

  private Case finish(Case granted) {
    for (CaseKind.FollowUp report : kind.followUps()) report(granted, report.name());
    Case done = now(granted);
    assertThat(done.state()).isEqualTo(State.COMPLETED);
    return done;
  }

  private void report(Case of, String name) {
    Case at = now(of);
    Case sent =
        cases.report(
            filer,
            at.id(),
            at.version(),
            name,
            sample.reports().get(name),
            List.of(TestPhotos.fresh(beans)),
            today());
    cases.judgeReport(officer, at.id(), sent.version(), name, true, "", today());
    settled();
  }

  private List<Set<String>> published() {
    return cases.figures(programme.id()).calls().stream()
        .filter(call -> call.policyYear() == YEAR && call.kind().equals(kind.name()))
        .flatMap(call -> call.published().stream())
        .map(each -> each.answers().keySet())
        .toList();
  }

  private void grant(Money money) {
    house.give(money);
  }

  private void settled() {
    house.settled();
  }

  private Case now(Case of) {
    return cases.get(officer, of.id());
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  private Actor judge() {
    Actor judge = actor(Role.JUDGE, programme.place());
    accounts.create(
        Actor.SYSTEM,
        judge.account(),
        "test-" + judge.account(),
        "test",
        programme.place(),
        Optional.empty(),
        Map.of(new Grant(Role.JUDGE, programme.place()), Optional.empty()));
    return judge;
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
