package org.yutang.programme;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.PersonId;

/// People who do to the cases of one county whatever comes into their minds.
final class CaseWalk {

  static final ProgrammeId RULES = new ProgrammeId("test-claim-rules");

  private final Cases cases;
  private final Programmes programmes;
  private final ClaimHouse house;
  private final List<PersonId> people;
  private final List<UUID> ids = new ArrayList<>();
  private final Actor second = ClaimHouse.actor(Role.FUND_OFFICER, PlaceCode.WORLD);
  private final LocalDate then;

  CaseWalk(BeanFactory beans, ClaimHouse house, List<PersonId> people) {
    this.cases = beans.getBean(Cases.class);
    this.programmes = beans.getBean(Programmes.class);
    this.house = house;
    this.people = people;
    this.then = house.today().minusMonths(2);
  }

  /// One step; refusals are walls that a walk runs into.
  void step(Random random) {
    try {
      if (ids.isEmpty() || random.nextInt(4) == 0) begin(random);
      else go(random, cases.get(house.officer, ids.get(random.nextInt(ids.size()))));
    } catch (Refusal refused) {
      if (refused.code() == ProgrammeRefusal.BAD_ANSWER) throw refused; // the walk's own fault
    }
  }

  /// Reports on whatever is granted and has them accepted, so that what is paid can come to its
  /// end.
  void finish() {
    for (UUID id : ids)
      try {
        Case at = cases.get(house.officer, id);
        if (at.state() != Case.State.GRANTED) continue;
        if (cases.reports(house.officer, id).getFirst().state() != Case.Report.State.SENT)
          at =
              cases.report(
                  house.cadre,
                  id,
                  at.version(),
                  "report",
                  Map.of("done", true),
                  List.of(),
                  house.today());
        cases.judgeReport(house.insurer, id, at.version(), "report", true, "", house.today());
      } catch (Refusal refused) {
        if (refused.code() == ProgrammeRefusal.BAD_ANSWER) throw refused;
      }
  }

  private void begin(Random random) {
    PersonId person = people.get(random.nextInt(people.size()));
    UUID id = Cases.idOf(person, UUID.randomUUID());
    boolean fails = random.nextInt(5) == 0;
    Case saved =
        cases.save(
            house.cadre,
            new CaseDraft(
                id,
                0,
                RULES,
                "grant",
                person,
                CaseKind.Channel.NOMINATION,
                Map.of("woman", random.nextBoolean()),
                Map.of(),
                Optional.of("张三"),
                Optional.of(fails ? "6222020200000000000" : "6222020200000001234"),
                Optional.empty()),
            then);
    ids.add(id);
    cases.file(house.cadre, id, saved.version(), then);
  }

  private void go(Random random, Case at) {
    switch (at.state()) {
      case IN_REVIEW -> review(random, at);
      case APPROVED, COMPLETED -> {
        if (random.nextInt(10) == 0) reverse(at);
        else if (random.nextInt(3) == 0) appeal(at);
      }
      case GRANTED -> follow(random, at);
      case REVERSED -> {
        long owed = at.paid().minor();
        if (owed > 0)
          cases.takeBack(
              second,
              at.id(),
              at.version(),
              UUID.randomUUID(),
              Money.fen(1 + random.nextLong(owed)),
              house.today());
      }
      case REJECTED -> appeal(at);
      case DRAFT, PAPERS_MISSING -> cases.file(house.cadre, at.id(), at.version(), then);
      case WITHDRAWN ->
          programmes.grant(
              house.officer,
              RULES,
              Money.fen(1 + random.nextInt(15_000)),
              UUID.randomUUID(),
              "a walk");
    }
  }

  private void review(Random random, Case at) {
    Actor who =
        at.stage().orElseThrow().equals("check")
            ? house.countyOfficer
            : random.nextBoolean() ? house.insurer : house.otherInsurer;
    Ruling ruling =
        switch (random.nextInt(12)) {
          case 0 -> new Ruling.Reject("不符合");
          case 1 -> new Ruling.AskForPapers("缺材料");
          case 2 -> new Ruling.Disagree("不同意");
          case 3 ->
              new Ruling.Pass(Map.of(), Optional.of(Money.fen(1 + random.nextInt(9999))), "核减");
          default -> Ruling.Pass.whole();
        };
    if (random.nextInt(20) == 0) cases.withdraw(house.cadre, at.id(), at.version(), "", then);
    else cases.decide(who, at.id(), at.version(), ruling, then);
  }

  private void follow(Random random, Case at) {
    switch (random.nextInt(7)) {
      case 0, 1 ->
          cases.report(
              house.cadre,
              at.id(),
              at.version(),
              "report",
              Map.of("done", true),
              List.of(),
              house.today());
      case 2, 3, 4 ->
          cases.judgeReport(
              house.insurer,
              at.id(),
              at.version(),
              "report",
              random.nextInt(4) > 0,
              "看",
              house.today());
      case 5 ->
          cases.correctPayee(
              house.cadre, at.id(), at.version(), "李四", "6222020200000005678", house.today());
      default -> {
        if (random.nextInt(6) == 0) reverse(at);
        else appeal(at);
      }
    }
  }

  /// Only a grant of less than was asked for can be.
  private void appeal(Case at) {
    cases.appeal(house.cadre, at.id(), at.version(), "再看看", then);
  }

  private void reverse(Case at) {
    cases.reverse(second, at.id(), at.version(), "查实不符", house.today());
  }
}
