package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yutang.TestActors.actor;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.TestPhotos;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.register.PersonId;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;
import org.yutang.store.Jobs;
import org.yutang.store.Outbox;

/// A county of its own in which the person lives of whom a playbook's sample tells, covered where
/// the kind rests on cover.
public final class SampleHouse {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final Map<PlaceCode, AtomicInteger> TAKEN = new ConcurrentHashMap<>();

  private final BeanFactory beans;
  private final Sample sample;
  private final Programme programme;
  private final CaseKind kind;
  private final PlaceCode county;
  private final LocalDate day;
  private final Actor officer;
  private final PersonId person;

  /// @param province whose counties nobody else takes
  /// @param year of the case; cases that rest on cover are of yesterday, because nobody is enrolled
  ///   for a year so long ago
  public SampleHouse(BeanFactory beans, Sample sample, PlaceCode province, int year) {
    this.beans = beans;
    this.sample = sample;
    programme = bean(Programmes.class).get(sample.programme());
    kind =
        programme.version(year).kinds().stream()
            .filter(each -> each.name().equals(sample.kind()))
            .findFirst()
            .orElseThrow();
    county = sample.place().orElseGet(() -> fresh(province));
    day =
        kind.cover().isPresent()
            ? BusinessDay.of(Instant.now()).minusDays(1)
            : kind.open()
                .map(window -> window.from().atYear(year))
                .orElse(LocalDate.of(year, 3, 3));
    officer = actor(Role.FUND_OFFICER, programme.place());
    person = another();
    if (kind.cover().isPresent()) enrol();
  }

  public Programme programme() {
    return programme;
  }

  public CaseKind kind() {
    return kind;
  }

  public PlaceCode county() {
    return county;
  }

  /// When the sample's case is filed.
  public LocalDate day() {
    return day;
  }

  public PersonId person() {
    return person;
  }

  private final int number = NUMBER.incrementAndGet();

  /// What the sample answers, as of the day.
  public Map<String, Object> answers() {
    Map<String, Object> answers = new HashMap<>(sample.whole().answers());
    kind.cover().ifPresent(field -> move(answers, field));
    // what only one case may say differs from house to house
    for (CaseKind.Field field : kind.fields())
      if (kind.unique().contains(field.name()) && field.type() instanceof CaseKind.Type.Line)
        answers.computeIfPresent(field.name(), (_, said) -> said + "-" + number);
    return answers;
  }

  /// All days by as many as the day of the cover.
  private void move(Map<String, Object> answers, String cover) {
    long by = ChronoUnit.DAYS.between(LocalDate.parse(answers.get(cover).toString()), day);
    for (CaseKind.Field field : kind.fields())
      if (field.type() instanceof CaseKind.Type.Day)
        answers.computeIfPresent(
            field.name(), (name, day) -> LocalDate.parse(day.toString()).plusDays(by).toString());
  }

  /// For that person, with made-up photos, payee and confirmation.
  public CaseDraft draft(PersonId of, Map<String, Object> answers) {
    boolean money = !kind.instalments().isEmpty();
    return new CaseDraft(
        Cases.idOf(of, UUID.randomUUID()),
        0,
        programme.id(),
        kind.name(),
        of,
        channel(),
        answers,
        kind.evidence().stream()
            .collect(Collectors.toMap(CaseKind.Evidence::name, each -> photos(each.atLeast()))),
        money ? Optional.of("示例") : Optional.empty(),
        money ? Optional.of("6222020200000001234") : Optional.empty(),
        channel() == CaseKind.Channel.PROXY ? Optional.of(confirmation()) : Optional.empty());
  }

  private Case.Confirmation confirmation() {
    return new Case.Confirmation(
        Case.Confirmation.How.FINGERPRINT,
        Instant.parse(day + "T01:00:00Z"),
        Optional.of(TestPhotos.fresh(beans)),
        Optional.empty(),
        Optional.empty());
  }

  private List<String> photos(int count) {
    return Stream.generate(() -> TestPhotos.fresh(beans)).limit(count).toList();
  }

  public CaseKind.Channel channel() {
    return kind.channels().contains(CaseKind.Channel.NOMINATION)
        ? CaseKind.Channel.NOMINATION
        : CaseKind.Channel.PROXY;
  }

  /// A county without places inside is its own village, as a country without counties is.
  public PlaceCode village() {
    return bean(Register.class)
        .children(county, PlaceQuery.all(new Page.Wanted(1, 1)))
        .items()
        .stream()
        .map(each -> each.place().code())
        .findFirst()
        .orElse(county);
  }

  /// One more person, as old as the sample on the day of filing, and of its sex and status.
  PersonId another() {
    JdbcClient sql = bean(JdbcClient.class);
    Sample.Variant whole = sample.whole();
    People people = new People(sql, county);
    PersonId fresh =
        people.add(village(), day.minusYears(whole.age()).minusDays(40), whole.status());
    people.save();
    sql.sql("update register.person set sex = :sex where id = :id")
        .param("sex", whole.sex().ordinal())
        .param("id", fresh.value())
        .update();
    whole.known().forEach((name, value) -> know(fresh, name, value));
    return fresh;
  }

  /// Only facts that are yes or no.
  private void know(PersonId of, String name, Object value) {
    bean(JdbcClient.class)
        .sql(
            """
            insert into register.fact (shard_key, subject, name, valid_from, kind, value, source, recorded_at)
            select shard_key, id, :name, date '2000-01-01', 'b', :value, source, now() from register.person where id = :id
            """)
        .param("name", name)
        .param("value", value.toString())
        .param("id", of.value())
        .update();
  }

  private void enrol() {
    int year = programme.yearOf(day);
    grant(programme.version(year).getCover().premium());
    UUID job = UUID.randomUUID();
    bean(Programmes.class).enrol(officer, programme.id(), county, year, job);
    SameAgain.result(bean(Jobs.class), job);
    settled();
  }

  /// Money for whoever pays for cases of the kind.
  public void give(Money money) {
    if (kind.paidBy() == CaseKind.Purse.FUND) {
      grant(money);
      return;
    }
    grant(new Money(1, money.currency())); // opens the accounts
    bean(Ledger.class)
        .execute(
            List.of(
                new Command.Transfer(
                    Uuids.fresh(Instant.now()),
                    programme.world(),
                    programme.payee(),
                    money.minor(),
                    "test",
                    BusinessDay.of(Instant.now()))));
  }

  public void grant(Money money) {
    bean(Programmes.class).grant(officer, programme.id(), money, UUID.randomUUID(), "a test");
  }

  /// Grant, order, answer and note are an event each, and may cause others.
  public void settled() {
    settled(beans);
  }

  static void settled(BeanFactory beans) {
    try {
      for (int i = 0; i < 8; i++)
        assertThat(beans.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(30))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private PlaceCode fresh(PlaceCode province) {
    PlaceQuery counties =
        new PlaceQuery(
            Optional.of(province),
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            PlaceQuery.Sort.CODE,
            true,
            new Page.Wanted(
                TAKEN.computeIfAbsent(province, each -> new AtomicInteger()).incrementAndGet(), 1));
    return bean(Register.class).counties(counties).items().getFirst().place().code();
  }

  private <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }
}
