package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.yutang.TestActors.actor;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.VolunteerHouse.Need;
import org.yutang.programme.VolunteerHouse.Volunteer;
import org.yutang.programme.Volunteers.Asked;
import org.yutang.programme.Volunteers.Engagement;
import org.yutang.programme.Volunteers.Proposal;
import org.yutang.programme.Volunteers.State;

/// From a need to proposals, engagements, confirmed hours and acceptance; with two at once.
class VolunteersTest extends ServerTest {

  private static final PlaceCode PROVINCE = new PlaceCode("CN-34");

  @Autowired BeanFactory beans;
  @Autowired Volunteers volunteers;
  @Autowired Cases cases;

  private VolunteerHouse house;

  @BeforeEach
  void start() {
    house = new VolunteerHouse(beans, PROVINCE);
  }

  @Test
  void whoFitsBestIsProposedFirstWithReasonsAndWithoutAName() {
    Volunteer two = house.volunteer(List.of("security", "hardware", "web"), 4);
    Volunteer one = house.volunteer(List.of("hardware"), 40);
    Volunteer free = house.volunteer(List.of("hardware", "security"), 10);
    Volunteer none = house.volunteer(List.of("teaching"), 40);
    Volunteer busy = house.volunteer(List.of("hardware", "security"), 3);
    Need need = house.need(List.of("hardware", "security"), 4);
    List<Proposal> proposed = volunteers.proposals(need.filer(), need.id());
    assertThat(proposed)
        .extracting(Proposal::volunteer)
        .containsSubsequence(free.id(), two.id(), one.id())
        .doesNotContain(none.id(), busy.id());
    Proposal last =
        proposed.stream()
            .filter(each -> each.volunteer().equals(one.id()))
            .findFirst()
            .orElseThrow();
    assertThat(last.fits()).containsExactly("hardware");
    assertThat(last.lacks()).containsExactly("security");
    assertThat(last.free()).isEqualTo(40);
    assertThat(
            code(
                () ->
                    volunteers.proposals(actor(Role.NOMINATOR, new PlaceCode("CN-11")), need.id())))
        .isEqualTo(ProgrammeRefusal.UNKNOWN_CASE);
  }

  @Test
  void whoPausesOrWasAskedIsNotProposedAgain() {
    Volunteer volunteer = house.volunteer(List.of("data"), 10);
    Need need = house.need(List.of("data"), 2);
    volunteers.pause(volunteer.applicant(), true);
    assertThat(ids(need)).doesNotContain(volunteer.id());
    assertThat(code(() -> invite(need, volunteer))).isEqualTo(ProgrammeRefusal.NO_SUCH_VOLUNTEER);
    volunteers.pause(volunteer.applicant(), false);
    assertThat(volunteers.isPaused(volunteer.applicant())).isFalse();
    invite(need, volunteer);
    invite(need, volunteer); // a second click
    assertThat(volunteers.of(need.filer(), need.id())).hasSize(1);
    volunteers.answer(volunteer.applicant(), need.id(), false);
    volunteers.answer(volunteer.applicant(), need.id(), false);
    assertThat(ids(need)).doesNotContain(volunteer.id());
    assertThat(code(() -> accept(volunteer, need))).isEqualTo(ProgrammeRefusal.NOT_ENGAGED);
    assertThat(code(() -> volunteers.invite(need.filer(), need.id(), need.id())))
        .as("a need is no volunteer")
        .isEqualTo(ProgrammeRefusal.NO_SUCH_VOLUNTEER);
  }

  @Test
  void twoNeedsAtOnceDoNotTakeMoreHoursThanAreOffered() throws Exception {
    for (int round = 0; round < 5; round++) {
      Volunteer volunteer = house.volunteer(List.of("product"), 6);
      Need one = house.need(List.of("product"), 4);
      Need other = house.need(List.of("product"), 4);
      invite(one, volunteer);
      invite(other, volunteer);
      List<Optional<Refusal.Code>> ends =
          together(List.of(() -> accepted(volunteer, one), () -> accepted(volunteer, other)));
      assertThat(ends)
          .containsExactlyInAnyOrder(Optional.empty(), Optional.of(ProgrammeRefusal.NO_HOURS));
    }
  }

