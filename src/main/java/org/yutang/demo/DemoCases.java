package org.yutang.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Case;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Ruling;
import org.yutang.programme.Verdict;
import org.yutang.register.PersonId;
import org.yutang.register.PersonQuery;
import org.yutang.register.PersonRow;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Outbox;
import org.yutang.store.Photos;

/// One made-up case of every kind of every programme for which the made-up county has somebody who
/// is eligible: filed, and passed by everybody who decides alone; what a panel decides waits for
/// its judges. Whom samples put abroad was registered there ([DemoAbroad]).
@Component
class DemoCases {

  private static final Logger LOG = LoggerFactory.getLogger(DemoCases.class);

  /// With programme and kind the name of the setting that holds the case's id, empty where none was
  /// made.
  static final String FILLED = "demo-case/";

  private static final int CANDIDATES = 100;
  private static final int AGES_AROUND = 4;
  private static final Duration DELIVERY = Duration.ofMinutes(1);

  private final Programmes programmes;
  private final DemoAbroad abroad;
  private final DemoSteps steps;
  private final Cases cases;
  private final Register register;
  private final Photos photos;
  private final BillPainter painter;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Outbox outbox;
  private final Clock clock;

  DemoCases(
      Programmes programmes,
      DemoAbroad abroad,
      DemoSteps steps,
      Cases cases,
      Register register,
      Photos photos,
      BillPainter painter,
      DemoAccounts people,
      HouseSettings settings,
      Outbox outbox,
      Clock clock) {
    this.programmes = programmes;
    this.abroad = abroad;
    this.steps = steps;
    this.cases = cases;
    this.register = register;
    this.photos = photos;
    this.painter = painter;
    this.people = people;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Does nothing for kinds for which it was done.
  ///
  /// @param without programmes that have stories of their own
  void fill(PlaceCode county, Set<ProgrammeId> without) throws InterruptedException {
    LocalDate today = BusinessDay.of(clock.instant());
    abroad.register(today);
    Set<PersonId> taken = new HashSet<>();
    for (Programme programme : programmes.list()) {
      if (without.contains(programme.id())) continue;
      for (CaseKind kind : programme.version(programme.yearOf(today)).kinds()) {
        String key = FILLED + programme.id().text() + "/" + kind.name();
        if (settings.find(key).isPresent()) continue;
        Optional<UUID> filed =
            DemoSample.of(programme, kind, today).stream()
                .flatMap(sample -> file(programme, kind, sample, county, today, taken).stream())
                .findFirst();
        if (filed.isEmpty())
          LOG.info("no made-up case of {}, {}", programme.id().text(), kind.name());
        settings.put(key, filed.map(UUID::toString).orElse(""));
      }
    }
    outbox.awaitDelivered(DELIVERY);
  }

  private Optional<UUID> file(
      Programme programme,
      CaseKind kind,
      DemoSample sample,
      PlaceCode county,
      LocalDate today,
      Set<PersonId> taken) {
    LocalDate day = day(kind, today);
    PlaceCode place = sample.abroad().map(PlaceCode::new).orElse(county);
    Optional<PersonRow> person =
        candidates(programme, kind, place, sample, day).stream()
            .filter(each -> !taken.contains(each.id()))
            .filter(each -> isEligible(programme, kind, each.id(), sample, day))
            .findFirst();
    if (person.isEmpty()) return Optional.empty();
    taken.add(person.get().id());
    Actor filer = filer(kind, person.get().village(), sample);
    CaseDraft draft = draft(programme, kind, sample, person.get().id());
    Case at = steps.find(filer, draft.id()).orElseGet(() -> cases.save(filer, draft, day));
    if (at.state() == Case.State.DRAFT) at = cases.file(filer, at.id(), at.version(), day);
    Optional<Money> due = at.benefit().filter(money -> money.minor() > 0);
    due.ifPresent(
        money ->
            steps.grant(
                programme.id(),
                money.times(3),
                Uuids.named("demo.case-grant", programme.id().text(), kind.name()),
                "拨款（合成数据） Grant (synthetic)"));
    // where nothing is due, nobody can grant it
    if (at.benefit().isEmpty() || due.isPresent()) decide(kind, at, day);
    return Optional.of(at.id());
  }

  /// The last day of a call that is over or open, or today.
  private static LocalDate day(CaseKind kind, LocalDate today) {
    if (kind.open().isEmpty()) return today;
    LocalDate first = kind.open().get().from().atYear(today.getYear()).plusDays(2);
    return first.isAfter(today) ? first.minusYears(1) : first;
  }

  private List<PersonRow> candidates(
      Programme programme, CaseKind kind, PlaceCode place, DemoSample sample, LocalDate day) {
    return kind.cover().isPresent() ? covered(programme, place, day) : likely(place, sample);
  }

  private List<PersonRow> covered(Programme programme, PlaceCode place, LocalDate day) {
    Actor officer = people.actor(Role.FUND_OFFICER);
    return register.persons(
        officer,
        programmes
            .enrolments(
                officer,
                new Enrolment.Query(
                    programme.id(),
                    programme.yearOf(day),
                    place,
                    Optional.of(Enrolment.State.COVERED),
                    Enrolment.Sort.PLACE,
                    false,
                    new Page.Wanted(1, CANDIDATES)))
            .items()
            .stream()
            .map(Enrolment::person)
            .toList());
  }

  private List<PersonRow> likely(PlaceCode place, DemoSample sample) {
    return register
        .persons(
            people.actor(Role.FUND_OFFICER),
            new PersonQuery(
                Optional.of(place),
                Optional.empty(),
                sample.sex(),
                Optional.of(Math.max(0, sample.age() - AGES_AROUND)),
                Optional.of(sample.age() + AGES_AROUND),
                Optional.empty(),
                PersonQuery.Sort.VILLAGE,
                false,
                new Page.Wanted(1, CANDIDATES)))
        .items();
  }

  private boolean isEligible(
      Programme programme, CaseKind kind, PersonId person, DemoSample sample, LocalDate day) {
    return cases.explain(
            people.actor(Role.FUND_OFFICER),
            programme.id(),
            kind.name(),
            person,
            sample.answers(),
            day)
        instanceof Verdict.Eligible;
  }

  private Actor filer(CaseKind kind, PlaceCode village, DemoSample sample) {
    if (channel(kind) != CaseKind.Channel.NOMINATION) return people.cadre(village);
    return sample.abroad().isPresent() ? people.nominator(village) : people.actor(Role.NOMINATOR);
  }

  private static CaseKind.Channel channel(CaseKind kind) {
    return kind.channels().contains(CaseKind.Channel.NOMINATION)
        ? CaseKind.Channel.NOMINATION
        : CaseKind.Channel.PROXY;
  }

  private CaseDraft draft(Programme programme, CaseKind kind, DemoSample sample, PersonId person) {
    boolean money = !kind.instalments().isEmpty();
    boolean proxy = channel(kind) == CaseKind.Channel.PROXY;
    Map<String, List<String>> evidence = new HashMap<>();
    for (CaseKind.Evidence each : kind.evidence())
      if (each.atLeast() > 0) evidence.put(each.name(), papers(programme, kind, each));
    return new CaseDraft(
        Cases.idOf(person, Uuids.named("demo.case", programme.id().text(), kind.name())),
        0,
        programme.id(),
        kind.name(),
        person,
        channel(kind),
        sample.answers(),
        evidence,
        money ? Optional.of("示例收款人") : Optional.empty(),
        money ? Optional.of("6222020200009990001") : Optional.empty(),
        proxy ? Optional.of(confirmation()) : Optional.empty());
  }

  private Case.Confirmation confirmation() {
    return new Case.Confirmation(
        Case.Confirmation.How.SPOKEN,
        clock.instant().minus(Duration.ofHours(1)),
        Optional.empty(),
        Optional.of("示例见证人"),
        Optional.empty());
  }

  private List<String> papers(Programme programme, CaseKind kind, CaseKind.Evidence evidence) {
    return java.util.stream.IntStream.range(0, evidence.atLeast())
        .mapToObj(
            number ->
                paper(
                    "SYN-%s-%s-%s-%d"
                        .formatted(
                            programme.id().text(), kind.name(), evidence.name(), number + 1)))
        .collect(Collectors.toList());
  }

  private String paper(String number) {
    try {
      return photos.put(new ByteArrayInputStream(painter.paintCertificate(number, "示例"))).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Until a panel has to decide, or all is decided.
  private void decide(CaseKind kind, Case filed, LocalDate day) {
    Case at = filed;
    for (CaseKind.Stage stage : kind.stages()) {
      if (stage.panel().isPresent() || at.state() != Case.State.IN_REVIEW) return;
      if (!at.stage().equals(Optional.of(stage.name()))) continue;
      List<Actor> deciding =
          stage.role() == Role.INSURER
              ? List.of(people.actor(Role.INSURER), people.secondReviewer())
              : List.of(people.actor(stage.role()));
      if (deciding.size() < stage.eyes()) return;
      for (Actor each : deciding.subList(0, stage.eyes()))
        at = cases.decide(each, at.id(), at.version(), Ruling.Pass.whole(), day);
    }
  }
}
