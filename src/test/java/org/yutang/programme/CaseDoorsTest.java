package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.TestActors.actor;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;

/// What of a case is open to whom: its photos, its drafts, its appeal.
class CaseDoorsTest extends ServerTest {

  private static final PlaceCode PROVINCE = new PlaceCode("CN-41");

  @Autowired BeanFactory beans;
  @Autowired Cases cases;

  private SampleHouse house;
  private Actor cadre;
  private Actor insurer;

  @BeforeEach
  void start() {
    house =
        new SampleHouse(
            beans, Sample.of("women-insurance", "senior-high-term"), PROVINCE, today().getYear());
    cadre = actor(Role.VILLAGE_CADRE, house.village());
    insurer = actor(Role.INSURER, new PlaceCode("CN"));
  }

  @Test
  void photosAreForWhoeverFiledOwnsDecidesOrMayUnmask() {
    Case filed = filed();
    String photo = filed.evidence().values().iterator().next().getFirst();
    for (Actor actor : new Actor[] {cadre, insurer, link(), county()})
      assertThat(cases.photo(actor, filed.id(), photo)).isNotEmpty();
    for (Role role : new Role[] {Role.AUDITOR, Role.ADMINISTRATOR}) {
      Actor reader = actor(role, new PlaceCode("CN"));
      assertThat(cases.get(reader, filed.id()).id()).isEqualTo(filed.id());
      assertThat(refused(() -> cases.photo(reader, filed.id(), photo)).code().kind())
          .as(role.name())
          .isEqualTo(Refusal.Kind.FORBIDDEN);
    }
  }

  @Test
  void nominatorsHaveNothingToDoWithKindsOfWhichNobodyIsNominated() {
    Case filed = filed();
    Actor nominator = actor(Role.NOMINATOR, house.county());
    for (Actor actor :
        new Actor[] {nominator, actor(Role.VILLAGE_CADRE, new PlaceCode("CN-110101"))}) {
      assertThat(listed(actor)).isZero();
      assertThat(refused(() -> cases.get(actor, filed.id())).code())
          .isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
      assertThat(
              refused(() -> cases.withdraw(actor, filed.id(), filed.version(), "", today())).code())
          .isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
      CaseDraft draft = house.draft(house.person(), house.answers());
      assertThat(refused(() -> cases.save(actor, draft, today())).code())
          .isEqualTo(AccessRefusal.NOT_PERMITTED);
      assertThat(
              refused(
                      () ->
                          cases.invite(
                              actor, house.programme().id(), house.kind().name(), house.person()))
                  .code())
          .isEqualTo(AccessRefusal.NOT_PERMITTED);
    }
    Actor both =
        new Actor(
            UUID.randomUUID(),
            "test",
            Set.of(
                new Grant(Role.NOMINATOR, house.county()),
                new Grant(Role.AUDITOR, house.county())));
    cases.save(cadre, house.draft(house.another(), house.answers()), today());
    assertThat(listed(both)).as("what auditors see, without the draft").isEqualTo(1);
  }

  @Test
  void nominatorsSeeWhatIsNominatedAndItsDrafts() {
    house =
        new SampleHouse(
            beans,
            Sample.of("rural-teacher-award", "nomination"),
            new PlaceCode("CN-37"),
            today().getYear());
    Actor nominator = actor(Role.NOMINATOR, house.county());
    Case draft = cases.save(nominator, house.draft(house.person(), house.answers()), house.day());
    assertThat(listed(nominator)).isEqualTo(1);
    assertThat(cases.get(nominator, draft.id()).id()).isEqualTo(draft.id());
  }

  @Test
  void draftsAreListedToWhoMayFileThereAndToNobodyElse() {
    Case draft = cases.save(cadre, house.draft(house.person(), house.answers()), today());
    Actor elsewhere =
        new Actor(
            UUID.randomUUID(),
            "test",
            Set.of(
                new Grant(Role.VILLAGE_CADRE, new PlaceCode("CN-110101")),
                new Grant(Role.AUDITOR, house.county())));
    assertThat(listed(cadre)).isEqualTo(1);
    assertThat(listed(county())).isEqualTo(1);
    assertThat(listed(elsewhere)).isZero();
    assertThat(refused(() -> cases.get(elsewhere, draft.id())).code())
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
  }

  @Test
  void thePersonAppealsByTheOwnLinkAndNobodyForThem() {
    Case filed = filed();
    Case rejected =
        cases.decide(insurer, filed.id(), filed.version(), new Ruling.Reject("看不清"), today());
    Actor colleague = actor(Role.VILLAGE_CADRE, house.village());
    assertThat(refused(() -> appeal(colleague, rejected)).code())
        .isEqualTo(ProgrammeRefusal.NOT_THE_FILER);
    Case appealed = appeal(link(), rejected);
    assertThat(appealed.state()).isEqualTo(Case.State.IN_REVIEW);
    assertThat(
            refused(
                    () ->
                        cases.decide(
                            insurer, filed.id(), appealed.version(), Ruling.Pass.whole(), today()))
                .code())
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
  }

  private Case appeal(Actor actor, Case rejected) {
    return cases.appeal(actor, rejected.id(), rejected.version(), "请再看", today());
  }

  private Case filed() {
    Case saved = cases.save(cadre, house.draft(house.person(), house.answers()), today());
    return cases.file(cadre, saved.id(), saved.version(), today());
  }

  private Actor link() {
    return cases
        .applicant(
            cases.invite(county(), house.programme().id(), house.kind().name(), house.person()))
        .actor();
  }

  private Actor county() {
    return actor(Role.COUNTY_OFFICER, house.county());
  }

  private long listed(Actor actor) {
    Case.Query all = Case.Query.of(house.programme().id(), new Page.Wanted(1, 10));
    Case.Query here =
        new Case.Query(
            all.programme(),
            all.kind(),
            all.policyYear(),
            Optional.of(house.county()),
            all.state(),
            all.stage(),
            all.person(),
            all.forRole(),
            all.overdue(),
            all.todo(),
            all.sort(),
            all.descending(),
            all.page());
    return cases.list(actor, here).total();
  }

  private static java.time.LocalDate today() {
    return BusinessDay.of(Instant.now());
  }

  private static Refusal refused(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