  @Test
  void asManyHelpAsMayWhoeverAnswersAtOnce() throws Exception {
    Need need = house.need(List.of("testing"), 1);
    List<Callable<Optional<Refusal.Code>>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Volunteer volunteer = house.volunteer(List.of("testing"), 5);
      invite(need, volunteer);
      answers.add(() -> accepted(volunteer, need));
    }
    assertThat(together(answers))
        .containsExactlyInAnyOrder(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ProgrammeRefusal.ENOUGH_HELP),
            Optional.of(ProgrammeRefusal.ENOUGH_HELP));
    Engagement first =
        volunteers.of(need.filer(), need.id()).stream()
            .filter(each -> each.state() == State.ENGAGED)
            .findFirst()
            .orElseThrow();
    volunteers.release(need.filer(), need.id(), first.volunteer(), "没有时间了");
    assertThat(
            volunteers.of(need.filer(), need.id()).stream()
                .filter(each -> each.state() == State.ENGAGED))
        .hasSize(2);
  }

  @Test
  void hoursCountOnceBothHaveSaidSoAndTheNeedySideAccepts() {
    Volunteer volunteer = house.volunteer(List.of("web"), 5);
    Volunteer stranger = house.volunteer(List.of("web"), 5);
    Need need = house.need(List.of("web"), 5);
    invite(need, volunteer);
    UUID entry = UUID.randomUUID();
    assertThat(code(() -> work(volunteer, need, entry, 3)))
        .as("not accepted yet")
        .isEqualTo(ProgrammeRefusal.NOT_ENGAGED);
    accept(volunteer, need);
    work(volunteer, need, entry, 3);
    work(volunteer, need, entry, 3); // a phone sends it twice
    assertThat(code(() -> work(volunteer, need, entry, 4)))
        .isEqualTo(ProgrammeRefusal.CASE_DIFFERS);
    assertThat(code(() -> work(stranger, need, UUID.randomUUID(), 3)))
        .isEqualTo(ProgrammeRefusal.NOT_ENGAGED);
    assertThat(
            code(
                () ->
                    cases.log(
                        need.filer(),
                        need.id(),
                        UUID.randomUUID(),
                        "work",
                        hours(3),
                        List.of(),
                        today())))
        .as("the needy side writes no work")
        .isEqualTo(ProgrammeRefusal.NOT_ENGAGED);
    assertThat(confirmed(need)).isZero();
    cases.confirm(need.filer(), need.id(), entry, true, "");
    assertThat(confirmed(need)).isEqualTo(3);
    Asked asked = volunteers.own(volunteer.applicant()).getFirst();
    assertThat(asked.entries())
        .extracting(Case.Entry::state)
        .containsExactly(Case.Entry.State.CONFIRMED);
    assertThat(asked.answers()).containsKey("reach");

    volunteers.handOver(
        volunteer.applicant(),
        need.id(),
        asked.version(),
        "handover",
        Map.of("result", "做完了"),
        List.of(),
        today());
    assertThat(volunteers.own(stranger.applicant())).isEmpty();
    Case sent = cases.get(need.filer(), need.id());
    cases.judgeReport(need.filer(), need.id(), sent.version(), "handover", true, "", today());
    SampleHouse.settled(beans);
    assertThat(cases.get(need.filer(), need.id()).state()).isEqualTo(Case.State.COMPLETED);
    Need next = house.need(List.of("web"), 5);
    assertThat(ids(next)).as("free again").contains(volunteer.id());
  }

  @Test
  void whoGaveOutAVolunteersLinkNeitherConfirmsNorAccepts() {
    Volunteer volunteer = house.volunteer(List.of("design"), 5);
    Need need = house.need(List.of("design"), 5);
    invite(need, volunteer);
    accept(volunteer, need);
    UUID entry = UUID.randomUUID();
    work(volunteer, need, entry, 2);
    org.yutang.access.Actor both =
        new org.yutang.access.Actor(volunteer.issuer().account(), "test", need.filer().grants());
    assertThat(code(() -> cases.confirm(both, need.id(), entry, true, "")))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
    int version = volunteers.own(volunteer.applicant()).getFirst().version();
    volunteers.handOver(
        volunteer.applicant(),
        need.id(),
        version,
        "handover",
        Map.of("result", "好了"),
        List.of(),
        today());
    assertThat(
            code(
                () ->
                    cases.judgeReport(both, need.id(), version + 1, "handover", true, "", today())))
        .isEqualTo(ProgrammeRefusal.ANOTHER_REVIEWER_WANTED);
  }

  private static LocalDate today() {
    return BusinessDay.of(Instant.now());
  }

  private List<UUID> ids(Need need) {
    return volunteers.proposals(need.filer(), need.id()).stream().map(Proposal::volunteer).toList();
  }

  private void invite(Need need, Volunteer volunteer) {
    volunteers.invite(need.filer(), need.id(), volunteer.id());
  }

  private void accept(Volunteer volunteer, Need need) {
    volunteers.answer(volunteer.applicant(), need.id(), true);
  }

  private Optional<Refusal.Code> accepted(Volunteer volunteer, Need need) {
    try {
      accept(volunteer, need);
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal.code());
    }
  }

  private void work(Volunteer volunteer, Need need, UUID entry, int hours) {
    volunteers.log(volunteer.applicant(), need.id(), entry, "work", hours(hours), today());
  }

  private static Map<String, Object> hours(int hours) {
    return Map.of("hours_worked", hours, "done", "写代码");
  }

  private long confirmed(Need need) {
    return cases.counts(need.filer(), need.id()).getFirst().sum();
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> ends = new ArrayList<>();
      for (Future<T> end : threads.invokeAll(calls)) ends.add(end.get());
      return ends;
    }
  }

  private static Refusal.Code code(org.junit.jupiter.api.function.Executable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::execute);
    assertThat(refusal).isNotNull();
    return refusal.code();
  }
}
